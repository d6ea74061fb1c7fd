"""What cannot be done is said in one sentence, with exit code 2."""

from __future__ import annotations

import fcntl
import socket
from pathlib import Path
from typing import Protocol

import pytest

from cli.app import run
from tests.cli.running import handleplan, here

GOOD_SECRET = "k3J9x0pQ7vW2zL5nB8mT1yR6cF4hD0sA9gE2uI7oXqYw"


class Refused(Protocol):
    def __call__(self, *words: str, **env: str) -> str: ...


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Refused:
    def check(*words: str, **env: str) -> str:
        done = here(capsys, monkeypatch, *words, **env)
        assert done.returncode == 2, done.stderr
        assert done.stdout == ""
        return done.stderr

    return check


def test_a_busy_port_is_named(refused: Refused, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} is busy" in refused("up", "--data", str(tmp_path), "--port", port)


def test_a_refusal_ends_the_process_with_code_2_and_no_traceback(tmp_path: Path) -> None:
    done = handleplan("audit", "verify", "--data", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_an_unwritable_data_folder_is_named(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused("up", "--data", str(tmp_path / "file" / "data"), "--port", "0")


def test_a_second_start_on_the_same_data_is_refused(refused: Refused, tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "already runs on the data folder" in refused("up", "--data", str(tmp_path), "--port", "0")
        assert "already runs on the data folder" in refused("engine", "--data", str(tmp_path))


def test_data_whose_secret_is_lost_is_not_given_a_new_one(refused: Refused, tmp_path: Path) -> None:
    assert run(["db", "upgrade", "--data", str(tmp_path)]) == 0
    (tmp_path / "secret").unlink()
    assert "secret file" in refused("up", "--data", str(tmp_path), "--port", "0")
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize("command", ["web", "worker"])
def test_production_does_not_start_without_a_secret(refused: Refused, command: str, tmp_path: Path) -> None:
    said = refused(command, "--data", str(tmp_path), HANDLEPLAN_PRODUCTION="true")
    assert "HANDLEPLAN_SECRET_FILE" in said


@pytest.mark.parametrize("secret", ["", "short", "a" * 64, "please-change-me-please-change-me-0123456789"])
def test_production_does_not_start_with_an_empty_short_simple_or_example_secret(
    refused: Refused, secret: str, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text(secret)
    said = refused("web", HANDLEPLAN_PRODUCTION="true", HANDLEPLAN_SECRET_FILE=str(file),
                   HANDLEPLAN_DATABASE_URL=f"sqlite:///{tmp_path}/x.db")  # fmt: skip
    assert "secret" in said.lower()
    assert not secret or secret not in said


def test_web_and_worker_refuse_tables_of_another_version(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(GOOD_SECRET)
    assert "handleplan db upgrade" in refused("web", "--data", str(tmp_path), "--port", "0")


def test_a_wrong_setting_is_named(refused: Refused, tmp_path: Path) -> None:
    assert "HANDLEPLAN_PORT" in refused("up", "--data", str(tmp_path), HANDLEPLAN_PORT="many")


def test_a_command_before_the_first_start_says_how_to_start(refused: Refused, tmp_path: Path) -> None:
    assert "handleplan up" in refused("audit", "verify", "--data", str(tmp_path))


def test_import_of_a_missing_file_is_refused(refused: Refused, tmp_path: Path) -> None:
    assert "is not there" in refused("import", "citizens", str(tmp_path / "x.csv"))
