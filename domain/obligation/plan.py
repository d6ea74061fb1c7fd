"""What a plan must hold: hard stops on the line and field that they are about, and warnings that a person weighs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from domain.calendar import add_months
from domain.obligation.activities import ACTIVITIES, Activity, Track
from domain.obligation.line_checks import OF_A_LINE, Basis
from domain.obligation.plan_line import HOURS_OF_A_DAY, WEEKDAYS, PlanLine, title_of
from domain.obligation.week import Item, WeekRuling, week
from domain.policies import Policies
from domain.text import Text, amount, dated

A = Activity
LONGEST_WEEK = Decimal(168)


class Finding(NamedTuple):
    """Something about the plan: on a line and its field, on a line as a whole, or on the plan."""

    code: str
    line: int | None
    field: str | None
    message: Text
    hard: bool = True


def check_plan(lines: Sequence[PlanLine], *, starts_on: date, policies: Policies, readiness: str | None = None,
               track: Track = "lab", weekly_target: int | None = None, covered_since: date | None = None,
               providers: Mapping[str, str] | None = None) -> list[Finding]:  # fmt: skip
    """Everything that is wrong with the plan, and everything that somebody should weigh; each said once."""
    basis = Basis(starts_on, policies, readiness, track, weekly_target, covered_since, providers, lines)
    found: dict[tuple[str, int | None, str | None], Finding] = {}
    for finding in _all(lines, basis):
        found.setdefault(finding[:3], finding)
    return sorted(found.values(), key=lambda one: (not one.hard, -1 if one.line is None else one.line))


def _all(lines: Sequence[PlanLine], basis: Basis) -> Iterator[Finding]:
    for n, line in enumerate(lines):
        for check in OF_A_LINE:
            yield from (Finding(code, n, name, text, hard) for code, name, text, hard in check(line, basis))
    yield from _twice(lines)
    for one in stretches_of(lines, basis.starts_on):
        yield from _days(lines, one)
        yield from _weeks(lines, one, basis)
    yield from _first_offer(lines, basis)


# -- the lines together ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """Days on which the same lines hold, from `first` on."""

    first: date
    lines: list[int] = field(default_factory=list)


def stretches_of(lines: Sequence[PlanLine], starts_on: date) -> list[Stretch]:
    """The plan cut where a line begins or has ended; the time after the last line is no part of it."""
    starts = {line.starts_on or starts_on for line in lines}
    after = {line.ends_on + timedelta(days=1) for line in lines if line.ends_on}
    found = [Stretch(day, _holding(lines, starts_on, day)) for day in sorted({starts_on, *starts, *after})]
    while found and not found[-1].lines:
        found.pop()
    return found


def _holding(lines: Sequence[PlanLine], starts_on: date, day: date) -> list[int]:
    return [n for n, line in enumerate(lines)
            if (line.starts_on or starts_on) <= day and (line.ends_on is None or day <= line.ends_on)]  # fmt: skip


def counted(lines: Iterable[PlanLine], on: date, track: Track, target: int | None, policies: Policies) -> WeekRuling:
    """The week of these lines. Attendance is registered for every line of a plan, so it counts as that."""
    items = [
        Item(activity=line.activity, hours=min(line.hours, LONGEST_WEEK), employer_type=line.employer_type,
             at_home=line.outside_home is False, registered=True)
        for line in lines
    ]  # fmt: skip
    return week(items, as_of=on, track=track, weekly_target=target or 0, policies=policies)


FIELDS = {"employer_type": "employer_type", "at_home": "outside_home"}
"""Violation of the week to the field of the line that it is about; others are about the whole line."""


def _weeks(lines: Sequence[PlanLine], one: Stretch, basis: Basis) -> Iterator[Finding]:
    here = [lines[n] for n in one.lines]
    ruling = counted(here, one.first, basis.track, basis.weekly_target, basis.policies)
    for broken in ruling.violations:
        if broken.code != "employer_type_missing":  # said as a field that must be filled in
            at = None if broken.item is None else one.lines[broken.item]
            yield Finding(broken.code, at, FIELDS.get(broken.code), broken.message, broken.hard)
    yield from _danish_by_need(lines, one, basis)
    if basis.weekly_target is None:
        return
    planned, target = sum((line.hours for line in here), Decimal()), amount(basis.weekly_target)
    since, given, counts = dated(one.first), amount(planned), amount(ruling.counted_hours)
    if planned > basis.weekly_target:
        yield Finding("hours_over_target", None, None, Text(
            da=f"Planen har {given.da} timer om ugen fra {since.da}. Borgeren er vurderet til {target.da}.",
            en=f"The plan has {given.en} hours a week from {since.en}. The citizen was assessed for {target.en}."))
    elif ruling.missing_hours:
        yield Finding("under_target", None, None, Text(
            da=f"Fra {since.da} tæller planen {counts.da} timer om ugen. Målet er {target.da}.",
            en=f"From {since.en} the plan counts {counts.en} hours a week. The target is {target.en}."), hard=False)


def _danish_by_need(lines: Sequence[PlanLine], one: Stretch, basis: Basis) -> Iterator[Finding]:
    """The plan caps it for the integration track and leaves it to need for others: no rule is broken, only weighed."""
    numbers = [n for n in one.lines if lines[n].activity is A.danish_education]
    if basis.track in ACTIVITIES[A.danish_education].cap_for or not numbers:
        return
    most = basis.policies.at("activity.danish_education_cap", one.first).as_(int)
    if sum((lines[n].hours for n in numbers), Decimal()) > most:
        yield Finding("danish_by_need", numbers[-1], None, Text(
            da=f"Over {most} timers danskuddannelse skal svare til borgerens behov.",
            en=f"More than {most} hours of Danish education must answer to the citizen's need."), hard=False)


def _days(lines: Sequence[PlanLine], one: Stretch) -> Iterator[Finding]:
    for day in WEEKDAYS:
        here = [n for n in one.lines if lines[n].on(day)]
        if sum((lines[n].on(day) for n in here), Decimal()) > HOURS_OF_A_DAY:
            yield Finding("day_too_long", here[-1], day, Text(
                da="Aktiviteterne fylder mere end 24 timer den dag.",
                en="The activities fill more than 24 hours that day."))  # fmt: skip
        transit = [n for n in here if ACTIVITIES[lines[n].activity].joins]
        beside = sum((lines[n].on(day) for n in here if n not in transit), Decimal())
        if transit and sum((lines[n].on(day) for n in transit), Decimal()) > beside:
            yield Finding("transit_that_day", transit[-1], day, Text(
                da="Transport kræver en aktivitet samme dag og kan ikke vare længere end den.",
                en="Transit needs an activity on the same day and cannot last longer than it."))  # fmt: skip


def _twice(lines: Sequence[PlanLine]) -> Iterator[Finding]:
    for n, line in enumerate(lines):
        if line in lines[:n]:
            yield Finding("line_twice", n, None, Text(da="Linjen står der to gange.", en="The line is there twice."))


def _first_offer(lines: Sequence[PlanLine], basis: Basis) -> Iterator[Finding]:
    if basis.track != "integration" or basis.covered_since is None:
        return
    row = basis.policies.at("integration.first_offer_latest", basis.starts_on)
    latest = add_months(basis.covered_since, row.as_(int))
    first = min((basis.start(line) for line in lines if ACTIVITIES[line.activity].company), default=None)
    if first is None or first > latest:
        by = dated(latest)
        yield Finding("first_offer_late", None, None, Text(
            da=f"{row.says.da}: senest {by.da}.", en=f"{row.says.en}: by {by.en}."), hard=False)  # fmt: skip


def warnings_of(findings: Iterable[Finding]) -> list[Text]:
    """The warnings as sentences that name their line."""
    return [named(one) for one in findings if not one.hard]


def named(one: Finding) -> Text:
    """The finding as a sentence by itself, with its line and field."""
    if one.line is None:
        return one.message
    number, what = one.line + 1, title_of(one.field) if one.field else None
    return Text(da=f"Aktivitet {number}{f', {what.da}' if what else ''}: {one.message.da}",
                en=f"Activity {number}{f', {what.en}' if what else ''}: {one.message.en}")  # fmt: skip
