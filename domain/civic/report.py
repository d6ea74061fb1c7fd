"""What the campaigns did, month by month and area by area, as the committee is told: work and heads, and nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.areas import first_spelled, same
from domain.civic import report_words as says
from domain.civic import turnout_report
from domain.civic.areas import HELD, heads
from domain.civic.standing import KINDS, that_stand
from domain.civic.tasks import Evaluate, RegisterWork
from domain.committee.words import MONTHS, NOBODY, SHOWN
from domain.committee.words import months as titled
from domain.dossier import Turnout
from domain.reports.period import Period
from domain.reports.report import Activity, Course, Wanted
from domain.reports.stretches import months_until
from domain.reports.tables import Cell, Column, Line, Table
from domain.text import Text, verbatim

EVENTS = {"events": says.EVENTS, "people": says.PEOPLE}
READS = {
    "civic": Wanted(turnout_report.FACTS, dict.fromkeys((RegisterWork.kind, Evaluate.kind), ("work", "taken_back"))
                    | turnout_report.ANSWERS),
    "event": Wanted(facts=("area", "held_on"), answers={HELD: ("people",)}),
}
Rows = Sequence[tuple[Text, Counter[str]]]


class Piece(NamedTuple):
    """Work of one kind on one day in one area: how many stairwells, posters, posts, events or people."""

    kind: str
    area: str
    on: date
    number: int


def tables(courses: Mapping[str, Iterable[Course]], period: Period, turnout: Turnout) -> list[Table]:
    """Of months that are over. Nobody is counted by name, so no number is small."""
    campaigns = list(courses["civic"])
    done = [one for one in (*_work(campaigns), *_events(courses["event"])) if one.on < period.told_until]
    first = min((one.on for one in done), default=period.told_until)
    months = [month for month in months_until(first, period.told_until) if period.touches(month)]
    by_month = [(titled(one, one), _sum(p for p in done if p.on.replace(day=1) == one)) for one in months]
    within = [one for one in done if period.touches(one.on)]
    names = first_spelled(one.area for one in sorted(done, key=lambda one: one.on))
    by_area = [(verbatim(name), _sum(p for p in within if same(p.area) == key))
               for key, name in sorted(names.items())]  # fmt: skip
    return [
        _table("work", says.WORK, MONTHS, KINDS, by_month, (says.WORK_COUNTS, says.LATER)),
        _table("events", says.HELD, MONTHS, EVENTS, by_month, (says.EVENTS_COUNT, says.LATER)),
        _table("areas", says.BY_AREA, says.AREA, KINDS | EVENTS, [one for one in by_area if one[1]],
               (says.WORK_COUNTS, says.EVENTS_COUNT, says.NO_EFFECT)),
        *turnout_report.tables(campaigns, period, turnout),
    ]  # fmt: skip


def _work(campaigns: Iterable[Course]) -> Iterator[Piece]:
    for one in campaigns:
        for _, row in that_stand(one.steps).values():
            yield Piece(row["kind"], row["area"], date.fromisoformat(row["done_on"]), row["number"])


def _events(events: Iterable[Course]) -> Iterator[Piece]:
    """Those that were held."""
    for one in events:
        if one.outcome == "held":
            area, on = one.facts["area"] or "", date.fromisoformat(one.facts["held_on"] or "")
            yield Piece("events", area, on, 1)
            yield Piece("people", area, on, heads(one.steps))


def _sum(pieces: Iterable[Piece]) -> Counter[str]:
    found = Counter[str]()
    for one in pieces:
        found[one.kind] += one.number
    return found


def _table(name: str, title: Text, heading: Text, kinds: Mapping[str, Text], rows: Rows,
           counts: Sequence[Text]) -> Table:  # fmt: skip
    """The picture is of the first kind of which there is any."""
    whole = sum((numbers for _, numbers in rows), Counter[str]())
    lines = tuple(Line(said, tuple(Cell(numbers[kind]) for kind in kinds)) for said, numbers in rows)
    return Table(name, title, heading, tuple(Column(kind, said, "count") for kind, said in kinds.items()), lines,
                 Line(SHOWN, tuple(Cell(whole[kind]) for kind in kinds)), (*counts, NOBODY),
                 drawn=next((kind for kind in kinds if whole[kind]), None))  # fmt: skip


ACTIVITY = Activity(READS, tables)
