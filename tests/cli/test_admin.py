from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
import sqlalchemy as sa

from cli.app import run as handleplan
from store import users
from store.db import Store
from store.secrets import Secrets
from store.tables import audit, cases, tasks
from tests.cli.running import Here, here


class Run(Protocol):
    def __call__(self, *words: str, stdin: str = "") -> Here: ...


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    assert handleplan(["db", "upgrade", "--data", str(tmp_path)]) == 0
    return lambda *words, stdin="": here(capsys, monkeypatch, *words, "--data", str(tmp_path), stdin=stdin)


def test_an_account_is_made_gets_a_token_and_is_ended(run: Run, tmp_path: Path) -> None:
    assert run("user", "add", "mette", "--role", "caseworker", "--team", "Nord", stdin="kodeord 123\n").returncode == 0
    token = run("token", "mette", "--days", "2").stdout.strip()
    store = Store(f"sqlite:///{tmp_path}/handleplan.db", Secrets.from_file(tmp_path / "secret", create=False))
    with store.read() as db:
        assert users.authenticate(db, "mette", "kodeord 123")
        assert users.bearer(db, token, datetime.now(UTC))
    assert run("user", "disable", "mette").returncode == 0
    with store.read() as db:
        assert users.authenticate(db, "mette", "kodeord 123") is None
        assert users.bearer(db, token, datetime.now(UTC)) is None
    store.close()
    assert "whole" in run("audit", "verify").stdout


def test_a_changed_audit_row_is_found(run: Run, tmp_path: Path) -> None:
    run("user", "add", "bo", "--role", "legal", "--team", "Nord", stdin="kodeord nummer 1\n")
    with sqlite3.connect(tmp_path / "handleplan.db") as db:
        db.execute("UPDATE audit SET action = 'user.harmless' WHERE seq = 1")
    db.close()
    done = run("audit", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "audit is broken at row 1" in done.stderr


def test_a_short_password_and_an_unknown_user_are_refused(run: Run) -> None:
    short = run("user", "add", "x", "--role", "legal", "--team", "T", stdin="kort\n")
    assert (short.returncode, "at least 8 characters" in short.stderr) == (2, True)
    for words in (("token", "nobody"), ("token", "list", "nobody"), ("user", "disable", "nobody")):
        done = run(*words)
        assert (done.returncode, "no user nobody" in done.stderr) == (2, True)


def test_an_account_that_is_there_gets_one_more_role_and_keeps_its_password_and_name(run: Run, tmp_path: Path) -> None:
    add = ("user", "add", "mette", "--team", "Nord", "--role")
    run(*add, "caseworker", stdin="kodeord 123\n")
    done = run(*add, "supervisor", stdin="et helt andet\n")
    assert (done.returncode, "The password is as before." in done.stdout) == (0, True)
    store = Store(f"sqlite:///{tmp_path}/handleplan.db", Secrets.from_file(tmp_path / "secret", create=False))
    with store.read() as db:
        mette = users.authenticate(db, "mette", "kodeord 123")
        assert mette
        assert {role.value for role in users.get(db, mette).roles} == {"caseworker", "supervisor"}  # type: ignore[union-attr]
    store.close()


def test_one_token_is_revoked_by_its_id_and_the_other_goes_on(run: Run, tmp_path: Path) -> None:
    run("user", "add", "robot", "--role", "integration", "--team", "Nord", stdin="kodeord 123\n")
    lost, kept = (run("token", *words, "robot").stdout.strip() for words in ((), ("issue",)))
    shown = run("token", "list", "robot").stdout
    assert lost not in shown
    first, second = (line.split()[0] for line in shown.splitlines())
    assert run("token", "revoke", "robot", first).returncode == 0
    with opened(tmp_path) as db:
        robot = users.active_id(db, "robot")
        assert (users.bearer(db, lost, datetime.now(UTC)), users.bearer(db, kept, datetime.now(UTC))) == (None, robot)
        assert noted(db, "token.revoke") == [{"token": first, "by": "terminal"}]
    assert run("token", "list", "robot").stdout.split()[0] == second
    again = run("token", "revoke", "robot", first)
    assert (again.returncode, f"robot has no token {first}" in again.stderr) == (2, True)
    assert "whole" in run("audit", "verify").stdout


def test_who_leaves_a_role_may_no_more_and_the_tasks_that_need_it_are_the_teams_again(run: Run, tmp_path: Path) -> None:
    for name, role in (("mette", "caseworker"), ("mette", "supervisor"), ("bo", "caseworker")):
        run("user", "add", name, "--role", role, "--team", "Nord", stdin="kodeord 123\n")
    with opened(tmp_path) as db:
        mette = users.active_id(db, "mette")
        team = users.team_named(db, "Nord")
        for task, role, state in (("a", "caseworker", "in_progress"), ("b", "caseworker", "suspended"),
                                  ("c", "supervisor", "reserved"), ("d", "caseworker", "completed")):  # fmt: skip
            a_task(db, task, role, state, mette, team)
    left = run("user", "leave", "mette", "--role", "caseworker", "--team", "Nord")
    assert (left.returncode, left.stderr) == (0, "")
    assert "Open tasks held there: 3, of which given back to the team: 2." in left.stdout
    with opened(tmp_path) as db:
        stands = {row.id: (row.state, row.assignee_id) for row in db.execute(sa.select(tasks))}
        assert stands == {"a": ("ready", None), "b": ("suspended", None), "c": ("reserved", mette), "d": ("completed", mette)}
        assert db.execute(sa.select(tasks.c.suspended_from).where(tasks.c.id == "b")).scalar_one() == "ready"
        assert {role.value for role in users.get(db, mette).roles} == {"supervisor"}  # type: ignore[arg-type, union-attr]
        assert noted(db, "user.leave") == [{"role": "caseworker", "team": team, "returned": 2, "by": "terminal"}]
    again = run("user", "leave", "mette", "--role", "caseworker", "--team", "Nord")
    assert (again.returncode, "mette is not caseworker in Nord" in again.stderr) == (2, True)
    last = run("user", "leave", "bo", "--role", "caseworker", "--team", "Nord")
    assert (last.returncode, "Nobody is caseworker in Nord now" in last.stderr) == (0, True)
    assert "no team Syd" in run("user", "leave", "bo", "--role", "legal", "--team", "Syd").stderr


@contextmanager
def opened(data: Path) -> Iterator[sa.Connection]:
    store = Store(f"sqlite:///{data}/handleplan.db", Secrets.from_file(data / "secret", create=False))
    with store.write() as db:
        yield db
    store.close()


def noted(db: sa.Connection, action: str) -> list[dict[str, Any]]:
    return list(db.execute(sa.select(audit.c.details).where(audit.c.action == action)).scalars())


def a_task(db: sa.Connection, task: str, role: str, state: str, holder: str | None, team: str) -> None:
    """Of one case; only what decides whose it is differs."""
    now = datetime.now(UTC)
    if not db.execute(sa.select(cases.c.id)).first():
        db.execute(sa.insert(cases).values(id="ARB-1", programme="obligation", team_id=team, stage="assessment",
                                           stage_since=now, opened_at=now, facts={}, facts_digest="", doubts=[], extra={}))  # fmt: skip
    on_hold = {"suspended_from": "reserved"} if state == "suspended" else {}
    db.execute(sa.insert(tasks).values(
        id=task, case_id="ARB-1", programme="obligation", kind="obligation.confirm_coverage", role=role, team_id=team,
        state=state, assignee_id=holder, received_at=now, due_at=now, due={}, excluded=[], stage="assessment", visit=1, data={}, **on_hold))  # fmt: skip


def test_a_place_is_made_changed_and_closed_down(run: Run, tmp_path: Path) -> None:
    made = run("provider", "add", "Parken", "--kind", "public", "--cvr", "13 58 56 28", "--p-number", "1003388394")
    assert made.returncode == 0
    assert "--role partner" in made.stdout
    assert run("provider", "add", "Parken", "--kind", "municipal").returncode == 0
    connection = sqlite3.connect(tmp_path / "handleplan.db")
    rows = "SELECT name, kind, cvr, active FROM providers"
    assert connection.execute(rows).fetchall() == [("Parken", "municipal", "", 1)]
    assert run("provider", "close", "Parken").returncode == 0
    assert connection.execute(rows).fetchall() == [("Parken", "municipal", "", 0)]
    connection.close()


def test_a_place_with_a_wrong_number_or_no_name_is_refused_in_a_sentence(run: Run) -> None:
    for words in (("Parken", "--cvr", "12345678"), ("Parken", "--p-number", "1"), (" ",)):
        assert run("provider", "add", *words, "--kind", "public").returncode == 2
    assert run("provider", "close", "Ukendt").returncode == 2
