from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.tasks import Operation
from store import tasks
from tests.support.house import House
from workers.waker import wake


def test_a_task_on_hold_comes_back_on_its_date_to_the_state_it_left(house: House) -> None:
    now = datetime.now(UTC)
    until = now + timedelta(days=3)
    task = house.opened()
    with house.store.write() as db:
        held = tasks.move(db, task, Operation.claim, house.ids["benefit"], now, assignee_id=house.ids["benefit"])
        tasks.move(db, held, Operation.suspend, house.ids["benefit"], now, **tasks.suspended(until, held))
    assert wake(house.store, until - timedelta(seconds=1)) == 0
    assert house.row(task.id).state == "suspended"
    assert wake(house.store, until) == 1
    assert (house.row(task.id).state, house.row(task.id).assignee_id) == ("reserved", house.ids["benefit"])
    assert wake(house.store, until) == 0
