"""P4: every activity carried out twice, every message delivered twice, and the case is as if it were once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.service import RPCError

from activities.cases import CaseActivities
from activities.effort import EffortActivities
from domain.calendar import at_local, local_date, monday_of, next_working_day
from store.db import Store
from tests.support.world import PLANNED, World, eventually, world
from workers import courier


@pytest.fixture
def every_answer_is_lost_once(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Each activity fails after its first success, as when the worker loses the database's answer."""
    lost: set[str] = set()
    def twice(activity: Callable[[Any], Any]) -> Callable[[Any], Any]:
        @functools.wraps(activity)
        def run(command: Any) -> Any:
            answer, key = activity(command), f"{activity.__name__} {command.model_dump_json()}"
            if key not in lost:
                lost.add(key)
                raise ConnectionResetError
            return answer
        return run

    for activities in (CaseActivities, EffortActivities):
        plain = activities.all
        monkeypatch.setattr(activities, "all", lambda self, plain=plain: [twice(a) for a in plain(self)])
    return lost


@pytest.fixture
def every_message_is_sent_twice(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As when the courier dies after the engine has taken a message and before that is written down."""
    plain, sent = courier.send, list[str]()

    async def twice(to: Client, row: Any) -> None:
        await plain(to, row)
        with suppress(RPCError):  # the first may have been the case's last
            await plain(to, row)
        sent.append(row.name)

    monkeypatch.setattr(courier, "send", twice)
    return sent


async def a_life(w: World) -> str:
    case = await w.at("coverage")
    await w.skip(case, days=18)
    await w.say(case, "suspend")
    await eventually(lambda: w.case(case).suspended_at)
    await w.skip(case, days=20)
    await w.say(case, "resume")
    await eventually(lambda: w.case(case).suspended_at is None)
    await w.say(case, "correct")
    for stage in ("coverage", "guidance", "assessment"):
        await w.go_on(case, stage)
    monday = monday_of(local_date(await w.now(case))) + timedelta(days=7)
    await w.decide(case, "obligation.plan", "jobconsultant", **PLANNED | {"starts_on": str(monday)})
    await w.stands_at(case, "running")
    await w.skip_until(case, at_local(next_working_day(monday + timedelta(days=7)), time(12, 1)))
    await w.task(case, "obligation.missing_attendance")
    await w.say(case, "move", to="leaving")
    await w.task(case, "obligation.exit")
    await w.say(case, "close")
    assert (await w.stands_at(case, "closed")).closed_at
    return case


def lived_once(w: World, case: str) -> None:
    """What a life leaves behind when nothing is repeated."""
    audited, history = w.audited(case), [e.what for e in w.history(case)]
    assert audited.count("task.open") == 6
    assert audited.count("week.close") == 1
    assert len(w.placements(case)) == 2
    assert audited.count("task.deadline") == history.count("deadline_moved") == 1
    assert audited.count("task.exit") == 2
    assert audited.count("case.close") == 2, "the supervisor's word and the case's own"
    assert [h for h in history if h.startswith("rung.")] == [
        "rung.reminder", "rung.due", "rung.supervisor", "rung.reassign"]  # fmt: skip
    assert w.chain_is_whole()
    assert w.tasks(case)[0].due["because"]["da"].count("Fristen stod stille") == 1


async def test_a_life_whose_activities_all_ran_twice_shows_nothing_of_it(
    store: Store, client: Client, every_answer_is_lost_once: set[str]
) -> None:
    async with world(store, client) as w:
        case = await a_life(w)
        assert {key.split()[0] for key in every_answer_is_lost_once} == {
            "open_task", "climb", "withdraw", "judge", "pause", "resumed", "close_case", "waiting", "place",
            "week_ahead", "close_week"}  # fmt: skip
        lived_once(w, case)


async def test_a_life_told_twice_to_the_engine_is_one_life(
    store: Store, client: Client, every_message_is_sent_twice: list[str]
) -> None:
    async with world(store, client) as w:
        case = await a_life(w)
        assert set(every_message_is_sent_twice) == {"obligation", "interrupt", "decided"}
        lived_once(w, case)
        runs = [run async for run in client.list_workflows(f"WorkflowId = '{case}'")]
        assert len(runs) == 1


async def test_a_life_told_again_after_its_end_stays_over(store: Store, client: Client) -> None:
    async with world(store, client) as w:
        case = await a_life(w)
        before = (w.tasks(case), w.history(case), w.audited(case))
        w.forget_deliveries(case)
        await w.courier.deliver(case)
        assert all(message.delivered_at for message in w.messages(case))
        assert (w.tasks(case), w.history(case), w.audited(case)) == before
