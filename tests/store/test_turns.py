"""Many write to one SQLite file: each gets a turn, and no turn is kept by somebody who is gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from temporalio.activity import _Definition

from activities.cases import CaseActivities
from domain.policies import policies
from store.db import DatabaseAway, Store
from store.tables import counters
from tests.support.engine import SECRETS
from tests.support.stores import new_store

TRANSACTIONS, WRITES = 40, 5
IMPORT = f"""
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=15)
for n in range({TRANSACTIONS}):
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO counters VALUES (?, 0)", (f"import-{{n}}",))
    time.sleep(0.1)
    db.execute("COMMIT")
    print(n, flush=True)
    time.sleep(0.006)
"""


@pytest.fixture
def sqlite(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def test_a_person_gets_a_turn_between_the_transactions_of_a_long_import(sqlite: Store) -> None:
    words = [sys.executable, "-c", IMPORT, str(sqlite.url.database)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as importing:
        assert importing.stdout
        assert importing.stdout.readline() == "0\n"
        for n in range(WRITES):
            with sqlite.write() as db:
                db.execute(sa.insert(counters).values(name=f"person-{n}", value=0))
        done = sqlite_count(sqlite, "import-%")
        importing.kill()
    assert sqlite_count(sqlite, "person-%") == WRITES
    assert done < TRANSACTIONS / 2


def sqlite_count(store: Store, like: str) -> int:
    with store.read() as db:
        return db.execute(sa.select(sa.func.count()).select_from(counters).where(counters.c.name.like(like))).scalar_one()


def test_a_writer_that_never_ends_is_waited_for_only_so_long(sqlite: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.db.BUSY_SECONDS", 0.05)
    other = Store(sqlite.url, SECRETS)
    with sqlite.write(), pytest.raises(DatabaseAway), other.write():
        pass
    with other.write() as db:
        db.execute(sa.insert(counters).values(name="later", value=0))


def test_the_engine_never_interrupts_an_activity_within_its_transaction() -> None:
    """An exception thrown into a thread that has just taken its turn would keep all later writers out."""
    activities = CaseActivities(None, policies()).all()  # type: ignore[arg-type]
    assert all(_Definition.must_from_callable(one).no_thread_cancel_exception for one in activities)
