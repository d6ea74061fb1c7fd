from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from cli.app import run as handleplan
from store import users
from store.db import Store
from store.secrets import Secrets
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
    for words in (("token", "nobody"), ("user", "disable", "nobody")):
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
