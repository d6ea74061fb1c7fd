"""Days lived in the realm and hours worked, each counted once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from domain.calendar import add_months
from domain.people import Employment, Residence, Spell

_DAY = timedelta(days=1)
_LONGEST_MONTH = 31


class Stretch(NamedTuple):
    """Days from `start` up to, not with, `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def stretches(spells: Iterable[Spell], before: date) -> list[Stretch]:
    """The spells up to `before`, overlaps and neighbours merged, in order; reversed ones left out."""
    merged: list[Stretch] = []
    for start, end in sorted(_clipped(spells, date.min, before)):
        if merged and start <= merged[-1].end:
            merged[-1] = Stretch(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Stretch(start, end))
    return merged


def gaps(lived: list[Stretch]) -> list[Stretch]:
    """What lies between the stretches."""
    return [Stretch(left.end, right.start) for left, right in pairwise(lived)]


def exceeds_months(gap: Stretch, months: int) -> bool:
    """Lasts longer than that many consecutive months."""
    return gap.end > add_months(gap.start, months)


def in_realm(residence: Iterable[Residence], realm: Iterable[str]) -> list[Residence]:
    """Residence in one of the realm's countries."""
    countries = set(realm)
    return [spell for spell in residence if spell.country in countries]


def residence_days(lived: list[Stretch], window: Stretch, months_abroad: int, given_up_after: int) -> int:
    """Days in the window lived in the realm, with the days abroad that count as lived here.

    Days abroad count where the person came back before residence was given up, per calendar
    year up to so many months; a month here is 31 days, so no two real months are ever cut short.
    """
    abroad: Counter[int] = Counter()
    for gap in gaps(lived):
        if not exceeds_months(gap, given_up_after):
            abroad.update(_days_by_year(_overlap(gap, window)))
    counted_abroad = sum(min(days, months_abroad * _LONGEST_MONTH) for days in abroad.values())
    return sum(_overlap(stretch, window).days for stretch in lived) + counted_abroad


def worked_hours(employment: Iterable[Employment], window: Stretch, full_time: int) -> Fraction:
    """Ordinary hours in the window; on no day more than full time, however many jobs."""
    change: dict[date, Fraction] = {}
    for spell in employment:
        if spell.ordinary:
            for start, end in _clipped([spell], window.start, window.end):
                change[start] = change.get(start, Fraction()) + Fraction(spell.hours_per_week)
                change[end] = change.get(end, Fraction()) - Fraction(spell.hours_per_week)
    hours = weekly = Fraction()
    for day, following in pairwise(sorted(change)):
        weekly += change[day]
        hours += min(weekly, Fraction(full_time)) * (following - day).days / 7
    return hours


def _clipped(spells: Iterable[Spell], start: date, end: date) -> Iterator[Stretch]:
    for spell in spells:
        if not spell.is_reversed:
            last = end if spell.to is None or spell.to >= end else spell.to + _DAY
            if max(spell.from_, start) < last:
                yield Stretch(max(spell.from_, start), last)


def _overlap(stretch: Stretch, window: Stretch) -> Stretch:
    start = max(stretch.start, window.start)
    return Stretch(start, max(start, min(stretch.end, window.end)))


def _days_by_year(stretch: Stretch) -> dict[int, int]:
    return {
        year: _overlap(stretch, Stretch(date(year, 1, 1), date(year + 1, 1, 1))).days
        for year in range(stretch.start.year, stretch.end.year + 1)
    }
