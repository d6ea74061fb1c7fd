"""The ledger: what a line has left, written once, never overspent, never changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from domain.budget import Balance, NotEnough, NotThatMuch
from domain.errors import BadInput
from store import budget
from store.budget import By, Claim
from store.db import Store
from store.tables import audit
from store.tables_budget import budget_entries
from tests.support.house import House

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
CLAIM, OTHER = Claim("UNG-1:refund:1"), Claim("UNG-2:refund:1")
KR = 100


def by(key: str, actor: str | None = None, reason: str = "") -> By:
    return By(actor, NOW, key, reason)


def opened(store: Store, kroner: int = 1000) -> str:
    with store.write() as db:
        return budget.open_line(db, "youth", 2026, "service", kroner * KR, by("open"))


def do(store: Store, what: str, line: str, *args: Any, **more: Any) -> budget.Written:
    with store.write() as db:
        written: budget.Written = getattr(budget, what)(db, line, *args, **more)
        return written


def stands(store: Store, line: str) -> Balance:
    with store.read() as db:
        return budget.balance(db, line)


def test_money_goes_from_reserved_to_committed_to_paid_and_what_is_not_needed_is_free_again(house: House) -> None:
    store, line = house.store, opened(house.store)
    do(store, "reserve", line, CLAIM, 600 * KR, by("1"))
    do(store, "commit", line, CLAIM, 500 * KR, by("2"))
    do(store, "pay", line, CLAIM, 450 * KR, by("3"))
    assert stands(store, line) == Balance(1000 * KR, 100 * KR, 50 * KR, 450 * KR)
    do(store, "release", line, CLAIM, by("4"))
    assert stands(store, line) == Balance(1000 * KR, 0, 0, 450 * KR)
    assert stands(store, line).left == 550 * KR


def test_a_line_is_opened_once(house: House) -> None:
    assert opened(house.store) == opened(house.store, 5)
    assert stands(house.store, opened(house.store)).allotted == 1000 * KR


def test_the_same_call_again_writes_nothing(house: House) -> None:
    store, line = house.store, opened(house.store)
    for _ in range(3):
        do(store, "reserve", line, CLAIM, 600 * KR, by("1"))
    do(store, "release", line, CLAIM, by("2"))
    again = do(store, "release", line, CLAIM, by("2"))
    assert again.before == again.after
    assert stands(store, line).left == 1000 * KR


@pytest.mark.parametrize(("kroner", "taken"), [(1000, True), (1001, False)])
def test_more_than_is_left_is_refused_to_the_last_krone(house: House, kroner: int, taken: bool) -> None:
    store, line = house.store, opened(house.store)
    if taken:
        do(store, "reserve", line, CLAIM, kroner * KR, by("1"))
        return
    with pytest.raises(NotEnough) as refused:
        do(store, "reserve", line, CLAIM, kroner * KR, by("1"))
    assert "1.000,00 kr. tilbage" in refused.value.text.da
    assert stands(store, line).used == 0


def test_somebody_of_economy_may_approve_more_and_their_name_stays(house: House) -> None:
    store, line, boss = house.store, opened(house.store), house.ids["supervisor"]
    after = do(store, "reserve", line, CLAIM, 1001 * KR, by("1"), approved_by=boss).after
    assert (after.left, after.share()) == (-KR, 100_10)
    with store.read() as db:
        assert db.execute(sa.select(budget_entries.c.approved_by).where(budget_entries.c.key == "1")).scalar_one() == boss


def test_an_approved_overrun_of_a_line_that_has_the_money_again_is_none(house: House) -> None:
    store, line, boss = house.store, opened(house.store), house.ids["supervisor"]
    do(store, "reserve", line, CLAIM, 1000 * KR, by("1"), approved_by=boss)
    with store.read() as db:
        assert db.execute(sa.select(budget_entries.c.approved_by).where(budget_entries.c.key == "1")).scalar_one() is None


@pytest.mark.parametrize(("what", "pot"), [("commit", "reserveret"), ("pay", "disponeret"), ("accrue", "disponeret")])
def test_a_claim_moves_no_more_than_it_holds_itself(house: House, what: str, pot: str) -> None:
    """Though another claim on the line has plenty."""
    store, line = house.store, opened(house.store)
    for n, step in enumerate(("reserve", "commit", "pay")):
        do(store, step, line, OTHER, 300 * KR, by(f"other {n}"))
    with pytest.raises(NotThatMuch, match="pot_too_small") as refused:
        do(store, what, line, CLAIM, 1, by("1"))
    assert f"0,00 kr. {pot}" in refused.value.text.da


@pytest.mark.parametrize("amount", [0, -1])
@pytest.mark.parametrize("what", ["reserve", "commit", "pay", "accrue"])
def test_nothing_and_less_than_nothing_are_no_amounts(house: House, what: str, amount: int) -> None:
    with pytest.raises(BadInput, match="no_amount"):
        do(house.store, what, opened(house.store), CLAIM, amount, by("1"))


def test_a_line_can_be_cut_and_what_is_taken_stays_taken(house: House) -> None:
    store, line = house.store, opened(house.store)
    do(store, "reserve", line, CLAIM, 600 * KR, by("1"))
    do(store, "allot", line, -500 * KR, by("2"))
    assert stands(store, line).left == -100 * KR
    with pytest.raises(NotEnough):
        do(store, "reserve", line, OTHER, 1, by("3"))


def test_every_entry_is_in_the_log(house: House) -> None:
    line = opened(house.store)
    do(house.store, "reserve", line, CLAIM, 600 * KR, by("1", house.ids["caseworker"]))
    with house.store.read() as db:
        rows = db.execute(sa.select(audit).where(audit.c.action.like("budget.%")).order_by(audit.c.seq))
        logged = [(row.action, row.subject, row.details) for row in rows]
    assert logged == [("budget.allot", line, {"amount": 1000 * KR}), ("budget.reserve", line, {"amount": 600 * KR})]


def test_fifty_at_once_never_take_more_than_there_is(house: House) -> None:
    """1,000 kr. and fifty who each want 30: thirty-three get it, whoever comes first."""
    store, line = house.store, opened(house.store)

    def one(n: int) -> bool:
        try:
            do(store, "reserve", line, Claim(f"UNG-{n}"), 30 * KR, by(f"claim {n}"))
        except NotEnough:
            return False
        return True

    with ThreadPoolExecutor(50) as pool:
        got = list(pool.map(one, range(50)))
    assert (sum(got), stands(store, line)) == (33, Balance(1000 * KR, 990 * KR))
