"""(f) Weeks closed per second when those of many cases are due at one instant; and what a year leaves in a history."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from benchmarks import processes, running_cases, towns
from benchmarks.bare_week import BareWeek, Due
from benchmarks.harness import Row, Scale, alternate, p50, say, wait_until
from benchmarks.towns import Town
from benchmarks.two_tasks import BARE_QUEUE
from benchmarks.two_tasks_town import Callers, callers
from domain.attendance import closes_at
from domain.calendar import monday_of
from domain.policies import policies
from workers.connection import connect, register_search_attributes
from workers.courier import Courier
from workers.worker import build_worker

CASES, ROUNDS = 500, 3
BEGUN_PER_SECOND, SHORTEST, AT_ONCE = 10, 8, 20
A_WEEK, A_RUN, WEEKS = 12, 4_000, 52
RESTING = "SELECT count(*) FROM cases WHERE waiting_kind = 'timer'"
CLOSED = "SELECT count(*) FROM weeks"


def rows(scale: Scale) -> list[Row]:
    count = scale(CASES)
    say(f"f: the weeks of {count} cases at one instant, real and bare, {ROUNDS} times")
    with asyncio.Runner() as runner:
        town = callers()
        there = runner.run(town.__aenter__())
        try:
            real, bare = alternate(lambda: runner.run(_weeks(there, count)), lambda: runner.run(_bare(there, count)),
                                   ROUNDS)  # fmt: skip
        finally:
            runner.run(town.__aexit__(None, None, None))
    return [Row(f"f  weeks closed, {count} due at once", p50(real), "/s", p50(bare), "timer and empty activity"),
            *_a_year()]  # fmt: skip


def _due(count: int) -> datetime:
    """Far enough ahead that all have begun to wait."""
    return datetime.now(UTC) + timedelta(seconds=max(count / BEGUN_PER_SECOND, SHORTEST))


async def _weeks(there: Callers, count: int) -> float:
    town, due = there.town, _due(count)
    resting, closed = _many(town, RESTING), _many(town, CLOSED)
    monday = running_cases.last_due_monday(datetime.now(UTC))
    ids = await asyncio.to_thread(running_cases.begin, town, count, monday, due)
    await _told(there, ids)
    await asyncio.to_thread(wait_until, lambda: _many(town, RESTING) == resting + count, 60, 0.1)
    await _sleep_until(due)
    began = time.perf_counter()
    await asyncio.to_thread(wait_until, lambda: _many(town, CLOSED) == closed + count, 120, 0.01)
    return count / (time.perf_counter() - began)


async def _told(there: Callers, ids: list[str]) -> None:
    """A few at a time: the engine would turn most of them away."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(case_id: str) -> None:
        async with gate:
            await there.house.courier.deliver(case_id)

    await asyncio.gather(*map(one, ids))


def _many(town: Town, query: str) -> int:
    with closing(town.sqlite()) as db:
        return int(db.execute(query).fetchone()[0])


async def _sleep_until(due: datetime) -> None:
    ahead = (due - datetime.now(UTC)).total_seconds()
    if ahead <= 0:
        raise RuntimeError("the weeks were due before all cases waited for them")
    await asyncio.sleep(ahead)


async def _bare(there: Callers, count: int) -> float:
    due = _due(count)
    ids = [f"week-{due.timestamp():.0f}-{n}" for n in range(count)]
    start = partial(there.client.start_workflow, BareWeek.run, task_queue=BARE_QUEUE)
    await asyncio.gather(*(start(Due(case_id=i, at=due), id=i) for i in ids))
    await _sleep_until(due)
    began = time.perf_counter()
    await asyncio.gather(*(there.bell.next(i) for i in ids))
    return count / (time.perf_counter() - began)


def _a_year() -> list[Row]:
    """Everybody attends, and nobody does what comes up meanwhile."""
    say(f"f: events of a case that runs for {WEEKS} weeks")
    with towns.town() as town, processes.engine(town.data, skipping=True) as address:
        runs = asyncio.run(_runs(town, address))
    week = sum(runs) / WEEKS
    return [
        Row("f  history of a running case, a week", week, "events", aim=f"at most {A_WEEK}", met=week <= A_WEEK),
        Row("f  history of a running case, a year", sum(runs), "events"),
        Row("f  longest run of that case", max(runs), "events", aim=f"at most {A_RUN}", met=max(runs) <= A_RUN),
    ]


async def _runs(town: Town, address: str) -> list[int]:
    """The length of each run of one case after a year."""
    client = await _connected(town, address)
    monday = monday_of(datetime.now(UTC).date()) + timedelta(days=7)
    [case] = running_cases.begin(town, 1, monday, closes_at(monday, policies()), weeks=WEEKS, alone=False)
    async with build_worker(client, town.store):
        await Courier(client, town.store).deliver(case)
        skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False, disable_propagation=True))
        ahead = closes_at(monday + timedelta(weeks=WEEKS - 1), policies()) - datetime.now(UTC) + timedelta(minutes=1)
        await skipper.fast_forward(client.get_workflow_handle(case), ahead)
        await asyncio.to_thread(wait_until, lambda: _many(town, CLOSED) == WEEKS, 60, 0.1)
        return [run.history_length async for run in client.list_workflows(f"WorkflowId = '{case}'")]


async def _connected(town: Town, address: str) -> Client:
    """The engine may not answer yet."""
    while True:
        with suppress(RuntimeError):
            client = await connect(town.store.secrets, lazy=False, address=address)
            await register_search_attributes(client)
            return client
