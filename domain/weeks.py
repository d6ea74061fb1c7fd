"""A week of one case: what was planned, what came of it, what is still not said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.attendance import expected_minutes
from domain.dossier import Attended, Dossier
from domain.placements import Placement
from domain.policies import Policies
from domain.text import Text

What = Literal["attended", "excused", "absent", "missing"]


class PlannedDay(NamedTuple):
    """One line of the plan on one day. `minutes`: planned; `attended`: registered as present."""

    placement: Placement
    day: date
    minutes: int
    attended: int
    what: What


class LineWeek(BaseModel):
    """Minutes of one line of the plan in one week; what is planned is attended, excused, absent or missing."""

    model_config = ConfigDict(frozen=True)

    placement_id: str
    activity: str
    planned: int = 0
    attended: int = 0
    excused: int = 0
    absent: int = 0
    missing: int = 0
    counted: int = 0
    """Of the attended, what the programme's rules let count."""


class WeekSummary(BaseModel):
    """A week from Monday to Sunday, in minutes. `missing` has no registration at all."""

    model_config = ConfigDict(frozen=True)

    monday: date
    target: int
    lines: tuple[LineWeek, ...]
    unregistered: tuple[tuple[str, date], ...] = ()
    """(placement, day) of each planned day that nobody has said anything of."""
    because: Text
    policy_versions: list[str] = []

    def total(self, what: Literal["planned", "attended", "excused", "absent", "missing", "counted"]) -> int:
        return sum(getattr(line, what) for line in self.lines)


def days_of(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(7)]


def is_excused(case: Dossier, day: date) -> bool:
    """Sick, exempt or on leave: nothing can be demanded that day."""
    return any(spell.covers(day) for spell in case.spells)


def planned_days(case: Dossier, days: Iterable[date], policies: Policies) -> Iterator[PlannedDay]:
    """Each line of the plan on each of the days that it asks for; a holiday asks for nothing."""
    days = list(days)
    said = {(a.placement_id, a.day): a for a in case.attendance(days[0], days[-1])}
    for placement in case.placements:
        for day in days:
            registered = said.get((placement.id, day))
            minutes = expected_minutes(placement, day, policies)
            if minutes or registered:
                attended = registered.minutes if registered and registered.status == "present" else 0
                yield PlannedDay(placement, day, minutes, attended, _what(case, day, registered))


def _what(case: Dossier, day: date, registered: Attended | None) -> What:
    if registered and registered.status == "present":
        return "attended"
    if is_excused(case, day) or (registered and registered.status == "sick"):
        return "excused"
    return "absent" if registered else "missing"


def line_weeks(days: Iterable[PlannedDay]) -> list[LineWeek]:
    """The days of a week added up, a line of the plan each. A day attended in part is attended by what was."""
    found: dict[str, dict[str, int | str]] = {}
    for one in days:
        line = found.setdefault(one.placement.id, {
            "placement_id": one.placement.id, "activity": one.placement.activity,
            **dict.fromkeys(("planned", "attended", "excused", "absent", "missing"), 0)})  # fmt: skip
        line["planned"] = int(line["planned"]) + one.minutes
        line[one.what] = int(line[one.what]) + (one.attended if one.what == "attended" else one.minutes)
    return [LineWeek.model_validate(line) for line in found.values()]


def unregistered(days: Iterable[PlannedDay]) -> tuple[tuple[str, date], ...]:
    return tuple((one.placement.id, one.day) for one in days if one.what == "missing")
