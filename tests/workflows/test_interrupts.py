"""A person's word to a running case: suspend, resume, close, correct; and every message sent twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendar import local_date, next_working_day
from tests.support.world import COVERED, GUIDED, World, eventually, today
from workers.courier import send

COVERAGE, GUIDANCE = "obligation.confirm_coverage", "obligation.guidance"


async def suspended(w: World, case: str, **details: object) -> None:
    await w.say(case, "suspend", **details)
    await eventually(lambda: w.case(case).suspended_at)


async def resumed(w: World, case: str) -> None:
    await w.say(case, "resume")
    await eventually(lambda: w.case(case).suspended_at is None)


async def test_a_suspended_case_disturbs_nobody_and_its_deadline_moves_by_the_days_it_stood_still(w: World) -> None:
    case = await w.at("coverage")
    due = local_date(w.tasks(case)[0].due_at)
    await suspended(w, case)
    await w.skip(case, days=35)
    assert not [e for e in w.history(case) if "rung" in e.what]
    await resumed(w, case)
    task = w.tasks(case)[0]
    assert local_date(task.due_at) == next_working_day(due + timedelta(days=35))
    assert "Fristen stod stille i 35 dage" in task.due["because"]["da"]
    assert "Sagen var sat i bero." in task.due["because"]["da"]
    assert [e.what for e in w.history(case)] == ["opened", "deadline_moved"]
    await w.skip(case, days=20)
    assert [e.what for e in w.history(case)][2:] == ["rung.reminder", "rung.due", "rung.supervisor", "rung.reassign"]


async def test_a_rung_that_fell_due_within_one_suspended_day_is_climbed_when_the_case_goes_on(w: World) -> None:
    case = await w.at("coverage")
    due = w.tasks(case)[0].due_at
    now = await w.now(case)
    await w.skip(case, seconds=(due - now).total_seconds() - 600)
    await suspended(w, case)
    await w.skip(case, minutes=20)
    await resumed(w, case)
    await eventually(lambda: "rung.due" in [e.what for e in w.history(case)])


async def test_a_case_suspended_until_a_day_wakes_by_itself(w: World) -> None:
    case = await w.at("coverage")
    wakes = datetime.now(UTC) + timedelta(days=10)
    await suspended(w, case, until=wakes.isoformat())
    assert (await w.status(case)).next_timer == wakes
    await w.skip(case, days=9)
    assert w.case(case).suspended_until == wakes
    await w.skip(case, days=2)
    await eventually(lambda: w.case(case).suspended_at is None)
    assert "10 dage" in w.tasks(case)[0].due["because"]["da"]


async def test_a_decision_taken_while_the_case_stands_still_counts_when_it_goes_on(w: World) -> None:
    case = await w.at("coverage")
    await suspended(w, case)
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    assert (await w.status(case)).stage == "coverage"
    await resumed(w, case)
    await w.task(case, GUIDANCE)


async def test_only_a_persons_word_or_the_date_ends_a_suspension(w: World) -> None:
    case = await w.at("coverage")
    await suspended(w, case)
    await w.tell(case, "deadline_moved", {"task_id": w.tasks(case)[0].id, "rungs": []})
    await w.tell(case, "shift_clock", 0)
    await w.say(case, "correct")
    assert (await w.status(case)).suspended
    assert w.case(case).suspended_at
    await resumed(w, case)
    assert (await w.status(case)).open_tasks == [w.tasks(case)[0].id]


async def test_the_last_of_several_words_is_the_one_that_holds(w: World) -> None:
    case = await w.at("coverage")
    handle = w.handle(case)
    for number, kind in enumerate(["suspend", "resume", "suspend"]):
        await handle.signal("interrupt", {"id": str(number), "kind": kind})
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await eventually(lambda: w.case(case).suspended_at)

    async def rests() -> bool:
        status = await w.status(case)
        return status.suspended and status.waits_for.da == "Sagen er sat i bero"

    await eventually(rests)


async def test_a_suspended_case_can_be_closed(w: World) -> None:
    case = await w.at("guidance")
    await suspended(w, case)
    await w.say(case, "close")
    closed = await w.stands_at(case, "closed")
    assert closed.suspended_at is None
    assert w.tasks(case)[-1].state == "exited"


async def test_a_corrected_fact_is_judged_anew_and_who_is_at_work_keeps_task_deadline_and_lateness(w: World) -> None:
    case = await w.at("coverage")
    held = await w.claim(case, COVERAGE, "benefit")
    await w.skip(case, days=11)
    assert w.ruling(case, "obligation.coverage")["covered"]
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    await eventually(lambda: not w.ruling(case, "obligation.coverage")["covered"])
    [task] = w.tasks(case, COVERAGE)
    assert (task.id, task.state, task.assignee_id, task.due_at) == (held.id, "reserved", held.assignee_id, held.due_at)
    assert task.escalation_level == 2


async def test_a_correction_at_the_phase_gate_asks_again_and_arms_the_new_warnings(w: World) -> None:
    first, second = (today() + timedelta(days=n) for n in (60, 80))
    case = await w.open(benefit_since=str(first))
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    w.correct_facts(case, benefit_since=str(second))
    await w.say(case, "correct")
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    await w.skip(case, days=82)
    warned = {e.what: local_date(e.at) for e in w.history(case) if "alarm" in e.what}
    assert warned["alarm.implementation_60"] == second - timedelta(days=30)


async def test_a_correction_after_the_decision_leaves_the_person_at_work_alone(w: World) -> None:
    case = await w.at("guidance")
    held = await w.claim(case, GUIDANCE, "caseworker")
    await w.say(case, "correct")
    assert (await w.status(case)).open_tasks == [held.id]
    assert w.tasks(case)[-1].assignee_id == w.ids["caseworker"]


@pytest.mark.parametrize("stage", ["guidance", "phase_gate"])
async def test_everything_delivered_twice_changes_nothing(w: World, stage: str) -> None:
    """P4. At the gate the doubled decision could be taken for an answer to the next question."""
    facts = {"benefit_since": str(today() + timedelta(days=90))} if stage == "phase_gate" else {}
    case = await w.open(**facts)
    await suspended(w, case, until=(datetime.now(UTC) + timedelta(days=50)).isoformat())
    await resumed(w, case)
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, stage)
    before = (w.tasks(case), w.audited(case), w.history(case))
    for message in w.messages(case):
        await send(w.client, message)
    status = await w.status(case)
    assert (status.stage, status.suspended) == (stage, False)
    assert (w.tasks(case), w.audited(case), w.history(case)) == before


async def test_a_decision_and_a_word_that_come_together_both_count(w: World) -> None:
    case = await w.at("guidance")
    held = await w.claim(case, GUIDANCE, "caseworker")
    async with w.worker_away():  # so that the case hears them in one breath
        w.complete(held, "caseworker", **GUIDED)
        await w.say(case, "suspend")
        await w.say(case, "correct")
    await eventually(lambda: w.case(case).suspended_at)
    await resumed(w, case)
    await w.task(case, "obligation.individual_assessment")
