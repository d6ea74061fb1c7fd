"""Months joined into stretches whose numbers may be shown, told once and for all (docs/adr/0019)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.calendar import add_months

People = Counter[str]
"""Of how many things each person is counted."""


class Month(NamedTuple):
    """What came and went in a month (`flows`), and what stood at its end (`stands`), each by its name."""

    first: date
    flows: Mapping[str, People]
    stands: Mapping[str, People]


class Stretch(NamedTuple):
    """Months that are told as one. Its numbers count things; each stands for enough people, or for none."""

    first: date
    """The first day of its first month."""
    last: date
    """The first day of its last month."""
    numbers: Mapping[str, int]


def stretches(months: Sequence[Month], least: int) -> list[Stretch]:
    """The months in their order, each joined with those after it until every number may be shown.

    They are walked from the very first one, whatever is asked for, and a stretch that is closed never changes: what
    comes later can be compared with it and tells no more. Months that are not closed yet are left out.
    """
    told: list[Stretch] = []
    waiting: list[Month] = []
    for month in months:
        waiting.append(month)
        flows = {name: _sum(one.flows[name] for one in waiting) for name in month.flows}
        if all(may_be_told(each, least) for each in (*flows.values(), *month.stands.values())):
            numbers = {name: each.total() for name, each in (flows | dict(month.stands)).items()}
            told.append(Stretch(waiting[0].first, month.first, numbers))
            waiting = []
    return told


def untold(months: Sequence[Month], told: Sequence[Stretch]) -> Stretch | None:
    """The months after the last stretch, which has no numbers yet."""
    waiting = [one.first for one in months if not told or one.first > told[-1].last]
    return Stretch(waiting[0], waiting[-1], {}) if waiting else None


def may_be_told(counted: People, least: int) -> bool:
    """Nobody, or enough people."""
    return not counted or len(counted) >= least


def months_until(first: date, end: date) -> list[date]:
    """The first days of the months from that of `first` to the last one before `end`."""
    found, month = [], first.replace(day=1)
    while month < end:
        found.append(month)
        month = add_months(month, 1)
    return found


def _sum(counters: Iterable[People]) -> People:
    whole: People = Counter()
    for one in counters:
        whole.update(one)
    return whole
