"""A completed task opened again: a new one in its place, only while the case has not acted on the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from domain.deadlines import Deadline
from domain.errors import Refusal
from domain.tasks import Operation
from domain.text import Text
from store import cases, outbox, tasks, undelivered
from store.tables import tasks as table

REOPENED_IDS = UUID("0d0b6f0e-5f0c-4a52-9b0d-6d1a86b3f7a4")


class ActedPast(Refusal):
    def __init__(self) -> None:
        super().__init__("acted_past", Text(
            da="Sagen er allerede gået videre på afgørelsen. Ret i stedet en oplysning på sagen.",
            en="The case has already acted on the decision. Correct a fact of the case instead."))  # fmt: skip


def reopen(db: sa.Connection, task: sa.Row[Any], actor: str, reason: str, now: datetime) -> sa.Row[Any]:
    """The task that stands in the place of `task`, with the old answer as its draft. Asked again, the same one."""
    new_id = str(uuid5(REOPENED_IDS, task.id))
    known = tasks.get(db, new_id)
    if known is not None:
        return known
    if _is_closed(db, task):
        raise cases.CaseIsClosed
    if not is_possible(db, task):
        raise ActedPast
    tasks.move(db, task, Operation.reopen, actor, now, details={"reason": reason, "to": new_id})
    same = {name: getattr(task, name) for name in (
        "case_id", "programme", "kind", "stage", "visit", "role", "team_id", "excluded", "data", "priority", "aside")}
    new = tasks.insert(db, {"id": new_id, "reopened_from": task.id, **same}, Deadline.model_validate(task.due), now)
    tasks.save_draft(db, new_id, task.decided_by, task.decision, now)
    outbox.put(db, task.case_id, "signal", "reopened", {"task_id": new_id, "instead_of": task.id}, now)
    undelivered.look_again(db, task.case_id, now)
    return new


def is_possible(db: sa.Connection, task: sa.Row[Any]) -> bool:
    """By what the case has written. A case that is just now acting withdraws the new task itself."""
    case = cases.get(db, task.case_id)
    if case is None or case.closed_at is not None or task.completed_at is None:
        return False
    later = sa.select(table.c.id).where(table.c.case_id == case.id, table.c.received_at > task.completed_at)
    return bool(case.visit == task.visit and case.waiting_kind is None and db.execute(later.limit(1)).first() is None)


def _is_closed(db: sa.Connection, task: sa.Row[Any]) -> bool:
    case = cases.get(db, task.case_id)
    return case is None or case.closed_at is not None
