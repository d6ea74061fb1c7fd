"""One part of the house as a process of its own that kills itself at a named point of one decision.

python -m tests.promises.part POINT DATABASE ENGINE [TASK USER]
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import activities.cases
from activities.messages import WeekClosed
from store import cases, outbox, tasks, weeks
from store.db import Store
from tests.support.engine import SECRETS, connected
from tests.support.world import COVERED, World
from workers import courier
from workers.courier import Courier
from workers.worker import build_worker

NEXT_KIND, NEXT_RULE = "obligation.guidance", "obligation.phase"
CONFIRM = "absence.confirmation"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killing(owner: Any, name: str, *, before: bool, when: Callable[..., bool] = lambda *_: True) -> None:
    """Replace a function by one that kills this process before or after the first call that `when` is about."""
    plain = getattr(owner, name)
    is_async = asyncio.iscoroutinefunction(plain)

    def watched(*args: Any, **named: Any) -> Any:
        if before and when(*args):
            die()
        answer = plain(*args, **named)
        if when(*args):
            die()
        return answer

    async def watched_async(*args: Any, **named: Any) -> Any:
        if before:
            die()
        await plain(*args, **named)
        die()

    setattr(owner, name, watched_async if is_async else watched)


def of_next_task(_: Any, values: dict[str, Any], *__: Any) -> bool:
    return bool(values["kind"] == NEXT_KIND)


def of_next_deadline(deadline: Any, *_: Any) -> bool:
    return bool(deadline.rule == NEXT_KIND)


def of_next_rule(*args: Any) -> bool:
    return NEXT_RULE in args


POINTS: dict[str, Callable[[], None]] = {
    "web before the decision is committed": lambda: killing(tasks, "complete", before=False),
    "web after the decision is committed": lambda: killing(Courier, "deliver", before=True),
    "web after the decision is sent": lambda: killing(outbox, "mark_delivered", before=True),
    "courier before the signal": lambda: killing(courier, "send", before=True),
    "courier after the signal": lambda: killing(courier, "send", before=False),
    "courier before its own commit": lambda: killing(outbox, "mark_delivered", before=False),
    "courier after its own commit": lambda: killing(Courier, "_delivered", before=False),
    "worker before it writes the ruling": lambda: killing(cases, "keep_ruling", before=True, when=of_next_rule),
    "worker before it writes the next task": lambda: killing(tasks, "insert", before=True, when=of_next_task),
    "worker before it commits the next task": lambda: killing(tasks, "insert", before=False, when=of_next_task),
    "worker after it committed the next task": lambda: killing(
        activities.cases, "first_ladder", before=True, when=of_next_deadline),
}  # fmt: skip


def of_confirmation(_: Any, values: dict[str, Any], *__: Any) -> bool:
    return bool(values["kind"] == CONFIRM)


def of_its_deadline(deadline: Any, *_: Any) -> bool:
    return bool(deadline.rule == CONFIRM)


EFFORT_POINTS: dict[str, Callable[[], None]] = {
    "week before it is written": lambda: killing(weeks, "sum_up", before=True),
    "week before it is committed": lambda: killing(weeks, "sum_up", before=False),
    "week after it is committed": lambda: killing(WeekClosed, "model_copy", before=True),
    "absence before the confirmation is written": lambda: killing(
        tasks, "insert", before=True, when=of_confirmation),
    "absence before the confirmation is committed": lambda: killing(
        tasks, "insert", before=False, when=of_confirmation),
    "absence after the confirmation is committed": lambda: killing(
        activities.cases, "first_ladder", before=True, when=of_its_deadline),
}  # fmt: skip
"""Of a worker that closes weeks, or goes on with what was decided of an absence."""


async def web(store: Store, engine: str, task_id: str, user: str) -> None:
    """As a request does: one transaction, then the message at once."""
    w = World(store, await connected(engine), Courier(await connected(engine), store), ids={"clerk": user})
    with store.read() as db:
        held = tasks.get(db, task_id)
    assert held is not None
    w.complete(held, "clerk", **COVERED)
    await w.courier.deliver(held.case_id)


async def main(point: str, database: str, engine: str, *rest: str) -> None:
    store = Store(database, SECRETS)
    (POINTS | EFFORT_POINTS)[point]()
    part = point.split()[0]
    if part == "web":
        await web(store, engine, *rest)
    elif part == "courier":
        await Courier(await connected(engine), store).run()
    else:
        await build_worker(await connected(engine), store).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
