"""Waiting for many cases at the price of one: the store is looked at once a tick, whoever waits."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.tasks import OPEN
from store.db import Store
from store.tables import cases, tasks
from store.tables_effort import weeks

TICK = 0.05
PATIENCE = 120.0
CASES = sa.select(cases.c.id, cases.c.parent_id, cases.c.stage, cases.c.outcome, cases.c.waiting_kind,
                  cases.c.waiting_until, cases.c.suspended_at, cases.c.closed_at)  # fmt: skip
TASKS = sa.select(tasks.c.id, tasks.c.case_id, tasks.c.kind, tasks.c.aside).where(tasks.c.state.in_(OPEN))
WEEKS = sa.select(weeks.c.case_id, sa.func.max(weeks.c.monday)).group_by(weeks.c.case_id)


@dataclass
class Seen:
    """How the whole town stood at one moment."""

    cases: dict[str, sa.Row[Any]] = field(default_factory=dict)
    tasks: dict[str, list[sa.Row[Any]]] = field(default_factory=dict)
    closed: dict[str, date] = field(default_factory=dict)
    """The last closed week of each case."""

    def is_over(self, case_id: str) -> bool:
        return self.cases[case_id].closed_at is not None

    def rests(self, case_id: str) -> bool:
        """It waits for something that has a name."""
        case = self.cases[case_id]
        return bool(case.closed_at or case.suspended_at or case.waiting_kind or self._asks(case_id))

    def _asks(self, case_id: str) -> bool:
        return any(not task.aside for task in self.tasks.get(case_id, ()))


class Watch:
    def __init__(self, store: Store) -> None:
        self._store, self._looked = store, asyncio.Condition()
        self.seen = Seen()
        self._number = 0

    async def until(self, holds: Callable[[Seen], Any], about: str) -> Seen:
        """The town as soon as this holds of it; looked at anew after the call."""
        mine = self._number + 2  # a look that was under way when the call came may be too old
        try:
            async with asyncio.timeout(PATIENCE), self._looked:
                await self._looked.wait_for(lambda: self._number >= mine and holds(self.seen))
        except TimeoutError:
            mine = [c for c in self.seen.cases.values() if {c.id, c.parent_id} & set(about.split())]
            tasks = [t for c in mine for t in self.seen.tasks.get(c.id, ())]
            closed = [self.seen.closed.get(c.id) for c in mine]
            raise AssertionError(f"it never came to be: {about}; {mine} {tasks} {closed}") from None
        return self.seen

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Watch]:
        looking = asyncio.create_task(self._look())
        try:
            yield self
        finally:
            looking.cancel()

    async def _look(self) -> None:
        while True:
            self.seen = await asyncio.to_thread(self._read)
            async with self._looked:
                self._number += 1
                self._looked.notify_all()
            await asyncio.sleep(TICK)

    def _read(self) -> Seen:
        with self._store.read() as db:
            seen = Seen({row.id: row for row in db.execute(CASES)})
            found = defaultdict[str, list[Any]](list)
            for row in db.execute(TASKS):
                found[row.case_id].append(row)
            seen.tasks, seen.closed = dict(found), dict(map(tuple, db.execute(WEEKS)))
        return seen
