"""P1: kill -9 of any part between any two steps of one decision, and the case goes on with it, once.

The points of one part are tried at the same time, each with an engine and a database of its own: after a worker's
death the engine waits ten seconds for it.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from store.db import Store
from tests.promises.part import NEXT_KIND, POINTS
from tests.support.engine import SECRETS, connected, running_engine
from tests.support.world import COVERED, World, eventually, world
from workers import embedded

pytestmark = [pytest.mark.crash, pytest.mark.engine]
ROOT = Path(__file__).parent.parent.parent
COVERAGE, AFTER = "obligation.confirm_coverage", "obligation.individual_assessment"
PATIENCE = 40


async def killed(point: str, w: World, engine: str, *rest: str) -> None:
    """Run that part until it has killed itself."""
    words = [sys.executable, "-m", "tests.promises.part", point, w.store.url.render_as_string(), engine, *rest]
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stderr=subprocess.PIPE)
    _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == -signal.SIGKILL, said.decode()


@asynccontextmanager
async def at_work(w: World) -> AsyncIterator[None]:
    """Worker and courier, whole and well."""
    await w.work()
    courier = asyncio.create_task(w.courier.run())
    try:
        yield
    finally:
        courier.cancel()
        with suppress(asyncio.CancelledError):
            await courier
        await w.rest()


async def goes_on_once(w: World, case: str) -> None:
    await eventually(lambda: w.tasks(case, NEXT_KIND) or None, PATIENCE)
    await w.go_on(case, "guidance")
    await eventually(lambda: w.tasks(case, AFTER) or None, PATIENCE)
    assert [t.kind for t in w.tasks(case)] == [COVERAGE, NEXT_KIND, AFTER]
    assert w.audited(case).count("task.complete") == 2
    assert w.audited(case).count("task.open") == 3
    assert [e.what for e in w.history(case)].count("complete") == 2
    assert [m.name for m in w.messages(case)] == ["obligation", "decided", "decided"]
    assert w.chain_is_whole()


async def one_decision(point: str, folder: Path) -> None:
    folder.mkdir()
    store = Store(f"sqlite:///{folder}/handleplan.db", SECRETS)
    store.upgrade()
    with running_engine(folder) as engine:
        async with world(store, await connected(engine)) as w:
            case = await w.at("coverage")
            held = await w.claim(case, COVERAGE, "benefit")
            if point.startswith("web"):
                await killed(point, w, engine, held.id, w.ids["benefit"])
                if point == "web before the decision is committed":
                    assert w.tasks(case)[0].state == "reserved"
                    w.complete(held, "benefit", **COVERED)
            else:
                w.complete(held, "benefit", **COVERED)
            if point.startswith("courier"):
                await killed(point, w, engine)
            if point.startswith("worker"):
                await w.rest()
                await w.courier.deliver(case)
                await killed(point, w, engine)
            if point == "worker after it committed the next task":
                await w.go_on(case, "guidance")  # a person is quicker than the restart
                w.go_on = nothing  # type: ignore[method-assign]
            await w.rest()
            async with at_work(w):
                await goes_on_once(w, case)
    store.close()


async def nothing(*_: str) -> None: ...


@pytest.mark.parametrize("part", ["web", "courier", "worker"])
async def test_a_part_killed_at_any_point_of_a_decision_loses_nothing(part: str, tmp_path: Path) -> None:
    points = [point for point in POINTS if point.startswith(part)]
    tries = [one_decision(point, tmp_path / str(number)) for number, point in enumerate(points)]
    failed = dict(zip(points, await asyncio.gather(*tries, return_exceptions=True), strict=True))
    assert {point: repr(error) for point, error in failed.items() if error} == {}


async def before_delivery(w: World, case: str, kill: Callable[[], Awaitable[None]]) -> None:
    await kill()


async def after_delivery(w: World, case: str, kill: Callable[[], Awaitable[None]]) -> None:
    await w.rest()
    await w.courier.deliver(case)
    await kill()


async def while_the_case_goes_on(w: World, case: str, kill: Callable[[], Awaitable[None]]) -> None:
    await w.courier.deliver(case)
    await kill()


@pytest.mark.parametrize("moment", [before_delivery, after_delivery, while_the_case_goes_on], ids=lambda m: m.__name__)
async def test_an_engine_killed_and_started_on_its_file_loses_nothing(
    moment: Callable[..., Awaitable[None]], store: Store, tmp_path: Path
) -> None:
    port, file, log = embedded.free_port(), tmp_path / "engine.db", tmp_path / "engine.log"
    engines = [embedded.start(port, file, log)]

    async def kill() -> None:
        engines[-1].kill()
        engines[-1].wait()
        engines.append(embedded.start(port, file, log))

    try:
        async with world(store, await connected(f"127.0.0.1:{port}")) as w:
            case = await w.at("coverage")
            w.complete(await w.claim(case, COVERAGE, "benefit"), "benefit", **COVERED)
            await moment(w, case, kill)
            if w.worker is None:
                await w.work()
            courier = asyncio.create_task(w.courier.run())
            await goes_on_once(w, case)
            courier.cancel()
    finally:
        engines[-1].kill()
        engines[-1].wait()
