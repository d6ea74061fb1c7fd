"""Sums of a ledger, and the alarms that a change sets off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budget import MOVES, Balance, Entry, balance_of, crossed, effect, reached
from domain.money import kroner
from domain.policies import policies

TODAY = date(2026, 11, 25)
entries = st.lists(st.one_of(
    st.builds(Entry, st.just("allot"), st.none(), st.integers(-10**9, 10**9)),
    st.builds(Entry, st.sampled_from(sorted(MOVES)), st.just("c"), st.integers(1, 10**9)),
    st.builds(Entry, st.just("release"), st.just("c"), st.integers(1, 10**9), st.sampled_from(("reserved", "committed"))),
), max_size=30)  # fmt: skip


@given(entries, st.randoms())
def test_the_order_of_the_entries_changes_no_sum(many: list[Entry], chance: Any) -> None:
    shuffled = list(many)
    chance.shuffle(shuffled)
    assert balance_of(shuffled) == balance_of(many)


@given(entries)
def test_only_a_reservation_uses_money_and_only_a_release_gives_it_back(many: list[Entry]) -> None:
    used = sum(e.amount for e in many if e.kind == "reserve") - sum(e.amount for e in many if e.kind == "release")
    assert balance_of(many).used == used


@given(st.integers(1, 10**9))
def test_a_reservation_and_its_counter_entry_leave_everything_as_it_was(amount: int) -> None:
    both = (Entry("reserve", "c", amount), Entry("release", "c", amount, "reserved"))
    pots = [change for entry in both for change in effect(entry)]
    assert {pot: sum(c for p, c in pots if p == pot) for pot, _ in pots} == {"reserved": 0}


@pytest.mark.parametrize(("before", "after", "alarms"), [
    (0, 799, []), (0, 800, [80]), (799, 800, [80]), (800, 801, []), (800, 949, []), (800, 950, [95]),
    (0, 1000, [80, 95, 100]), (999, 1000, [100]), (1000, 1200, []), (900, 700, []),
])  # fmt: skip
def test_an_alarm_goes_off_when_its_share_is_reached_and_not_again(before: int, after: int, alarms: list[int]) -> None:
    assert crossed(Balance(1000, before), Balance(1000, after), TODAY, policies()) == alarms


@pytest.mark.parametrize(("before", "after", "alarms"), [(0, 0, []), (0, 1, ["unallotted"]), (1, 900, [])])
def test_money_used_where_none_is_allotted_is_an_alarm_of_its_own_and_no_share(
    before: int, after: int, alarms: list[str]
) -> None:
    stands = Balance(0, after)
    assert crossed(Balance(0, before), stands, TODAY, policies()) == alarms
    assert reached(stands, TODAY, policies()) == (["unallotted"] if after else [])
    assert stands.share() is None


@pytest.mark.parametrize(("ore", "da", "en"), [
    (0, "0,00", "0.00"), (5, "0,05", "0.05"), (123450, "1.234,50", "1,234.50"), (-100, "−1,00", "−1.00"),
    (480000000, "4.800.000,00", "4,800,000.00")])  # fmt: skip
def test_amounts_are_written_as_each_language_does(ore: int, da: str, en: str) -> None:
    assert (kroner(ore).da, kroner(ore).en) == (da, en)


def test_the_plans_appropriations_are_those_of_the_plan() -> None:
    lines = policies().at("budget.lines", TODAY).as_(list)
    given_to = {(one["programme"], one["year"], one["purse"]): one["kroner"] for one in lines}
    assert given_to["obligation", 2025, "service"] + given_to["obligation", 2025, "effort"] == 6_500_000
    assert [given_to["youth", year, "service"] for year in (2024, 2025, 2026)] == [2_300_000] * 3
    assert given_to["civic", 2025, "service"] == 500_000
    assert sum(amount for (programme, _, _), amount in given_to.items() if programme == "perspektiv") == 4 * 4_800_000
