"""`./run demo`: the commands of the README, as a newcomer runs them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import handleplan, up
from workflows.map import process_map
from workflows.registry import CASES

pytestmark = [pytest.mark.engine]


def test_the_demo_shows_every_stage_every_rung_and_nothing_forgotten(tmp_path: Path) -> None:
    with up(tmp_path / "data", "--demo") as running:
        running.address()
        with closing(sqlite3.connect(tmp_path / "data" / "handleplan.db")) as db:
            stood = Counter(row[0] for row in db.execute("SELECT stage FROM cases"))
            levels = db.execute("SELECT escalation_level FROM tasks WHERE completed_at IS NULL")
            rungs = Counter(row[0] for row in levels)
            rested = db.execute("SELECT count(*) FROM cases WHERE suspended_at IS NOT NULL").fetchone()[0]
            cprs = db.execute("SELECT count(*) FROM people").fetchone()[0]
        stages = {n.stage for n in process_map(CASES["obligation"])}
        assert stages <= set(stood)
        assert sum(stood.values()) >= 60
        assert cprs == sum(stood.values())
        assert set(rungs) == {0, 1, 2, 3}
        assert rested >= 3
        checked = handleplan("reconcile", HANDLEPLAN_DATA=str(tmp_path / "data"))
        assert checked.returncode == 0, checked.stdout
        replayed = handleplan("replay", HANDLEPLAN_DATA=str(tmp_path / "data"))
        assert replayed.returncode == 0, replayed.stdout
    running.join()
    assert "benefit" in running.said
