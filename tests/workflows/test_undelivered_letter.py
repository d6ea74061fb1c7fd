"""A letter that reached nobody becomes somebody's task, under an open case and a closed one, until it is settled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.calendar import add_working_days, local_date
from domain.policies import policies
from domain.programmes import PROGRAMMES, Programme
from store import cases, reopening, tasks
from store.dossier import Dossier
from tests.support.absences import REPLY, TELL, TOLD, carried_out, corrected_after, day
from tests.support.unreached import BY_POST, REACH, asked_to_reply, fail, guided, newest, send_again
from tests.support.world import REASON, World, today


async def test_the_role_that_sent_the_letter_gets_a_task_and_two_working_days(w: World) -> None:
    case, letter = await guided(w)
    [lost] = await fail(w, case, letter)
    task = await w.task(lost, REACH)
    assert (task.role, task.data) == ("caseworker", {"sent_by": "caseworker"})
    assert (w.case(lost).facts, w.case(lost).parent_id, lost[:4]) == ({"letter": letter}, case, "BRE-")
    assert local_date(task.due_at) == add_working_days(local_date(task.received_at), 2)
    assert w.case(case).stage == "assessment", "the letter's own case goes on"


async def test_a_letter_that_a_jurist_sent_is_a_jurists_task(w: World) -> None:
    """Else nobody who is told could send it again."""
    review = await corrected_after(w)
    await w.decide(review, "deduction_review.review", "legal", result="stands", account=REASON)
    await w.stands_at(review, "stands")
    [lost] = await fail(w, review, newest(w, review))
    assert (await w.task(lost, REACH)).role == "legal"


async def test_sent_again_the_case_ends_by_itself_and_whoever_held_the_task_is_rid_of_it(w: World) -> None:
    case, letter = await guided(w)
    [lost] = await fail(w, case, letter)
    held = await w.claim(lost, REACH, "caseworker")
    await send_again(w, letter)
    assert (await w.stands_at(lost, "sent_again")).closed_at
    assert [t.state for t in w.tasks(lost) if t.id == held.id] == ["exited"]


async def test_the_citizen_was_told_otherwise(w: World) -> None:
    case, letter = await guided(w)
    [lost] = await fail(w, case, letter)
    await w.decide(lost, REACH, "caseworker", otherwise="authority", reason=REASON)
    assert (await w.stands_at(lost, "told_otherwise")).closed_at


async def test_the_citizen_is_still_to_be_reached_when_the_case_has_closed(w: World) -> None:
    case, letter = await guided(w)
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    [lost] = await fail(w, case, letter)
    await w.task(lost, REACH)
    await send_again(w, letter)
    await w.stands_at(lost, "sent_again")


async def test_the_decision_on_a_deduction_is_still_to_be_brought_when_it_is_carried_out(w: World) -> None:
    _, case = await carried_out(w)
    letter = newest(w, case)
    [lost] = await fail(w, case, letter)
    assert w.case(lost).facts == {"letter": letter}


async def test_a_letter_fails_once_and_one_that_is_sent_again_fails_anew(w: World) -> None:
    case, first = await guided(w)
    [lost] = await fail(w, case, first)
    assert await fail(w, case, first) == [lost]
    second = await send_again(w, first)
    await w.stands_at(lost, "sent_again")
    again = await fail(w, case, second)
    assert (again[0], len(again)) == (lost, 2)
    assert (await w.task(again[1], REACH)).state in ("ready", "reserved")
    await send_again(w, second)
    await w.stands_at(again[1], "sent_again")


async def test_a_hearing_whose_case_has_closed_is_nobodys_task(w: World) -> None:
    _, case, letter = await asked_to_reply(w)
    answered = {"reply": "received", "answered_on": day(1), "ground": "childcare", "next": "excused", "note": REASON}
    await w.decide(case, REPLY, "caseworker", **answered)
    await w.decide(case, TELL, "caseworker", **TOLD)
    await w.stands_at(case, "excused")
    assert await fail(w, case, letter) == []


async def test_a_hearing_whose_case_closes_meanwhile_is_nobodys_task_any_more(w: World) -> None:
    _, case, letter = await asked_to_reply(w)
    [lost] = await fail(w, case, letter)
    await w.task(lost, REACH)
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    await w.courier.deliver(lost)
    await w.stands_at(lost, "overtaken")


async def test_what_else_happens_in_the_case_leaves_the_task_alone(w: World) -> None:
    case, letter = await guided(w)
    [lost] = await fail(w, case, letter)
    before = await w.task(lost, REACH)
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    assert len(w.messages(lost)) == 1, "only its start"
    assert (await w.task(lost, REACH)).version == before.version


async def test_a_letter_whose_decision_is_taken_back_is_overtaken(w: World) -> None:
    case = await w.at("guidance")
    held = await w.claim(case, "obligation.guidance", "caseworker")
    async with w.worker_away():
        w.complete(held, "caseworker", **BY_POST)
        [lost] = await fail(w, case, newest(w, case))
        with w.store.write() as db:
            task = tasks.get(db, held.id)
            assert task
            reopening.reopen(db, task, w.ids["supervisor"], REASON, datetime.now(UTC))
    assert [m.name for m in w.messages(lost)] == ["undelivered_letter", "interrupt"]
    await w.courier.deliver(lost)
    await w.stands_at(lost, "overtaken")


@pytest.mark.parametrize("programme", [p for p in PROGRAMMES.values() if p.letters], ids=lambda p: p.name)
def test_every_programme_with_letters_says_what_becomes_of_one_that_fails(programme: Programme) -> None:
    assert programme.on_failed_letter in PROGRAMMES


async def test_the_rule_says_why(w: World) -> None:
    case, letter = await guided(w)
    [lost] = await fail(w, case, letter)
    await w.task(lost, REACH)
    await send_again(w, letter)
    with w.store.read() as db:
        row = cases.get(db, lost)
        assert row
        judged = PROGRAMMES["undelivered_letter"].rules["undelivered_letter.standing"](Dossier(db, row), today(), policies())
    assert judged.answer == {"over": "sent_again", "sent_by": "caseworker"}
    assert judged.ruling["because"]["da"] == "Brevet er sendt igen."
