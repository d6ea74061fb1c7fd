"""A report as data: tables with what they count said under them. Pages, JSON, csv and xlsx draw the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from domain.areas import percent, points
from domain.money import kroner
from domain.reports.counted import Counted
from domain.text import Text, verbatim

Unit = Literal["count", "share", "days", "ore", "hundredths", "points"]
UNITS: dict[Unit, Text] = {
    "count": Text(da="antal", en="number"), "share": Text(da="procent", en="per cent"),
    "days": Text(da="dage", en="days"), "ore": Text(da="kr.", en="DKK"),
    "hundredths": Text(da="procent", en="per cent"), "points": Text(da="procentpoint", en="percentage points"),
}  # fmt: skip
WRITTEN: dict[Unit, Callable[[int], Text]] = {"ore": kroner, "hundredths": percent, "points": points}
"""How what is counted in hundredths is written."""
ALL = Text(da="I alt", en="All")
NONE_SAID = Text(da="–", en="–")


class Cell(NamedTuple):
    """A number, or why there is none."""

    value: int | None
    instead: Text | None = None
    hidden: bool = False
    """Left out because it would stand for too few people."""


class Column(NamedTuple):
    name: str
    title: Text
    unit: Unit
    """`ore`: whole øre, written as kroner; `hundredths` and `points`: of a per cent, written with one decimal."""

    @property
    def headed(self) -> Text:
        """Its title with what it is counted in, where that is no number of things."""
        if self.unit == "count":
            return self.title
        unit = UNITS[self.unit]
        return Text(da=f"{self.title.da} ({unit.da})", en=f"{self.title.en} ({unit.en})")

    @property
    def is_in_hundredths(self) -> bool:
        return self.unit in WRITTEN


class Measure(NamedTuple):
    """A column, and how its numbers come of what is counted in a row."""

    column: Column
    of: Callable[[Sequence[Counted]], Cell]
    by_outcome: bool = False
    """Shown only where the row is divided by outcome."""


@dataclass(frozen=True)
class Line:
    title: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    name: str
    title: Text
    heading: Text
    """What the rows are."""
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line | None
    counts: tuple[Text, ...]
    """What the numbers count and from which decisions; said under them."""
    year: int | None = None
    is_over: bool = True
    """Whether the year is; until then its numbers grow."""
    drawn: str | None = None
    """The column that the chart draws."""
    chapter: Text | None = None
    """What it stands under, where that is not the year."""
    reaches_out: bool = False
    """Whether a row of months is of some outside the period that was asked for."""

    @property
    def under(self) -> Text | None:
        """The heading that it stands under."""
        return self.chapter or (Text(da=str(self.year), en=str(self.year)) if self.year else None)

    @property
    def every_line(self) -> tuple[Line, ...]:
        return (*self.lines, self.total) if self.total else self.lines

    @property
    def is_empty(self) -> bool:
        """Whether it has neither a row nor a number, hidden or not."""
        total = self.total.cells if self.total else ()
        return not self.lines and all(cell.value is None and not cell.hidden for cell in total)

    def written(self, at: int, cell: Cell) -> Text:
        """The cell of that column as people read it."""
        if cell.value is None:
            return cell.instead or NONE_SAID
        return WRITTEN.get(self.columns[at].unit, _whole)(cell.value)

    @property
    def hides(self) -> bool:
        """Whether a number is left out because it would stand for too few."""
        return any(cell.hidden for line in self.every_line for cell in line.cells)


def _whole(number: int) -> Text:
    return verbatim(str(number))


def too_few(least: int) -> Cell:
    return Cell(None, Text(da=f"færre end {least} personer", en=f"fewer than {least} people"), hidden=True)


def hidden() -> Cell:
    return Cell(None, Text(da="skjult", en="hidden"), hidden=True)


NONE = Cell(None, NONE_SAID)
