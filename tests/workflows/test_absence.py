"""A citizen did not come: what may follow, in which order, and what can never follow."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from domain.absence.look import latest_day
from domain.calendar import add_working_days, at_local, local_date
from domain.policies import policies
from domain.spells import SpellReport
from store import cases, letters, spells
from store.tables import tasks
from tests.support.absences import (
    CONFIRM,
    CONTACT,
    DECIDE,
    EVIDENCE,
    INSTRUCT,
    LETTER,
    PERSONAL,
    REPLY,
    SEND,
    TELL,
    TOLD,
    absent,
    contacted,
    day,
    decided,
    evening,
    heard,
    next_monday,
    planned,
    sent,
)
from tests.support.complaints import FORWARD, REASSESS, WON, under
from tests.support.world import PLANNED, REASON, World, eventually, today


async def test_from_the_first_call_to_the_receipt_of_the_benefit_office(w: World) -> None:
    above, case = await decided(w)
    confirm = await w.task(case, CONFIRM)
    assert confirm.excluded == [w.ids["caseworker"]]
    await w.decide(case, CONFIRM, "supervisor", confirmed=True, reason=REASON)
    await w.decide(case, LETTER, "caseworker", account="Vi har lagt vægt på, at du ikke mødte.")
    told = (await w.task(case, INSTRUCT)).data
    sent_on = str(local_date(w.clock[case]))
    assert told == {"days": 1, "latest": str(latest_day(next_monday(), 3)), "sent_on": sent_on}
    await w.decide(case, INSTRUCT, "benefit", carried_out=True, on=str(local_date(w.clock[case])), reference="KY-1")
    closed = await w.stands_at(case, "sanctioned")
    assert closed.parent_id == above
    assert [t.kind for t in w.tasks(case)] == [CONTACT, SEND, REPLY, DECIDE, CONFIRM, LETTER, INSTRUCT]
    assert w.case(above).stage == "running"


async def test_contact_is_due_two_working_days_after_it_is_known(w: World) -> None:
    _, case = await absent(w)
    task = await w.task(case, CONTACT)
    assert local_date(task.due_at) == add_working_days(local_date(task.received_at), 2)


async def test_a_reasonable_ground_ends_it_there(w: World) -> None:
    _, case = await absent(w)
    await contacted(w, case, ground="childcare", evidence="Mail fra børnehaven", next="excused")
    await w.stands_at(case, "excused")


async def test_who_is_not_reached_is_tried_again(w: World) -> None:
    _, case = await absent(w)
    await contacted(w, case, reached=False, next="again")
    await w.task(case, CONTACT)
    assert [t.state for t in w.tasks(case, CONTACT)] == ["completed", "ready"]


@pytest.mark.parametrize(("readiness", "kind"), [("job_ready", SEND), ("activity_ready", PERSONAL), (None, PERSONAL)])
async def test_an_activity_ready_citizen_is_contacted_personally_first(w: World, readiness: str | None, kind: str) -> None:
    _, case = await absent(w, readiness)
    await contacted(w, case)
    await w.task(case, kind)


async def test_silence_before_the_deadline_is_refused_and_after_it_decides_nothing(w: World) -> None:
    _, case = await absent(w)
    await contacted(w, case)
    await heard(w, case)
    await w.task(case, DECIDE)
    assert w.case(case).closed_at is None


async def test_an_answer_with_a_ground_excuses(w: World) -> None:
    _, case = await absent(w)
    await contacted(w, case)
    await w.decide(case, SEND, "caseworker", account="Du mødte ikke i Fælledparken mandag.")
    await w.decide(case, REPLY, "caseworker", reply="received", answered_on=day(1), ground="sickness",
                   next="excused", note=REASON)  # fmt: skip
    await w.decide(case, TELL, "caseworker", **TOLD)
    await w.stands_at(case, "excused")


async def test_the_decision_stays_shut_while_guidance_is_too_old(w: World) -> None:
    """What is missing is named; put right, the same case goes on."""
    case = await w.at("planning", readiness="job_ready")
    with_old_guidance(w, case)
    await w.decide(case, "obligation.plan", "jobconsultant", **planned())
    await w.stands_at(case, "running")
    w.attend(case, next_monday(), "absent", now=evening())
    found = w.belonging(case)[0].id
    await w.courier.deliver(found)
    await contacted(w, found)
    await heard(w, found)
    await w.task(found, EVIDENCE)
    assert w.ruling(found, "absence.preconditions")["missing"] == ["guidance"]
    assert not w.tasks(found, DECIDE)
    await w.decide(found, EVIDENCE, "caseworker", next="check", reason=REASON)
    again = await w.task(found, EVIDENCE)
    assert again.visit > w.tasks(found, EVIDENCE)[0].visit
    await w.decide(found, EVIDENCE, "caseworker", next="drop", reason=REASON)
    await w.decide(found, TELL, "caseworker", **TOLD)
    await w.stands_at(found, "no_sanction")


def with_old_guidance(w: World, case: str) -> None:
    """As if the citizen had been guided last in the spring."""
    with w.store.write() as db:
        row = db.execute(sa.select(tasks).where(tasks.c.case_id == case, tasks.c.kind == "obligation.guidance")).one()
        old = row.decision | {"given_on": str(today() - timedelta(days=300))}
        db.execute(sa.update(tasks).where(tasks.c.id == row.id).values(decision=old))


@pytest.mark.parametrize(("wish", "kind"), [("contact", CONTACT), ("hearing", SEND)])
async def test_what_is_missing_can_be_made_good(w: World, wish: str, kind: str) -> None:
    _, case = await absent(w, "activity_ready")
    await contacted(w, case)
    tried = {"contacted_on": day(1), "channel": "visit", "reached": False, "ground": "none", "note": REASON}
    await w.decide(case, PERSONAL, "caseworker", **tried, next="hearing")
    await heard(w, case)
    await w.decide(case, EVIDENCE, "caseworker", next=wish, reason=REASON)
    await w.task(case, kind)


async def test_a_confirmation_that_is_refused_goes_back_to_the_decision(w: World) -> None:
    _, case = await decided(w)
    await w.decide(case, CONFIRM, "supervisor", confirmed=False, reason=REASON)
    await w.task(case, DECIDE)


async def test_no_deduction_is_an_answer_too(w: World) -> None:
    _, case = await absent(w)
    await contacted(w, case)
    await heard(w, case)
    await w.decide(case, DECIDE, "caseworker", deduct=False, reason=REASON)
    await w.decide(case, TELL, "caseworker", **TOLD)
    await w.stands_at(case, "no_sanction")


async def test_sickness_reported_after_the_decision_shuts_it_again_before_it_is_confirmed(w: World) -> None:
    above, case = await decided(w)
    await w.task(case, CONFIRM)
    sick(w, above)
    await w.courier.deliver(case)
    await w.decide(case, CONFIRM, "supervisor", confirmed=True, reason=REASON)
    await w.task(case, EVIDENCE)
    assert w.ruling(case, "absence.preconditions")["missing"] == ["demanded"]


async def test_sickness_reported_after_the_confirmation_takes_the_case_back_before_the_letter_is_out(w: World) -> None:
    """The letter is shut by then, and it is the one thing that the case would wait for."""
    above, case = await decided(w)
    await w.decide(case, CONFIRM, "supervisor", confirmed=True, reason=REASON)
    await w.task(case, LETTER)
    sick(w, above)
    await w.courier.deliver(case)
    await w.task(case, EVIDENCE)
    assert [t.state for t in w.tasks(case, LETTER)] == ["exited"]


def sick(w: World, above: str) -> None:
    with w.store.write() as db:
        row = cases.get(db, above)
        assert row
        report = SpellReport(kind="sick", from_on=next_monday(), to_on=next_monday())
        spells.report(db, row, report, w.ids["caseworker"], evening(3), policies())


async def test_a_corrected_registration_ends_an_open_case(w: World) -> None:
    above, case = await absent(w)
    w.attend(above, next_monday(), "present", "5", now=evening(1))
    await w.courier.deliver(case)
    await w.stands_at(case, "corrected_away")


async def test_who_was_heard_on_a_deduction_is_told_that_there_is_none(w: World) -> None:
    """Whatever ends the case after the hearing letter."""
    above, case = await absent(w)
    await contacted(w, case)
    await w.decide(case, SEND, "caseworker", account="Du mødte ikke i Fælledparken mandag.")
    await w.task(case, REPLY)
    w.attend(above, next_monday(), "present", "5", now=evening(3), reason="Listen var forkert")
    await w.courier.deliver(case)
    told = await w.task(case, TELL)
    assert (told.role, told.data) == ("caseworker", {"outcome": "corrected_away"})
    assert w.case(case).closed_at is None
    await w.decide(case, TELL, "caseworker", **TOLD)
    assert (await w.stands_at(case, "corrected_away")).closed_at
    assert letters_of(w, case) == {"absence.hearing", "absence.no_deduction"}


async def test_a_case_is_not_closed_by_hand_in_the_moment_in_which_the_citizen_is_heard(w: World) -> None:
    """The word to close may have been given before the letter went; the case looks again when it hears it."""
    _, case = await absent(w)
    await contacted(w, case)
    await w.decide(case, SEND, "caseworker", account="Du mødte ikke i Fælledparken mandag.")
    await w.task(case, REPLY)
    await w.say(case, "close")
    await eventually(lambda: "absence.closing" in w.rules_asked(case))
    await w.decide(case, REPLY, "caseworker", reply="received", answered_on=day(3), ground="childcare",
                   evidence="Mail fra børnehaven", next="excused", note=REASON)  # fmt: skip
    await w.decide(case, TELL, "caseworker", **TOLD)
    assert (await w.stands_at(case, "excused")).closed_at


async def test_who_was_not_heard_yet_hears_nothing(w: World) -> None:
    _, case = await absent(w)
    await contacted(w, case, ground="childcare", evidence="Mail fra børnehaven", next="excused")
    await w.stands_at(case, "excused")
    assert (letters_of(w, case), w.tasks(case, TELL)) == (set(), [])


async def test_a_day_corrected_back_before_the_citizen_is_told_takes_the_case_up_again(w: World) -> None:
    above, case = await absent(w)
    await contacted(w, case)
    await w.decide(case, SEND, "caseworker", account="Du mødte ikke i Fælledparken mandag.")
    await w.task(case, REPLY)
    w.attend(above, next_monday(), "present", "5", now=evening(3), reason="Listen var forkert")
    await w.courier.deliver(case)
    await w.task(case, TELL)
    w.attend(above, next_monday(), "absent", now=evening(4), reason="Den første liste var rigtig")
    await w.courier.deliver(case)
    await eventually(lambda: len(w.tasks(case, SEND)) == 2)
    assert [t.state for t in w.tasks(case, TELL)] == ["exited"]
    assert len(w.belonging(above)) == 1
    await w.skip(case, days=130)
    await w.task(case, TELL)
    assert w.tasks(case, TELL)[-1].data == {"outcome": "lapsed"}


async def test_an_announced_deduction_that_runs_out_of_time_is_not_left_hanging(w: World) -> None:
    _, case = await sent(w)
    await w.skip(case, days=130)
    told = await w.task(case, TELL)
    assert told.data == {"outcome": "lapsed"}
    assert [t.state for t in w.tasks(case, INSTRUCT)] == ["exited"]
    await w.decide(case, TELL, "caseworker", **TOLD)
    assert (await w.stands_at(case, "lapsed")).closed_at


async def test_a_won_complaint_takes_the_deduction_from_the_benefit_office_at_once(w: World) -> None:
    above, case = await sent(w)
    [decision] = w.tasks(case, DECIDE)
    complaint = await under(w, above, "complaint", received_on=today(), channel="oral", complainant="citizen",
                            decision=decision.id, text="Jeg mødte.")  # fmt: skip
    await w.decide(complaint, REASSESS, "legal", result="partly", **WON | {"carried_out_by": "benefit"})
    await w.task(complaint, FORWARD)
    await w.courier.deliver(case)
    assert (await w.stands_at(case, "overturned")).closed_at
    assert [t.state for t in w.tasks(case, INSTRUCT)] == ["exited"]
    assert w.case(complaint).closed_at is None


async def test_a_complaint_that_is_not_won_leaves_the_deduction_where_it_is(w: World) -> None:
    above, case = await sent(w)
    [decision] = w.tasks(case, DECIDE)
    complaint = await under(w, above, "complaint", received_on=today(), channel="oral", complainant="citizen",
                            decision=decision.id, text="Jeg mødte.")  # fmt: skip
    await w.decide(complaint, REASSESS, "legal", result="maintained", reason=REASON)
    await w.task(complaint, FORWARD)
    await w.courier.deliver(case)
    assert (await w.task(case, INSTRUCT)).state in ("ready", "reserved")
    assert w.case(case).closed_at is None


def letters_of(w: World, case: str) -> set[str]:
    with w.store.read() as db:
        return {one.kind for one in letters.of_case(db, case)}


async def test_days_before_the_contact_join_one_case_and_later_ones_are_another(w: World) -> None:
    above, case = await absent(w, days=3)
    assert [d["day"] for d in w.case(case).facts["days"]] == [day(0), day(1), day(2)]
    assert len(w.belonging(above)) == 1
    await contacted(w, case, contacted_on=day(2))
    await w.task(case, SEND)
    w.attend(above, next_monday() + timedelta(days=3), "absent", now=evening(3))
    assert [len(one.facts["days"]) for one in w.belonging(above)] == [3, 1]


async def test_two_places_on_one_day_are_one_case_that_stands_while_one_of_them_does(w: World) -> None:
    above, case = await absent(w)
    w.attend(above, next_monday(), "absent", line=1, now=evening())
    assert [[d["day"] for d in one.facts["days"]] for one in w.belonging(above)] == [[day(0), day(0)]]
    w.attend(above, next_monday(), "present", "5", now=evening(1))
    await w.courier.deliver(case)
    await w.at_time(case)
    assert w.case(case).closed_at is None
    w.attend(above, next_monday(), "present", "3", line=1, now=evening(1))
    await w.courier.deliver(case)
    await w.stands_at(case, "corrected_away")


async def test_an_absence_that_was_corrected_and_is_registered_again_begins_anew(w: World) -> None:
    above, case = await absent(w)
    for status, hours in (("present", "5"), ("absent", "")):
        w.attend(above, next_monday(), status, hours, now=evening(1))
        await w.courier.deliver(case)
        if status == "present":
            await w.stands_at(case, "corrected_away")
    assert [one.outcome for one in w.belonging(above)] == ["corrected_away", None]


async def test_an_absence_under_sickness_that_is_taken_back_begins_a_case(w: World) -> None:
    case = await w.at("planning", readiness="job_ready")
    await w.decide(case, "obligation.plan", "jobconsultant", **planned())
    await w.stands_at(case, "running")
    sick(w, case)
    w.attend(case, next_monday(), "absent", now=evening())
    assert w.belonging(case) == []
    with w.store.write() as db:
        row, [spell] = cases.get(db, case), spells.of_case(db, case)
        assert row
        spells.end(db, row, spell.id, next_monday() - timedelta(days=1), w.ids["caseworker"], evening(1), policies())
    assert [one.facts["days"][0]["day"] for one in w.belonging(case)] == [day(0)]


async def test_who_is_reported_sick_first_is_not_absent(w: World) -> None:
    case = await w.at("planning", readiness="job_ready")
    await w.decide(case, "obligation.plan", "jobconsultant", **PLANNED | {"starts_on": day(0)})
    await w.stands_at(case, "running")
    sick(w, case)
    w.attend(case, next_monday(), "absent", now=evening())
    assert w.belonging(case) == []


async def test_the_supervisor_is_warned_after_two_months_and_the_case_lapses_after_three(w: World) -> None:
    """After the legal limit nothing can be decided at all, whatever stage the case is in."""
    _, case = await absent(w)
    await contacted(w, case)
    await w.task(case, SEND)
    last = latest_day(next_monday(), 3)
    await w.skip_until(case, at_local(last, time(23, 58)))
    assert "alarm.sanction_latest" in [e.what for e in w.history(case)]
    assert w.case(case).closed_at is None
    await w.skip(case, minutes=3)
    await w.stands_at(case, "lapsed")
    assert [t.state for t in w.tasks(case)][-1] == "exited"


async def test_an_absence_ends_with_the_case_of_the_citizen(w: World) -> None:
    above, case = await absent(w)
    await w.say(above, "move", to="leaving")
    await w.decide(above, "obligation.exit", "caseworker", because="benefit_ended", ended_on=str(today()), reason=REASON)
    await w.stands_at(above, "benefit_ended")
    await w.courier.deliver(case)
    await w.stands_at(case, "case_ended")
    await eventually(lambda: all(m.delivered_at for m in w.messages(above)))
