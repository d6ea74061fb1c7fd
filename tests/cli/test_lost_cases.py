"""A case that the engine has lost and that is begun anew from the database goes on as if it had not been (P2, P9)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from cli.settings import Settings
from domain.absence.closing import TellOfNoDeduction
from domain.calendar import add_months, at_local, monday_of
from store import reopening
from store import tasks as tasks_store
from store.tables import cases, tasks
from tests.cli.losing import found, lost
from tests.support.absences import CONFIRM as CONFIRM_SANCTION
from tests.support.absences import DECIDE, decided
from tests.support.civic import (
    AREAS,
    DRAFT,
    HOLD,
    PREPARE,
    READY,
    TRANSLATE,
    VERSIONS,
    WORDING,
    WORK,
    campaign,
    event,
    in_the_areas,
    material,
)
from tests.support.civic import CHECK as NEUTRALITY
from tests.support.expenses import CHECK, LARGE, SECOND, billed, used
from tests.support.expenses import PAY as PAY_BILL
from tests.support.perspektiv import MISSED, REACH, UNREACHED, at_contact
from tests.support.refunds import RIGHT, YES
from tests.support.world import COVERED, PLANNED, REASON, World, eventually, today
from tests.support.youth import started
from workers import repair
from workflows.expense import ExpenseState

pytestmark = pytest.mark.engine
RECHECK, EXIT, TELL = "obligation.recheck", "obligation.exit", TellOfNoDeduction.kind
CONFIRM, GUIDANCE, ASSESS, APPROVE, PLAN = (
    f"obligation.{kind}"
    for kind in ("confirm_coverage", "guidance", "individual_assessment", "approve_exemption", "plan")
)


async def test_a_case_begun_anew_remembers_what_was_assessed(w: World, settings: Settings) -> None:
    case = await w.at("assessment")
    until = str(today() + timedelta(weeks=20))
    await w.decide(case, ASSESS, "jobconsultant", effort="reduced", weekly_hours=12, until=until, reason=REASON)
    await w.task(case, APPROVE)
    await lost(w, settings, case)
    assert (await w.task(case, APPROVE)).excluded == [w.ids["jobconsultant"]]
    await w.decide(case, APPROVE, "supervisor", approved=True, reason=REASON)
    assert (await w.task(case, PLAN)).data["weekly_hours"] == 12
    assert await found(w, settings) == []


async def test_a_suspended_case_begun_anew_still_stands_still_since_the_same_day(w: World, settings: Settings) -> None:
    case = await w.at("coverage")
    due = w.tasks(case)[0].due_at
    await w.say(case, "suspend")
    await eventually(lambda: w.case(case).suspended_at)
    ten_days_ago = datetime.now(UTC) - timedelta(days=10)
    with w.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == case).values(suspended_at=ten_days_ago))
    await lost(w, settings, case)
    assert (await w.status(case)).suspended
    await w.say(case, "resume")
    await eventually(lambda: w.case(case).suspended_at is None)
    assert w.tasks(case)[0].due_at - due >= timedelta(days=10)
    assert await found(w, settings) == []


async def test_a_decision_taken_back_does_not_count_in_a_case_begun_anew(w: World, settings: Settings) -> None:
    case = await w.at("coverage")
    async with w.worker_away():
        old = await w.decide(case, CONFIRM, "benefit", **COVERED | {"covered": False})
        with w.store.write() as db:
            row = tasks_store.get(db, old)
            assert row is not None
            new = reopening.reopen(db, row, w.ids["supervisor"], REASON, datetime.now(UTC))
        await w.courier.deliver(case)
        await w.handle(case).terminate()
    assert await found(w, settings, repair=True) == [("workflow_stopped", True)]
    assert (await w.armed(case)).open_tasks == [new.id]
    await w.decide(case, CONFIRM, "benefit", **COVERED)
    await w.stands_at(case, "guidance")
    assert await found(w, settings) == []


async def test_a_case_begun_anew_before_its_plan_warns_the_supervisor_again(w: World, settings: Settings) -> None:
    case = await w.open(benefit_since=str(today()))
    await w.decide(case, CONFIRM, "benefit", **COVERED)
    await w.task(case, GUIDANCE)
    await lost(w, settings, case)
    await w.armed(case)
    await w.skip(case, days=31)
    assert "alarm.implementation_7" in [e.what for e in w.history(case)]


async def test_a_running_case_begun_anew_keeps_its_tasks_beside_the_stage_and_its_standing_duties(
    w: World, settings: Settings
) -> None:
    case = await w.at("running")
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    beside = await w.task(case, RECHECK)
    await lost(w, settings, case)
    assert (await w.armed(case)).open_tasks == [beside.id]
    assert await found(w, settings) == []
    await w.decide(case, RECHECK, "benefit", covered=True, decided_on=str(today()), reason=REASON)
    monday = monday_of(date.fromisoformat(PLANNED["starts_on"]))
    await w.skip_until(case, at_local(monday + timedelta(days=7), time(12, 1)))
    await eventually(lambda: w.week(case, monday))
    assert w.case(case).stage == "running"


async def test_who_decided_on_a_deduction_may_not_confirm_it_in_a_case_begun_anew(w: World, settings: Settings) -> None:
    _, case = await decided(w)
    await w.task(case, CONFIRM_SANCTION)
    await lost(w, settings, case)
    await w.decide(case, CONFIRM_SANCTION, "supervisor", confirmed=False, reason=REASON)
    again = await w.task(case, DECIDE)
    await w.decide(case, DECIDE, "caseworker2", deduct=True, days=1, reason=REASON)
    assert again.data["days"] == 1
    assert (await w.task(case, CONFIRM_SANCTION)).excluded == [w.ids["caseworker2"]]


async def test_who_checked_or_first_approved_a_bill_is_not_the_second_in_a_case_begun_anew(
    w: World, settings: Settings
) -> None:
    case = await billed(w, amount="5.000,01")
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.task(case, LARGE)
    await lost(w, settings, case)
    await w.decide(case, LARGE, "economy", **YES, second_by="economy")
    second = await w.task(case, SECOND)
    assert set(second.excluded) == {w.ids["outreach"], w.ids["economy"]}
    _, state = repair._state(w.store, case)
    assert isinstance(state, ExpenseState)
    assert (state.checked_by, state.approved_by) == ([w.ids["outreach"]], [w.ids["economy"]])
    assert (state.second, state.approval) == ("economy", w.tasks(case, LARGE)[0].id)
    await w.decide(case, SECOND, "economy2", **YES)
    await w.task(case, PAY_BILL)
    await lost(w, settings, case)
    await w.task(case, PAY_BILL)
    assert used(w)[:2] == (0, 5000), "and what was committed stays so"


async def test_who_wrote_material_does_not_find_it_neutral_in_a_case_begun_anew(w: World, settings: Settings) -> None:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic2", **VERSIONS)
    await w.decide(case, NEUTRALITY, "jurist", result="change", note=REASON)
    await w.decide(case, DRAFT, "civic2", **WORDING)
    await w.task(case, TRANSLATE)
    await lost(w, settings, case)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    assert set((await w.task(case, NEUTRALITY)).excluded) == {w.ids["civic"], w.ids["civic2"]}


async def test_a_campaign_begun_anew_while_other_areas_are_chosen_freezes_all_the_same(w: World, settings: Settings) -> None:
    case = await in_the_areas(w, days_until=20)
    await w.decide(case, WORK, "civic", result="areas", work=[])
    await w.task(case, AREAS)
    await lost(w, settings, case)
    await w.armed(case)
    await w.skip(case, days=21)
    await w.stands_at(case, "evaluation")


async def test_a_campaign_begun_anew_before_its_first_plan_counts_no_calendar_yet(w: World, settings: Settings) -> None:
    case = await campaign(w, days_until=20)
    await w.task(case, AREAS)
    await lost(w, settings, case)
    await w.armed(case)
    await w.skip(case, days=20, hours=1)
    assert (await w.status(case)).stage == "areas"


async def test_the_fifth_attempt_is_the_last_in_a_case_begun_anew_too(w: World, settings: Settings) -> None:
    case = await at_contact(w)
    for _ in range(4):
        await w.decide(case, REACH, "outreach", **MISSED)
    await w.task(case, REACH)
    await lost(w, settings, case)
    await w.decide(case, REACH, "outreach", **MISSED)
    assert (await w.task(case, UNREACHED)).data["because"] == "attempts"


async def test_an_event_that_is_ready_is_held_in_a_case_begun_anew(w: World, settings: Settings) -> None:
    case = await event(w)
    await w.decide(case, PREPARE, "civic", **READY)
    await w.task(case, HOLD)
    await lost(w, settings, case)
    await w.decide(case, HOLD, "civic", result="held", people=31)
    await w.stands_at(case, "held")


async def test_who_runs_already_goes_on_running_when_they_stay_in_a_case_begun_anew(w: World, settings: Settings) -> None:
    case = await w.at("running")
    await w.say(case, "move", to="leaving")
    await w.task(case, EXIT)
    await lost(w, settings, case)
    await w.decide(case, EXIT, "caseworker", because="stays", reason=REASON)
    await w.stands_at(case, "running")


async def test_material_begun_anew_is_still_withdrawn_when_the_polls_close(w: World, settings: Settings) -> None:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.task(case, TRANSLATE)
    await lost(w, settings, case)
    await w.armed(case)
    await w.skip(case, days=202)
    await w.stands_at(case, "withdrawn")


async def test_the_time_of_the_law_runs_out_in_an_absence_begun_anew_too(w: World, settings: Settings) -> None:
    _, case = await decided(w)
    await w.task(case, CONFIRM_SANCTION)
    await lost(w, settings, case)
    await w.armed(case)
    await w.skip(case, days=200)
    assert (await w.task(case, TELL)).data["outcome"] == "lapsed"


async def test_the_trial_period_of_a_case_begun_anew_ends_with_a_warning_too(w: World, settings: Settings) -> None:
    case = await started(w, what="apprenticeship")
    await w.armed(case)
    await lost(w, settings, case)
    await w.armed(case)
    warned = add_months(today() + timedelta(days=3), 3) - timedelta(days=14)
    await w.skip_until(case, at_local(warned, time(23)))
    assert "alarm.youth_trial_ends" in {e.what for e in w.history(case)}


async def test_weeks_close_while_a_case_begun_anew_is_reviewed(w: World, settings: Settings) -> None:
    case = await w.at("running")
    await w.say(case, "move", to="leaving")
    await w.task(case, EXIT)
    await lost(w, settings, case)
    await w.armed(case)
    monday = monday_of(date.fromisoformat(PLANNED["starts_on"]))
    await w.skip_until(case, at_local(monday + timedelta(days=7), time(12, 1)))
    await eventually(lambda: w.week(case, monday))


async def test_a_case_begun_anew_knows_who_decided_in_whose_place(w: World, settings: Settings) -> None:
    _, case = await decided(w)
    await w.task(case, CONFIRM_SANCTION)
    both = [w.ids["caseworker"], w.ids["caseworker2"]]
    with w.store.write() as db:
        db.execute(sa.update(tasks).where(tasks.c.case_id == case, tasks.c.kind == DECIDE).values(
            acting_for=both[1]))  # fmt: skip
    _, state = repair._state(w.store, case)
    assert state.decided_by == both  # type: ignore[union-attr]
