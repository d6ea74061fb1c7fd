"""How people arrange their work, on both databases: kept filters, priorities, what is taken back, what comes next."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.tasks import Operation
from store import bulk, filters, inbox, tasks, users
from store.inbox import Query
from store.tasks import StaleVersion
from tests.support.house import House

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def held(house: House, who: str) -> sa.Row[Any]:
    task = house.opened()
    with house.store.write() as db:
        return tasks.move(db, task, Operation.claim, who, NOW, assignee_id=who)


def test_a_task_is_restored_with_its_hold_its_holder_and_its_urgency(house: House) -> None:
    clerk = house.ids["benefit"]
    task = held(house, clerk)
    until = NOW + timedelta(days=3)
    with house.store.write() as db:
        on_hold = tasks.move(db, task, Operation.suspend, clerk, NOW, **tasks.suspended(until, task))
        before = tasks.standing(on_hold)
        back = tasks.move(db, on_hold, Operation.resume, clerk, NOW, suspended_until=None)
        urgent = tasks.set_priority(db, back, 20, clerk, NOW, "haster")
        restored = tasks.restore(db, urgent, before, urgent.version, clerk, NOW)
    assert tasks.standing(restored) == before
    assert restored.suspended_until == until
    assert house.chain_is_whole()


def test_nothing_is_restored_over_what_somebody_did_since(house: House) -> None:
    clerk = house.ids["benefit"]
    task = house.opened()
    before = tasks.standing(task)
    with house.store.write() as db:
        mine = tasks.move(db, task, Operation.claim, clerk, NOW, assignee_id=clerk)
        begun = tasks.move(db, mine, Operation.start, clerk, NOW)
        with pytest.raises(StaleVersion):
            tasks.restore(db, begun, before, mine.version, clerk, NOW)


def test_of_two_who_undo_at_once_one_does(house: House) -> None:
    clerk = house.ids["benefit"]
    with house.store.write() as db:
        run = bulk.keep(db, clerk, "claim", {}, "", [], NOW)

    def undo(_: int) -> bool:
        with house.store.write() as db:
            return bulk.undone(db, run, NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(undo, range(8))) == [False] * 7 + [True]


def test_names_of_filters_are_ones_own(house: House) -> None:
    clerk, boss = house.ids["benefit"], house.ids["legal"]
    with house.store.write() as db:
        first = filters.keep(db, clerk, "Mit", {"view": "team"}, None, NOW)
        filters.keep(db, boss, "Mit", {"view": "mine"}, None, NOW)
        assert [row.query for row in filters.of(db, clerk, [])] == [{"view": "team"}]
        assert not filters.forget(db, boss, first)
        assert filters.forget(db, clerk, first)


@pytest.mark.parametrize("sort", ["due", "-due", "received", "priority", "follow_up"])
def test_what_follows_a_task_in_its_list_is_what_the_list_shows_after_it(house: House, sort: str) -> None:
    clerk = house.ids["benefit"]
    mine = [held(house, clerk) for _ in range(6)]
    with house.store.write() as db:
        for n, task in enumerate(mine):
            tasks.set_priority(db, tasks.get(db, task.id), 10 * (n % 3), clerk, NOW, "x")  # type: ignore[arg-type]
    with house.store.read() as db:
        user = users.get(db, clerk)
        assert user is not None
        query = Query(view="mine", sort=sort)
        rows = inbox.find(db, user, query, NOW).rows
        following = [inbox.after(db, user, query, row, NOW) for row in rows]
    ids = [row.id for row in rows]
    assert following == [*ids[1:], ids[0]]
