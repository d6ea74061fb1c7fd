"""What no linter of imports can see: who writes to the store, and that workflow code is deterministic."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import domain.all
from domain.programmes import PROGRAMMES

assert domain.all
ROOT = Path(__file__).resolve().parents[2]
WRITERS = {
    "activities/cases.py": "a case",
    "web/actions.py": "a person, to tasks",
    "web/notices.py": "a person, to what they have heard of",
    "web/find.py": "a person, to what they last searched for",
    "web/openers.py": "an open page, that it is open",
    "web/case_actions.py": "a person, to cases",
    "activities/effort.py": "a case that has a plan",
    "activities/budget.py": "a case that costs money",
    "web/effort_actions.py": "a person, to the effort of a case",
    "web/newcomers.py": "a person or a program, to new cases and referrals",
    "web/consents.py": "a person, to consents",
    "web/case_people.py": "a person, to the people beside a citizen",
    "web/attendance_actions.py": "a person or a program, to attendance",
    "web/citizen.py": "a person, to where a citizen gets post",
    "web/cpr.py": "a person, to a CPR number learnt later",
    "web/bookkeeping.py": "economy, to budget lines",
    "web/letter_actions.py": "a person, to letters that failed",
    "web/substitutions.py": "a person, to when they are away and who covers",
    "web/drafts.py": "a person, to what they have half written",
    "web/steering.py": "a supervisor, to when a task is due and how urgent it is",
    "web/escalations.py": "a person, to an escalation that they take in hand",
    "web/reports.py": "a person or a program, to the log of figures taken out",
    "web/bulk.py": "a person, to many tasks",
    "web/kept_filters.py": "a person, to filters that are kept",
    "web/once.py": "the key of a call that may come twice",
    "web/importing.py": "how far an import is",
    "web/access.py": "when a session was last used",
    "web/pages/session.py": "login and logout",
    "web/api/session.py": "login",
    "workers/courier.py": "what was delivered",
    "workers/incidents.py": "which steps of cases keep failing",
    "workers/repair.py": "what reconcile mends",
    "workers/postman.py": "which letters were handed over, and what became of them",
    "workers/waker.py": "tasks whose hold has ended",
}
"""Every file that opens a writing transaction of a running system, and for whom."""
UNSURE = {"now", "utcnow", "today", "monotonic", "perf_counter", "sleep", "uuid1", "uuid4", "random", "randint",
          "choice", "shuffle", "urandom", "getenv", "open", "system", "run", "Thread"}  # fmt: skip
"""Calls whose answer may differ when a history is replayed."""
WORKFLOWS = sorted((ROOT / "workflows").glob("*.py"))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def test_only_named_files_write_to_the_store() -> None:
    found = set()
    for folder in ("activities", "web", "workers", "workflows", "domain"):
        for path in (ROOT / folder).rglob("*.py"):
            if any(isinstance(c.func, ast.Attribute) and ast.unparse(c.func).endswith("store.write") for c in calls(path)):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == set(WRITERS)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_workflow_code_asks_no_clock_and_draws_no_chance(path: Path) -> None:
    """It runs without the SDK's sandbox: docs/adr/0006."""
    found = [ast.unparse(c) for c in calls(path) if _last_name(c) in UNSURE and not _is_the_engines(c)]
    assert found == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_workflow_code_names_nothing_after_the_moment(path: Path) -> None:
    """A turn that a question cuts short is replayed as two, the second a moment later: only what ran before may."""
    lines = [one for one in path.read_text().splitlines() if "now.isoformat()" in one]
    assert [one for one in lines if "self.follows(" not in one] == []


@pytest.mark.parametrize("path", [path for path in WORKFLOWS if path.name != "case.py"], ids=lambda p: p.name)
def test_a_case_asks_for_its_changes_as_its_run_begins(path: Path) -> None:
    """In a turn that a query cut in two while a local activity ran, the engine tells another answer on replay."""
    asked = [ast.literal_eval(call.args[0]) for call in calls(path) if ast.unparse(call.func) == "self.follows"]
    named = [ast.literal_eval(line.value) for line in ast.walk(ast.parse(path.read_text()))
             if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "changes"]  # fmt: skip
    assert "workflow.patched(" not in path.read_text()
    assert set(asked) == set(chain(*named))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_workflow_code_never_walks_a_set(path: Path) -> None:
    """Its order differs from one process to the next."""
    loops = [n.iter for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.For | ast.comprehension)]
    assert [ast.unparse(it) for it in loops if isinstance(it, ast.Set | ast.SetComp)] == []


def test_how_much_says_why_and_what_day_is_over_stand_in_one_place() -> None:
    """A form that counts by itself would go on asking otherwise when the rule changes."""
    by_hand = {r"len\([\w.]+\) < 20\b", r"min_length=20\b", r"Between\(earliest=-366, latest=0\)"}
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "domain").rglob("*.py")
             if any(re.search(one, path.read_text()) for one in by_hand)}  # fmt: skip
    assert found == {"domain/tasks.py"}


def test_the_linter_keeps_every_programme_out_of_web_activities_and_store() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [contract] = [one for one in contracts if one["name"].endswith("know no programme")]
    assert sorted(contract["forbidden_modules"]) == [f"domain.{name}" for name in sorted(PROGRAMMES)]
    assert {"web", "activities", "store"} <= set(contract["source_modules"])


def _last_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_the_engines(call: ast.Call) -> bool:
    return ast.unparse(call.func).startswith("workflow.")
