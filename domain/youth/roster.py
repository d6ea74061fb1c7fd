"""Shifts of work, and the roster that they make: what does not depend on who works them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from domain.calendar import COPENHAGEN, at_local, local_date

DAY = timedelta(days=1)
LONGEST = timedelta(hours=24)
YEARS = range(1900, 2101)


def _in_utc(at: datetime) -> datetime:
    """Two local times of one zone would be told apart by the clock on the wall, not by the time that passed."""
    if at.year not in YEARS:
        raise ValueError("date_implausible")
    return (at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_in_utc)]
"""Without an offset it is the clock on a Danish wall."""


class Shift(BaseModel):
    """From `start` until `end`; `alone`: nobody of age is there, None where nothing is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Instant
    end: Instant
    alone: bool | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Shift:
        if self.end <= self.start:
            raise ValueError("ends_before_start")
        if self.end - self.start > LONGEST:
            raise ValueError("shift_too_long")
        return self

    @property
    def length(self) -> timedelta:
        """Time that passed, whatever the clocks did on that night."""
        return self.end - self.start

    @property
    def day(self) -> date:
        return local_date(self.start)


class Worked(NamedTuple):
    """A shift in a roster. `n`: which of those given; `hours`: on each local day that it touches."""

    n: int
    day: date
    start: datetime
    end: datetime
    alone: bool | None
    hours: tuple[tuple[date, Decimal], ...]


Roster = tuple[Worked, ...]
"""In time."""


def worked(n: int, day: date, start: datetime, end: datetime, alone: bool | None) -> Worked:
    return Worked(n, day, start, end, alone, tuple(_by_day(day, start, end)))


def roster(shifts: Iterable[Shift]) -> Roster:
    return in_time(worked(n, one.day, one.start, one.end, one.alone) for n, one in enumerate(shifts))


def in_time(shifts: Iterable[Worked]) -> Roster:
    """By start and then by end, so that it does not matter in which order they are given."""
    return tuple(sorted(shifts, key=lambda one: (one.start, one.end)))


@lru_cache(maxsize=20_000)
def at(day: date, clock: str) -> datetime:
    """That time on the Danish wall; 24:00 is the end of the day."""
    return at_local(day + DAY, time(0)) if clock == "24:00" else at_local(day, time.fromisoformat(clock))


def _by_day(day: date, start: datetime, end: datetime) -> Iterator[tuple[date, Decimal]]:
    while start < end:
        until = min(at(day, "24:00"), end)
        yield day, _hours(until - start)
        day, start = day + DAY, until


@lru_cache(maxsize=2_000)
def _hours(length: timedelta) -> Decimal:
    return Decimal(length // timedelta(seconds=1)) / 3600
