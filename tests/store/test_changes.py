"""What happened to tasks says whose lists it concerns."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.tasks import Operation
from store import changes, tasks, users
from store.changes import MARK, Mark
from tests.support.house import House


def test_a_change_names_who_has_the_task_and_who_had_it(house: House) -> None:
    task, now = house.opened(), datetime.now(UTC)
    one, two = house.ids["benefit"], house.ids["benefit2"]
    with house.store.write() as db:
        other = users.team_named(db, "Et andet team")
        before = changes.mark(db).newest
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
        assert found[-1] == changes.mark(db).newest
        assert changes.ids_after(db, found[0]) == found[1:]


@given(seen=st.sets(st.integers(1, 400), min_size=1))
def test_a_mark_knows_what_was_visible_and_waits_for_what_may_become_so(seen: set[int]) -> None:
    mark = Mark.of(seen)
    assert Mark.read(str(mark)) == mark
    assert re.fullmatch(MARK, str(mark))
    assert all(mark.knows(one) for one in seen)
    assert not any(mark.knows(one) for one in range(mark.newest + 1, 402))
    latest = [one for one in range(1, mark.newest) if one not in seen][-changes.LATE :]
    assert mark.late == {one for one in latest if one > mark.newest - changes.OVERLAP}


def test_what_became_visible_late_is_among_what_a_mark_does_not_know(house: House) -> None:
    for _ in range(3):
        house.opened()
    with house.store.write() as db:
        first, late, last = changes.ids_after(db, 0)[-3:]
        assert changes.ids_since(db, Mark.of([first, last])) == [late]
        assert changes.ids_since(db, Mark.of([first])) == [late, last]
        assert changes.ids_since(db, changes.mark(db)) == []
