"""Open cases, asked one by one: does the engine run it, and do both know the same open tasks?"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from domain.tasks import OPEN
from store import reconcile as proof
from store.db import Store
from store.reconcile import Violation
from workflows.state import CaseStatus

AT_ONCE = 16
PATIENCE = timedelta(seconds=10)
SECOND_LOOK = 2.0
"""Seconds until what looks wrong is looked at again: between the two looks a case may just have moved."""


async def violations(client: Client, store: Store, ids: list[str]) -> list[Violation]:
    """What is wrong with these cases at both of two looks."""
    first = await _look(client, store, ids)
    suspects = sorted({v.case_id for v in first})
    if not suspects:
        return []
    await asyncio.sleep(SECOND_LOOK)
    again = set(await _look(client, store, suspects))
    return [v for v in first if v in again]


async def _look(client: Client, store: Store, ids: list[str]) -> list[Violation]:
    with store.read() as db:
        found = proof.violations(db, datetime.now(UTC))
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(case_id: str) -> list[Violation]:
        async with gate:
            return await _case(client, store, case_id)

    answers = await asyncio.gather(*(one(case_id) for case_id in ids))
    wanted = set(ids)
    return [v for v in found if v.case_id in wanted] + [v for answer in answers for v in answer]


async def _case(client: Client, store: Store, case_id: str) -> list[Violation]:
    handle = client.get_workflow_handle(case_id)
    try:
        described = await handle.describe(rpc_timeout=PATIENCE)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            return [Violation("does_not_answer", case_id)]
        return await asyncio.to_thread(_missing, store, case_id)
    if described.status is not WorkflowExecutionStatus.RUNNING:
        return [Violation("workflow_stopped", case_id)]
    try:
        status = await handle.query("status", result_type=CaseStatus, rpc_timeout=PATIENCE)
    except (RPCError, WorkflowQueryFailedError):
        return [Violation("does_not_answer", case_id)]
    return await asyncio.to_thread(_compare, store, case_id, status)


def _missing(store: Store, case_id: str) -> list[Violation]:
    """A start that is on its way is no violation, unless a later message waits behind a lost case."""
    with store.read() as db:
        is_starting = proof.start_is_waiting(db, case_id)
    return [] if is_starting else [Violation("workflow_missing", case_id)]


def _compare(store: Store, case_id: str, status: CaseStatus) -> list[Violation]:
    with store.read() as db:
        case = next(proof.open_cases(db, [case_id]), None)
        if case is None or proof.has_message_waiting(db, case_id):
            return []
        known = proof.tasks_of(db, case_id)
    found = [Violation("task_unknown", case_id, t) for t, row in known.items()
             if row.state in OPEN and t not in status.open_tasks]  # fmt: skip
    if not status.suspended:
        found += [_not_open(case_id, t, known.get(t)) for t in status.open_tasks
                  if t not in known or known[t].state not in OPEN]  # fmt: skip
    return found + _overdue(case, status)


def _not_open(case_id: str, task_id: str, row: sa.Row[Any] | None) -> Violation:
    is_decided = row is not None and row.state == "completed"
    return Violation("decision_not_reached" if is_decided else "task_missing", case_id, task_id)


def _overdue(case: sa.Row[Any], status: CaseStatus) -> list[Violation]:
    """The case's own clock may be shifted in training and demo."""
    until = case.suspended_until if case.suspended_at else case.waiting_until
    late = datetime.now(UTC) + status.shift - proof.PATIENCE
    return [Violation("timer_overdue", case.id)] if until and until < late else []
