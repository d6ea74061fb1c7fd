"""Stories of absence and of what follows it: each ending, for the replay tests."""

from __future__ import annotations

from datetime import timedelta

from tests.support.absences import (
    CONFIRM,
    DECIDE,
    PAY_BACK,
    PERSONAL,
    REPLY,
    REVIEW,
    SEND,
    TELL,
    TOLD,
    absent,
    carried_out,
    contacted,
    corrected_after,
    day,
    decided,
    evening,
    heard,
    next_monday,
    sent,
)
from tests.support.complaints import CORRECT_BENEFIT, REASSESS, WON, under
from tests.support.world import REASON, World, eventually, today


async def absence_excused(w: World) -> str:
    """Not reached at first; heard; then a ground, and the citizen is told."""
    _, case = await absent(w)
    await contacted(w, case, reached=False, next="again")
    await contacted(w, case)
    await w.decide(case, SEND, "caseworker", account="Du mødte ikke i Fælledparken mandag.")
    said = {"reply": "received", "answered_on": day(1), "ground": "childcare", "next": "excused", "note": REASON}
    await w.decide(case, REPLY, "caseworker", **said)
    await w.decide(case, TELL, "caseworker", **TOLD)
    await w.stands_at(case, "excused")
    return case


async def absence_no_sanction(w: World) -> str:
    """Activity-ready: tried in person, heard, a precondition missing, put right, decided, not confirmed, given up."""
    _, case = await absent(w, "activity_ready")
    await contacted(w, case)
    tried = {"contacted_on": day(1), "channel": "visit", "reached": False, "ground": "none", "note": REASON}
    await w.decide(case, PERSONAL, "caseworker", **tried, next="hearing")
    await heard(w, case)
    await w.decide(case, "absence.evidence", "caseworker", next="check", reason=REASON)
    await w.decide(case, "absence.evidence", "caseworker", next="drop", reason=REASON)
    await w.decide(case, TELL, "caseworker", **TOLD)
    await w.stands_at(case, "no_sanction")
    return case


async def absence_sanctioned(w: World) -> str:
    _, case = await carried_out(w)
    return case


async def absence_not_confirmed(w: World) -> str:
    _, case = await decided(w)
    await w.decide(case, CONFIRM, "supervisor", confirmed=False, reason=REASON)
    await w.decide(case, DECIDE, "caseworker", deduct=False, reason=REASON)
    await w.decide(case, TELL, "caseworker", how="died", account=REASON)
    await w.stands_at(case, "no_sanction")
    return case


async def absence_corrected_away(w: World) -> str:
    """Another day comes to the case; then both turn out to be attended."""
    above, case = await absent(w, days=2)
    for n in (0, 1):
        w.attend(above, next_monday() + timedelta(days=n), "present", "5", now=evening(2))
        await w.courier.deliver(case)
    await w.stands_at(case, "corrected_away")
    return case


async def absence_lapsed(w: World) -> str:
    """Nobody does anything until the law's time has run out."""
    _, case = await absent(w)
    await w.skip(case, days=130)
    await eventually(lambda: w.case(case).closed_at)
    await w.stands_at(case, "lapsed")
    return case


async def absence_case_ended(w: World) -> str:
    above, case = await absent(w)
    await w.say(above, "close")
    await w.stands_at(above, "closed")
    await w.courier.deliver(case)
    await w.stands_at(case, "case_ended")
    return case


async def absence_overturned(w: World) -> str:
    """A complaint is won while the benefit office has the deduction to do."""
    above, case = await sent(w)
    [decision] = w.tasks(case, DECIDE)
    complaint = await under(w, above, "complaint", received_on=today(), channel="oral", complainant="citizen",
                            decision=decision.id, text="Jeg mødte.")  # fmt: skip
    await w.decide(complaint, REASSESS, "legal", result="upheld", **WON | {"carried_out_by": "benefit"})
    await w.task(complaint, CORRECT_BENEFIT)
    await w.courier.deliver(case)
    await w.stands_at(case, "overturned")
    return case


async def deduction_review_stands(w: World) -> str:
    case = await corrected_after(w)
    await w.decide(case, REVIEW, "legal", result="stands", account=REASON)
    await w.stands_at(case, "stands")
    return case


async def deduction_review_paid_back(w: World) -> str:
    case = await corrected_after(w)
    await w.decide(case, REVIEW, "legal", result="reversed", account=REASON)
    await w.decide(case, PAY_BACK, "benefit", paid_on=str(today()), reason=REASON)
    await w.stands_at(case, "paid_back")
    return case


STORIES = [
    absence_excused, absence_no_sanction, absence_sanctioned, absence_not_confirmed, absence_corrected_away,
    absence_lapsed, absence_case_ended, absence_overturned, deduction_review_stands, deduction_review_paid_back,
]  # fmt: skip
