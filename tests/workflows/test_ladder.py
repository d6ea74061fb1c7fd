"""A task that nobody does climbs by itself: no test here sends anything to make it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.calendar import add_working_days, local_date
from domain.deadlines import Deadline, ladder
from domain.policies import policies
from tests.support.world import COVERED, World

KIND = "obligation.confirm_coverage"
LADDER = ["rung.reminder", "rung.due", "rung.supervisor", "rung.reassign"]


def rungs_on(due: date) -> list[date]:
    return [add_working_days(due, -2), due, add_working_days(due, 1), add_working_days(due, 5)]


def climbed(w: World, case: str) -> dict[str, date]:
    return {e.what: local_date(e.at) for e in w.history(case) if e.what.startswith("rung.")}


async def test_a_task_that_nobody_does_is_reminded_falls_due_and_goes_to_the_supervisor_and_back(w: World) -> None:
    case = await w.at("coverage")
    due = local_date(w.tasks(case)[0].due_at)
    assert due == add_working_days(local_date(w.tasks(case)[0].received_at), 5)
    await w.skip(case, days=30)
    assert climbed(w, case) == dict(zip(LADDER, rungs_on(due), strict=True))
    assert [a for a in w.audited(case) if "rung" in a] == [f"task.{rung}" for rung in LADDER]
    assert w.tasks(case)[0].escalation_level == 3
    assert w.tasks(case)[0].state == "ready"


async def test_a_claimed_task_goes_back_to_the_team_at_the_last_rung_and_not_before(w: World) -> None:
    case = await w.at("coverage")
    await w.claim(case, KIND, "benefit")
    last = ladder(Deadline.model_validate(w.tasks(case)[0].due), policies())[-1]
    await w.skip_until(case, last.at - timedelta(minutes=1))
    assert w.tasks(case)[0].assignee_id == w.ids["benefit"]
    await w.skip(case, minutes=2)
    assert w.tasks(case)[0].state == "ready"
    assert w.tasks(case)[0].assignee_id is None


async def test_a_decided_task_climbs_no_further(w: World) -> None:
    case = await w.at("coverage")
    await w.skip_until(case, w.tasks(case)[0].due_at + timedelta(hours=1))
    await w.decide(case, KIND, "benefit", **COVERED)
    await w.stands_at(case, "guidance")
    await w.skip(case, days=3)
    assert [e.what for e in w.history(case, w.tasks(case)[0].id) if "rung" in e.what] == LADDER[:2]


def moved(w: World, case: str, to: datetime) -> dict[str, object]:
    task = w.tasks(case)[-1]
    deadline = Deadline.model_validate(task.due).model_copy(update={"at": to})
    rungs = [{"name": r.name, "at": r.at.isoformat()} for r in ladder(deadline, policies())]
    return {"task_id": task.id, "rungs": rungs}


async def test_a_moved_deadline_moves_its_whole_ladder(w: World) -> None:
    case = await w.at("coverage")
    later = w.tasks(case)[0].due_at + timedelta(days=28)
    await w.tell(case, "deadline_moved", moved(w, case, later))
    await w.skip(case, days=50)
    assert climbed(w, case) == dict(zip(LADDER, rungs_on(local_date(later)), strict=True))


async def test_a_deadline_moved_nearer_is_not_slept_through(w: World) -> None:
    case = await w.at("planning")
    sooner = w.tasks(case)[-1].due_at - timedelta(days=25)
    await w.tell(case, "deadline_moved", moved(w, case, sooner))
    await w.skip(case, days=20)
    assert w.tasks(case)[-1].escalation_level == 3


async def test_the_engines_own_screen_says_what_the_case_waits_for_and_its_next_timer(w: World) -> None:
    case = await w.at("coverage")
    task = w.tasks(case)[0]
    status = await w.armed(case)
    reminder = add_working_days(local_date(task.due_at), -2)
    assert (status.stage, status.open_tasks, local_date(status.next_timer)) == ("coverage", [task.id], reminder)
    said = [h async for h in w.handle(case).fetch_history_events() if h.HasField("timer_started_event_attributes")]
    assert said[0].user_metadata.HasField("summary")
