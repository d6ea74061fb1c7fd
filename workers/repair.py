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
from domain.tasks import OPEN
from store import outbox, tasks
from store import reconcile as proof
from store.db import Store
from store.reconcile import Violation
from workers.courier import PROGRAMME, TASK_QUEUE, Courier
from workflows.registry import CASES, STATES
from workflows.state import CaseState

BY = ("proposed_by", "decided_by")


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
    """The case as its row and its decisions tell it: it enters its stage again and finds its open tasks by key."""
    with store.read() as db:
        case = next(proof.open_cases(db, [case_id]), None)
        if case is None:
            return None, None
        rows = sorted(proof.tasks_of(db, case_id).values(), key=lambda t: (t.visit, t.received_at))
        start = proof.first_payload(db, case_id) or {"doubtful": bool(case.doubts)}
    model = STATES[case.programme]
    asked = _asked([t for t in rows if t.visit == case.visit or (t.aside and t.state in OPEN)])
    taken_back = {t.reopened_from for t in rows}
    done = [task for task in rows if task.state == "completed" and task.id not in taken_back]
    own = set(model.model_fields) - set(CaseState.model_fields)
    remembered = {k: v for task in done if not task.aside for k, v in _answers(task, own).items()}
    # What was answered beside the stage since it was entered is heard again: hearing it twice changes nothing.
    aside = {asked[t.id]: {"kind": t.kind, "key": t.aside} for t in rows if t.aside and t.id in asked
             and (t.state in OPEN or t in done)}  # fmt: skip
    here = {asked[task.id]: decided(task) for task in done if task.id in asked}
    instead = {new: old for new, old in asked.items() if new != old and old not in here}
    place = {"case_id": case_id, "stage": case.stage, "visit": case.visit, "decided": here, "reopened": instead,
             "aside": aside, "suspended_since": case.suspended_at, "suspended_until": case.suspended_until}  # fmt: skip
    return case, model.model_validate(start | remembered | place)


def _asked(rows: list[sa.Row[Any]]) -> dict[str, str]:
    """Each task, the oldest first, to the one that its stage asked: itself, unless it stands in that one's place."""
    asked: dict[str, str] = {}
    for task in rows:
        asked[task.id] = asked.get(task.reopened_from, task.id)
    return asked


def _answers(task: sa.Row[Any], own: set[str]) -> dict[str, Any]:
    """What the case keeps of a decision, and who took it: another person must approve or confirm (promise P9)."""
    kept = {name: value for name, value in decided(task)["answer"].items() if name in own}
    return kept | ({name: [task.decided_by, task.acting_for] for name in BY if name in own} if kept else {})


def decided(task: sa.Row[Any]) -> dict[str, Any]:
    """The signal that tells a case its decision, as the store wrote it first: without free text."""
    answer = kind_named(task.kind).decision.model_validate(task.decision).for_case()
    at = task.completed_at.isoformat()
    return {"task_id": task.id, "by": task.decided_by, "acting_for": task.acting_for, "at": at, "answer": answer}
