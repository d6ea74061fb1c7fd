"""Mending what `reconcile` has found. Each step may be repeated without harm."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from temporalio.client import Client
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from domain.programmes import kind_named
from domain.tasks import OPEN, Decided
from store import outbox, tasks
from store import reconcile as proof
from store.db import Store
from store.reconcile import Violation
from workers.courier import PROGRAMME, TASK_QUEUE, Courier
from workflows.again import Asked, Past, Ruled, Visit
from workflows.registry import CASES, STATES
from workflows.state import CaseState


async def repair(client: Client, store: Store, violation: Violation) -> bool:
    """Whether something was done about it."""
    if violation.code in ("workflow_missing", "workflow_stopped"):
        return await _start_again(client, store, violation.case_id)
    if not await asyncio.to_thread(_in_the_store, store, violation):
        return False
    await Courier(client, store).deliver(violation.case_id)
    return not await asyncio.to_thread(_has_message_waiting, store, violation.case_id)


def _has_message_waiting(store: Store, case_id: str) -> bool:
    with store.read() as db:
        return proof.has_message_waiting(db, case_id)


def _in_the_store(store: Store, violation: Violation) -> bool:
    now = datetime.now(UTC)
    with store.write() as db:
        if violation.code == "undelivered":
            return True
        if violation.code == "task_unknown" and violation.task_id:
            tasks.withdraw(db, [violation.task_id], now)
        elif violation.code == "decision_not_reached" and violation.task_id:
            task = tasks.get(db, violation.task_id)
            assert task is not None
            outbox.put(db, violation.case_id, "signal", "decided", decided(task), now)
        else:
            return False
    return True


async def _start_again(client: Client, store: Store, case_id: str) -> bool:
    """Not through the outbox: a start would queue there behind the signals that wait for it, and it would
    respect a run that has failed."""
    case, state = await asyncio.to_thread(_state, store, case_id)
    if case is None:
        return True
    try:
        await client.start_workflow(
            CASES[case.programme].__name__, state, id=case_id, task_queue=TASK_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            search_attributes=TypedSearchAttributes([SearchAttributePair(PROGRAMME, case.programme)]),
            static_summary=f"{case.programme} {case_id}",
        )  # fmt: skip
    except WorkflowAlreadyStartedError:
        return True
    return True


def _state(store: Store, case_id: str) -> tuple[sa.Row[Any] | None, CaseState | None]:
    """The case as the database tells it: it enters its stage again and finds its open tasks by key."""
    with store.read() as db:
        case = next(proof.open_cases(db, [case_id]), None)
        if case is None:
            return None, None
        past = _past(db, case)
    return case, STATES[case.programme].begun_anew(past)


def _past(db: sa.Connection, case: sa.Row[Any]) -> Past:
    rows = sorted(proof.tasks_of(db, case.id).values(), key=lambda t: (t.visit, t.received_at))
    taken_back = {t.reopened_from for t in rows}
    return Past(
        case.id, case.stage, case.visit, case.suspended_at, case.suspended_until,
        start=proof.first_payload(db, case.id) or {"doubtful": bool(case.doubts)},
        asked=[_asked(t, stands=t.state == "completed" and t.id not in taken_back) for t in rows],
        visits=[Visit._make(row) for row in proof.visits_of(db, case)],
        ruled=[Ruled._make(row) for row in proof.rulings_of(db, case)],
    )  # fmt: skip


def _asked(task: sa.Row[Any], stands: bool) -> Asked:
    return Asked(task.id, kind_named(task.kind), task.visit, task.data, task.state in OPEN,
                 Decided.model_validate(decided(task)) if stands else None, task.aside, task.reopened_from)  # fmt: skip


def decided(task: sa.Row[Any]) -> dict[str, Any]:
    """The signal that tells a case its decision, as the store wrote it first: without free text."""
    answer = kind_named(task.kind).decision.model_validate(task.decision).for_case()
    at = task.completed_at.isoformat()
    return {"task_id": task.id, "by": task.decided_by, "acting_for": task.acting_for, "at": at, "answer": answer}
