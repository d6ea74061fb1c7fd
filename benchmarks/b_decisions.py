"""(b) How long one person waits for claim and complete, with the whole system running.

Each decision's case has gone on to its next task before the next click: what many at once do is in (a).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count

from benchmarks import processes, towns
from benchmarks.harness import Row, Sample, Scale, alternate, p50, p99, say, timed, wait_until
from benchmarks.http import Caller
from store.importing import import_citizens

SLOWEST = 8
COVERED = {"covered": True, "decided_on": "2026-11-20", "reference": "KY-2026-1",
           "reason": "En konkret og individuel begrundelse."}  # fmt: skip
STEPS = {"claim": ("ready", "reserved", {}), "complete": ("reserved", "completed", {"decision": COVERED})}
"""Operation to state before, state after, and what is sent."""
GONE_ON = "SELECT count(*) FROM tasks WHERE kind = 'obligation.guidance'"
GUARDED = "UPDATE tasks SET state = ?, version = version + 1 WHERE id = ? AND state = ? AND version = ?"


def rows(scale: Scale) -> list[Row]:
    rounds = scale(400)
    say(f"b: {rounds} claims and completes by HTTP, and as bare updates")
    with towns.town() as town, processes.up(town.data) as up, closing(town.sqlite()) as db:
        file = towns.citizens(town.data / "citizens.csv", 2 * rounds)
        import_citizens(town.store, file, now=datetime.now(UTC), actor=None)
        wait_until(lambda: len(town.ready_tasks()) == 2 * rounds, patience=300)
        caller, ids = Caller(up.address, token=town.token), town.ready_tasks()
        ours, bare = ids[:rounds], ids[rounds:]
        found = []
        for version, name in enumerate(STEPS, 1):
            goes_on = name == "complete"
            http = _settled(_each(ours, _by_http(caller, name)), db, goes_on)
            floor = _each(bare, _guarded(db, name, version))
            found += _rows(name, *alternate(http, floor, rounds))
        return found


def _each(ids: list[str], work: Callable[[str], object]) -> Sample:
    left = iter(ids)
    return lambda: timed(lambda: work(next(left)))()


def _settled(sample: Sample, db: sqlite3.Connection, goes_on: bool) -> Sample:
    """The sample, each time followed by the wait for what it set off, which is not in its time."""
    done = count(1)

    def then_wait() -> float:
        took, expected = sample(), next(done) * goes_on
        wait_until(lambda: db.execute(GONE_ON).fetchone()[0] >= expected)
        return took

    return then_wait


def _by_http(caller: Caller, name: str) -> Callable[[str], object]:
    return lambda task_id: caller.post(f"/api/v1/tasks/{task_id}/{name}", STEPS[name][2])


def _guarded(db: sqlite3.Connection, name: str, version: int) -> Callable[[str], None]:
    before, after, _ = STEPS[name]

    def update(task_id: str) -> None:
        db.execute("BEGIN IMMEDIATE")
        assert db.execute(GUARDED, (after, task_id, before, version)).rowcount == 1
        db.execute("COMMIT")

    return update


def _rows(name: str, http: list[float], bare: list[float]) -> list[Row]:
    half = p50(http)
    return [
        Row(f"b  {name} by HTTP, p50", half, "ms", p50(bare), "guarded UPDATE", f"under {SLOWEST} ms", half < SLOWEST),
        Row(f"b  {name} by HTTP, p99", p99(http), "ms", p99(bare), "guarded UPDATE"),
    ]
