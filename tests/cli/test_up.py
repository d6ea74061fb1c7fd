"""`handleplan up`: ready, stopped without a rest, killed and started again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import answers, eventually_answers, handleplan, up

PARTS = ("up", "engine", "worker", "web")
SOMEBODY_ELSES_ENGINE = {
    "TEMPORAL_ADDRESS": "engine.invalid:7233", "TEMPORAL_NAMESPACE": "theirs", "TEMPORAL_API_KEY": "key",
}  # fmt: skip
CITIZENS = """cpr;navn;adresse;ydelse;indrejsedato;ophold
0101900000;Åse Prøve;Søgade 4;kontanthjælp;2015-06-01;2015-06-01.. DK
0201900000;Bo Prøve;Søgade 5;kontanthjælp;2015-06-01;2015-06-01.. DK
"""
pytestmark = [pytest.mark.engine, pytest.mark.crash]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ready_then_stopped_within_ten_seconds_with_no_process_left(number: int, tmp_path: Path) -> None:
    with up(tmp_path / "data") as running:
        assert answers(running.address())
        running.wait_for(*PARTS)
        began = time.monotonic()
        assert running.stop(number) == 0
        assert time.monotonic() - began < 10
        assert running.group() == {}


def test_ctrl_c_in_a_terminal_reaches_all_parts_at_once_and_still_stops_cleanly(tmp_path: Path) -> None:
    with up(tmp_path / "data") as running:
        running.address()
        began = time.monotonic()
        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(20) == 0
        assert time.monotonic() - began < 10
        assert running.group() == {}


def test_each_part_that_is_killed_comes_back_alone(tmp_path: Path) -> None:
    with up(tmp_path / "data") as running:
        address = running.address()
        before = running.wait_for(*PARTS)
        for part in ("worker", "web", "engine"):
            os.kill(before[part], signal.SIGKILL)
        after = running.wait_for(*PARTS, unlike={part: before[part] for part in ("worker", "web", "engine")})
        assert after["up"] == before["up"]
        eventually_answers(address)


def test_nothing_is_left_when_only_the_supervisor_is_killed(tmp_path: Path) -> None:
    with up(tmp_path / "data") as running:
        running.address()
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.wait(10)
        running.wait_for()


def test_after_kill_9_of_the_whole_group_it_starts_again_and_nothing_is_lost(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "citizens.csv"
    file.write_text(CITIZENS)
    with up(data) as first:
        first.address()
        words = ("user", "add", "mette", "--role", "benefit_officer", "--team", "Arbejdspligt")
        assert handleplan(*words, "--data", str(data), stdin="et langt kodeord\n").returncode == 0
        assert handleplan("import", "citizens", str(file), "--data", str(data)).returncode == 0
        first.kill_group()
        first.wait_for()
    with up(data, **SOMEBODY_ELSES_ENGINE) as second:
        assert answers(second.address())
        reconciled = handleplan("reconcile", "--json", "--data", str(data))
        assert json.loads(reconciled.stdout) == {"checked": 2, "violations": []}, reconciled.stderr
        assert _open_tasks(data) == 2
        replayed = handleplan("replay", "--json", "--data", str(data))
        assert json.loads(replayed.stdout) == {"replayed": 2, "stranded": []}, replayed.stderr
        again = handleplan("up", "--port", "0", "--data", str(data))
        assert (again.returncode, "already runs" in again.stderr) == (2, True)


def _open_tasks(data: Path) -> int:
    with closing(sqlite3.connect(data / "handleplan.db")) as db:
        return int(db.execute("SELECT count(*) FROM tasks WHERE state IN ('ready', 'reserved')").fetchone()[0])
