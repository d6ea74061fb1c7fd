"""A decision can be taken back only while its case has not acted on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.calendar import local_date, next_working_day
from store import reopening, tasks
from store.reopening import ActedPast
from tests.support.world import COVERED, REASON, World, eventually
from workers.courier import send

KIND = "obligation.confirm_coverage"
NOT_COVERED = COVERED | {"covered": False}


async def decided_while_suspended(w: World) -> tuple[str, str]:
    """A case in suspense whose open task somebody has completed: the case has not read the answer."""
    case = await w.at("coverage")
    await w.say(case, "suspend")
    await eventually(lambda: w.case(case).suspended_at)
    return case, await w.decide(case, KIND, "benefit", **COVERED)


def reopen(w: World, task_id: str) -> sa.Row[Any]:
    with w.store.write() as db:
        task = tasks.get(db, task_id)
        assert task is not None
        return reopening.reopen(db, task, w.ids["supervisor"], REASON, datetime.now(UTC))


async def resume(w: World, case: str) -> None:
    await w.say(case, "resume")
    await eventually(lambda: w.case(case).suspended_at is None)


async def test_a_reopened_task_takes_the_place_of_the_old_one_and_its_answer_counts(w: World) -> None:
    case, old = await decided_while_suspended(w)
    new = reopen(w, old)
    await w.courier.deliver(case)
    assert (new.reopened_from, new.state, new.excluded) == (old, "ready", [])
    assert (await w.status(case)).open_tasks == [new.id]
    await resume(w, case)
    assert w.case(case).stage == "coverage"
    await w.decide(case, KIND, "benefit", **NOT_COVERED)
    await w.stands_at(case, "not_covered")
    assert [(t.id, t.decision["covered"]) for t in w.tasks(case, KIND)] == [(old, True), (new.id, False)]


async def test_its_old_answer_is_its_draft_and_the_reason_is_written_down(w: World) -> None:
    case, old = await decided_while_suspended(w)
    new = reopen(w, old)
    with w.store.read() as db:
        draft = tasks.draft(db, new.id)
    assert draft is not None
    assert draft.fields == w.tasks(case, KIND)[0].decision
    event = next(e for e in w.history(case, old) if e.what == "reopen")
    assert event.details == {"reason": REASON, "to": new.id}
    assert "task.reopen" in w.audited(case)


async def test_a_reopened_task_keeps_its_deadline_and_climbs_the_ladder(w: World) -> None:
    case, old = await decided_while_suspended(w)
    due = w.tasks(case, KIND)[0].due_at
    new = reopen(w, old)
    await w.courier.deliver(case)
    await w.skip(case, days=7)
    await resume(w, case)
    moved = next(t for t in w.tasks(case, KIND) if t.id == new.id)
    assert local_date(moved.due_at) == next_working_day(local_date(due) + timedelta(days=7))
    await w.skip_until(case, moved.due_at + timedelta(hours=1))
    assert [e.what for e in w.history(case, new.id) if "rung" in e.what] == ["rung.reminder", "rung.due"]


async def test_a_decision_that_the_case_has_acted_on_cannot_be_taken_back(w: World) -> None:
    case = await w.at("guidance")
    with pytest.raises(ActedPast):
        reopen(w, w.tasks(case, KIND)[0].id)


async def test_a_case_that_was_faster_withdraws_the_reopened_task_and_goes_on(w: World) -> None:
    """The decision is accepted but unsent when the task is reopened; both words then come at once, or in turn."""
    case = await w.at("coverage")
    old = await w.claim(case, KIND, "benefit")
    w.complete(old, "benefit", **COVERED)
    word = next(m for m in w.messages(case) if m.name == "decided")
    await send(w.client, word)
    new = reopen(w, old.id)
    await w.courier.deliver(case)
    await w.stands_at(case, "guidance")
    await eventually(lambda: next(t for t in w.tasks(case, KIND) if t.id == new.id).state == "exited")
    await w.go_on(case, "guidance")
    await w.stands_at(case, "assessment")


async def test_reopening_twice_makes_one_task_and_says_one_thing_to_the_case(w: World) -> None:
    case, old = await decided_while_suspended(w)
    first = reopen(w, old)
    assert reopen(w, old).id == first.id
    word = next(m for m in w.messages(case) if m.name == "reopened")
    await w.courier.deliver(case)
    await send(w.client, word)
    assert (await w.status(case)).open_tasks == [first.id]
    await resume(w, case)
    await w.decide(case, KIND, "benefit", **COVERED)
    await w.stands_at(case, "guidance")


async def test_a_reopened_task_can_be_decided_and_reopened_again(w: World) -> None:
    case, old = await decided_while_suspended(w)
    second = reopen(w, old)
    await w.decide(case, KIND, "benefit", **NOT_COVERED)
    third = reopen(w, second.id)
    await w.courier.deliver(case)
    assert (await w.status(case)).open_tasks == [third.id]
    await resume(w, case)
    await w.decide(case, KIND, "benefit", **COVERED)
    await w.stands_at(case, "guidance")


async def test_closing_a_case_leaves_no_reopened_task_behind(w: World) -> None:
    case, old = await decided_while_suspended(w)
    new = reopen(w, old)
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    assert next(t for t in w.tasks(case, KIND) if t.id == new.id).state == "exited"
