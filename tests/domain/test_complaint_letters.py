"""What a citizen is told of a complaint and of access to the file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.access_to_file.facts import AccessFacts
from domain.access_to_file.letters import decision
from domain.complaint.facts import ComplaintFacts
from domain.complaint.letters import carried_out, reassessment
from domain.letters import Letter
from domain.policies import policies
from domain.programmes import PROGRAMMES
from tests.support.dossier import Case

TODAY = date(2026, 11, 23)
REASON = "Lægens erklæring blev ikke læst, da vi afgjorde sagen."
COMPLAINT: dict[str, Any] = {"received_on": "2026-11-20", "channel": "oral", "complainant": "citizen", "text": "Jeg klager."}


def said(letter: Letter | None) -> str:
    assert letter is not None
    return f"{letter.subject} {letter.model_dump_json()}"


def answered(result: str, **facts: Any) -> Letter | None:
    case = Case(ComplaintFacts.model_validate(COMPLAINT | facts))
    return reassessment(case, {"result": result, "reason": REASON, "learning": "Læs alt."}, TODAY, policies())


@pytest.mark.parametrize(("result", "changed", "forwarded"), [
    ("upheld", True, False), ("partly", True, True), ("maintained", False, True)])  # fmt: skip
def test_the_citizen_is_told_the_result_its_reasons_and_what_follows(
    result: str, changed: bool, forwarded: bool
) -> None:
    text = said(answered(result))
    assert REASON in text
    assert "20.11.2026" in text
    assert ("inden 10 hverdage" in text) is changed
    assert ("til Ankestyrelsen, som" in text) is forwarded
    assert "Læs alt." not in text, "what the office learns is its own"


def test_a_withdrawn_complaint_sends_nothing() -> None:
    assert answered("withdrawn") is None


@pytest.mark.parametrize(("received", "late"), [("2026-11-09", False), ("2026-11-10", True)])
def test_a_late_complaint_is_told_that_the_board_decides_on_it(received: str, late: bool) -> None:
    text = said(answered("maintained", received_on=received, decision_received_on="2026-10-12"))
    assert ("kom for sent" in text) is late


def test_the_citizen_is_told_what_was_changed() -> None:
    text = said(carried_out(Case(ComplaintFacts.model_validate(COMPLAINT)),
                            {"done_on": "2026-11-22", "what": "Fradraget er betalt tilbage."}, TODAY, policies()))  # fmt: skip
    assert "22.11.2026" in text
    assert "betalt tilbage" in text


@pytest.mark.parametrize(("result", "guided"), [("full", False), ("partial", True), ("refused", True)])
def test_who_does_not_get_everything_is_told_what_is_left_out_why_and_how_to_complain(result: str, guided: bool) -> None:
    facts = AccessFacts.model_validate({"received_on": "2026-11-20", "asked_by": "citizen", "scope": "whole", "text": "Alt."})
    answer = {"result": result, "left_out": "Interne notater", "reason": REASON}
    text = said(decision(Case(facts), answer, TODAY, policies()))
    assert ("Sådan klager du" in text) is guided
    assert ("Interne notater" in text) is guided
    other = facts.model_copy(update={"asked_by": "other"})
    assert decision(Case(other), answer, TODAY, policies()) is None, "nobody else is answered with the citizen's letter"
    assert decision(Case(facts), answer | {"result": "withdrawn"}, TODAY, policies()) is None


def test_every_letter_that_a_task_names_is_there() -> None:
    for name in ("complaint", "access_to_file"):
        programme = PROGRAMMES[name]
        assert {kind.letter for kind in programme.kinds} - {None} == set(programme.letters)
