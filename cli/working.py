"""Worker and courier as a process: until SIGTERM or SIGINT."""

from __future__ import annotations

import asyncio
import signal

from cli.context import calm_garbage_collector
from cli.health import serve_health
from cli.settings import Settings
from domain.policies import policies
from store.db import Store
from workers.post import FolderPost
from workers.postman import Postman
from workers.service import serve

LOOPBACK = "127.0.0.1"
"""A container's health check comes from inside it, so the health port needs no other address."""


async def worker(settings: Settings, store: Store) -> None:
    stop, ready = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    health = await serve_health(LOOPBACK, settings.worker_port, ready.is_set) if settings.worker_port else None
    calming = asyncio.create_task(_calm(ready))
    try:
        await serve(store, stop, cached_cases=settings.cached_cases, ready=ready, postman=postman_of(settings, store))
    finally:
        calming.cancel()
        if health:
            health.close()


def postman_of(settings: Settings, store: Store) -> Postman:
    """The postman of this installation: the folder is the post until a municipality has another adapter."""
    return Postman(store, FolderPost(settings.post()), policies(), confirms=settings.post_confirms)


async def _calm(ready: asyncio.Event) -> None:
    await ready.wait()
    calm_garbage_collector()
