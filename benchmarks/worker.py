"""A worker process for the two-task case and the bare workflows: `python -m benchmarks.worker DATA`."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from temporalio.worker import Worker

from benchmarks.bare_week import BareWeek, nothing
from benchmarks.two_tasks import BARE_QUEUE, Bare, join_programmes
from cli.context import calm_garbage_collector
from cli.settings import Settings
from cli.working import postman_of
from store.db import Store
from workers.service import reach, serve
from workers.worker import THREADS
from workers.worker import settings as worker_settings


async def main(data: Path) -> None:
    join_programmes()
    settings = Settings(data=data)
    store, stop, ready = Store(settings.database(), settings.secrets()), asyncio.Event(), asyncio.Event()
    client = await reach(store.secrets, stop)
    assert client
    bare = Worker(client, task_queue=BARE_QUEUE, workflows=[Bare, BareWeek], activities=[nothing],
                  activity_executor=ThreadPoolExecutor(THREADS), max_concurrent_activities=THREADS,
                  max_concurrent_local_activities=THREADS, **worker_settings())  # fmt: skip
    async with bare, asyncio.TaskGroup() as tasks:
        tasks.create_task(serve(store, stop, ready=ready, postman=postman_of(settings, store)))
        await ready.wait()
        calm_garbage_collector()
        print("ready", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
