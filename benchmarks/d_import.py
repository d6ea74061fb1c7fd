"""(d) Citizens from a file to stored cases, by the command."""

from __future__ import annotations

import csv
import subprocess
from contextlib import closing
from pathlib import Path

from benchmarks import towns
from benchmarks.harness import Row, Scale, alternate, p50, say, seconds
from benchmarks.processes import CLI, environment

FEWEST = 1000
ROUNDS = 3
TABLE = "CREATE TABLE plain (cpr, navn, adresse, ydelse, indrejsedato, visitation, spor, ophold)"


def rows(scale: Scale) -> list[Row]:
    count = scale(10_000)
    say(f"d: {count:,} citizens imported, and inserted as they stand, {ROUNDS} times")
    ours, bare = alternate(lambda: count / _imported(count), lambda: count / _inserted(count), ROUNDS)
    rate = p50(ours)
    return [Row(f"d  import of {count:,} citizens, command and all", rate, "rows/s", p50(bare),
                "csv module, one INSERT a row", f"at least {FEWEST:,} rows/s", rate >= FEWEST)]  # fmt: skip


def _imported(count: int) -> float:
    with towns.town() as town:
        file = towns.citizens(town.data / "citizens.csv", count)
        words = [*CLI, "import", "citizens", str(file), "--data", str(town.data)]
        taken = seconds(lambda: subprocess.run(words, check=True, capture_output=True, env=environment()))
        with town.store.read() as db:
            assert db.exec_driver_sql("SELECT count(*) FROM cases").scalar_one() == count
        return taken


def _inserted(count: int) -> float:
    with towns.town() as town:
        file = towns.citizens(town.data / "citizens.csv", count)
        return seconds(lambda: _insert(town, file))


def _insert(town: towns.Town, file: Path) -> None:
    with closing(town.sqlite()) as db, file.open(newline="") as source:
        db.execute(TABLE)
        db.execute("BEGIN IMMEDIATE")
        for row in list(csv.reader(source, delimiter=";"))[1:]:
            db.execute("INSERT INTO plain VALUES (?,?,?,?,?,?,?,?)", row)
        db.execute("COMMIT")
