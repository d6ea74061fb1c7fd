"""How many voted where campaigns were run, at the election and at the one that their areas were chosen by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.areas import Place, same
from domain.civic import report_words as says
from domain.civic.areas import ASSOCIATION, by_area
from domain.civic.tasks import AgreeWithPartners, RegisterWork
from domain.civic.where import CHOICE, chosen
from domain.dossier import Turnout
from domain.outcomes import CLOSED
from domain.reports.period import Period
from domain.reports.report import Course
from domain.reports.tables import NONE, Cell, Column, Line, Table
from domain.text import Text, dated

FACTS = ("election_on", "compares_with")
ANSWERS = {CHOICE: ("result", "areas"), AgreeWithPartners.kind: ()}
UNDER_WAY = (AgreeWithPartners.kind, RegisterWork.kind)
"""What has been done by a campaign that came to its work in the areas."""
COLUMNS = (Column("before", says.BEFORE, "hundredths"), Column("after", says.AFTER, "hundredths"),
           Column("moved", says.MOVED, "points"))  # fmt: skip


class Run(NamedTuple):
    """Two elections that were compared, the newest last."""

    held_on: date
    before_on: date


def tables(campaigns: Iterable[Course], period: Period, turnout: Turnout) -> list[Table]:
    """Of elections in months that are over; none where no campaign was run before one of them."""
    areas = _areas(campaigns, period)
    lines = [line for run in sorted(areas) for line in _lines(run, areas[run], turnout)]
    shown = Table("turnout", says.TURNOUT, says.PLACE, COLUMNS, tuple(lines), None,
                  (says.TURNOUT_COUNTS, ASSOCIATION), drawn="after")  # fmt: skip
    return [shown] if lines else []


def _areas(campaigns: Iterable[Course], period: Period) -> dict[Run, dict[str, str]]:
    """The areas that campaigns were run in, by what tells them apart; two of the same elections are shown together."""
    found: dict[Run, dict[str, str]] = {}
    for one in filter(_was_run, campaigns):
        run = Run(*(date.fromisoformat(one.facts[name] or "") for name in FACTS))
        if run.held_on < period.told_until and period.touches(run.held_on):
            found.setdefault(run, {}).update({same(row["area"]): row["area"] for row in chosen(one.steps)})
    return found


def _was_run(one: Course) -> bool:
    """Not where it was stopped before it came to its work in the areas."""
    is_stopped = one.outcome in ("cancelled", *CLOSED)
    return not is_stopped or any(step.kind in UNDER_WAY for step in one.steps)


def _lines(run: Run, areas: Mapping[str, str], turnout: Turnout) -> Iterator[Line]:
    """Each polling place of each area; an area that neither election has figures of says so."""
    known, day = by_area(turnout(run.before_on), turnout(run.held_on)), dated(run.held_on)
    for key, spelled in sorted(areas.items()):
        name, places = known.get(key, (spelled, [Place("", None, None)]))
        for place in places:
            named = f"{name}: {place.name}" if place.name else name
            yield Line(Text(da=f"{named} ({day.da})", en=f"{named} ({day.en})"),
                       tuple(map(_cell, (place.before, place.after, place.moved))))  # fmt: skip


def _cell(hundredths: int | None) -> Cell:
    return NONE if hundredths is None else Cell(hundredths)
