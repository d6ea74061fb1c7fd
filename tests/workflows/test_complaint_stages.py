"""Each stage and each ending of a complaint, as its people see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.calendar import add_working_days, local_date, next_working_day
from store.tables import cases
from tests.support.complaints import (
    APPROVAL,
    ASSESSMENT,
    BACK,
    BOARD,
    CARRY_OUT,
    CLARIFY,
    CORRECT_BENEFIT,
    DONE,
    FORWARD,
    REASSESS,
    SENT,
    WON,
    a_decision,
    an_assessed_case,
    complaint,
    under,
)
from tests.support.world import REASON, World, eventually, today

ALARM = "alarm.complaint_unanswered"


async def reassessed(w: World, result: str, **more: Any) -> str:
    case = await complaint(w)
    await w.decide(case, REASSESS, "legal", result=result, reason=REASON, **more)
    return case


async def forwarded(w: World) -> str:
    case = await reassessed(w, "maintained")
    await w.decide(case, FORWARD, "legal", **SENT)
    return case


async def test_a_complaint_won_in_full_is_carried_out_and_never_goes_to_the_board(w: World) -> None:
    case = await reassessed(w, "upheld", **{k: v for k, v in WON.items() if k != "reason"})
    await w.decide(case, CARRY_OUT, "caseworker", **DONE)
    assert (await w.stands_at(case, "upheld")).closed_at
    assert not w.tasks(case, FORWARD)


async def test_the_reassessment_is_due_four_weeks_after_the_complaint_came_however_late_it_was_registered(w: World) -> None:
    case = await complaint(w, days_ago=9)
    task = await w.task(case, REASSESS)
    assert local_date(task.due_at) == next_working_day(today() - timedelta(days=9) + timedelta(weeks=4))
    assert (task.due["kind"], task.role, task.data["late"]) == ("legal", "legal", False)


async def test_what_is_not_won_goes_to_the_board_within_the_same_four_weeks(w: World) -> None:
    case = await reassessed(w, "maintained")
    task = await w.task(case, FORWARD)
    assert local_date(task.due_at) == next_working_day(today() + timedelta(weeks=4))


async def test_a_complaint_that_came_too_late_is_handled_and_forwarded_all_the_same(w: World) -> None:
    case = await complaint(w, decision_received_on=today() - timedelta(days=60))
    assert (await w.task(case, REASSESS)).data["late"] is True
    assert "for sent" in w.ruling(case, "complaint.standing")["because"]["da"]
    await w.decide(case, REASSESS, "legal", result="maintained", reason=REASON)
    assert (await w.task(case, FORWARD)).data["late"] is True


async def test_who_took_the_decision_cannot_reassess_it_nor_who_approved_it(w: World) -> None:
    case = await complaint(w)
    parent = w.case(case).parent_id
    assert (await w.task(case, REASSESS)).excluded == [w.ids["jobconsultant"]]
    until = str(today() + timedelta(weeks=20))
    decision = a_decision(w, parent, ASSESSMENT, "jobconsultant2", 4, effort="exempt", until=until, reason=REASON)
    a_decision(w, parent, APPROVAL, "supervisor", 5, approved=True, reason=REASON)
    other = await under(w, parent, "complaint", received_on=today(), channel="oral", complainant="citizen",
                        text="Jeg er uenig.", decision=decision)  # fmt: skip
    assert (await w.task(other, REASSESS)).excluded == [w.ids["jobconsultant2"], w.ids["supervisor"]]


async def test_of_two_jurists_the_one_who_took_the_decision_is_passed_over(w: World) -> None:
    parent, decision = an_assessed_case(w, by="legal2")
    case = await under(w, parent, "complaint", received_on=today(), channel="oral", complainant="citizen",
                       text="Jeg er uenig.", decision=decision)  # fmt: skip
    assert (await w.task(case, REASSESS)).assignee_id == w.ids["legal"], "the other one has it"


async def test_a_corrected_decision_changes_who_may_reassess_it(w: World) -> None:
    case = await complaint(w)
    first = await w.task(case, REASSESS)
    decision = a_decision(w, w.case(case).parent_id, ASSESSMENT, "jobconsultant2", 4, effort="full", reason=REASON)
    w.correct_facts(case, decision=decision)
    await w.say(case, "correct")
    again = await eventually(lambda: next((t for t in w.tasks(case, REASSESS) if t.id != first.id), None))
    assert again.excluded == [w.ids["jobconsultant2"]]


async def test_the_supervisor_is_warned_on_day_21_and_not_the_day_before(w: World) -> None:
    case = await complaint(w)
    await w.task(case, REASSESS)
    await w.skip(case, days=20)
    assert ALARM not in [e.what for e in w.history(case)]
    await w.skip(case, days=2)
    [warned] = [e for e in w.history(case) if e.what == ALARM]
    assert local_date(warned.at) == today() + timedelta(days=21)


async def test_a_maintained_complaint_stays_under_warning_until_it_is_forwarded(w: World) -> None:
    case = await reassessed(w, "maintained")
    await w.task(case, FORWARD)
    await w.skip(case, days=22)
    assert ALARM in [e.what for e in w.history(case)]


async def test_an_answered_complaint_warns_nobody(w: World) -> None:
    case = await forwarded(w)
    await w.task(case, BOARD)
    await w.skip(case, days=30)
    assert ALARM not in [e.what for e in w.history(case)]


async def test_what_is_won_in_part_is_carried_out_while_the_rest_is_with_the_board(w: World) -> None:
    case = await reassessed(w, "partly", carried_out_by="benefit", learning="Regn fravær rigtigt.")
    await w.decide(case, FORWARD, "legal", **SENT)
    task = await w.task(case, CORRECT_BENEFIT)
    assert task.role == "benefit_officer"
    assert local_date(task.due_at) == add_working_days(today(), 10)
    await w.decide(case, CORRECT_BENEFIT, "benefit", **DONE)
    await w.decide(case, BOARD, "legal", result="confirmed", **BACK)
    assert (await w.stands_at(case, "confirmed")).closed_at


async def test_a_change_by_the_board_is_carried_out(w: World) -> None:
    case = await forwarded(w)
    await w.decide(case, BOARD, "legal", result="changed", carried_out_by="effort", learning="Se på helbred.", **BACK)
    await w.decide(case, CARRY_OUT, "caseworker", **DONE)
    assert (await w.stands_at(case, "changed")).closed_at


async def test_a_remitted_decision_is_reassessed_anew_within_four_weeks_of_its_return(w: World) -> None:
    case = await forwarded(w)
    back = BACK | {"received_on": str(today() - timedelta(days=3))}
    await w.decide(case, BOARD, "legal", result="remitted", learning="Oplys sagen bedre.", **back)
    task = await w.task(case, REASSESS)
    assert local_date(task.due_at) == next_working_day(today() - timedelta(days=3) + timedelta(weeks=4))
    assert task.excluded == [w.ids["jobconsultant"]]


@pytest.mark.parametrize("result", ["dismissed", "withdrawn"])
async def test_a_complaint_that_the_board_dismisses_or_the_citizen_withdraws_ends(w: World, result: str) -> None:
    case = await forwarded(w)
    await w.decide(case, BOARD, "legal", result=result, **BACK)
    assert (await w.stands_at(case, result)).closed_at


@pytest.mark.parametrize("complainant", ["anonymous", "representative"])
async def test_who_is_not_the_citizen_is_clarified_before_the_complaint_is_handled(w: World, complainant: str) -> None:
    case = await complaint(w, complainant=complainant)
    await w.task(case, CLARIFY)
    assert not w.tasks(case, REASSESS)
    await w.decide(case, CLARIFY, "legal", result="authorised", reason=REASON)
    await w.task(case, REASSESS)


async def test_a_complaint_of_nobody_known_is_kept_but_not_handled(w: World) -> None:
    case = await complaint(w, complainant="anonymous")
    await w.decide(case, CLARIFY, "legal", result="unclear", reason=REASON)
    assert (await w.stands_at(case, "not_handled")).closed_at


async def test_a_complaint_comes_after_the_case_is_closed_and_is_handled(w: World) -> None:
    first = await complaint(w)
    parent = w.case(first).parent_id
    with w.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == parent).values(closed_at=w.case(parent).opened_at))
    case = await under(w, parent, "complaint", received_on=today(), channel="oral", complainant="citizen",
                       text="Jeg er uenig.")  # fmt: skip
    await w.decide(case, REASSESS, "legal", result="withdrawn", reason=REASON)
    assert (await w.stands_at(case, "withdrawn")).closed_at
