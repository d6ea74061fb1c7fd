from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from freezegun import freeze_time

from store import outbox
from store.db import Store
from store.tables import outbox as table

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def put(store: Store, *cases: str) -> None:
    with store.write() as db:
        for number, case in enumerate(cases):
            outbox.put(db, case, "signal", f"{case}{number}", {}, NOW)


def heads(store: Store, now: datetime = NOW + outbox.OWN_TRY) -> list[str]:
    with store.read() as db:
        return [row.name for row in outbox.heads(db, now)]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with freeze_time(NOW, real_asyncio=True):
        yield


def test_a_message_is_left_to_who_wrote_it_for_a_second_so_that_no_case_hears_it_twice(store: Store) -> None:
    put(store, "A")
    assert heads(store, NOW + timedelta(seconds=0.9)) == []
    assert heads(store, NOW + timedelta(seconds=1)) == ["A0"]
    with store.read() as db:
        assert outbox.next_for(db, "A") is not None, "who wrote it may send it at once"


def test_only_the_oldest_message_of_each_case_may_go(store: Store) -> None:
    put(store, "A", "B", "A", "B")
    assert heads(store) == ["A0", "B1"]
    with store.write() as db:
        outbox.mark_delivered(db, outbox.next_for(db, "A").id, NOW)  # type: ignore[union-attr]
    assert heads(store) == ["B1", "A2"]
    with store.read() as db:
        assert outbox.waiting(db) == 3


def test_a_failed_message_pauses_longer_each_time_but_never_over_ten_seconds_and_holds_back_its_case_alone(
    store: Store,
) -> None:
    put(store, "A", "A", "B")
    pauses = []
    for attempt in range(9):
        with store.write() as db:
            row = outbox.next_for(db, "A")
            assert row is not None
            assert row.attempts == attempt
            outbox.mark_failed(db, row.id, row.attempts, "UNAVAILABLE", NOW)
            pauses.append(int((db.execute(sa.select(table.c.retry_at).where(table.c.id == row.id)).scalar_one() - NOW)
                              .total_seconds()))  # fmt: skip
    assert pauses == [1, 2, 4, 8, 10, 10, 10, 10, 10]
    assert heads(store) == ["B2"]
    assert heads(store, NOW + timedelta(seconds=10)) == ["A0", "B2"]


def test_a_delivered_message_is_never_the_next_again_and_keeps_its_first_time(store: Store) -> None:
    put(store, "A")
    with store.write() as db:
        row = outbox.next_for(db, "A")
        assert row is not None
        for seconds in (0, 30):
            outbox.mark_delivered(db, row.id, NOW + timedelta(seconds=seconds))
        assert outbox.next_for(db, "A") is None
        assert db.execute(sa.select(table.c.delivered_at)).scalar_one() == NOW
