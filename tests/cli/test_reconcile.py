"""Nothing is forgotten (P2): each way to be forgotten is named, and mended where it can be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from cli.replay import replay
from cli.settings import Settings
from store import reconcile as proof
from store.db import Store
from store.tables import cases, outbox, tasks
from tests.cli.losing import found
from tests.support.world import COVERED, World

pytestmark = pytest.mark.engine
CONFIRM = "obligation.confirm_coverage"


def lose_messages(w: World) -> None:
    """As if the engine had taken them and then lost its disk."""
    with w.store.write() as db:
        db.execute(sa.update(outbox).where(outbox.c.delivered_at.is_(None)).values(delivered_at=datetime.now(UTC)))


async def test_a_sound_case_has_no_violation_and_replays(w: World, settings: Settings) -> None:
    await w.task(await w.open(), CONFIRM)
    assert await found(w, settings) == []
    replayed = await replay(settings, w.store)
    assert (replayed.replayed, replayed.stranded) == (1, {})


async def test_a_case_that_the_engine_has_lost_is_named_and_goes_on_after_repair(w: World, settings: Settings) -> None:
    case = await w.open()
    await w.task(case, CONFIRM)
    await w.handle(case).terminate()
    assert await found(w, settings) == [("workflow_stopped", False)]
    assert await found(w, settings, repair=True) == [("workflow_stopped", True)]
    await w.decide(case, CONFIRM, "benefit", **COVERED)
    await w.stands_at(case, "guidance")
    with w.store.read() as db:
        confirmations = sa.select(sa.func.count()).where(tasks.c.case_id == case, tasks.c.kind == CONFIRM)
        assert db.execute(confirmations).scalar_one() == 1
    assert await found(w, settings) == []


async def test_a_case_whose_start_was_lost_is_started(w: World, settings: Settings, store: Store) -> None:
    deliver, w.courier.deliver = w.courier.deliver, _nowhere  # type: ignore[method-assign, assignment]
    case = await w.open()
    w.courier.deliver = deliver  # type: ignore[method-assign]
    assert await found(w, settings) == []
    lose_messages(w)
    assert (await replay(settings, store)).stranded.keys() == {case}
    assert await found(w, settings, repair=True) == [("workflow_missing", True)]
    await w.task(case, CONFIRM)


async def _nowhere(case_id: str) -> int:
    return 0


async def test_a_decision_that_was_lost_on_its_way_is_sent_again(w: World, settings: Settings) -> None:
    case = await w.open()
    await w.task(case, CONFIRM)
    deliver, w.courier.deliver = w.courier.deliver, _nowhere  # type: ignore[method-assign, assignment]
    await w.decide(case, CONFIRM, "benefit", **COVERED)
    w.courier.deliver = deliver  # type: ignore[method-assign]
    lose_messages(w)
    assert await found(w, settings) == [("decision_not_reached", False)]
    assert await found(w, settings, repair=True) == [("decision_not_reached", True)]
    await w.stands_at(case, "guidance")
    assert await found(w, settings) == []


async def test_a_task_that_no_case_waits_for_is_withdrawn(w: World, settings: Settings) -> None:
    case = await w.open()
    row = dict((await w.task(case, CONFIRM))._mapping) | {"id": "orphan"}
    with w.store.write() as db:
        db.execute(sa.insert(tasks).values(**row))
    assert await found(w, settings, repair=True) == [("task_unknown", True)]
    with w.store.read() as db:
        assert db.execute(sa.select(tasks.c.state).where(tasks.c.id == "orphan")).scalar_one() == "exited"


async def test_the_database_alone_names_a_case_without_a_wait_and_a_message_that_is_late(w: World) -> None:
    case = await w.open()
    await w.task(case, CONFIRM)
    later = datetime.now(UTC) + timedelta(hours=1)
    with w.store.write() as db:
        assert proof.violations(db, later) == []
        db.execute(sa.update(tasks).values(state="exited"))
        db.execute(sa.update(cases).values(waiting_kind=None))
        assert [v.code for v in proof.violations(db, later)] == ["waits_for_nothing"]
        assert proof.violations(db, datetime.now(UTC)) == []
        db.execute(sa.update(outbox).values(delivered_at=None))
        assert proof.violations(db, later)[0].code == "undelivered"
