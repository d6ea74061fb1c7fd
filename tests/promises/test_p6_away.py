"""P6: the engine or the database is away; nobody at work notices the first, nothing is lost by the second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.client import Client

from domain.tasks import Operation
from store import tasks
from store.db import DatabaseAway, Store
from tests.support.engine import SECRETS, connected
from tests.support.postgres import BINARIES, Cluster
from tests.support.world import COVERED, World, eventually, world
from workers import embedded
from workers.connection import connect
from workers.courier import Courier

pytestmark = pytest.mark.engine
COVERAGE, GUIDANCE = "obligation.confirm_coverage", "obligation.guidance"


async def test_the_inbox_works_without_the_engine_and_the_decision_arrives_when_it_is_back(
    store: Store, tmp_path: Path
) -> None:
    port, file, log = embedded.free_port(), tmp_path / "engine.db", tmp_path / "engine.log"
    engine = embedded.start(port, file, log)
    async with world(store, await connected(f"127.0.0.1:{port}")) as w:
        case = await w.at("coverage")
        await w.rest()
        engine.kill()
        engine.wait()

        began_without_it = await connect(SECRETS, lazy=True, address=f"127.0.0.1:{port}")
        w.courier = Courier(began_without_it, store)
        held = await w.claim(case, COVERAGE, "benefit")
        now, who = datetime.now(UTC), w.ids["benefit"]
        with store.write() as db:
            begun = tasks.move(db, held, Operation.start, who, now)
            tasks.save_draft(db, held.id, who, {"reference": "KY-2026"}, now)
        w.complete(begun, "benefit", **COVERED)
        new = w.put()
        await asyncio.gather(w.courier.deliver(case), w.courier.deliver(new))
        assert w.tasks(case)[0].state == "completed"
        assert w.messages(case)[-1].attempts == w.messages(new)[0].attempts == 1

        engine = embedded.start(port, file, log)
        courier = asyncio.create_task(w.courier.run())
        await w.work()
        try:
            await eventually(lambda: w.tasks(case, GUIDANCE) or None, 30)
            await eventually(lambda: w.tasks(new, COVERAGE) or None, 30)
        finally:
            courier.cancel()
            await w.rest()
            engine.kill()
            engine.wait()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """One of its own, to be stopped."""
    made = Cluster(durable=True)
    yield made
    made.remove()


@pytest.mark.postgres
@pytest.mark.skipif(BINARIES is None, reason="PostgreSQL is not installed")
async def test_a_case_waits_for_its_database_answers_meanwhile_and_goes_on_once(
    client: Client, cluster: Cluster
) -> None:
    cluster.execute("CREATE DATABASE handleplan")
    store = Store(f"{cluster.address}/handleplan", SECRETS)
    store.upgrade()
    async with world(store, client) as w:
        case = await w.at("coverage")
        w.complete(await w.claim(case, COVERAGE, "benefit"), "benefit", **COVERED)
        async with w.worker_away():
            await w.courier.deliver(case)
            cluster.stop()
        with pytest.raises(DatabaseAway):
            w.tasks(case)
        with suppress(TimeoutError):
            await asyncio.wait_for(w.courier.run(), 1.5)
        await eventually(lambda: is_patient(w, case), 30)
        assert (await w.status(case)).stage == "phase_gate"

        cluster.start()
        await eventually(lambda: w.tasks(case, GUIDANCE) or None, 30)
        await w.go_on(case, "guidance")
        await w.stands_at(case, "assessment")
        assert w.audited(case).count("task.open") == 3
    store.close()


async def is_patient(w: World, case: str) -> bool:
    """The activity that writes is being tried again by the engine, so that messages are not blocked."""
    run = (await w.handle(case).describe()).raw_description
    return any(a.attempt > 1 for a in run.pending_activities)
