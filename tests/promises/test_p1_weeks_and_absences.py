"""P1 and P4: kill -9 of the worker while it closes weeks, and while it goes on with a decision about an absence."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from pathlib import Path

import pytest

from domain.calendar import at_local, next_working_day
from domain.weeks import WeekSummary
from store.db import Store
from store.weeks import of_case
from tests.promises.part import EFFORT_POINTS
from tests.promises.test_p1_nothing_is_lost import PATIENCE, at_work, killed
from tests.support.absences import CONFIRM, CONTACT, DECIDE, LETTER, REPLY, SEND, absent, contacted, heard
from tests.support.engine import SECRETS, connected, running_engine
from tests.support.world import REASON, World, eventually, world
from tests.workflows.test_obligation_effort import attended, next_monday, running

pytestmark = [pytest.mark.crash, pytest.mark.engine]
CASES = 3


async def weeks_close(w: World, point: str, engine: str) -> None:
    """Of several cases at one instant."""
    monday = next_monday()
    due = at_local(next_working_day(monday + timedelta(days=7)), time(12, 1))
    cases = [await running(w) for _ in range(CASES)]
    for case in cases:
        attended(w, case, monday, at_local(monday + timedelta(days=5), time(10)))
    await w.rest()
    passing = asyncio.gather(*(w.skip_until(case, due) for case in cases))
    await killed(point, w, engine)
    async with at_work(w):
        await eventually(lambda: all(w.week(case, monday) for case in cases), PATIENCE)
        await passing
        for case in cases:
            await w.skip_until(case, due + timedelta(days=7))
            await eventually(lambda case=case: w.week(case, monday + timedelta(days=7)), PATIENCE)
            closed_once(w, case)


def closed_once(w: World, case: str) -> None:
    monday = next_monday()
    with w.store.read() as db:
        rows = of_case(db, case)
    assert [row.monday for row in rows] == [monday + timedelta(days=7), monday]
    for summary in (rows[1].summary, rows[1].first_summary):
        assert WeekSummary.model_validate(summary).total("counted") == 2220
    assert w.audited(case).count("week.close") == 2
    assert w.chain_is_whole()


async def a_deduction_is_decided(w: World, point: str, engine: str) -> None:
    _, case = await absent(w)
    await contacted(w, case)
    await heard(w, case)
    w.complete(await w.claim(case, DECIDE, "caseworker"), "caseworker", deduct=True, days=1, reason=REASON)
    await w.rest()
    await w.courier.deliver(case)
    await killed(point, w, engine)
    async with at_work(w):
        asked = await eventually(lambda: w.tasks(case, CONFIRM) or None, PATIENCE)
        assert asked[0].excluded == [w.ids["caseworker"]]
        await w.decide(case, CONFIRM, "supervisor", confirmed=True, reason=REASON)
        await eventually(lambda: w.tasks(case, LETTER) or None, PATIENCE)
    assert [t.kind for t in w.tasks(case)] == [CONTACT, SEND, REPLY, DECIDE, CONFIRM, LETTER]
    assert w.audited(case).count("task.open") == 6
    assert w.audited(case).count("task.complete") == 5
    assert w.chain_is_whole()


LIVES = {"week": weeks_close, "absence": a_deduction_is_decided}


@pytest.mark.parametrize("life", LIVES)
async def test_a_worker_killed_in_the_middle_does_it_once(life: str, tmp_path: Path) -> None:
    async def one(point: str, folder: Path) -> None:
        folder.mkdir()
        store = Store(f"sqlite:///{folder}/handleplan.db", SECRETS)
        store.upgrade()
        with running_engine(folder) as engine:
            async with world(store, await connected(engine)) as w:
                await LIVES[life](w, point, engine)
        store.close()

    points = [point for point in EFFORT_POINTS if point.startswith(life)]
    tries = [one(point, tmp_path / str(number)) for number, point in enumerate(points)]
    failed = dict(zip(points, await asyncio.gather(*tries, return_exceptions=True), strict=True))
    assert {point: repr(error) for point, error in failed.items() if error} == {}
