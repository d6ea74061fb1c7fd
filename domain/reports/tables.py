"""A report as data: tables with what they count said under them. Pages, JSON, csv and xlsx draw the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from domain.money import kroner
from domain.reports.counted import Counted
from domain.text import Text

Unit = Literal["count", "share", "days", "ore"]
UNITS: dict[Unit, Text] = {
    "count": Text(da="antal", en="number"), "share": Text(da="procent", en="per cent"),
    "days": Text(da="dage", en="days"), "ore": Text(da="kr.", en="DKK"),
}  # fmt: skip
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
    """`ore`: whole øre, written as kroner."""


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

    @property
    def under(self) -> Text | None:
        """The heading that it stands under."""
        return self.chapter or (Text(da=str(self.year), en=str(self.year)) if self.year else None)

    @property
    def every_line(self) -> tuple[Line, ...]:
        return (*self.lines, self.total) if self.total else self.lines

    def written(self, at: int, cell: Cell) -> Text:
        """The cell of that column as people read it."""
        if cell.value is None:
            return cell.instead or NONE_SAID
        unit = self.columns[at].unit
        return kroner(cell.value) if unit == "ore" else Text(da=str(cell.value), en=str(cell.value))

    @property
    def hides(self) -> bool:
        """Whether a number is left out because it would stand for too few."""
        return any(cell.hidden for line in self.every_line for cell in line.cells)


def too_few(least: int) -> Cell:
    return Cell(None, Text(da=f"færre end {least} personer", en=f"fewer than {least} people"), hidden=True)


def hidden() -> Cell:
    return Cell(None, Text(da="skjult", en="hidden"), hidden=True)


NONE = Cell(None, NONE_SAID)
