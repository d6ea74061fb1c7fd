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

README = Path(__file__).resolve().parents[2] / "README.md"
pytestmark = [pytest.mark.engine]


def stages_of(programme: str) -> set[str]:
    return {node.stage for node in process_map(CASES[programme]) if not node.is_end}


def ends_of(programme: str) -> set[str]:
    return {node.stage for node in process_map(CASES[programme]) if node.is_end} - {"closed"}


def standing(db: sqlite3.Connection, programme: str) -> Counter[str]:
    return Counter(r[0] for r in db.execute("SELECT coalesce(outcome, stage) FROM cases WHERE programme = ?", [programme]))


def count(db: sqlite3.Connection, query: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {query}").fetchone()[0])


def open_asides(db: sqlite3.Connection) -> set[str]:
    query = "SELECT kind FROM tasks WHERE aside IS NOT NULL AND state NOT IN ('completed', 'exited', 'obsolete')"
    return {row[0] for row in db.execute(query)}


def the_effort_is_told(db: sqlite3.Connection) -> None:
    """Weeks closed at noon on their Monday with what the places said until then, and corrected since."""
    closings = {row[0][11:16] for row in db.execute("SELECT closed_at FROM weeks")}
    assert closings <= {"10:00", "11:00"}  # noon in Copenhagen, summer and winter
    per_case = [row[0] for row in db.execute("SELECT count(*) FROM weeks GROUP BY case_id")]
    assert sum(n >= 6 for n in per_case) >= 12
    assert count(db, "weeks WHERE summary != first_summary") >= 3
    assert {r[0] for r in db.execute("SELECT DISTINCT status FROM attendance")} == {"present", "absent", "sick"}
    assert open_asides(db) >= {f"obligation.{kind}" for kind in (
        "missing_attendance", "repeat_guidance", "plan_ends")}  # fmt: skip


def every_step_below_is_told(db: sqlite3.Connection) -> None:
    assert stages_of("absence") | ends_of("absence") <= set(standing(db, "absence"))
    assert stages_of("deduction_review") | ends_of("deduction_review") <= set(standing(db, "deduction_review"))
    assert stages_of("undelivered_letter") <= set(standing(db, "undelivered_letter"))
    assert stages_of("complaint") <= set(standing(db, "complaint"))
    assert set(standing(db, "complaint")) >= {"upheld", "confirmed", "withdrawn"}
    assert set(standing(db, "access_to_file")) >= stages_of("access_to_file") | {"given"}
    assert count(db, "task_events WHERE what = 'alarm.complaint_unanswered'") >= 1
    assert set(standing(db, "wage_refund")) == {"approval", "paid"}
    assert count(db, "tasks WHERE kind = 'wage_refund.approve_large'") == 1
    assert count(db, "budget_entries WHERE kind IN ('pay', 'accrue')") == 3


def every_vacancy_is_told(db: sqlite3.Connection) -> None:
    """One at each step, one to be confirmed again, and places that young people have."""
    assert stages_of("vacancy") | {"filled"} <= set(standing(db, "vacancy"))
    assert count(db, "tasks WHERE kind = 'vacancy.confirm' AND completed_at IS NULL AND escalation_level > 0") >= 1
    chosen = Counter(r[0] for r in db.execute("SELECT c.programme FROM choices JOIN cases c ON c.id = choices.case_id"))
    assert chosen == {"vacancy": 2, "session": 5}


def perspektiv_is_told(db: sqlite3.Connection) -> None:
    """One at each step, some ends, and two concerns of which only the specialists know."""
    assert set(standing(db, "perspektiv")) >= stages_of("perspektiv") | {"job", "declined"}
    assert standing(db, "expense") == {"paid": 2, "approval": 1, "check": 1}
    assert standing(db, "concern") == {"received": 1, "acted": 1}
    teams = "teams JOIN cases ON cases.team_id = teams.id WHERE cases.programme = 'concern' AND teams.programme = 'concern'"
    assert count(db, teams) == 2


def campaigns_are_told(db: sqlite3.Connection) -> None:
    """One to be placed, one in its areas, one to be evaluated; material and events of each stage."""
    assert standing(db, "civic") == {"areas": 1, "running": 1, "evaluation": 1}
    assert standing(db, "material") == {"sent": 4, "neutrality": 1, "draft": 1}
    assert standing(db, "event") == {"held": 4, "ready": 1, "preparing": 1}
    assert count(db, "turnout WHERE source LIKE 'KV21%'") == 5
    assert count(db, "cases WHERE programme IN ('civic', 'material', 'event') AND person_id IS NOT NULL") == 0


def a_session_was_held_and_one_is_coming(db: sqlite3.Connection) -> None:
    """Everybody signed up for the one went on by itself."""
    assert standing(db, "session") == {"held": 1, "planned": 1}
    assert count(db, "tasks WHERE kind = 'youth.session' AND state = 'exited'") == 4
    assert count(db, "tasks WHERE kind = 'youth.session' AND completed_at IS NULL AND state != 'exited'") == 1


def their_clocks_are_right(db: sqlite3.Connection) -> None:
    """A case that another opened in the past has its first deadline counted from then."""
    late = count(db, "tasks t JOIN cases c ON c.id = t.case_id WHERE c.parent_id IS NOT NULL AND t.visit = 1"
                     " AND julianday(t.received_at) - julianday(c.opened_at) > 0.01")  # fmt: skip
    assert late == 0
    assert count(db, "letters WHERE state != 'delivered'") == count(db, "letters WHERE state = 'failed'") == 1
    assert count(db, "letters WHERE julianday(handed_over_at) - julianday(created_at) > 0.01") == 0


def test_the_demo_shows_every_stage_every_rung_and_nothing_forgotten(tmp_path: Path) -> None:
    with up(tmp_path / "data", "--demo") as running:
        running.address()
        with closing(sqlite3.connect(tmp_path / "data" / "handleplan.db")) as db:
            stood = standing(db, "obligation")
            levels = db.execute("SELECT escalation_level FROM tasks WHERE completed_at IS NULL")
            rungs = Counter(row[0] for row in levels)
            assert stages_of("obligation") | ends_of("obligation") | {"closed"} <= set(stood)
            assert sum(stood.values()) >= 60
            about = (stood, standing(db, "youth"), standing(db, "perspektiv"))
            assert count(db, "people") == sum(sum(one.values()) for one in about)
            every_vacancy_is_told(db)
            a_session_was_held_and_one_is_coming(db)
            perspektiv_is_told(db)
            campaigns_are_told(db)
            assert f"{count(db, 'people')} made-up citizens ({count(db, 'cases')} cases)" in README.read_text()
            assert set(rungs) == {0, 1, 2, 3}
            assert count(db, "cases WHERE suspended_at IS NOT NULL") >= 3
            the_effort_is_told(db)
            every_step_below_is_told(db)
            their_clocks_are_right(db)
        checked = handleplan("reconcile", HANDLEPLAN_DATA=str(tmp_path / "data"))
        assert checked.returncode == 0, checked.stdout
        replayed = handleplan("replay", HANDLEPLAN_DATA=str(tmp_path / "data"))
        assert replayed.returncode == 0, replayed.stdout
    running.join()
    assert "benefit" in running.said
    assert "/cases/ARB-" in running.said
