"""Stories of complaints and of access to the file: each ending, for the replay tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.complaints import (
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
    complaint,
    under,
)
from tests.support.world import REASON, World, eventually, today

DECIDE, HAND_OVER = "access_to_file.decide", "access_to_file.hand_over"


async def complaint_upheld(w: World) -> str:
    """Nobody does it for so long that the supervisor is warned; then the citizen wins."""
    case = await complaint(w)
    await w.task(case, REASSESS)
    await w.skip(case, days=22)
    await w.decide(case, REASSESS, "legal", result="upheld", **WON)
    await w.decide(case, CARRY_OUT, "caseworker", **DONE)
    await w.stands_at(case, "upheld")
    return case


async def complaint_confirmed(w: World) -> str:
    """A representative, a corrected decision, won in part, the rest confirmed."""
    case = await complaint(w, complainant="representative")
    await w.decide(case, CLARIFY, "legal", result="authorised", reason=REASON)
    first = await w.task(case, REASSESS)
    w.correct_facts(case, decision=a_decision(w, w.case(case).parent_id, ASSESSMENT, "jobconsultant2", 4,
                                              effort="full", reason=REASON))  # fmt: skip
    await w.say(case, "correct")
    await w.decide(case, CLARIFY, "legal", result="authorised", reason=REASON)
    await eventually(lambda: [t for t in w.tasks(case, REASSESS) if t.id != first.id])
    await w.decide(case, REASSESS, "legal", result="partly", **WON | {"carried_out_by": "benefit"})
    await w.decide(case, FORWARD, "legal", **SENT)
    await w.decide(case, CORRECT_BENEFIT, "benefit", **DONE)
    await w.decide(case, BOARD, "legal", result="confirmed", **BACK)
    await w.stands_at(case, "confirmed")
    return case


async def complaint_changed(w: World) -> str:
    """Too late, forwarded all the same; remitted, maintained again, changed."""
    case = await complaint(w, decision_received_on=today() - timedelta(days=60))
    learned: dict[str, Any] = {"learning": "Oplys sagen bedre."}
    for result, more in (("remitted", learned), ("changed", learned | {"carried_out_by": "effort"})):
        await w.decide(case, REASSESS, "legal", result="maintained", reason=REASON)
        await w.decide(case, FORWARD, "legal", **SENT)
        await w.decide(case, BOARD, "legal", result=result, **BACK, **more)
    await w.decide(case, CARRY_OUT, "caseworker", **DONE)
    await w.stands_at(case, "changed")
    return case


async def complaint_dismissed(w: World) -> str:
    """The board has it for so long that the municipality is reminded."""
    case = await complaint(w, decision=None, decision_received_on=None)
    await w.decide(case, REASSESS, "legal", result="maintained", reason=REASON)
    await w.decide(case, FORWARD, "legal", **SENT)
    await w.task(case, BOARD)
    await w.skip(case, days=190)
    await w.decide(case, BOARD, "legal", result="dismissed", **BACK)
    await w.stands_at(case, "dismissed")
    return case


async def complaint_withdrawn(w: World) -> str:
    case = await complaint(w)
    await w.decide(case, REASSESS, "legal", result="withdrawn", reason=REASON)
    await w.stands_at(case, "withdrawn")
    return case


async def complaint_not_handled(w: World) -> str:
    case = await complaint(w, complainant="anonymous")
    await w.decide(case, CLARIFY, "legal", result="unclear", reason=REASON)
    await w.stands_at(case, "not_handled")
    return case


async def _asked(w: World) -> str:
    return await under(w, w.put(), "access_to_file", received_on=today(), asked_by="citizen", scope="whole",
                       text="Jeg vil se min sag.")  # fmt: skip


async def access_to_file_given(w: World) -> str:
    """Nobody answers in time; then it is given in part."""
    case = await _asked(w)
    await w.task(case, DECIDE)
    await w.skip(case, days=14)
    await w.decide(case, DECIDE, "caseworker", result="partial", left_out="Interne notater.", reason=REASON)
    await w.decide(case, HAND_OVER, "caseworker", handed_on=str(today()), way="letter", others_are_hidden="yes",
                   reference="Journal 2026-19")  # fmt: skip
    await w.stands_at(case, "given")
    return case


async def access_to_file_refused(w: World) -> str:
    case = await _asked(w)
    await w.decide(case, DECIDE, "caseworker", result="refused", left_out="Hele sagen.", reason=REASON)
    await w.stands_at(case, "refused")
    return case


async def access_to_file_withdrawn(w: World) -> str:
    case = await _asked(w)
    await w.decide(case, DECIDE, "caseworker", result="withdrawn", reason=REASON)
    await w.stands_at(case, "withdrawn")
    return case


async def access_to_file_suspended(w: World) -> str:
    """The law's days run out while the case stands still."""
    case = await _asked(w)
    await w.task(case, DECIDE)
    await w.say(case, "suspend", until=(datetime.now(UTC) + timedelta(days=30)).isoformat())
    await w.skip(case, days=31)
    await eventually(lambda: w.case(case).suspended_at is None)
    await w.decide(case, DECIDE, "caseworker", result="withdrawn", reason=REASON)
    await w.stands_at(case, "withdrawn")
    return case


STORIES = [
    complaint_upheld, complaint_confirmed, complaint_changed, complaint_dismissed, complaint_withdrawn,
    complaint_not_handled, access_to_file_given, access_to_file_refused, access_to_file_withdrawn,
    access_to_file_suspended,
]  # fmt: skip
