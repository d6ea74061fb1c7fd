"""What may happen in any order: words that come while the case acts on the world."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import activities.cases
from store import tasks
from tests.support.world import COVERED, GUIDED, World, eventually, today

COVERAGE, GUIDANCE = "obligation.confirm_coverage", "obligation.guidance"


class Gate:
    """Holds the opening of a task, at the patient try: only then do messages reach the case meanwhile."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self._impatient_tries = 2

    def hold(self) -> None:
        if self._impatient_tries:
            self._impatient_tries -= 1
            raise ConnectionResetError
        self.reached.set()
        assert self.open.wait(20)

    async def is_reached(self) -> None:
        await eventually(self.reached.is_set)


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Holds the case while its guidance task is being opened."""
    gate, insert = Gate(), tasks.insert

    def held(db: Any, values: dict[str, Any], *rest: Any) -> Any:
        if values["kind"] == GUIDANCE and not gate.reached.is_set():
            gate.hold()
        return insert(db, values, *rest)

    monkeypatch.setattr(tasks, "insert", held)
    yield gate
    gate.open.set()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Holds the case after its guidance task is in everybody's inbox."""
    gate, plain = Gate(), activities.cases.first_ladder

    def held(deadline: Any, *rest: Any) -> Any:
        if deadline.rule == GUIDANCE and not gate.reached.is_set():
            gate.hold()
        return plain(deadline, *rest)

    monkeypatch.setattr(activities.cases, "first_ladder", held)
    yield gate
    gate.open.set()


async def going_to_guidance(w: World, gate: Gate) -> str:
    case = await w.at("coverage")
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await gate.is_reached()
    return case


async def test_a_case_closed_while_it_opens_a_task_leaves_no_task_behind(w: World, opening: Gate) -> None:
    case = await going_to_guidance(w, opening)
    await w.tell(case, "interrupt", {"id": "1", "kind": "close"})
    opening.open.set()
    await w.stands_at(case, "closed")
    assert [t.state for t in w.tasks(case)] == ["completed", "exited"]


async def test_a_case_suspended_while_it_opens_a_task_disturbs_nobody(w: World, opening: Gate) -> None:
    case = await going_to_guidance(w, opening)
    await w.tell(case, "interrupt", {"id": "1", "kind": "suspend"})
    opening.open.set()
    await eventually(lambda: w.case(case).suspended_at)
    await w.skip(case, days=60)
    assert not [e for e in w.history(case) if "rung" in e.what]
    await w.say(case, "resume")
    await w.decide(case, GUIDANCE, "caseworker", **GUIDED)
    await w.stands_at(case, "assessment")


async def test_a_decision_taken_before_the_case_heard_that_its_task_is_open_counts(w: World, opened: Gate) -> None:
    case = await going_to_guidance(w, opened)
    await w.decide(case, GUIDANCE, "caseworker", **GUIDED)
    opened.open.set()
    await w.stands_at(case, "assessment")


async def test_a_deadline_moved_before_the_case_heard_that_its_task_is_open_holds(w: World, opened: Gate) -> None:
    case = await going_to_guidance(w, opened)
    task = await w.task(case, GUIDANCE)
    at = datetime(2031, 3, 3, 15, 0, tzinfo=UTC)
    await w.tell(case, "deadline_moved", {"task_id": task.id, "rungs": [{"name": "due", "at": at.isoformat()}]})
    opened.open.set()
    assert (await w.armed(case)).next_timer == at


async def test_a_word_and_a_re_armed_timer_that_come_together_both_count(w: World) -> None:
    case = await w.at("coverage")
    async with w.worker_away():
        await w.tell(case, "deadline_moved", {"task_id": w.tasks(case)[0].id, "rungs": []})
        await w.say(case, "close")
    await w.stands_at(case, "closed")


async def test_a_correction_does_not_lose_the_decision_that_was_taken_before_it(w: World) -> None:
    case = await w.at("coverage")
    held = await w.claim(case, COVERAGE, "benefit")
    async with w.worker_away():
        w.complete(held, "benefit", **COVERED | {"covered": False})
        await w.say(case, "correct")
    await w.stands_at(case, "not_covered")


async def test_a_decision_taken_after_a_correction_is_not_asked_for_again(w: World) -> None:
    case = await w.at("coverage")
    held = await w.claim(case, COVERAGE, "benefit")
    async with w.worker_away():
        await w.say(case, "correct")
        w.complete(held, "benefit", **COVERED)
        await w.courier.deliver(case)
    await w.stands_at(case, "guidance")
    assert len(w.tasks(case, COVERAGE)) == 1


async def test_a_correction_after_the_decision_asks_for_it_again_while_the_case_has_not_gone_far(w: World) -> None:
    case = await w.open(benefit_since=str(today() + timedelta(days=60)))
    held = await w.claim(case, COVERAGE, "benefit")
    async with w.worker_away():
        w.complete(held, "benefit", **COVERED)
        await w.say(case, "correct")
    await eventually(lambda: len(w.tasks(case, COVERAGE)) == 2)


async def test_an_answer_to_a_withdrawn_question_is_not_taken_for_the_new_ones(w: World) -> None:
    case = await w.open(benefit_since=str(today() + timedelta(days=60)))
    old = await w.task(case, COVERAGE)
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    await w.say(case, "correct")
    await eventually(lambda: len(w.tasks(case)) == 2)
    answer = {"covered": False, "decided_on": "2026-11-20"}
    await w.tell(case, "decided", {"task_id": old.id, "by": "", "at": datetime.now(UTC), "answer": answer})
    assert (await w.status(case)).stage == "coverage"
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
