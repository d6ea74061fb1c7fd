"""Made-up municipalities: data folders with staff, files of citizens, and inboxes of any size."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import domain.all  # noqa: F401 - registers the programmes
from cli.settings import Settings
from domain.deadlines import work_out
from domain.policies import policies
from domain.roles import Role
from store import users
from store.db import Store

TEAM = "Arbejdspligt"
KIND = "obligation.confirm_coverage"
PASSWORD = "a password of the benchmarks"
STATES = ("ready", "ready", "ready", "ready", "reserved")
DECIDERS = 200
FIRST_BIRTHDAY, BIRTHDAYS = date(1905, 1, 1), 34_698
FIRST_OF_THE_YOUNG, YOUNG_BIRTHDAYS = date(2008, 1, 1), 1_700


@dataclass(frozen=True)
class Town:
    data: Path
    store: Store
    user_id: str
    team_id: str
    token: str
    session: str

    @property
    def database(self) -> Path:
        return self.data / "handleplan.db"

    def ready_tasks(self) -> list[str]:
        """Ids of the free tasks of the officer's own kind."""
        query = "SELECT id FROM tasks WHERE kind = ? AND state = 'ready' ORDER BY id"
        with closing(self.sqlite()) as db:
            return [task_id for (task_id,) in db.execute(query, (KIND,))]

    def sqlite(self) -> sqlite3.Connection:
        """The same database without anything of ours before it, equally safe on disk."""
        connection = sqlite3.connect(self.database, isolation_level=None, timeout=15)
        for pragma in ("synchronous=FULL", "cache_size=-32000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        return connection


@contextmanager
def town() -> Iterator[Town]:
    """A new data folder with one officer who may do all that is measured."""
    with TemporaryDirectory(prefix="handleplan-bench-") as folder:
        data, now = Path(folder) / "data", datetime.now(UTC)
        data.mkdir()
        settings = Settings(data=data)
        store = Store(settings.database(), settings.secrets())
        store.upgrade()
        with store.write() as db:
            for role in (Role.benefit_officer, Role.caseworker):
                user_id = users.add(db, "officer", PASSWORD, "Officer", role, TEAM, now, "obligation")
                users.join(db, users.put(db, "colleague", "Colleague", now), role, users.team_named(db, TEAM))
            token, session = users.issue_token(db, user_id, 1, now)[0], users.open_session(db, user_id, now)[0]
            team_id = users.team_named(db, TEAM)
        try:
            yield Town(data, store, user_id, team_id, token, session)
        finally:
            store.close()


def citizens(file: Path, count: int, *, first: int = 0) -> Path:
    """A file of plainly covered citizens. Serials from 0000 down to none issued: the numbers are nobody's."""
    head = ("cpr", "navn", "adresse", "ydelse", "indrejsedato", "visitation", "spor", "ophold")
    with file.open("w", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(head)
        for n in range(first, first + count):
            born = FIRST_BIRTHDAY + timedelta(days=n % BIRTHDAYS)
            writer.writerow((f"{born:%d%m%y}0000", f"Åse Øland {n}", "Søgade 4, 2400 København", "kontanthjælp",
                             "2019-05-01", "jobparat", "lab", "2019-05-01.. DK"))  # fmt: skip
    return file


def young(file: Path, count: int) -> Path:
    """A file of young people whose numbers nobody knows yet."""
    with file.open("w", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(("navn", "telefon", "adresse", "fødselsdato", "hvem henviser?", "skole", "bydel", "ønske"))
        for n in range(count):
            born = FIRST_OF_THE_YOUNG + timedelta(days=n % YOUNG_BIRTHDAYS)
            writer.writerow((f"Åse Øland {n}", "20 30 40 50", "Søgade 4, 2400 København", f"{born:%d.%m.%Y}",
                             "En ungdomsklub", "Prøveskolen", "Nordparken", "En butik"))  # fmt: skip
    return file


def fill(town: Town, *, open_tasks: int, done_tasks: int) -> None:
    """That many tasks, one open one to a case, straight into the tables."""
    with closing(town.sqlite()) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("BEGIN")
        _insert(db, "cases", CASE, (_case(town, n) for n in range(open_tasks)))
        _insert(db, "tasks", OPEN_TASK, _open_tasks(town, open_tasks))
        _insert(db, "tasks", DONE_TASK, _done_tasks(town, open_tasks, done_tasks))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


CASE = ("id", "programme", "team_id", "stage", "visit", "stage_since", "opened_at", "facts", "facts_digest",
        "doubts", "extra")  # fmt: skip
TASK = ("id", "case_id", "programme", "kind", "stage", "visit", "role", "excluded", "priority", "escalation_level",
        "version", "data", "team_id", "state", "received_at", "due_at", "due")  # fmt: skip
OPEN_TASK = (*TASK, "assignee_id")
DONE_TASK = (*TASK, "decided_by", "completed_at", "decision")
SAME = ("obligation", KIND, "coverage", 2, "benefit_officer", "[]", 0, 0, 1, "{}")


def _insert(db: sqlite3.Connection, into: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    marks = ",".join("?" * len(columns))
    db.executemany(f"INSERT INTO {into} ({','.join(columns)}) VALUES ({marks})", rows)


def _case(town: Town, n: int) -> tuple[object, ...]:
    now = _stored(datetime.now(UTC))
    return _number(n), "obligation", town.team_id, "coverage", 2, now, now, "{}", "", "[]", "{}"


def _open_tasks(town: Town, count: int) -> Iterator[tuple[object, ...]]:
    random, now, due = Random(1), datetime.now(UTC), _due()
    for n in range(count):
        state = random.choice(STATES)
        at = now + timedelta(seconds=random.randrange(-20 * 86_400, 60 * 86_400))
        held = f"u{random.randrange(DECIDERS)}" if state == "reserved" else None
        yield f"open-{n:08}", _number(n), *SAME, town.team_id, state, _stored(now), _stored(at), due, held


def _done_tasks(town: Town, cases: int, count: int) -> Iterator[tuple[object, ...]]:
    random, now, due = Random(2), datetime.now(UTC), _due()
    for n in range(count):
        at = _stored(now - timedelta(seconds=random.randrange(700 * 86_400)))
        by = town.user_id if n % DECIDERS == 0 else f"u{n % DECIDERS}"
        yield f"done-{n:08}", _number(n % cases), *SAME, town.team_id, "completed", at, at, due, by, at, "{}"


def _number(n: int) -> str:
    return f"ARB-2026-{n:06}"


def _stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _due() -> str:
    return json.dumps(work_out(KIND, datetime.now(UTC), policies()).model_dump(mode="json"))
