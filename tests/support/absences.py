"""A citizen who did not come, taken as far as a test needs it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from domain.calendar import at_local, local_date, monday_of
from tests.support.world import PLANNED, REASON, World, today

CONTACT, PERSONAL = "absence.contact", "absence.personal_contact"
SEND, REPLY, EVIDENCE = "absence.send_hearing", "absence.hearing_reply", "absence.evidence"
DECIDE, CONFIRM = "absence.decision", "absence.confirmation"
LETTER, INSTRUCT = "absence.send_decision", "absence.instruction"
TELL = "absence.tell"
REVIEW, PAY_BACK = "deduction_review.review", "deduction_review.pay_back"
TOLD = {"how": "letter", "account": "Du havde en rimelig grund, så der sker ikke mere."}
SPOKE = {"channel": "phone", "reached": True, "ground": "none", "note": REASON}
SILENT = {"reply": "none", "ground": "none", "next": "go_on", "note": REASON}


def next_monday() -> date:
    return monday_of(today()) + timedelta(days=7)


def planned(**more: Any) -> dict[str, Any]:
    """A plan that begins next Monday."""
    return PLANNED | {"starts_on": str(next_monday())} | more


async def absent(w: World, readiness: str | None = "job_ready", days: int = 1) -> tuple[str, str]:
    """A running case and the case of its absence, on the evening of the last day."""
    case = await w.at("planning", readiness=readiness)
    await w.decide(case, "obligation.plan", "jobconsultant", **planned())
    await w.stands_at(case, "running")
    for n in range(days):
        w.attend(case, next_monday() + timedelta(days=n), "absent", now=evening(n))
    found = w.belonging(case)[0].id
    await w.courier.deliver(found)
    await w.task(found, CONTACT)
    await w.skip_until(found, evening(days - 1))
    await w.at_time(found)
    return case, found


def evening(n: int = 0) -> datetime:
    return at_local(next_monday() + timedelta(days=n), time(17))


def day(n: int) -> str:
    return str(next_monday() + timedelta(days=n))


async def contacted(w: World, case: str, **more: Any) -> None:
    await w.decide(case, CONTACT, "caseworker", **{"contacted_on": day(1), "next": "hearing"} | SPOKE | more)


async def heard(w: World, case: str) -> None:
    """The letter is out and the time to answer has passed."""
    await w.decide(case, SEND, "caseworker", account="Du mødte ikke i Fælledparken mandag.")
    task = await w.task(case, REPLY)
    reply_by = date.fromisoformat(task.data["reply_by"])
    await w.skip_until(case, at_local(reply_by + timedelta(days=1), time(10)))
    await w.at_time(case)
    await w.decide(case, REPLY, "caseworker", **SILENT)


async def decided(w: World) -> tuple[str, str]:
    above, case = await absent(w)
    await contacted(w, case)
    await heard(w, case)
    await w.decide(case, DECIDE, "caseworker", deduct=True, days=1, reason=REASON)
    return above, case


async def sent(w: World) -> tuple[str, str]:
    """Decided, confirmed, and the citizen has the letter."""
    above, case = await decided(w)
    await w.decide(case, CONFIRM, "supervisor", confirmed=True, reason=REASON)
    await w.decide(case, LETTER, "caseworker", account="Vi har lagt vægt på, at du ikke mødte.")
    await w.task(case, INSTRUCT)
    return above, case


async def carried_out(w: World) -> tuple[str, str]:
    """The whole path to the receipt of the benefit office."""
    above, case = await sent(w)
    await w.decide(case, INSTRUCT, "benefit", carried_out=True, on=str(local_date(w.clock[case])), reference="KY-1")
    await w.stands_at(case, "sanctioned")
    return above, case


async def corrected_after(w: World) -> str:
    """The case that reviews a deduction after the citizen turned out to have come."""
    above, case = await carried_out(w)
    w.attend(above, next_monday(), "present", "5", now=w.clock[case] + timedelta(days=1), reason="Listen var forkert")
    [review] = w.belonging(above, "deduction_review")
    await w.courier.deliver(review.id)
    return str(review.id)
