"""Two append-only logs, each a chain: any change to either is found."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from store.audit import Entry, first_broken, log, log_lookups
from store.db import Store
from store.tables import audit, chains, lookups

NOW = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)
LOGS = [("audit", audit), ("lookups", lookups)]


def entry(number: int) -> Entry:
    return Entry(NOW, f"user {number}", "person.seen", f"subject {number}", None, {"formål": "sag", "n": [1, 2]})


@pytest.fixture(autouse=True)
def rows(store: Store) -> None:
    with store.write() as db:
        for number in range(3):
            log(db, entry(number), entry(number + 10))
            log_lookups(db, entry(number), entry(number + 10))


def broken(store: Store) -> tuple[str, int] | None:
    with store.read() as db:
        return first_broken(db)


def test_an_untouched_log_is_whole(store: Store) -> None:
    assert broken(store) is None


CHANGES = [
    {"actor_id": "another"}, {"action": "person.export"}, {"subject": "another"}, {"case_id": "ARB-2026-000001"},
    {"details": {}}, {"at": datetime(2026, 11, 23, 9, 31, tzinfo=UTC)}, {"hash": "0" * 64},
]  # fmt: skip


@pytest.mark.parametrize(("name", "table"), LOGS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_row_changed_removed_or_put_in_is_found(store: Store, name: str, table: sa.Table) -> None:
    for change in CHANGES:
        with store.write() as db:
            db.execute(sa.update(table).where(table.c.seq == 4).values(**change))
            assert first_broken(db) == (name, 4), change
            db.rollback()
    for removed, found_at in [(1, 2), (4, 5), (6, 6)]:
        with store.write() as db:
            db.execute(sa.delete(table).where(table.c.seq == removed))
            assert first_broken(db) == (name, found_at)
            db.rollback()
    with store.write() as db:
        before = db.execute(sa.select(chains.c.hash).where(chains.c.name == name)).scalar_one()
        forged = entry(99)
        db.execute(sa.insert(table).values(
            seq=7, at=forged.at, actor_id=forged.actor, action=forged.action, subject=forged.subject, case_id=None,
            details=forged.details, hash=forged.digest(7, before)))  # fmt: skip
        assert first_broken(db) == (name, 8)
        db.rollback()
    assert broken(store) is None


def test_writers_at_once_keep_both_chains_whole(store: Store) -> None:
    def write(number: int) -> None:
        append: Callable[..., None] = log if number % 2 else log_lookups
        with store.write() as db:
            append(db, *(entry(n) for n in range(number % 5 + 1)))

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(60)))
    with store.read() as db:
        written = db.execute(sa.select(sa.func.sum(chains.c.seq))).scalar_one()
    assert written == 12 + sum(n % 5 + 1 for n in range(60))
    assert broken(store) is None


def test_a_refused_transaction_leaves_no_hole(store: Store) -> None:
    with store.write() as db:
        log(db, entry(50))
        db.rollback()
    with store.write() as db:
        log(db, entry(51))
    assert broken(store) is None
