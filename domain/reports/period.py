"""Whole months, and the calendar years that they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.calendar import end_of_month
from domain.errors import BadInput
from domain.text import Text, dated

EARLIEST = date(2024, 1, 1)
"""The plan has no money, and pays no bill, from before."""
MOST_YEARS = 10


class Period(NamedTuple):
    """From the first day of a month to the last day of one; nothing in it lies ahead of the month of `today`."""

    first: date
    last: date
    today: date

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)

    @property
    def told_until(self) -> date:
        """The first day of the month of `today`: a month that is not over is told of nowhere. Two looks within it
        would tell what one person did in between."""
        return self.today.replace(day=1)

    @property
    def told_years(self) -> list[int]:
        """Those of which a month is over, the newest first."""
        return [year for year in reversed(self.years) if date(year, 1, 1) < self.told_until]

    def months(self, year: int) -> Iterator[date]:
        """The first days of the months of that year which are over, also those outside the period."""
        return (day for n in range(1, 13) if (day := date(year, n, 1)) < self.told_until)

    def touches(self, month: date) -> bool:
        return self.first <= month <= self.last


def period(first: date | None, last: date | None, today: date) -> Period:
    """The months that these days lie in; this year until now where nothing is said.

    Raises BadInput where it ends before it begins, has not begun, or is longer than a report can be.
    """
    first = first or (last or today).replace(month=1, day=1)
    if first > today:
        raise BadInput("period_ahead", Text(da="Perioden er ikke begyndt endnu.", en="The period has not begun yet."))
    if last is not None and last < first:
        raise BadInput("period_reversed", Text(da="Perioden slutter, før den begynder.",
                                               en="The period ends before it begins."))  # fmt: skip
    last = min(last or today, today)
    if first < EARLIEST or last.year - first.year >= MOST_YEARS:
        earliest = dated(EARLIEST)
        raise BadInput("period_too_long", Text(
            da=f"Perioden kan begynde {earliest.da} og højst omfatte {MOST_YEARS} kalenderår.",
            en=f"The period may begin on {earliest.en} and take {MOST_YEARS} calendar years at most."))  # fmt: skip
    return Period(first.replace(day=1), end_of_month(last), today)
