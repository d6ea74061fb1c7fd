"""A house of its own: teams and people by the commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.app import run as handleplan
from store import users
from store.db import Store
from store.secrets import Secrets
from tests.cli.running import here
from tests.cli.test_admin import Run

PASSWORD = "kodeord 123\n"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    assert handleplan(["db", "upgrade", "--data", str(tmp_path)]) == 0
    return lambda *words, stdin="": here(capsys, monkeypatch, *words, "--data", str(tmp_path), stdin=stdin)


def test_a_team_is_made_for_a_programme_and_listed_with_its_people(run: Run) -> None:
    done = run("team", "add", "Demokrati", "--programme", "civic")
    assert "New cases of civic land in Demokrati." in done.stdout
    made = run("user", "add", "lone", "--role", "civic_lead", "--team", "Demokrati", "--called", "Lone Lind", stdin=PASSWORD)
    assert made.stdout == "lone is civic_lead in Demokrati.\n"
    run("team", "add", "Specialister", "--programme", "concern")
    listed = run("team", "list")
    assert listed.stdout == "Demokrati\tcivic\tlone (civic_lead)\nSpecialister\tconcern\t\n"
    assert "No team has perspektiv: handleplan team add NAME --programme perspektiv" in listed.stderr
    assert "civic" not in listed.stderr
    assert run("user", "list").stdout == "lone\tLone Lind\tcivic_lead in Demokrati\n"


def test_a_team_that_was_mistyped_is_said_to_be_new(run: Run) -> None:
    run("team", "add", "Demokrati", "--programme", "civic")
    made = run("user", "add", "lone", "--role", "civic_lead", "--team", "Demokarti", stdin=PASSWORD)
    assert "a new team" in made.stdout


def test_a_team_is_not_named_for_what_has_none(run: Run) -> None:
    for programme in ("expense", "nothing"):
        done = run("team", "add", "Demokrati", "--programme", programme)
        assert (done.returncode, f"No team is named for {programme}." in done.stderr) == (2, True)


def test_a_new_password_ends_what_was_begun_with_the_old(run: Run, tmp_path: Path) -> None:
    run("user", "add", "lone", "--role", "civic_lead", "--team", "Demokrati", stdin=PASSWORD)
    assert "lone has a new password" in run("user", "password", "lone", stdin="et helt nyt\n").stdout
    store = Store(f"sqlite:///{tmp_path}/handleplan.db", Secrets.from_file(tmp_path / "secret", create=False))
    with store.read() as db:
        assert users.authenticate(db, "lone", "et helt nyt")
        assert users.authenticate(db, "lone", PASSWORD.strip()) is None
    store.close()
    assert run("user", "password", "nobody", stdin=PASSWORD).returncode == 2


def test_an_import_of_what_no_team_works_with_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    for name, role in (("a", "legal"), ("b", "economy")):
        run("user", "add", name, "--role", role, "--team", role, stdin=PASSWORD)
    file = tmp_path / "borgere.csv"
    file.write_bytes(Path("docs/examples/borgere.csv").read_bytes())
    done = run("import", "citizens", str(file))
    assert done.returncode == 2
    assert "handleplan team add NAME --programme obligation" in done.stderr
