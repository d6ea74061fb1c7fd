"""What one line of a plan must fulfil by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.obligation.activities import Activity, Track
from domain.obligation.plan_line import WEEKDAYS, PlanLine
from domain.policies import Policies
from domain.text import Text

A = Activity


@dataclass(frozen=True)
class Basis:
    """What the plan is judged against. Not known: what depends on it is not judged."""

    starts_on: date
    policies: Policies
    readiness: str | None = None
    track: Track = "lab"
    weekly_target: int | None = None
    covered_since: date | None = None
    """Where the first company-oriented offer is still to come: from when its month counts."""
    providers: Mapping[str, str] | None = None
    """Id to kind (public, municipal, private) of the places that can be chosen."""

    lines: Sequence[PlanLine] = ()
    """The whole plan."""

    def earlier_at_the_same_place(self, line: PlanLine) -> int:
        """Days of placement at the same workplace that the plan has before this line, none of them an extension."""
        mine = (line.cvr, line.p_number)
        same = (one for one in self.lines if one is not line and one.activity is A.work_placement
                and (one.cvr, one.p_number) == mine and one.extension in (None, "no")
                and self.start(one) < self.start(line))  # fmt: skip
        return sum((one.ends_on - self.start(one)).days + 1 for one in same if one.ends_on)

    def start(self, line: PlanLine) -> date:
        return line.starts_on or self.starts_on


About = Iterator[tuple[str, str | None, Text, bool]]
"""Code, field, words, hard."""
FILLED = Text(da="Feltet skal udfyldes for denne aktivitet.", en="This must be filled in for this activity.")
MUST_BE_YES = {
    "staff_representative_informed": ("representative_not_informed", Text(
        da="Arbejdsgiveren skal først orientere tillidsrepræsentanten.",
        en="The employer must inform the staff representative first.")),
}  # fmt: skip
"""What must be answered yes before a plan can stand. Where job search is, the week's own rule says."""


def _asked(line: PlanLine, basis: Basis) -> About:
    for name, when in line.asked():
        value = getattr(line, name)
        if when.needed and value is None:
            yield "missing", name, FILLED, True
        elif name in MUST_BE_YES and value is False:
            code, text = MUST_BE_YES[name]
            yield code, name, text, True
    if line.asks_for("safety_approved") and line.safety_approved is False:
        yield "safety_not_approved", "safety_approved", Text(
            da="Kommunens retningslinjer kræver, at arbejdsmiljøet er godkendt.",
            en="The municipality's guidelines ask for a workplace approved as safe."), False  # fmt: skip


def _dates(line: PlanLine, basis: Basis) -> About:
    start = basis.start(line)
    if line.ends_on and line.ends_on < start:
        yield "ends_before_start", "ends_on", Text(
            da="Aktiviteten slutter, før den starter.", en="The activity ends before it starts."), True  # fmt: skip
    if start < basis.starts_on:
        yield "starts_before_plan", "starts_on", Text(
            da="Aktiviteten kan ikke starte før planen.",
            en="The activity cannot start before the plan."), True  # fmt: skip
    if not line.hours:
        yield "no_hours", WEEKDAYS[0], Text(
            da="Skriv timer på mindst én dag.", en="Write hours on at least one day."), True  # fmt: skip


def _provider(line: PlanLine, basis: Basis) -> About:
    if line.provider is None or basis.providers is None:
        return
    kind = basis.providers.get(line.provider)
    if kind is None:
        yield "provider_unknown", "provider", Text(
            da="Vælg et af stederne på listen.", en="Choose one of the places on the list."), True  # fmt: skip
    elif line.asks_for("employer_type") and line.employer_type not in (None, kind):
        yield "provider_of_another_kind", "employer_type", Text(
            da="Det valgte sted er registreret med en anden slags arbejdsgiver.",
            en="The chosen place is registered with another kind of employer."), True  # fmt: skip


def _signed(line: PlanLine, basis: Basis) -> About:
    """VITAS: employer and employees' representative sign before the first day."""
    for name in ("employer_signed_on", "representative_signed_on"):
        signed = getattr(line, name)
        if line.asks_for(name) and signed and signed >= basis.start(line):
            yield "signed_too_late", name, Text(
                da="Der skal være underskrevet, før praktikken starter.",
                en="It must be signed before the placement starts."), True  # fmt: skip


def _weeks_of_placement(line: PlanLine, basis: Basis) -> About:
    """LAB § 61. Where the readiness is not known, the longest period is the limit and the shortest a warning."""
    if line.activity is not A.work_placement:
        return
    if line.ends_on is None:
        yield "missing", "ends_on", FILLED, True
        return
    start = basis.start(line)
    days = (line.ends_on - start).days + 1
    if line.extension in (None, "no") and line.cvr:
        # Rows one after the other at one workplace are one placement.
        days += basis.earlier_at_the_same_place(line)
    for name, before, hard in _limits(line, basis):
        row = basis.policies.at(name, start)
        if days + 7 * before > 7 * row.as_(int):
            yield "too_many_weeks", "ends_on", Text(da=f"{row.says.da}.", en=f"{row.says.en}."), hard


def _limits(line: PlanLine, basis: Basis) -> list[tuple[str, int, bool]]:
    """Policy row, weeks that were held before and count with it, and whether it is a hard stop."""
    if line.extension == "further":
        return [("activity.work_placement_extension.further", 0, True)]
    if line.extension == "first":
        return [("activity.work_placement_extension.first", line.weeks_before or 0, True)]
    if basis.readiness:
        return [(f"activity.work_placement_weeks.{basis.readiness}", 0, True)]
    return [("activity.work_placement_weeks.activity_ready", 0, True),
            ("activity.work_placement_weeks.job_ready", 0, False)]  # fmt: skip


def _weeks_of_course(line: PlanLine, basis: Basis) -> About:
    if line.activity is not A.guidance_and_upskilling:
        return
    if line.ends_on is None:
        yield "missing", "ends_on", FILLED, True
        return
    start = basis.start(line)
    row = basis.policies.at("activity.guidance_and_upskilling_weeks", start)
    if (line.ends_on - start).days + 1 > 7 * row.as_(int):
        most = row.as_(int)
        yield "long_course", "ends_on", Text(
            da=f"{row.says.da}: højst {most} uger efter kommunens praksis.",
            en=f"{row.says.en}: at most {most} weeks by local practice."), False  # fmt: skip


OF_A_LINE: tuple[Callable[[PlanLine, Basis], About], ...] = (
    _asked, _dates, _provider, _signed, _weeks_of_placement, _weeks_of_course,
)  # fmt: skip
