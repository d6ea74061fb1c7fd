"""What the courier does with a message that the engine does not know what to do with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from temporalio.service import RPCError, RPCStatusCode

from domain.obligation.programme import OBLIGATION
from store import cases, outbox, people, users
from store.db import Store
from store.tables import outbox as table
from workers import courier
from workers.courier import Courier

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FACTS: dict[str, Any] = {"benefit": "sho"}


@pytest.fixture
def case_id(store: Store) -> str:
    """A case whose start is delivered and that a late signal waits for."""
    facts = OBLIGATION.facts.model_validate(FACTS).model_dump(mode="json", by_alias=True)
    with store.write() as db:
        users.team_named(db, "Arbejdspligt", "obligation")
        person = people.put(db, store.secrets, cpr="0101900000", name="A", address="", protected=None, language="",
                            now=NOW)  # fmt: skip
        made = cases.open_case(db, OBLIGATION, person_id=person, facts=facts, doubts=[], extra={}, actor=None, now=NOW)
        db.execute(sa.update(table).values(delivered_at=NOW))
        outbox.put(db, made, "signal", "decided", {}, NOW)
    return made


@pytest.fixture
def forgetful(store: Store, monkeypatch: pytest.MonkeyPatch) -> Courier:
    """Its engine knows no case any more, as after the retention of closed ones."""

    async def unknown(*_: object) -> None:
        raise RPCError("workflow not found", RPCStatusCode.NOT_FOUND, b"")

    monkeypatch.setattr(courier, "send", unknown)
    return Courier(None, store)  # type: ignore[arg-type]


def left(store: Store) -> int:
    with store.read() as db:
        return outbox.waiting(db)


async def test_a_late_message_to_a_case_that_is_over_is_done_with_though_the_engine_forgot_it(
    store: Store, case_id: str, forgetful: Courier
) -> None:
    with store.write() as db:
        cases.close(db, case_id, "closed", 2, "closed", NOW)
    await forgetful.deliver(case_id)
    assert left(store) == 0


async def test_a_message_to_an_open_case_that_the_engine_lost_waits_for_its_repair(
    store: Store, case_id: str, forgetful: Courier
) -> None:
    await forgetful.deliver(case_id)
    assert left(store) == 1
    with store.read() as db:
        row = db.execute(sa.select(table).where(table.c.delivered_at.is_(None))).one()
    assert (row.attempts, row.error) == (1, "NOT_FOUND")
