"""Areas of a town beside each other: how many voted in each, what was done there. About places, never about anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from pydantic import AfterValidator, ValidationInfo

from domain.text import Text

Grid = Sequence[Sequence[str]]
"""Names of areas as they lie, row by row from the north; "" where nothing lies."""
LONGEST = 120
"""Letters of an area's name, where it is read in as where it is chosen."""
ABREAST = 3
"""How many areas that are not in the grid stand beside each other at least."""


class Place(NamedTuple):
    """One polling place at two elections, in hundredths of a per cent; None: not read in."""

    name: str
    before: int | None
    after: int | None

    @property
    def moved(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


class Area(NamedTuple):
    """`column` and `row`: where it lies among the others; `work`: what was done there, each with its number."""

    name: str
    column: int
    row: int
    chosen: bool
    places: tuple[Place, ...]
    work: tuple[tuple[Text, int], ...]

    @property
    def lowest(self) -> Place | None:
        """Where fewest voted before, which is what areas are chosen by; else the place that is new."""
        return self.places[0] if self.places else None


class Areas(NamedTuple):
    """`bounds`: per cent between the shades, rising. `notes`: what is counted, and what that does not say.
    `unread`: what is missing where the earlier election has not been read in."""

    areas: tuple[Area, ...]
    before_on: date
    after_on: date | None
    bounds: tuple[int, ...]
    sources: tuple[str, ...]
    notes: tuple[Text, ...]
    unread: Text | None = None

    @property
    def lowest_first(self) -> list[Area]:
        return sorted(self.areas, key=lambda one: _low(one.lowest))

    def shade(self, area: Area) -> int | None:
        """0 for the lowest turnout; None where the area has none from before."""
        before = area.lowest.before if area.lowest else None
        return None if before is None else sum(before >= bound * 100 for bound in self.bounds)


def same(name: str) -> str:
    """What tells names apart: not capitals, not spaces."""
    return " ".join(name.split()).casefold()


def first_spelled(names: Iterable[str]) -> dict[str, str]:
    """By what tells names apart: as each was spelled first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(same(name), " ".join(name.split()))
    return found


def spelled(name: str, names: Iterable[str]) -> str:
    """The one of these names that it is, as that is spelled; itself where it is none of them."""
    return next((one for one in names if same(one) == same(name)), name)


def as_offered(by: str) -> AfterValidator:
    """A name typed by hand is one of those that a field `options_from` this chooses from, as it is spelled there."""

    def known(name: str, info: ValidationInfo) -> str:
        return spelled(name, (info.context or {}).get(by, ()))

    return AfterValidator(known)


def lowest_first(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=_low))


def _low(place: Place | None) -> tuple[bool, int, bool, int, str]:
    before, after, name = (place.before, place.after, place.name) if place else (None, None, "")
    return before is None, before or 0, after is None, after or 0, name


def laid_out(names: Iterable[str], grid: Grid) -> dict[str, tuple[int, int]]:
    """Column and row of each name: as the grid has them, without the rows and columns that none of them is in; those
    that are not in the grid fill rows after it."""
    wanted = list(names)
    at = {same(one): (column, row) for row, line in enumerate(grid) for column, one in enumerate(line) if one}
    found = {name: at[same(name)] for name in wanted if same(name) in at}
    columns, rows = (sorted({one[axis] for one in found.values()}) for axis in (0, 1))
    laid = {name: (columns.index(column), rows.index(row)) for name, (column, row) in found.items()}
    rest = iter(name for name in wanted if name not in found)
    width = max(len(columns), ABREAST)
    row = len(rows)
    while line := list(islice(rest, width)):
        laid |= {name: (column, row) for column, name in enumerate(line)}
        row += 1
    return laid


def percent(hundredths: int) -> Text:
    """With one decimal, rounded half up: 33,3 %."""
    tenths = (hundredths + 5) // 10
    return Text(da=f"{tenths // 10},{tenths % 10} %", en=f"{tenths // 10}.{tenths % 10} %")


def points(hundredths: int) -> Text:
    """A difference in percentage points, with its sign: +5,0."""
    tenths = (abs(hundredths) + 5) // 10
    sign = "" if not tenths else "+" if hundredths > 0 else "−"  # noqa: RUF001
    return Text(da=f"{sign}{tenths // 10},{tenths % 10}", en=f"{sign}{tenths // 10}.{tenths % 10}")
