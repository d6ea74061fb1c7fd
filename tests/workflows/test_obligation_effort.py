"""A running obligation: weeks that close, duties that come back, a plan that ends, facts that change."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from temporalio.api.enums.v1 import EventType

from domain.calendar import add_months, at_local, local_date, next_working_day
from domain.weeks import WeekSummary
from store import spells, weeks
from store.tables import tasks
from tests.support.absences import next_monday, planned
from tests.support.world import DANISH, GUIDED, PARK, PLANNED, REASON, World, eventually, today

MISSING, AGAIN, ENDS = "obligation.missing_attendance", "obligation.repeat_guidance", "obligation.plan_ends"
RECHECK, PLAN = "obligation.recheck", "obligation.plan"


async def running(w: World, **plan: Any) -> str:
    """A case whose plan begins next Monday."""
    case = await w.at("planning")
    await w.decide(case, PLAN, "jobconsultant", **planned(**plan))
    await w.stands_at(case, "running")
    await w.armed(case)
    return case


async def close(w: World, case: str, monday: date) -> WeekSummary:
    """Let the week close; its summary."""
    await w.skip_until(case, at_local(next_working_day(monday + timedelta(days=7)), time(12, 1)))
    row = await eventually(lambda: w.week(case, monday))
    return WeekSummary.model_validate(row.summary)


def attended(w: World, case: str, monday: date, now: datetime) -> None:
    for n in range(5):
        for line in range(1 if n == 4 else 2):
            w.attend(case, monday + timedelta(days=n), line=line, now=now)


async def test_a_week_closes_on_the_next_monday_at_twelve_and_says_what_counts(w: World) -> None:
    case, monday = await running(w), next_monday()
    attended(w, case, monday, at_local(monday + timedelta(days=5), time(10)))
    await w.skip_until(case, at_local(monday + timedelta(days=7), time(11, 58)))
    assert w.week(case, monday) is None
    summary = await close(w, case, monday)
    assert (summary.total("planned"), summary.total("attended"), summary.total("counted")) == (2220, 2220, 2220)
    assert summary.target == 2220
    assert "37 timer planlagt, 37 mødt, 37 tæller" in summary.because.da
    assert not w.tasks(case, MISSING)


async def test_what_nobody_has_registered_becomes_one_task_for_the_week(w: World) -> None:
    case, monday = await running(w), next_monday()
    w.attend(case, monday, now=at_local(monday + timedelta(days=1), time(9)))
    summary = await close(w, case, monday)
    assert summary.total("missing") == 2220 - 300
    task = await w.task(case, MISSING)
    assert task.data == {"monday": str(monday), "days": 8}
    await close(w, case, monday + timedelta(days=7))
    assert len(w.tasks(case, MISSING)) == 2
    assert w.case(case).stage == "running"


async def test_an_answer_beside_the_stage_leaves_the_stage_alone(w: World) -> None:
    case, monday = await running(w), next_monday()
    await close(w, case, monday)
    await w.decide(case, MISSING, "jobconsultant", result="left", reason=REASON)
    await close(w, case, monday + timedelta(days=7))
    assert w.stages(case)[-1] == "running"
    assert [t.state for t in w.tasks(case, MISSING)] == ["completed", "ready"]


async def test_a_registration_after_the_closing_adds_the_week_up_again_and_keeps_what_stood(w: World) -> None:
    case, monday = await running(w), next_monday()
    await close(w, case, monday)
    late = at_local(monday + timedelta(days=8), time(9))
    assert [r.code for r in w.attend(case, monday, now=late)] == ["reason_missing"]
    assert [r.code for r in w.attend(case, monday, now=late, reason="Listen kom for sent")] == ["registered"]
    row = w.week(case, monday)
    assert row
    assert WeekSummary.model_validate(row.summary).total("attended") == 300
    assert WeekSummary.model_validate(row.first_summary).total("attended") == 0


async def test_a_week_of_one_case_costs_at_most_twelve_events(w: World) -> None:
    case, monday = await running(w), next_monday()
    for n in range(3):
        attended(w, case, monday + timedelta(weeks=n), at_local(monday + timedelta(weeks=n, days=6), time(9)))
    await close(w, case, monday)
    before = (await w.handle(case).describe()).raw_description.workflow_execution_info.history_length
    await close(w, case, monday + timedelta(weeks=2))
    names = Counter([EventType.Name(e.event_type) async for e in w.handle(case).fetch_history_events()])
    assert sum(names.values()) - before <= 2 * 12, names


async def test_guidance_is_asked_for_again_before_half_a_year_is_over(w: World) -> None:
    case = await running(w)
    due = add_months(date.fromisoformat(GUIDED["given_on"]), 6)
    await w.skip_until(case, at_local(due - timedelta(days=28), time(9, 1)))
    task = await w.task(case, AGAIN)
    assert local_date(task.due_at) == next_working_day(due)
    again = {"given_on": str(today()), "channel": "meeting", "interpreter": "not_needed", "proof": "Journal 2027-3"}
    await w.decide(case, AGAIN, "caseworker", **again)
    await w.skip(case, days=365)
    await eventually(lambda: len(w.tasks(case, AGAIN)) == 2)


async def test_guidance_of_which_the_case_has_not_heard_yet_is_not_asked_for_on_the_old_date(w: World) -> None:
    case = await running(w)
    [guided] = w.tasks(case, "obligation.guidance")
    later = date.fromisoformat(GUIDED["given_on"]) + timedelta(days=30)
    with w.store.write() as db:
        db.execute(sa.update(tasks).where(tasks.c.id == guided.id).values(decision=guided.decision | {"given_on": str(later)}))
    await w.skip_until(case, at_local(add_months(later, 6) - timedelta(days=29), time(9, 1)))
    assert not w.tasks(case, AGAIN)
    await w.skip(case, days=2)
    assert (await w.task(case, AGAIN)).data == {"last_given_on": str(later)}


@pytest.mark.parametrize(("result", "stage"), [("new_plan", "planning"), ("runs_out", "running")])
async def test_the_end_of_an_activity_is_brought_up_four_weeks_before(w: World, result: str, stage: str) -> None:
    ends_on = next_monday() + timedelta(weeks=12, days=4)
    case = await running(w, lines=[PARK, DANISH | {"ends_on": str(ends_on)}])
    await w.skip_until(case, at_local(ends_on - timedelta(days=29), time(9)))
    assert not w.tasks(case, ENDS)
    await w.skip(case, days=1, minutes=1)
    task = await w.task(case, ENDS)
    assert task.data == {"ends_on": str(ends_on)}
    assert local_date(task.due_at) == next_working_day(ends_on - timedelta(days=14))
    await w.decide(case, ENDS, "jobconsultant", result=result, reason=REASON)
    await w.stands_at(case, stage)


async def test_a_plan_that_ends_makes_no_new_one_past_an_assessment_under_way(w: World) -> None:
    ends_on = next_monday() + timedelta(weeks=12, days=4)
    case = await running(w, lines=[PARK, DANISH | {"ends_on": str(ends_on)}])
    await w.skip_until(case, at_local(ends_on - timedelta(days=28), time(9, 1)))
    await w.task(case, ENDS)
    await w.say(case, "move", to="assessment")
    await w.task(case, "obligation.individual_assessment")
    await w.decide(case, ENDS, "jobconsultant", result="new_plan", reason=REASON)
    until = str(today() + timedelta(weeks=30))
    await w.decide(case, "obligation.individual_assessment", "jobconsultant", effort="exempt", until=until, reason=REASON)
    await w.task(case, "obligation.approve_exemption")
    assert len(w.tasks(case, PLAN)) == 1


async def test_a_new_plan_ends_the_lines_of_the_old_one_the_day_before(w: World) -> None:
    case = await running(w)
    await w.say(case, "move", to="planning")
    second = next_monday() + timedelta(weeks=2)
    await w.decide(case, PLAN, "jobconsultant", **PLANNED | {"starts_on": str(second), "lines": [PARK]})
    await w.stands_at(case, "running")
    lines = w.placements(case)
    assert [(p.starts_on, p.ends_on) for p in lines] == [
        (next_monday(), second - timedelta(days=1)), (next_monday(), second - timedelta(days=1)), (second, None)]  # fmt: skip


async def test_an_exemption_takes_the_days_out_of_the_week_and_stops_the_weeks(w: World) -> None:
    case = await running(w)
    await w.say(case, "move", to="assessment")
    until = str(today() + timedelta(weeks=6))
    await w.decide(case, "obligation.individual_assessment", "jobconsultant", effort="exempt", until=until, reason=REASON)
    await w.stands_at(case, "exempted")
    await w.skip(case, weeks=3)
    with w.store.read() as db:
        assert [(s.kind, str(s.to_on)) for s in spells.of_case(db, case)] == [("exempt", until)]
        assert weeks.of_case(db, case) == []


async def test_reduced_hours_end_with_a_new_assessment_the_day_after(w: World) -> None:
    case = await w.at("assessment")
    until = next_monday() + timedelta(weeks=5)
    await w.decide(case, "obligation.individual_assessment", "jobconsultant", effort="reduced", weekly_hours=25,
                   until=str(until), reason=REASON)  # fmt: skip
    await w.decide(case, PLAN, "jobconsultant", **planned(lines=[PARK]))
    waits = await w.waits_for_date(case)
    assert local_date(waits.waiting_until) == until + timedelta(days=1)
    assert waits.waiting_for["what"]["da"] == "Det nedsatte timetal slutter"
    await w.skip_until(case, waits.waiting_until + timedelta(minutes=1))
    await w.stands_at(case, "assessment")


async def test_a_corrected_fact_is_put_before_a_person_and_never_acted_upon(w: World) -> None:
    case = await running(w)
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    task = await w.task(case, RECHECK)
    assert (task.role, w.case(case).stage, bool(task.aside)) == ("benefit_officer", "running", True)
    await w.decide(case, RECHECK, "benefit", covered=True, decided_on=str(today()), reason=REASON)
    await w.skip(case, days=70)
    assert w.case(case).stage == "running"
    assert len(w.tasks(case, RECHECK)) == 1


async def test_who_is_no_longer_covered_goes_on_to_the_end(w: World) -> None:
    case = await running(w)
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    await w.decide(case, RECHECK, "benefit", covered=False, decided_on=str(today()), reason=REASON)
    await w.stands_at(case, "leaving")


async def test_residence_that_is_reached_by_time_alone_is_noticed(w: World) -> None:
    """Nobody corrects anything: one month the calculation says something else."""
    lived = [{"from": str(add_months(today(), -12 * 9 + 2)), "country": "DK"}]
    worked = [{"from": "2019-01-01", "to": "2024-12-31", "hours_per_week": 37, "ordinary": True}]
    case = await w.at("planning", residence=lived, employment=worked, entered_on=lived[0]["from"])
    await w.decide(case, PLAN, "jobconsultant", **planned())
    await w.stands_at(case, "running")
    await w.skip(case, days=40)
    assert not w.tasks(case, RECHECK)
    await w.skip(case, days=60)
    await w.task(case, RECHECK)


async def test_the_weeks_of_a_suspended_case_close_when_it_is_resumed(w: World) -> None:
    case, monday = await running(w), next_monday()
    await w.say(case, "suspend")
    await eventually(lambda: w.case(case).suspended_at)
    await w.skip(case, weeks=4)
    assert w.week(case, monday) is None
    await w.say(case, "resume")
    await eventually(lambda: w.week(case, monday + timedelta(weeks=1)))
