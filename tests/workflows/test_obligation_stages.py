"""Each stage and each ending of the work obligation, as its people see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.calendar import add_months, add_working_days, local_date, next_working_day
from tests.support.world import COVERED, FULL, PARK, PATH, PLANNED, REASON, World, eventually, today

COVERAGE, GUIDANCE = "obligation.confirm_coverage", "obligation.guidance"
ASSESSMENT, APPROVAL, PLAN = "obligation.individual_assessment", "obligation.approve_exemption", "obligation.plan"
PAID = {"activity": "ordinary_paid_hours", "title": "Småjob i kantinen", "friday": "6"}
REVIEW, EXIT = "obligation.running_review", "obligation.exit"


@pytest.mark.parametrize("ending", ["requirement_met", "benefit_ended", "moved", "died"])
async def test_a_plain_case_runs_from_coverage_to_running_and_ends_where_a_person_says_so(w: World, ending: str) -> None:
    case = await w.at("running")
    assert [t.kind for t in w.tasks(case)] == [kind for kind, _, _ in PATH.values()]
    await w.say(case, "move", to="leaving")
    handed_over = True if ending == "moved" else None
    await w.decide(case, EXIT, "caseworker", because=ending, ended_on=str(today()), handed_over=handed_over, reason=REASON)
    closed = await w.stands_at(case, ending)
    assert closed.closed_at
    assert await w.handle(case).result() == ending


async def test_a_case_that_does_not_end_after_all_goes_on_running(w: World) -> None:
    case = await w.at("running")
    await w.say(case, "move", to="leaving")
    await w.decide(case, EXIT, "caseworker", because="stays", reason=REASON)
    await w.stands_at(case, "running")


async def test_a_proposal_that_nobody_has_approved_changes_nothing_for_whoever_stays(w: World) -> None:
    case = await w.at("running")
    await w.say(case, "move", to="assessment")
    until = str(today() + timedelta(weeks=30))
    await w.decide(case, "obligation.individual_assessment", "jobconsultant", effort="exempt", until=until, reason=REASON)
    await w.task(case, "obligation.approve_exemption")
    await w.say(case, "move", to="leaving")
    await w.decide(case, EXIT, "caseworker", because="stays", reason=REASON)
    await w.stands_at(case, "running")
    await w.say(case, "move", to="planning")
    assert (await w.task(case, "obligation.plan")).data["weekly_hours"] == 37


async def test_whoever_is_exempt_and_stays_is_exempt_still(w: World) -> None:
    case = await w.at("running")
    await w.say(case, "move", to="assessment")
    until = today() + timedelta(days=10)
    await w.decide(case, "obligation.individual_assessment", "jobconsultant", effort="exempt", until=str(until), reason=REASON)
    await w.stands_at(case, "exempted")
    await w.say(case, "move", to="leaving")
    await w.decide(case, EXIT, "caseworker", because="stays", reason=REASON)
    await w.waits_for_date(case)
    assert w.case(case).stage == "exempted"
    await w.skip(case, days=11)
    await w.stands_at(case, "assessment")


async def test_nobody_makes_a_plan_past_the_approval_of_an_exemption(w: World) -> None:
    """The map has a way from the approval to a plan; it is the supervisor's decision, not a button's."""
    case = await w.at("assessment")
    until = str(today() + timedelta(weeks=30))
    await w.decide(case, "obligation.individual_assessment", "jobconsultant", effort="exempt", until=until, reason=REASON)
    await w.task(case, "obligation.approve_exemption")
    await w.say(case, "move", to="planning")
    await w.decide(case, "obligation.approve_exemption", "supervisor", approved=True, reason=REASON)
    assert await w.stands_at(case, "exempted")
    assert "planning" not in w.stages(case)


async def test_a_case_moves_only_where_the_map_has_a_way(w: World) -> None:
    case = await w.at("guidance")
    await w.say(case, "move", to="running")
    await w.say(case, "move", to="nowhere")
    await w.say(case, "move", to="leaving")
    await w.task(case, EXIT)
    assert [s for s in w.stages(case) if s in ("running", "nowhere")] == []


async def test_a_doubtful_row_is_looked_at_by_a_person_before_the_rule_is_used(w: World) -> None:
    case = await w.open(entered_on=None)
    await w.task(case, "obligation.data_quality")
    assert not w.tasks(case, COVERAGE)
    await w.decide(case, "obligation.data_quality", "caseworker", usable=True, note=REASON)
    await w.task(case, COVERAGE)


async def test_a_row_that_cannot_be_used_closes_the_case_as_entered_in_error(w: World) -> None:
    case = await w.open(entered_on=None)
    await w.decide(case, "obligation.data_quality", "caseworker", usable=False, note=REASON)
    assert (await w.stands_at(case, "entered_in_error")).closed_at


async def test_coverage_is_asked_under_its_danish_name_with_the_indication_and_its_evidence(w: World) -> None:
    case = await w.open()
    task = await w.task(case, COVERAGE)
    assert task.role == "benefit_officer"
    assert (await w.status(case)).waits_for.da == "Bekræft omfattet"
    assert "ikke opfyldt" in w.ruling(case, "obligation.coverage")["because"]["da"]


async def test_the_benefit_decision_prevails_over_the_indication(w: World) -> None:
    case = await w.open()
    await w.decide(case, COVERAGE, "benefit", **COVERED | {"covered": False})
    assert (await w.stands_at(case, "not_covered")).outcome == "not_covered"
    assert await w.handle(case).result() == "not_covered"


async def test_a_supervisor_closes_a_case_and_its_open_task_is_withdrawn(w: World) -> None:
    case = await w.at("guidance")
    await w.say(case, "close")
    assert (await w.stands_at(case, "closed")).closed_at
    assert w.tasks(case)[-1].state == "exited"


async def test_an_outcome_that_the_case_does_not_have_closes_it_plainly(w: World) -> None:
    case = await w.at("coverage")
    await w.say(case, "close", outcome="nonsense")
    assert (await w.stands_at(case, "closed")).outcome == "closed"


async def test_a_case_waits_for_the_first_day_of_the_benefit_and_goes_on_by_itself(w: World) -> None:
    case = await w.open(benefit_since=str(today() + timedelta(days=90)))
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    waits = await eventually(lambda: (c := w.case(case)).waiting_kind and c)
    assert waits.waiting_for["what"]["da"] == "Arbejdspligten begynder"
    assert local_date(waits.waiting_until) == today() + timedelta(days=90)
    await w.skip(case, days=89)
    assert not w.tasks(case, GUIDANCE)
    await w.skip(case, days=2)
    opened = await w.task(case, GUIDANCE)
    assert local_date(opened.received_at) == today() + timedelta(days=90)
    assert w.case(case).waiting_kind is None


async def test_the_supervisor_is_warned_60_30_and_7_days_before_the_last_day(w: World) -> None:
    begins = today() + timedelta(days=40)
    latest = begins + timedelta(days=30)
    case = await w.open(benefit_since=str(begins))
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    await w.skip(case, days=80)
    warned = {e.what: local_date(e.at) for e in w.history(case) if e.what.startswith("alarm.")}
    assert warned == {f"alarm.implementation_{n}": latest - timedelta(days=n) for n in (60, 30, 7)}
    assert [a for a in w.audited(case) if a.startswith("case.alarm")] == [f"case.{a}" for a in warned]


async def test_a_plan_made_in_time_silences_the_warnings(w: World) -> None:
    case = await w.open(benefit_since=str(today() + timedelta(days=1)))
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    await w.skip(case, days=2)
    for stage in ("guidance", "assessment", "planning"):
        await w.go_on(case, stage)
    await w.stands_at(case, "running")
    await w.skip(case, days=40)
    assert "alarm.implementation_7" not in [e.what for e in w.history(case)]


@pytest.mark.parametrize(("line", "warned"), [(PARK, True), (PAID, False)])
async def test_the_first_offer_of_the_integration_programme_is_due_after_a_month(
    w: World, line: dict[str, Any], warned: bool
) -> None:
    """A plan without a company-oriented offer does not silence it."""
    case = await w.at("planning", track="integration", benefit_since=str(today()))
    plan = PLANNED | {"lines": [line], "starts_on": str(today() + timedelta(days=3)), "warnings_seen": True}
    await w.decide(case, PLAN, "jobconsultant", **plan)
    await w.stands_at(case, "running")
    await w.skip(case, days=28)
    assert "alarm.first_offer" not in [e.what for e in w.history(case)]
    await w.skip(case, days=5)
    assert ("alarm.first_offer" in [e.what for e in w.history(case)]) is warned


@pytest.mark.parametrize("hours", [None, 12])
async def test_the_assessed_hours_are_the_target_of_the_plan(w: World, hours: int | None) -> None:
    case = await w.at("assessment")
    reduced = {"effort": "reduced", "weekly_hours": hours, "until": str(today() + timedelta(weeks=4))}
    await w.decide(case, ASSESSMENT, "jobconsultant", **FULL | (reduced if hours else {}))
    told = (await w.task(case, PLAN)).data
    assert (told["weekly_hours"], told["readiness"], told["track"]) == (hours or 37, None, "lab")


async def test_an_exempt_citizen_is_assessed_again_the_day_after_the_exemption_ends(w: World) -> None:
    case = await w.at("assessment")
    until = today() + timedelta(weeks=5)
    await w.decide(case, ASSESSMENT, "jobconsultant", effort="exempt", until=str(until), reason=REASON)
    assert (await w.stands_at(case, "exempted")).waiting_for["what"]["da"] == "Fritagelsen slutter"
    await w.skip(case, weeks=6)
    again = await w.task(case, ASSESSMENT)
    assert local_date(again.received_at) == until + timedelta(days=1)


@pytest.mark.parametrize("effort", ["reduced", "exempt"])
async def test_beyond_13_weeks_a_supervisor_approves_and_never_the_proposer(w: World, effort: str) -> None:
    case = await w.at("assessment")
    until = local_date(await w.now(case)) + timedelta(weeks=13, days=1)
    hours = 10 if effort == "reduced" else None
    proposal = {"effort": effort, "weekly_hours": hours, "until": str(until), "reason": REASON}
    await w.decide(case, ASSESSMENT, "jobconsultant", **proposal)
    approval = await w.task(case, APPROVAL)
    assert approval.role == "supervisor"
    assert approval.excluded == [w.ids["jobconsultant"]]
    assert approval.data == {"effort": effort, "weekly_hours": hours or 0, "until": str(until)}
    await w.decide(case, APPROVAL, "supervisor", approved=True, reason=REASON)
    await w.stands_at(case, "exempted" if effort == "exempt" else "planning")


async def test_exactly_13_weeks_needs_no_approval(w: World) -> None:
    case = await w.at("assessment")
    until = local_date(await w.now(case)) + timedelta(weeks=13)
    await w.decide(case, ASSESSMENT, "jobconsultant", effort="exempt", until=str(until), reason=REASON)
    await w.stands_at(case, "exempted")
    assert not w.tasks(case, APPROVAL)


async def test_a_rejected_proposal_is_assessed_anew(w: World) -> None:
    case = await w.at("assessment")
    until = today() + timedelta(weeks=20)
    await w.decide(case, ASSESSMENT, "jobconsultant", effort="exempt", until=str(until), reason=REASON)
    await w.decide(case, APPROVAL, "supervisor", approved=False, reason=REASON)
    assert (await w.task(case, ASSESSMENT)).visit > w.tasks(case, APPROVAL)[0].visit
    await w.decide(case, ASSESSMENT, "jobconsultant", **FULL)
    await w.decide(case, PLAN, "jobconsultant", **PLANNED)
    await w.stands_at(case, "running")


async def test_a_running_case_is_reviewed_every_six_months_until_it_is_assessed_anew(w: World) -> None:
    case = await w.at("running")
    for result in ("continue", "continue", "reassess"):
        began = local_date(await w.now(case))
        await w.skip_until(case, (await w.waits_for_date(case)).waiting_until)
        review = await w.task(case, REVIEW)
        assert local_date(review.received_at) == next_working_day(add_months(began, 6))
        assert local_date(review.due_at) == add_working_days(local_date(review.received_at), 10)
        await w.decide(case, REVIEW, "caseworker", result=result, reason=REASON)
    await w.task(case, ASSESSMENT)
    assert len(w.tasks(case, REVIEW)) == 3
