"""A case that lives for years continues as new without its people noticing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import workflows.case
from domain.calendar import local_date
from tests.support.world import COVERED, PATH, World, eventually, today

COVERAGE, GUIDANCE = "obligation.confirm_coverage", "obligation.guidance"


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflows.case, "HISTORY_LIMIT", 14)


async def continued(w: World, case: str) -> None:
    """Grow the history by messages that mean nothing until the case has continued as new."""
    async def once() -> bool:
        await w.tell(case, "decided", {"task_id": "stray", "by": "", "at": datetime.now(UTC), "answer": {}})
        return await w.is_continued(case)
    await eventually(once)


async def test_a_case_keeps_its_task_its_deadline_and_its_ladder(w: World) -> None:
    case = await w.at("coverage")
    task = w.tasks(case)[0]
    await continued(w, case)
    assert (await w.status(case)).open_tasks == [task.id]
    await w.skip(case, days=30)
    assert w.tasks(case)[0].due_at == task.due_at
    assert w.tasks(case)[0].version == task.version + 4
    assert [e.what for e in w.history(case)] == [
        "opened", "rung.reminder", "rung.due", "rung.supervisor", "rung.reassign"]  # fmt: skip
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "guidance")


async def test_a_suspended_case_stays_suspended_until_its_day(w: World) -> None:
    case = await w.at("coverage")
    due = local_date(w.tasks(case)[0].due_at)
    wakes = datetime.now(UTC) + timedelta(days=14)
    await w.say(case, "suspend", until=wakes.isoformat())
    await eventually(lambda: w.case(case).suspended_at)
    await continued(w, case)
    status = await w.status(case)
    assert (status.suspended, status.next_timer) == (True, wakes)
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.skip(case, days=15)
    await w.stands_at(case, "guidance")
    assert local_date(w.tasks(case)[0].due_at) == due


async def test_a_case_waiting_for_a_date_wakes_on_that_date(w: World) -> None:
    begins = today() + timedelta(days=45)
    case = await w.open(benefit_since=str(begins))
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    await continued(w, case)
    await w.skip(case, days=46)
    assert local_date((await w.task(case, GUIDANCE)).received_at) == begins
    assert [e.what for e in w.history(case) if "alarm" in e.what].count("alarm.implementation_60") == 1


async def test_a_whole_life_in_short_runs_asks_every_question_once(w: World) -> None:
    case = await w.at("coverage")
    for stage in PATH:
        await w.go_on(case, stage)
    await w.stands_at(case, "running")
    assert await w.is_continued(case)
    assert [t.kind for t in w.tasks(case)] == [k for k, _, _ in PATH.values()]
