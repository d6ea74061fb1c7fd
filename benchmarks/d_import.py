"""(d) Citizens and young people from a file to stored cases, by the command."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks import towns
from benchmarks.harness import Row, Scale, alternate, p50, say, seconds
from benchmarks.processes import CLI, environment

FEWEST = 1000
ROUNDS = 3
TABLE = "CREATE TABLE plain (a, b, c, d, e, f, g, h)"
FILES: dict[str, Callable[[Path, int], Path]] = {"citizens": towns.citizens, "young": towns.young}


def rows(scale: Scale) -> list[Row]:
    return [_row(what, scale(10_000)) for what in FILES]


def _row(what: str, count: int) -> Row:
    say(f"d: {count:,} {what} imported, and inserted as they stand, {ROUNDS} times")
    ours, bare = alternate(lambda: count / _imported(what, count), lambda: count / _inserted(what, count), ROUNDS)
    rate = p50(ours)
    return Row(f"d  import of {count:,} {what}, command and all", rate, "rows/s", p50(bare),
               "csv module, one INSERT a row", f"at least {FEWEST:,} rows/s", rate >= FEWEST)  # fmt: skip


def _imported(what: str, count: int) -> float:
    with towns.town() as town:
        file = FILES[what](town.data / "rows.csv", count)
        words = [*CLI, "import", what, str(file), "--data", str(town.data)]
        taken = seconds(lambda: subprocess.run(words, check=True, capture_output=True, env=environment()))
        with town.store.read() as db:
            assert db.exec_driver_sql("SELECT count(*) FROM cases").scalar_one() == count
        return taken


def _inserted(what: str, count: int) -> float:
    with towns.town() as town:
        file = FILES[what](town.data / "rows.csv", count)
        return seconds(lambda: _insert(town, file))


def _insert(town: towns.Town, file: Path) -> None:
    with closing(town.sqlite()) as db, file.open(newline="") as source:
        db.execute(TABLE)
        db.execute("BEGIN IMMEDIATE")
        for row in list(csv.reader(source, delimiter=";"))[1:]:
            db.execute("INSERT INTO plain VALUES (?,?,?,?,?,?,?,?)", row)
        db.execute("COMMIT")
