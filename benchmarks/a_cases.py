"""(a) Two-task cases per second from the store to the case's end; and what the web takes meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from multiprocessing import get_context

from benchmarks import processes, towns
from benchmarks.harness import Row, Scale, alternate, p50, say
from benchmarks.http import Caller
from benchmarks.two_tasks_town import Callers, callers

FEWEST = 0.7
CLICKERS = 2
ROUNDS = 3


def rows(scale: Scale) -> list[Row]:
    with asyncio.Runner() as runner:
        town = callers()
        there = runner.run(town.__aenter__())
        try:
            return [
                *(_cases(runner, there, at_once, scale(total)) for at_once, total in ((1, 40), (50, 400))),
                *_clicks(runner, there, scale),
            ]
        finally:
            runner.run(town.__aexit__(None, None, None))


def _cases(runner: asyncio.Runner, there: Callers, at_once: int, total: int) -> Row:
    total = max(total, at_once)
    say(f"a: {total} cases by {at_once} callers, real and bare, {ROUNDS} times")
    for work in (there.case, there.bare):
        runner.run(rate(work, at_once, at_once))
    real, bare = alternate(
        lambda: runner.run(rate(there.case, at_once, total)),
        lambda: runner.run(rate(there.bare, at_once, total)),
        ROUNDS,
    )
    plural = "caller" if at_once == 1 else "callers"
    return Row(f"a  two-task cases, {at_once} {plural}", p50(real), "/s", p50(bare), "bare workflow",
               f"at least {FEWEST} of bare", p50(real) / p50(bare) >= FEWEST)  # fmt: skip


async def rate(work: Callable[[], Awaitable[str]], at_once: int, total: int) -> float:
    """How many per second, `at_once` at any moment."""
    left = iter(range(total))

    async def caller() -> None:
        for _ in left:
            await work()

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(at_once)))
    return total / (time.perf_counter() - began)


def _clicks(runner: asyncio.Runner, there: Callers, scale: Scale) -> list[Row]:
    """Claims and releases by HTTP, each a guarded write with its audit: while 50 callers run cases, and alone."""
    say("a: person operations by HTTP, with cases running and without")
    towns.fill(there.town, open_tasks=200, done_tasks=0)
    context = get_context("spawn")
    with (
        processes.web(there.town.data, TEMPORAL_ADDRESS=there.engine) as address,
        ProcessPoolExecutor(CLICKERS, mp_context=context) as clickers,
    ):
        click = _Clicks(runner, there, address, clickers, scale(10))
        busy, idle = alternate(lambda: click(with_cases=True), lambda: click(with_cases=False), 2)
    return [
        Row("a  person operations by HTTP meanwhile", p50(busy), "/s", p50(idle), "no cases running"),
        Row("a  cases meanwhile, 50 callers", p50(click.cases), "/s"),
    ]


class _Clicks:
    def __init__(self, runner: asyncio.Runner, there: Callers, address: str, clickers: ProcessPoolExecutor,
                 seconds: float) -> None:  # fmt: skip
        self.runner, self.there, self.address, self.clickers, self.seconds = runner, there, address, clickers, seconds
        self.cases: list[float] = []

    def __call__(self, *, with_cases: bool) -> float:
        return self.runner.run(self._run(with_cases))

    async def _run(self, with_cases: bool) -> float:
        loop, token = asyncio.get_running_loop(), self.there.town.token
        ids = self.there.town.ready_tasks()
        clicking = asyncio.gather(*(
            loop.run_in_executor(self.clickers, clicks, self.address, token, ids[n::CLICKERS], self.seconds)
            for n in range(CLICKERS)
        ))  # fmt: skip
        done, began = 0, time.perf_counter()

        async def caller() -> None:
            nonlocal done
            while not clicking.done():
                await self.there.case()
                done += 1

        await asyncio.gather(*(caller() for _ in range(50 if with_cases else 0)))
        total = sum(await clicking)
        if with_cases:
            self.cases.append(done / (time.perf_counter() - began))
        return total / self.seconds


def clicks(address: str, token: str, ids: list[str], seconds: float) -> int:
    """One person's browser in its own process; each has tasks of its own."""
    caller, done, until = Caller(address, token=token), 0, time.perf_counter() + seconds
    for task_id in cycle(ids):
        for operation in ("claim", "release"):
            caller.post(f"/api/v1/tasks/{task_id}/{operation}", {})
            done += 1
        if time.perf_counter() > until:
            return done
    return done
