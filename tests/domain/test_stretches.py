"""The committee's months: no small number of what came, went or stood can be worked out of all that is ever told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import add_months
from domain.reports.stretches import Month, Stretch, months_until, stretches

LEAST = 3
JANUARY = date(2026, 1, 1)
World = tuple[tuple[int, int], ...]
"""Opened and closed in each month."""


def people(how_many: int, name: str) -> Counter[str]:
    return Counter(f"{name}{n}" for n in range(how_many))


def months(world: World) -> list[Month]:
    found, still = [], 0
    for n, (opened, closed) in enumerate(world):
        still += opened - closed
        flows = {"opened": people(opened, f"o{n}"), "closed": people(closed, f"c{n}")}
        found.append(Month(add_months(JANUARY, n), flows, {"open": people(still, f"s{n}")}))
    return found


def worlds(count: int, most: int) -> Iterator[World]:
    """Every way in which cases can come and go, as long as none goes that has not come."""
    pairs = list(product(range(most + 1), repeat=2))
    for world in product(pairs, repeat=count):
        still = 0
        for opened, closed in world:
            still += opened - closed
            if still < 0:
                break
        else:
            yield world


def small_and_known(told: dict[str, list[World]], count: int) -> list[object]:
    """Numbers of 1 or 2 (in a month, in months on end, or standing at the end of one) that are the same in every
    world of which the same is told: whoever knows the rule knows them. Told numbers above what was tried are left out:
    the worlds that would make them are not all there."""
    found: list[object] = []
    for said, same in told.items():
        for first, last in ((a, b) for a in range(count) for b in range(a, count)):
            for which in (0, 1):
                values = {sum(month[which] for month in world[first : last + 1]) for world in same}
                found += [(said, "flow", which, first, last)] if len(values) == 1 and 0 < min(values) < LEAST else []
        for last in range(count):
            values = {sum(opened - closed for opened, closed in world[: last + 1]) for world in same}
            found += [(said, "open", last)] if len(values) == 1 and 0 < min(values) < LEAST else []
    return found


@pytest.mark.parametrize(("count", "most"), [(1, 7), (2, 7), (3, 5)])
def test_whoever_knows_the_rule_and_all_months_that_are_told_knows_no_small_number(count: int, most: int) -> None:
    told: dict[str, list[World]] = defaultdict(list)
    for world in worlds(count, most):
        shown = stretches(months(world), LEAST)
        if all(sum(one.numbers[which] for one in shown) <= most for which in ("opened", "closed")):
            told[repr([(one.first, one.last, dict(one.numbers)) for one in shown])].append(world)
    assert small_and_known(told, count) == []
    assert len(told) > most, "something is told"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=14))
def test_every_number_told_stands_for_enough_people_and_the_sums_come_out(pairs: list[tuple[int, int]]) -> None:
    still, world = 0, []
    for opened, closed in pairs:
        closed = min(closed, still + opened)
        still += opened - closed
        world.append((opened, closed))
    before, seen = 0, 0
    for one in stretches(months(tuple(world)), LEAST):
        assert all(number == 0 or number >= LEAST for number in one.numbers.values())
        assert one.numbers["open"] == before + one.numbers["opened"] - one.numbers["closed"]
        assert one.first == add_months(JANUARY, seen), "each month is in one stretch"
        before, seen = one.numbers["open"], seen + len(months_until(one.first, add_months(one.last, 1)))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=12), st.integers(1, 11))
def test_what_is_told_once_stands_whatever_comes_later(pairs: list[tuple[int, int]], sooner: int) -> None:
    """Two prints tell no more than the later one."""
    world = tuple((opened, 0) for opened, _ in pairs)
    before, after = stretches(months(world[:sooner]), LEAST), stretches(months(world), LEAST)
    assert after[: len(before)] == before


def test_one_person_counted_often_is_one_person() -> None:
    often = [Month(JANUARY, {"opened": Counter({"p": 9})}, {}), Month(date(2026, 2, 1), {"opened": people(2, "q")}, {})]
    assert stretches(often, LEAST) == [Stretch(JANUARY, date(2026, 2, 1), {"opened": 11})]


def test_a_month_in_which_too_few_stand_at_the_end_is_told_with_the_next() -> None:
    world = ((5, 3), (3, 0))
    assert [one.numbers for one in stretches(months(world), LEAST)] == [{"opened": 8, "closed": 3, "open": 5}]
