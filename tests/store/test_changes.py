"""What happened to tasks says whose lists it concerns."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.tasks import Operation
from store import changes, tasks, users
from tests.support.house import House


def test_a_change_names_who_has_the_task_and_who_had_it(house: House) -> None:
    task, now = house.opened(), datetime.now(UTC)
    one, two = house.ids["benefit"], house.ids["benefit2"]
    with house.store.write() as db:
        other = users.team_named(db, "Et andet team")
        before = changes.newest(db)
        held = tasks.move(db, task, Operation.claim, one, now, assignee_id=one)
        given = tasks.move(db, held, Operation.delegate, one, now, assignee_id=two)
        tasks.move(db, given, Operation.forward, two, now, team_id=other, assignee_id=None)
        tasks.event(db, task.id, task.case_id, "comment", now, one)
        ids = changes.ids_after(db, before)
        claimed, delegated, forwarded, said = changes.told_by(db, ids)
    assert [one.is_listed for one in (claimed, delegated, forwarded, said)] == [True, True, True, False]
    assert (delegated.people, forwarded.people) == ({one}, {two})
    assert forwarded.teams == {other, task.team_id}
    assert claimed.teams == {other}, "as the task is now"


def test_ids_come_in_order_and_bounded(house: House) -> None:
    for _ in range(3):
        house.opened()
    with house.store.read() as db:
        found = changes.ids_after(db, 0)
        assert found == sorted(found)
        assert found[-1] == changes.newest(db)
        assert changes.ids_after(db, found[0]) == found[1:]
