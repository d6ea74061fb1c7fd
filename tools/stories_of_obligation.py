"""Stories of the work obligation: each ending, for the replay tests."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import workflows.case
from domain.calendar import at_local, next_working_day
from tests.support.absences import next_monday, planned
from tests.support.world import COVERED, REASON, World, eventually, today

COVERAGE, ASSESSMENT = "obligation.confirm_coverage", "obligation.individual_assessment"
PLAN, EXIT = "obligation.plan", "obligation.exit"
SHORT_RUN = 6
"""History limit of a story that continues as new."""


async def obligation_not_covered(w: World) -> str:
    case = await w.open()
    await w.decide(case, COVERAGE, "benefit", **COVERED | {"covered": False})
    await w.stands_at(case, "not_covered")
    return case


async def obligation_entered_in_error(w: World) -> str:
    case = await w.open(entered_on=None)
    await w.decide(case, "obligation.data_quality", "caseworker", usable=False, note=REASON)
    await w.stands_at(case, "entered_in_error")
    return case


async def obligation_requirement_met(w: World) -> str:
    """The phase gate with its warnings, a rejected and an approved proposal, an exemption, a review, the end."""
    case = await w.open(benefit_since=str(today() + timedelta(days=40)), track="integration")
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    await w.skip(case, days=41)
    await w.go_on(case, "guidance")
    for approved in (False, True):
        until = (await w.now(case) + timedelta(weeks=16)).date()
        await w.decide(case, ASSESSMENT, "jobconsultant", effort="exempt", until=str(until), reason=REASON)
        await w.decide(case, "obligation.approve_exemption", "supervisor", approved=approved, reason=REASON)
    await w.stands_at(case, "exempted")
    await w.skip(case, weeks=17)
    for stage in ("assessment", "planning"):
        await w.go_on(case, stage)
    for result in ("continue", "end"):
        await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(minutes=1))
        await w.decide(case, "obligation.running_review", "caseworker", result=result, reason=REASON)
    await left(w, case, "requirement_met")
    return case


async def left(w: World, case: str, ending: str) -> None:
    handed_over = True if ending == "moved" else None
    await w.decide(case, EXIT, "caseworker", because=ending, ended_on=str(today()), handed_over=handed_over,
                   reason=REASON)  # fmt: skip
    await w.stands_at(case, ending)


async def obligation_benefit_ended(w: World) -> str:
    """A fact changes while the case runs; a person decides that the duty is over."""
    case = await w.at("running")
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    await w.decide(case, "obligation.recheck", "benefit", covered=False, decided_on=str(today()), reason=REASON)
    await left(w, case, "benefit_ended")
    return case


async def obligation_rechecked(w: World) -> str:
    """The calculation says something else; a person decides that the duty stands."""
    case = await w.at("running")
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    await w.decide(case, "obligation.recheck", "benefit", covered=True, decided_on=str(today()), reason=REASON)
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    return case


async def obligation_moved(w: World) -> str:
    """Closed weeks with and without a registration, guidance repeated, a plan made anew, then the move."""
    case, monday = await w.at("planning"), next_monday()
    await w.decide(case, PLAN, "jobconsultant", **planned())
    await w.stands_at(case, "running")
    await w.skip_until(case, at_local(next_working_day(monday + timedelta(days=7)), time(12, 1)))
    await w.decide(case, "obligation.missing_attendance", "jobconsultant", result="left", reason=REASON)
    await w.skip(case, weeks=24)
    again = {"given_on": str(today()), "channel": "meeting", "interpreter": "not_needed", "proof": "Journal 2027-3"}
    await w.decide(case, "obligation.repeat_guidance", "caseworker", **again)
    await w.say(case, "move", to="planning")
    await w.decide(case, PLAN, "jobconsultant", **planned())
    await w.stands_at(case, "running")
    await w.say(case, "move", to="leaving")
    await left(w, case, "moved")
    return case


async def obligation_died(w: World) -> str:
    case = await w.at("running")
    await w.say(case, "move", to="leaving")
    await left(w, case, "died")
    return case


async def obligation_closed(w: World) -> str:
    """Nobody does the task; a fact is corrected; a supervisor closes the case."""
    case = await w.at("coverage")
    await w.skip(case, days=20)
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    await eventually(lambda: not w.ruling(case, "obligation.coverage")["covered"])
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    return case


async def obligation_suspended_and_resumed(w: World) -> str:
    case = await w.at("coverage")
    await w.say(case, "suspend", until=(datetime.now(UTC) + timedelta(days=30)).isoformat())
    await w.skip(case, days=31)
    await eventually(lambda: w.case(case).suspended_at is None)
    await w.say(case, "suspend")
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.say(case, "resume")
    await w.stands_at(case, "guidance")
    return case


async def obligation_continued_as_new(w: World) -> str:
    case = await w.at("coverage")
    usual, workflows.case.HISTORY_LIMIT = workflows.case.HISTORY_LIMIT, SHORT_RUN
    await w.say(case, "suspend")
    await w.say(case, "resume")
    await eventually(lambda: w.is_continued(case))
    workflows.case.HISTORY_LIMIT = usual
    await w.go_on(case, "coverage")
    await w.stands_at(case, "guidance")
    return case


STORIES = [
    obligation_not_covered, obligation_entered_in_error, obligation_requirement_met, obligation_benefit_ended,
    obligation_rechecked,
    obligation_moved, obligation_died, obligation_closed, obligation_suspended_and_resumed,
    obligation_continued_as_new,
]  # fmt: skip
