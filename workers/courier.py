"""Carries the outbox to the engine: in order per case, at least once, patiently while the engine is away."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

import sqlalchemy as sa
from temporalio.client import Client
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import Refusal
from store import cases, outbox
from store.db import Store
from workflows.registry import CASES, STATES

TASK_QUEUE = "handleplan"
PROGRAMME = SearchAttributeKey.for_keyword("HandleplanProgramme")
AT_ONCE = 16
PATIENCE = timedelta(seconds=5)
SILENCE = 0.5
"""Seconds between looks at the outbox when nobody called."""
logger = logging.getLogger("handleplan.courier")


class Courier:
    def __init__(self, client: Client, store: Store) -> None:
        self.client = client
        self._store = store
        self._busy: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._called = asyncio.Event()

    def call(self) -> None:
        self._called.set()

    async def run(self) -> None:
        """Deliver for ever; survives the engine's and the database's absence."""
        while True:
            try:
                moved = await self.round()
            except Refusal:
                moved = 0
                await asyncio.sleep(SILENCE)
            if not moved:
                self._called.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._called.wait(), SILENCE)

    async def round(self) -> int:
        """One look at the outbox; how many messages were delivered."""
        rows = await asyncio.to_thread(self._heads)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(case_id: str) -> int:
            async with gate:
                return await self.deliver(case_id)

        return sum(await asyncio.gather(*(one(r.case_id) for r in rows)))

    async def deliver(self, case_id: str) -> int:
        """All that waits for one case, oldest first, until one fails; how many were delivered."""
        async with self._busy.setdefault(case_id, asyncio.Lock()):
            return await self._deliver(case_id)

    async def _deliver(self, case_id: str) -> int:
        done, row = 0, await asyncio.to_thread(self._next, case_id)
        while row is not None:
            try:
                await send(self.client, row)
            except Exception as error:
                if _is_unknown(error) and await asyncio.to_thread(self._is_closed, case_id):
                    row = await asyncio.to_thread(self._delivered, row)
                    continue
                # Whatever is wrong with one message, the other cases' messages go on.
                why = error.status.name if isinstance(error, RPCError) else type(error).__name__
                await asyncio.to_thread(self._failed, row, why)
                logger.warning("outbox %s of %s not delivered: %s", row.id, case_id, why)
                break
            row, done = await asyncio.to_thread(self._delivered, row), done + 1
        return done

    def _heads(self) -> list[sa.Row[Any]]:
        with self._store.read() as db:
            return outbox.heads(db, datetime.now(UTC))

    def _next(self, case_id: str) -> sa.Row[Any] | None:
        with self._store.read() as db:
            return outbox.next_for(db, case_id)

    def _is_closed(self, case_id: str) -> bool:
        """A late signal to a case that is over is done with, also when the engine has forgotten the case."""
        with self._store.read() as db:
            case = cases.get(db, case_id)
        return case is not None and case.closed_at is not None

    def _delivered(self, row: sa.Row[Any]) -> sa.Row[Any] | None:
        """The next message of the same case."""
        with self._store.write() as db:
            outbox.mark_delivered(db, row.id, datetime.now(UTC))
            return outbox.next_for(db, row.case_id)

    def _failed(self, row: sa.Row[Any], error: str) -> None:
        with self._store.write() as db:
            outbox.mark_failed(db, row.id, row.attempts, error, datetime.now(UTC))


async def send(client: Client, row: sa.Row[Any]) -> None:
    """One message; a case that is already started has nothing left to hear of its start."""
    if row.kind == "start":
        with suppress(WorkflowAlreadyStartedError):
            await client.start_workflow(
                CASES[row.name].__name__,
                STATES[row.name].model_validate(row.payload),
                id=row.case_id,
                task_queue=TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                search_attributes=TypedSearchAttributes([SearchAttributePair(PROGRAMME, row.name)]),
                static_summary=f"{row.name} {row.case_id}",
                rpc_timeout=PATIENCE,
            )
        return
    await client.get_workflow_handle(row.case_id).signal(row.name, row.payload, rpc_timeout=PATIENCE)


def _is_unknown(error: Exception) -> bool:
    return isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND
