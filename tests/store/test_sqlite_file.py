"""The file of an SQLite database: what one process has written is there for the next, however each of them ends."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import sqlalchemy as sa

from store.db import Store
from store.tables import counters
from tests.support.stores import new_store

OTHER = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT count(*) FROM counters'); db.close()"


def test_another_process_that_leaves_takes_nothing_of_what_this_one_has_written(tmp_path: Path) -> None:
    """Though this one opened a further connection meanwhile; and a process that is killed closes nothing."""
    store = new_store(tmp_path)
    path = Path(str(store.url.database))
    write(store, "early")
    with ExitStack() as open_ones:
        for _ in range(3):
            open_ones.enter_context(store.read()).execute(sa.select(counters)).all()
        subprocess.run([sys.executable, "-c", OTHER, str(path)], check=True)
        write(store, "late")
        copied = tmp_path / "as-killed"
        copied.mkdir()
        for left in tmp_path.glob(f"{path.name}*"):
            (copied / left.name).write_bytes(left.read_bytes())
    with closing(sqlite3.connect(copied / path.name)) as after:
        assert after.execute("SELECT name FROM counters ORDER BY name").fetchall() == [("early",), ("late",)]
    store.close()


def write(store: Store, name: str) -> None:
    with store.write() as db:
        db.execute(sa.insert(counters).values(name=name, value=1))
