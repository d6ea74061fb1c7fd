"""Worker and courier as they run in production and in the embedded mode: until told to stop."""

from __future__ import annotations

import asyncio
import logging

from temporalio.client import Client
from temporalio.service import RPCError

from store.db import Store
from store.secrets import Secrets
from workers.cache import CACHED_CASES
from workers.connection import connect, register_search_attributes
from workers.courier import Courier
from workers.postman import Postman
from workers.waker import wake_for_ever
from workers.worker import build_worker

logger = logging.getLogger("handleplan.worker")
AGAIN = 0.1


async def reach(secrets: Secrets, stop: asyncio.Event) -> Client | None:
    """The engine's client as soon as it answers; None when told to stop before that."""
    while not stop.is_set():
        try:
            client = await connect(secrets, lazy=False)
            await register_search_attributes(client)
            return client
        except (RuntimeError, OSError, RPCError) as error:
            logger.debug("the engine does not answer yet: %s", type(error).__name__)
            await asyncio.sleep(AGAIN)
    return None


async def serve(store: Store, stop: asyncio.Event, *, cached_cases: int = CACHED_CASES, ready: asyncio.Event,
                postman: Postman) -> None:  # fmt: skip
    """`ready` is set while worker and courier both work. A courier that fails ends the process: whoever
    started it starts it again."""
    client = await reach(store.secrets, stop)
    if client is None:
        return
    courier = asyncio.create_task(Courier(client, store).run())
    waker, post = asyncio.create_task(wake_for_ever(store)), asyncio.create_task(postman.run())
    told = asyncio.create_task(stop.wait())
    try:
        async with build_worker(client, store, cached_cases=cached_cases):
            ready.set()
            await asyncio.wait([told, courier, waker, post], return_when=asyncio.FIRST_COMPLETED)
            ready.clear()
        for part in (courier, waker, post):
            if part.done():
                part.result()
    finally:
        for task in (courier, waker, post, told):
            task.cancel()
        await asyncio.gather(courier, waker, post, told, return_exceptions=True)
