"""Completeness: everything that people meet has words in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import web
from domain.deadlines import work_out
from domain.faults import MESSAGES, sentence
from domain.fields import choices
from domain.labels import Label
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.roles import ROLE_TITLES, Role
from domain.tasks import STATE_TITLES, Operation, Task, TaskState, row_model
from domain.text import Text
from store.importing import EXTRA
from tests.support.site import NOW
from tools import templates
from web import forms, whole, words
from web import looked_up as looked_up_words
from web.case_actions import CASE_SIGNALS
from web.errors import HEADINGS
from web.page import NOTICES
from web.policy import BY_PEOPLE
from workflows.map import process_map
from workflows.registry import CASES

KINDS = [kind for programme in PROGRAMMES.values() for kind in programme.kinds]
FIELDS = [(kind, name) for kind in KINDS for name in kind.decision.model_fields]
NOT_YET = {Operation.activate}
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.kind)


def is_said(text: Text | None) -> bool:
    return text is not None and bool(text.da.strip()) and bool(text.en.strip())


@each_kind
def test_a_kind_of_task_says_what_it_is_why_and_what_each_answer_leads_to(kind: type[Task]) -> None:
    assert is_said(kind.title)
    assert is_said(kind.why)
    assert kind.why.da.endswith(".")
    assert len(kind.outcomes) >= 1
    for answer, leads_to in kind.outcomes:
        assert is_said(answer)
        assert is_said(leads_to)


@each_kind
def test_a_kind_of_task_belongs_to_a_role_that_works_and_to_its_programme(kind: type[Task]) -> None:
    assert kind.role in Role
    assert kind.kind.split(".")[0] in PROGRAMMES


@each_kind
def test_a_kind_of_task_has_a_deadline_that_says_why(kind: type[Task]) -> None:
    deadline = work_out(kind.deadline, NOW, policies())
    assert deadline.at > NOW
    assert is_said(deadline.because)


@each_kind
def test_the_rule_that_a_task_rests_on_exists(kind: type[Task]) -> None:
    rules = {name for programme in PROGRAMMES.values() for name in programme.rules}
    assert kind.rule is None or kind.rule in rules


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda v: v if isinstance(v, str) else v.kind)
def test_every_field_has_a_label_and_every_choice_its_words(kind: type[Task], name: str) -> None:
    field = kind.decision.model_fields[name]
    label = next((m for m in field.metadata if isinstance(m, Label)), None)
    assert label is not None
    assert is_said(label.title)
    drawn = whole.build(kind.decision, {}, {name: Text(da="x", en="x")})["fields"]
    built = next(f for f in drawn if f["name"] == name)
    assert not label.options or {o["value"] for o in built["options"]} == {str(code) for code in choices(field)} != set()
    fields = [f for row in built["rows"] for f in row["fields"]] if built["widget"] == "rows" else [built]
    for one in fields:
        assert is_said(one["label"]), one["name"]
        assert one["label"].da not in one["name"].split("."), "a code shown to people"
        for option in one["options"]:
            assert is_said(option["label"])
            assert option["label"].da != option["value"], "a code shown to people"
    if built["widget"] == "choice":
        assert {str(o) for o in label.options or {}} == {o["value"] for o in built["options"]}


@each_kind
def test_the_data_that_a_task_shows_has_words(kind: type[Task]) -> None:
    for name, field in kind.model_fields.items():
        assert any(isinstance(m, Label) for m in field.metadata), name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_fact_of_a_programme_has_words_also_within_a_spell(programme: str) -> None:
    for key, info in whole.keys(PROGRAMMES[programme].facts):
        row = row_model(info)
        for name, field in [(key, info), *(whole.keys(row) if row else ())]:
            label = forms.label_of(name, field)
            assert is_said(label.title), name
            assert label.title.da != name, "a code shown to people"
    built = whole.build(PROGRAMMES[programme].facts, {}, {})
    for option in (o for f in built["fields"] if f["widget"] != "rows" for o in f["options"]):
        assert option["label"].da != option["value"], "a code shown to people"


@pytest.mark.parametrize("column", sorted(EXTRA))
def test_what_a_file_says_besides_has_words(column: str) -> None:
    assert is_said(words.EXTRA[column])


@pytest.mark.parametrize("operation", Operation)
def test_every_operation_has_a_word_for_the_button_and_one_for_the_history(operation: Operation) -> None:
    if operation in BY_PEOPLE:
        assert is_said(words.OPERATIONS[operation])
    if operation not in NOT_YET:
        assert is_said(words.EVENTS[operation.value])


@pytest.mark.parametrize("rung", ["reminder", "due", "supervisor", "reassign"])
def test_every_rung_has_a_word(rung: str) -> None:
    assert is_said(words.EVENTS[f"rung.{rung}"])


@pytest.mark.parametrize("action", [*CASE_SIGNALS, "reassign"])
def test_every_change_of_a_case_has_a_word_for_the_button_and_one_for_the_history(action: str) -> None:
    assert is_said(words.CASE_ACTIONS[action])
    assert is_said(words.ACTIONS[f"case.{action}"])


@pytest.mark.parametrize("state", TaskState)
def test_every_state_has_a_word(state: TaskState) -> None:
    assert is_said(STATE_TITLES[state])


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_word(role: Role) -> None:
    assert is_said(ROLE_TITLES[role])


@pytest.mark.parametrize("programme", CASES)
def test_every_stage_and_end_has_words_and_leads_to_one_that_exists(programme: str) -> None:
    nodes = process_map(CASES[programme])
    for node in nodes:
        assert is_said(node.says)
        assert set(node.next) <= {n.stage for n in nodes}


def test_every_alarm_has_a_word() -> None:
    for name in ("implementation_60", "implementation_30", "implementation_7"):
        assert is_said(words.EVENTS[f"alarm.{name}"])


def test_every_refusal_status_has_a_heading_and_every_notice_two_languages() -> None:
    for status in (400, 403, 404, 405, 409, 413, 422, 429, 503):
        assert is_said(HEADINGS[status])
    for _, text in NOTICES.values():
        assert is_said(text)


def test_the_translations_are_complete() -> None:
    assert list(templates.lacking_danish()) == []


def test_the_templates_keep_to_the_content_security_policy() -> None:
    assert list(templates.lint()) == []


def looked_up() -> set[tuple[str, str]]:
    """What is done and what for, of every look-up whose purpose is written in the code."""
    calls = [node for file in Path(web.__file__).parent.rglob("*.py") for node in ast.walk(ast.parse(file.read_text()))
             if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "look_up"]  # fmt: skip
    given = [(call.args[2], call.args[3]) for call in calls if len(call.args) > 3]
    return {(a.value, b.value) for a, b in given if isinstance(a, ast.Constant) and isinstance(b, ast.Constant)}


def test_the_log_of_look_ups_has_words_for_whatever_is_looked_up() -> None:
    found = looked_up()
    assert len(found) >= 12
    assert {action for action, _ in found} <= set(looked_up_words.WHAT)
    assert {purpose for _, purpose in found} <= set(looked_up_words.WHY)


ROOT = Path(web.__file__).parents[1]
RAISES = [*sorted((ROOT / "domain").rglob("*.py")), ROOT / "web" / "readable.py"]


def _codes(path: Path) -> Iterator[str]:
    """What a rule of a form calls its fault: the words of `raise ValueError("such_a_code")`."""
    raised = (node.exc for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Raise))
    for call in raised:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "ValueError":
            yield from (one.value for one in ast.walk(call) if isinstance(one, ast.Constant)
                        and isinstance(one.value, str) and re.fullmatch("[a-z_]+", one.value))  # fmt: skip


def test_every_fault_that_a_rule_names_has_a_sentence() -> None:
    named = {code for path in RAISES for code in _codes(path)}
    assert len(named) > 50
    assert named - MESSAGES.keys() == set()


def test_a_fault_without_a_sentence_never_shows_what_the_code_calls_it() -> None:
    said = sentence({"type": "value_error", "msg": "Value error, no_such_code", "ctx": {"error": "no_such_code"}})
    assert (said.da, said.en) == ("Værdien kan ikke bruges", "The value cannot be used")
