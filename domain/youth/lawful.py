"""Who may work a contract, found out once for everybody and from few of its weeks.

It says what `check_contract` says, because of three things that tests hold: a shift less breaks no rule that was kept;
whoever is older may at least as much; a day that is closed is never stricter than a school day. So a week breaks
nothing that an earlier one like it did not, and what somebody may, everybody older may.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from domain.calendar import COPENHAGEN, closed_name, monday_of
from domain.policies import Policies, RulesOn
from domain.youth.contract import Contract, Finding, findings, violations
from domain.youth.school_weeks import is_school_week

WEEK = 7
FROM_15 = 15
BEFORE = 2
"""Days before a week from which work may reach into it, or leave too little rest."""


@lru_cache(maxsize=4_000)
def latest_birth(contract: Contract, finished_ninth: bool, policies: Policies) -> date | None:
    """Whoever was born on that day or before may work the contract, nobody younger; None: nobody at all."""
    roster = contract.roster(telling_dates(contract, policies))
    if not roster:
        return date.max

    known = latest_birth(contract, False, policies) if finished_ninth else None

    def may(birth: date) -> bool:
        return (known is not None and birth <= known) \
            or not violations(contract, roster, birth, finished_ninth, policies)  # fmt: skip

    days, ages = sorted({day for one in roster for day, _ in one.hours}), _ages(contract.starts_on, policies)
    whole = [born(days[0], age) for age in ages]
    held = list(takewhile(may, whole))
    if not held or held == whole:
        return held[-1] if held else None
    turning = {born(day, age) for day in days for age in ages}
    between = sorted(birth for birth in turning if held[-1] < birth < whole[len(held)])
    return [held[-1], *takewhile(may, between)][-1]


def telling_findings(contract: Contract, born_on: date, finished_ninth: bool | None,
                     policies: Policies) -> list[Finding]:  # fmt: skip
    """What `check_contract` finds, of the dates that tell: some where it finds some, none where it finds none."""
    return findings(contract, telling_dates(contract, policies), born_on, finished_ninth, policies)


def telling_dates(contract: Contract, policies: Policies) -> list[tuple[int, date]]:
    """The dates of work of every week that no earlier week is like, and of the days before it."""
    return list(contract.among(_telling_days(contract.starts_on, contract.last, policies)))


@lru_cache(maxsize=4_000)
def _telling_days(first: date, last: date, policies: Policies) -> list[date]:
    days: set[date] = set()
    seen: list[_Kind] = []
    for monday in range(monday_of(first).toordinal(), last.toordinal() + 1, WEEK):
        kind = _kind(monday, first, policies)
        if any(one.clocks == kind.clocks and one.closed <= kind.closed for one in seen):
            continue
        days.update(date.fromordinal(monday + n) for n in range(-BEFORE, WEEK))
        if monday - BEFORE >= first.toordinal():
            seen.append(kind)
    return sorted(day for day in days if first <= day <= last)


class _Kind(NamedTuple):
    """What tells one week of a contract from another: the days that are no school days, and the clocks.

    Of a week without school these are all seven, for no limit of such a week is stricter than one of a school week.
    """

    closed: frozenset[int]
    clocks: tuple[timedelta, ...]


@lru_cache(maxsize=1_000)
def _kind(monday: int, on: date, policies: Policies) -> _Kind:
    is_free = is_school_week(date.fromordinal(monday), on, policies) is False
    closed = frozenset(n for n in range(WEEK) if is_free or closed_name(date.fromordinal(monday + n), policies))
    offsets = [_offset(date.fromordinal(monday + n)) for n in (-BEFORE, 0, WEEK)]
    return _Kind(closed, tuple(later - earlier for earlier, later in pairwise(offsets)))


def _offset(day: date) -> timedelta:
    return datetime.combine(day, time(0), COPENHAGEN).utcoffset() or timedelta(0)


def _ages(on: date, policies: Policies) -> list[int]:
    """At which what holds changes, the oldest first."""
    rules = RulesOn(policies, on)
    return [rules.whole("youth.adult_age"), FROM_15, rules.whole("youth.lowest_age")]


def born(day: date, age: int) -> date:
    """The latest birth date of somebody who has that age on the day."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)
