"""(e) What it costs to keep it running: memory, history, start, and a worker that was killed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client

from benchmarks import processes, towns
from benchmarks.b_decisions import COVERED
from benchmarks.harness import Row, Scale, alternate, p50, say, seconds, wait_until
from benchmarks.http import Caller
from benchmarks.two_tasks_town import callers
from store.importing import import_citizens

MEGABYTES, EVENTS, TO_READY, FIRST_DECISION = 200, 20, 5, 2.5
GUIDANCE = "SELECT count(*) FROM tasks WHERE kind = 'obligation.guidance'"
READY = "SELECT count(*) FROM tasks WHERE state = 'ready'"
ROUNDS = 3


def rows(scale: Scale) -> list[Row]:
    return [_events(), *_a_large_town(scale)]


def _events() -> Row:
    say("e: events in the history of a case")

    async def count() -> tuple[int, int]:
        async with callers() as there:
            ids = await there.case(), await there.bare()
            for handle in (handles := [there.client.get_workflow_handle(i) for i in ids]):
                await handle.result()
            ours, bare = [len((await handle.fetch_history()).events) for handle in handles]
            return ours, bare

    ours, bare = asyncio.run(count())
    return Row("e  history of a two-task case", ours, "events", bare, "bare workflow", f"at most {EVENTS}",
               ours <= EVENTS)  # fmt: skip


def _a_large_town(scale: Scale) -> list[Row]:
    with towns.town() as town:
        found = _memory(town, scale)
        say("e: start on that data, and decisions with the worker killed and alive")
        found.append(_start(town))
        with processes.up(town.data) as up:
            found.append(_first_decision(town, up))
    return found


def _memory(town: towns.Town, scale: Scale) -> list[Row]:
    found, known = [], 0
    with processes.up(town.data) as up:
        idle = processes.megabytes(up.worker())
        for cases in (scale(1000), scale(5000)):
            say(f"e: worker memory at {cases:,} open cases")
            file = towns.citizens(town.data / "citizens.csv", cases - known, first=known)
            import_citizens(town.store, file, now=datetime.now(UTC), actor=None)
            _wait_for_tasks(town, cases)
            used, known = processes.megabytes(up.worker()), cases
            found.append(Row(f"e  worker with {cases:,} open cases", used, "MB", idle, "worker with none",
                             f"under {MEGABYTES} MB", used < MEGABYTES))  # fmt: skip
    return found


def _wait_for_tasks(town: towns.Town, count: int) -> None:
    with closing(town.sqlite()) as db:
        wait_until(lambda: db.execute(READY).fetchone()[0] == count, patience=900, pause=0.25)


def _start(town: towns.Town) -> Row:
    ours, bare = alternate(lambda: seconds(lambda: _up_and_down(town)), lambda: _engine_alone(town), ROUNDS)
    return Row("e  up, from command to ready", p50(ours), "s", p50(bare), "engine alone", f"under {TO_READY} s",
               p50(ours) < TO_READY)  # fmt: skip


def _first_decision(town: towns.Town, up: processes.Up) -> Row:
    caller, left = Caller(up.address, token=town.token), iter(town.ready_tasks())

    def killed() -> float:
        dead = up.worker()
        os.kill(dead, signal.SIGKILL)
        took = _until_next_task(town, caller, next(left))
        wait_until(lambda: up.worker() not in (0, dead))
        return took

    ours, alive = alternate(killed, lambda: _until_next_task(town, caller, next(left)), ROUNDS)
    return Row("e  first decision after kill -9 of the worker", p50(ours), "s", p50(alive), "worker alive",
               f"within {FIRST_DECISION} s", p50(ours) <= FIRST_DECISION)  # fmt: skip


def _up_and_down(town: towns.Town) -> None:
    with processes.up(town.data):
        pass


def _engine_alone(town: towns.Town) -> float:
    """From its start to its first answer, on a copy of the same file."""
    with TemporaryDirectory(prefix="handleplan-bench-") as folder:
        file = Path(shutil.copy(town.data / "engine.db", folder))
        began = time.perf_counter()
        with processes.engine(Path(folder), file) as address:
            asyncio.run(_connected(address))
            return time.perf_counter() - began


async def _connected(address: str) -> None:
    while True:
        with suppress(RuntimeError):
            await Client.connect(address)
            return


def _until_next_task(town: towns.Town, caller: Caller, task_id: str) -> float:
    """From the first click, not from its answer."""
    with closing(town.sqlite()) as db:
        before, began = db.execute(GUIDANCE).fetchone(), time.perf_counter()
        caller.post(f"/api/v1/tasks/{task_id}/claim", {})
        caller.post(f"/api/v1/tasks/{task_id}/complete", {"decision": COVERED})
        wait_until(lambda: bool(db.execute(GUIDANCE).fetchone() > before))
        return time.perf_counter() - began
