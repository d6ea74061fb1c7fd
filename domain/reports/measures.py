"""How the numbers of a row come of what is counted in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from statistics import quantiles

from domain.reports.counted import Counted, people
from domain.reports.tables import NONE, Cell, Column, Measure
from domain.text import Text

Things = Sequence[Counted]


def count(name: str, title: Text) -> Measure:
    return Measure(Column(name, title, "count"), lambda things: Cell(len(things)))


def count_of(outcome: str, title: Text) -> Measure:
    return Measure(Column(outcome, title, "count"), lambda things: Cell(_of(things, outcome)), by_outcome=True)


def share_of(outcome: str, title: Text, among: Collection[str]) -> Measure:
    """Of those in the row with one of these outcomes, in whole per cent."""
    def share(things: Things) -> Cell:
        whole = sum(one.outcome in among for one in things)
        return Cell(percent(_of(things, outcome), whole)) if whole else NONE

    return Measure(Column(f"{outcome}_share", title, "share"), share, by_outcome=True)


def spread(until: str, said: Text, least: int) -> list[Measure]:
    """The median and the quartiles of the days until that; quartiles only of so many people that none of them is one
    person."""
    few = Cell(None, Text(da=f"kræver {least}", en=f"needs {least}"))

    def at(quarter: int, needs: int) -> Callable[[Things], Cell]:
        def measured(things: Things) -> Cell:
            days = sorted(one.days[until] for one in things if until in one.days)
            if not days:
                return NONE
            return Cell(_quartile(days, quarter)) if people(things) >= needs else few

        return measured

    def column(name: str, da: str, en: str) -> Column:
        return Column(f"{until}_{name}", Text(da=f"{said.da}, {da}", en=f"{said.en}, {en}"), "days")

    return [
        Measure(column("median", "median", "median"), at(2, 1)),
        Measure(column("lower", "nedre kvartil", "lower quartile"), at(1, least)),
        Measure(column("upper", "øvre kvartil", "upper quartile"), at(3, least)),
    ]


def half_within(until: str, most: int, title: Text) -> Measure:
    """The day by which half of all in the row had it happen; who still waits is one of them."""
    late = Cell(None, Text(da=f"over {most}", en=f"over {most}"))

    def half(things: Things) -> Cell:
        days = sorted(one.days[until] for one in things if until in one.days and one.days[until] <= most)
        needed = (len(things) + 1) // 2
        return (Cell(days[needed - 1]) if len(days) >= needed else late) if things else NONE

    return Measure(Column("half_days", title, "days"), half, by_outcome=True)


def _of(things: Things, outcome: str) -> int:
    return sum(one.outcome == outcome for one in things)


def percent(part: int, whole: int) -> int:
    """Rounded half up, as people round."""
    return (200 * part + whole) // (2 * whole)


def _quartile(days: list[int], quarter: int) -> int:
    """Whole days, rounded half up."""
    if len(days) == 1:
        return days[0]
    return int(quantiles(days, n=4, method="inclusive")[quarter - 1] + 0.5)
