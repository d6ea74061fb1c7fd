"""Cases that belong to a citizen's case, as a person registers them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from activities.cases import CaseActivities
from activities.messages import OpenTask
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.tasks import Operation
from store import cases, tasks
from tests.support.dated import Dated
from tests.support.world import REASON, World, today

ASSESSMENT, APPROVAL = "obligation.individual_assessment", "obligation.approve_exemption"
CLARIFY, REASSESS, FORWARD, BOARD, CARRY_OUT, CORRECT_BENEFIT = (
    f"complaint.{k}" for k in ("clarify", "reassess", "forward", "board", "carry_out", "carry_out_benefit")
)
WON = {"reason": REASON, "carried_out_by": "effort", "learning": "Begrund mere konkret."}
SENT = Dated(lambda: {"forwarded_on": str(today()), "reference": "AST-2026-1", "statement": REASON})
BACK = Dated(lambda: {"received_on": str(today()), "reference": "AST-2026-1", "summary": REASON})
DONE = Dated(lambda: {"done_on": str(today()), "reference": "Journal 2026-18", "what": REASON})


def a_decision(w: World, case_id: str, kind: str, who: str, visit: int = 2, **answer: Any) -> str:
    """A decision of this kind that stands on the case; its id."""
    task_id, now = str(uuid4()), datetime.now(UTC)
    CaseActivities(w.store, policies()).open_task(OpenTask(
        case_id=case_id, stage="assessment", visit=visit, now=now, task_id=task_id, kind=kind, data={}))  # fmt: skip
    with w.store.write() as db:
        held = tasks.get(db, task_id)
        assert held
        if held.state == "ready":
            tasks.move(db, held, Operation.claim, w.ids[who], now, assignee_id=w.ids[who])
        held = tasks.get(db, task_id)
    w.complete(held, who, **answer)
    return task_id


def an_assessed_case(w: World, by: str = "jobconsultant") -> tuple[str, str]:
    """A citizen's case and the assessment that stands on it."""
    case_id = w.put()
    return case_id, a_decision(w, case_id, ASSESSMENT, by, effort="full", reason=REASON)


async def under(w: World, case_id: str, programme: str, **facts: Any) -> str:
    """A case of that programme that belongs to this one."""
    made = PROGRAMMES[programme].facts.model_validate(facts)
    with w.store.write() as db:
        parent = cases.get(db, case_id)
        assert parent
        opened = cases.open_belonging(
            db, PROGRAMMES[programme], parent, facts=made.model_dump(mode="json"), key=uuid4().hex,
            actor=w.ids["caseworker"], now=datetime.now(UTC))  # fmt: skip
    await w.courier.deliver(opened)
    return opened


async def complaint(w: World, *, days_ago: int = 0, **facts: Any) -> str:
    case_id, decision = an_assessed_case(w)
    received = today() - timedelta(days=days_ago)
    given = {"received_on": received, "channel": "letter", "complainant": "citizen", "text": "Jeg er ikke enig.",
             "decision": decision, "decision_received_on": received - timedelta(days=7)}  # fmt: skip
    return await under(w, case_id, "complaint", **given | facts)
