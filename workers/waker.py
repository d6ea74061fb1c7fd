"""Brings tasks back that a person has put on hold until a date."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from domain.errors import Refusal
from store import tasks
from store.db import Store

EVERY = 30.0
"""Seconds between looks; a hold ends in the morning, so nobody waits for it."""
logger = logging.getLogger("handleplan.waker")


async def wake_for_ever(store: Store) -> None:
    while True:
        try:
            await asyncio.to_thread(wake, store, datetime.now(UTC))
        except Refusal as refusal:
            # Somebody changed the task meanwhile, or the database is away: the next look decides.
            logger.info("not woken: %s", refusal.code)
        await asyncio.sleep(EVERY)


def wake(store: Store, now: datetime) -> int:
    with store.write() as db:
        return tasks.wake(db, now)
