"""A whole municipality of that size: teams, people, cases of one programme in every stage, tasks open and done."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from benchmarks import towns
from domain.deadlines import work_out
from domain.obligation.programme import OBLIGATION
from domain.policies import policies
from domain.roles import Role
from store import people, users
from store.secrets import Secrets
from workflows.map import process_map
from workflows.registry import CASES

TEAMS, USERS, TASKS_OF_A_CASE, OWN = 8, 200, 4, 100
INSIDE = (Role.benefit_officer, Role.caseworker, Role.job_consultant, Role.legal)
FACTS = {"benefit": "cash_assistance", "entered_on": "2019-05-01",
         "residence": [{"from": "2019-05-01", "to": None, "country": "DK"}]}  # fmt: skip
STATES = ("ready", "ready", "reserved", "reserved", "in_progress", "suspended")
MARKED = "Åse Øland"


@dataclass(frozen=True)
class Busy:
    """`officer` and `chief`: their sessions; the chief leads every team."""

    town: towns.Town
    officer: str
    chief: str
    case_id: str
    task_id: str


@contextmanager
def busy(cases: int, done: int) -> Iterator[Busy]:
    with towns.town() as town:
        now, random = datetime.now(UTC), Random(1)
        with town.store.write() as db:
            teams = [users.team_named(db, f"Team {n}", "obligation") for n in range(TEAMS)]
            staff = _staff(db, teams, now)
            officer, chief = staff[0][0], users.put(db, "chief", "Chief", now)
            for team in teams:
                users.join(db, chief, Role.supervisor, team)
            sessions = [users.open_session(db, user, now)[0] for user in (officer, chief)]
            sealed = _sealed(town, db, now)
        with closing(town.sqlite()) as plain:
            plain.execute("PRAGMA foreign_keys=OFF")
            plain.execute("BEGIN")
            _fill(plain, random, teams, staff, town.store.secrets, sealed, cases, done, now)
            _full(plain, *staff[0])
            plain.execute("COMMIT")
            plain.execute("ANALYZE")
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            mine = plain.execute("SELECT id, case_id FROM tasks WHERE assignee_id = ? AND state = 'reserved' LIMIT 1",
                                 (officer,)).fetchone()  # fmt: skip
        yield Busy(town, *sessions, case_id=mine[1], task_id=mine[0])


def _staff(db: Any, teams: list[str], now: datetime) -> list[tuple[str, str, Role]]:
    """(user, team, role), the same number in each team."""
    found = []
    for n in range(USERS):
        team, role = teams[n % len(teams)], INSIDE[n // len(teams) % len(INSIDE)]
        user_id = users.put(db, f"clerk{n}", f"Clerk {n}", now)
        users.join(db, user_id, role, team)
        found.append((user_id, team, role))
    return found


def _full(db: sqlite3.Connection, user: str, team: str, role: Role) -> None:
    """More than one page of own tasks, however small the town: a longer list is not what grows with the cases."""
    held = "SELECT id FROM tasks WHERE team_id = ? AND role = ? AND state IN ('reserved', 'in_progress') LIMIT ?"
    db.execute(f"UPDATE tasks SET assignee_id = ? WHERE id IN ({held})", (user, team, role.value, OWN))  # noqa: S608


def _sealed(town: towns.Town, db: Any, now: datetime) -> dict[str, Any]:
    """How one person stands in the table: the others are copies under another id."""
    one = people.put(db, town.store.secrets, cpr="0101900000", name=f"{MARKED} Bo", address="Søgade 4, 2400 København",
                     protected=False, language="", now=now)  # fmt: skip
    return dict(db.execute(people.people.select().where(people.people.c.id == one)).one()._mapping)


def _fill(db: sqlite3.Connection, random: Random, teams: list[str], staff: list[tuple[str, str, Role]],
          secrets: Secrets, sealed: dict[str, Any], cases: int, done: int, now: datetime) -> None:  # fmt: skip
    stages = [node.stage for node in process_map(CASES["obligation"]) if not node.is_end]
    kinds = [(kind.kind, kind.role.value) for kind in OBLIGATION.kinds if kind.role in INSIDE]
    by_role = {(team, role): [u for u, t, r in staff if (t, r) == (team, role)] for _, team, role in staff}
    due = json.dumps(work_out("obligation.confirm_coverage", now, policies()).model_dump(mode="json"))

    def number(n: int) -> str:
        return f"ARB-2026-{n:06}"

    def at(earliest: int, latest: int) -> str:
        return f"{now + timedelta(seconds=random.randrange(earliest * 86_400, latest * 86_400)):%Y-%m-%d %H:%M:%S.%f}"

    def person(n: int) -> tuple[object, ...]:
        named = people.Identity("0101900000", f"{MARKED} {n}", "Søgade 4, 2400 København", False, "")
        row = sealed | people._sealed(secrets, f"p{n}", named) | {"id": f"p{n}", "cpr_index": f"x{n}"}
        return tuple(f"{v:%Y-%m-%d %H:%M:%S.%f}" if isinstance(v, datetime) else v for v in row.values())

    def case(n: int) -> tuple[object, ...]:
        since = at(-200, 0)
        return (number(n), "obligation", f"p{n}", teams[n % len(teams)], random.choice(stages), 2, since, since,
                json.dumps(FACTS), "", "[]", "{}")  # fmt: skip

    def open_task(n: int) -> tuple[object, ...]:
        of, (kind, role), state = n % cases, random.choice(kinds), random.choice(STATES)
        team = teams[of % len(teams)]
        holder = random.choice(by_role[team, Role(role)]) if state != "ready" else None
        return (f"open-{n:08}", number(of), "obligation", kind, random.choice(stages), 2, role, "[]",
                random.choice((0, 0, 0, 10, 20)), random.choice((0, 0, 0, 1, 2)), 1, "{}", team, state, at(-60, 0),
                at(-20, 60), due, holder)  # fmt: skip

    def done_task(n: int) -> tuple[object, ...]:
        of, (kind, role) = n % cases, kinds[n % len(kinds)]
        team, moment = teams[of % len(teams)], at(-700, 0)
        by = random.choice(by_role[team, Role(role)])
        return (f"done-{n:08}", number(of), "obligation", kind, random.choice(stages), 2, role, "[]", 0, 0, 3, "{}",
                team, "completed", moment, moment, due, by, moment, "{}")  # fmt: skip

    towns._insert(db, "people", tuple(sealed), (person(n) for n in range(cases)))
    towns._insert(db, "cases", ("id", "programme", "person_id", *towns.CASE[2:]), (case(n) for n in range(cases)))
    open_tasks = cases * TASKS_OF_A_CASE
    towns._insert(db, "tasks", towns.OPEN_TASK, (open_task(n) for n in range(open_tasks)))
    towns._insert(db, "tasks", towns.DONE_TASK, (done_task(n) for n in range(done)))
    events = ((f"open-{n:08}", number(n % cases), at(-60, 0), "opened", "{}") for n in range(open_tasks))
    towns._insert(db, "task_events", ("task_id", "case_id", "at", "what", "details"), events)
