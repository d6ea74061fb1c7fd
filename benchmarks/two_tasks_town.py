"""A town with engine, worker and the two-task programme, and what callers do in it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from temporalio.client import Client

from benchmarks import bell, processes, towns
from benchmarks.two_tasks import BARE_QUEUE, TWO_TASKS, Bare, join_programmes
from domain.policies import policies
from domain.tasks import Decided, Operation
from store import cases, users
from store.users import User
from web import actions
from web.actions import Args
from web.house import House
from workers.connection import connect
from workers.courier import Courier

NUMBERS = count()


@dataclass
class Callers:
    """One process with the web's own actions and the engine's client."""

    town: towns.Town
    client: Client
    house: House
    bell: bell.Bell = field(default_factory=bell.Bell)
    engine: str = ""

    async def case(self) -> str:
        """Open, decide twice, hear that it is over: all through store, outbox, courier, workflow and activities."""
        case_id = await asyncio.to_thread(self._open)
        await self.house.courier.deliver(case_id)
        for _ in range(2):
            await asyncio.to_thread(self._decide, await self.bell.next(case_id))
        await self.bell.next(case_id)
        self.bell.forget(case_id)
        return case_id

    async def bare(self) -> str:
        case_id = f"bare-{next(NUMBERS)}"
        handle = await self.client.start_workflow(Bare.run, case_id, id=case_id, task_queue=BARE_QUEUE)
        for _ in range(2):
            task_id = await self.bell.next(case_id)
            decided = Decided(task_id=task_id, by=self.town.user_id, at=datetime.now(UTC), answer={"agreed": True})
            await handle.signal(Bare.decided, decided)
        await self.bell.next(case_id)
        self.bell.forget(case_id)
        return case_id

    def _open(self) -> str:
        with self.house.store.write() as db:
            return cases.open_case(
                db, TWO_TASKS, person_id=None, facts={}, doubts=[], extra={}, actor=None, now=self.house.now(),
                team_id=self.town.team_id,
            )  # fmt: skip

    def _decide(self, task_id: str) -> None:
        user = self._user()
        actions.operate(self.house, user, task_id, Operation.claim, Args())
        actions.operate(self.house, user, task_id, Operation.complete, Args(decision={"agreed": True}))

    def _user(self) -> User:
        with self.house.store.read() as db:
            user = users.get(db, self.town.user_id)
        assert user
        return user


@asynccontextmanager
async def callers() -> AsyncIterator[Callers]:
    join_programmes()
    with ExitStack() as held:
        town = held.enter_context(towns.town())
        engine = held.enter_context(processes.engine(town.data, town.data / "engine.db"))
        os.environ[bell.PATH] = str(town.data / "bell")
        env = {"TEMPORAL_ADDRESS": engine, bell.PATH: os.environ[bell.PATH]}
        log = town.data / "worker.log"
        worker = held.enter_context(
            processes.running(sys.executable, "-m", "benchmarks.worker", str(town.data), log=log, **env)
        )
        assert worker.stdout
        if await asyncio.to_thread(worker.stdout.readline) != "ready\n":
            raise RuntimeError(log.read_text()[-2000:])
        client = await connect(town.store.secrets, lazy=False, address=engine)
        house = House(town.store, Courier(client, town.store), policies(), "", production=False, demo=False)
        house.loop = asyncio.get_running_loop()
        made = Callers(town, client, house, engine=engine)
        transport = await made.bell.listen(town.data / "bell")
        yield made
        transport.close()
