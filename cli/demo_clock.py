"""Moves the business time of one demo case (docs/adr/0002)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from store import cases
from store.db import Store
from workflows.state import CaseStatus

PATIENCE = 60.0
LOOKS_EVERY = 0.05
JUST_AFTER = timedelta(milliseconds=50)


async def until(look: Callable[[], Any], what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not await look():
                await asyncio.sleep(LOOKS_EVERY)
    except TimeoutError:
        raise TimeoutError(f"the demo waited in vain for {what}") from None


class Clock:
    def __init__(self, store: Store, client: Client, case_id: str) -> None:
        self._store, self._case_id = store, case_id
        self._handle = client.get_workflow_handle(case_id)
        self._seen: CaseStatus | None = None
        """How the case stood when it was last at rest; None when it has been disturbed since, or is closed."""

    async def catch_up(self, to: datetime) -> None:
        """Move the clock to `to`, stopping at each of the case's timers, so that each fires at its own time."""
        while self._seen or not await self.settle():
            assert self._seen is not None
            due = self._seen.next_timer
            stop = min(due, to) if due else to
            await self.shift(stop - datetime.now(UTC) + JUST_AFTER)
            if due is None or due >= to:
                await self.settle()
                return

    async def settle(self) -> bool:
        """Until the case waits for a person or a date; whether it is closed."""
        await until(self._is_settled, f"{self._case_id} to come to rest")
        return self._seen is None

    async def shift(self, by: timedelta) -> None:
        await self._handle.signal("shift_clock", by)
        self._seen = None

    async def _is_settled(self) -> bool:
        if await asyncio.to_thread(partial(is_closed, self._store, self._case_id)):
            self._seen = None
            return True
        try:
            status = await self._handle.query("status", result_type=CaseStatus)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False  # another courier is just starting it
            raise
        self._seen = status if status.at_rest else None
        return self._seen is not None


def is_closed(store: Store, case_id: str) -> bool:
    with store.read() as db:
        case = cases.get(db, case_id)
    return case is not None and case.closed_at is not None
