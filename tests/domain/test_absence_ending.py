"""How a case of absence ends by what is on file, whether the citizen is to be told, and what the letter says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.absence.ending import ENDING, judge_ending
from domain.absence.letters import no_deduction
from domain.absence.look import latest_day
from domain.complaint.facts import ComplaintFacts
from domain.deduction_review.letters import result
from domain.dossier import Attended, Done, Sent
from domain.offences import AbsentDay, Corrected
from domain.policies import policies
from tests.domain.test_absence_preconditions import DAY, TODAY, at, done, the_parent, whole
from tests.support.dossier import Case


def ending(case: Case, on: date = TODAY) -> dict[str, Any]:
    return judge_ending(case, on, policies()).answer


def answered(case: Case, kind: str, **answer: Any) -> Case:
    case.decisions = [*case.decisions, done(kind, TODAY, **answer)]
    return case


def test_a_case_goes_on_while_nothing_ends_it() -> None:
    assert ending(whole())["over"] is None


@pytest.mark.parametrize(("days", "over"), [(0, None), (1, "lapsed")])
def test_the_time_runs_out_after_the_last_day(days: int, over: str | None) -> None:
    assert ending(whole(), latest_day(DAY, 3) + timedelta(days=days))["over"] == over


@pytest.mark.parametrize("change", ["corrected", "closed", "nothing"])
def test_what_is_carried_out_ends_as_a_deduction_whatever_comes_after(change: str) -> None:
    case = answered(whole(), "absence.instruction", carried_out=True)
    {"corrected": _came, "closed": _closed, "nothing": lambda one: None}[change](case)
    assert ending(case) == {"over": "sanctioned", "tell": False}


@pytest.mark.parametrize("kind", sorted(set(ENDING) - {"absence.instruction"}))
def test_an_answer_ends_it_until_a_newer_one_goes_on(kind: str) -> None:
    field, value, outcome = ENDING[kind]
    case = answered(whole(), kind, **{field: value})
    assert ending(case)["over"] == outcome
    other: object = (not value) if isinstance(value, bool) else "another"
    assert ending(answered(case, kind, **{field: other}))["over"] is None


def _closed(case: Case) -> None:
    the_parent(case).is_open = False


def _leaves(case: Case) -> None:
    the_parent(case).decisions = [*the_parent(case).decisions, done("obligation.exit", TODAY, because="moved", ended_on=str(TODAY))]


def _stays(case: Case) -> None:
    _leaves(case)
    the_parent(case).decisions = [*the_parent(case).decisions, done("obligation.exit", TODAY, because="stays")]


def _came(case: Case) -> None:
    the_parent(case).attended = [Attended("p1", DAY, 300, "present")]


def _won(case: Case) -> None:
    answered(case, "absence.decision", deduct=True)
    facts = ComplaintFacts(received_on=TODAY, channel="oral", complainant="citizen", decision="absence.decision",
                           text="Jeg mødte.")  # fmt: skip
    won = Case(facts, case_id="KLA-1", decisions=[done("complaint.reassess", TODAY, result="partly")])
    the_parent(case).below = [won]


@pytest.mark.parametrize(
    ("change", "over"), [(_closed, "case_ended"), (_leaves, "case_ended"), (_stays, None), (_came, "corrected_away"), (_won, "overturned")],
)  # fmt: skip
def test_what_lies_outside_the_case_ends_it(change: Callable[[Case], None], over: str | None) -> None:
    case = whole()
    change(case)
    assert ending(case)["over"] == over


def test_only_who_was_sent_a_hearing_letter_and_has_not_won_a_complaint_is_told() -> None:
    case = whole()
    _came(case)
    assert ending(case)["tell"] is True
    sent, case.letters = case.letters, []
    assert ending(case)["tell"] is False
    lost = [one._replace(state="failed") for one in sent]
    case.letters = lost
    assert ending(case)["tell"] is False
    case.letters = [*lost, sent[0]._replace(kind="absence.decision")]
    assert ending(case)["tell"] is True, "told that it is decided, though the hearing came back later"
    case.letters = sent
    _won(case)
    assert ending(case) == {"over": "overturned", "tell": False}


def said(case: Case, **answer: Any) -> str:
    letter = no_deduction(case, {"how": "letter", "account": "Du mødte, og listen er rettet."} | answer, TODAY, policies())
    assert letter
    return " ".join(str(block.model_dump()) for block in letter.blocks)


def test_the_letter_says_why_and_whether_a_deduction_had_been_announced() -> None:
    case = whole()
    assert "hørt dig om et fradrag" in said(case)
    case.letters = [*case.letters, Sent("b2", "absence.decision", "delivered", at(TODAY), TODAY)]
    assert "at der ville blive trukket" in said(case)
    assert "listen er rettet" in said(case)
    assert "06.10.2026" in said(case)


def test_no_letter_goes_where_none_is_to_be_sent() -> None:
    assert no_deduction(whole(), {"how": "died", "account": "Borgeren er død."}, TODAY, policies()) is None


@pytest.mark.parametrize(("answer", "pays"), [("stands", False), ("reversed", True)])
def test_a_review_is_a_decision_with_reasons_and_guidance_on_complaints(answer: str, pays: bool) -> None:
    review = Case(Corrected(absence="UDE-2026-000001", days=(AbsentDay(day=DAY, placement_id="p1"),)), parent=the_parent(whole()))
    letter = result(review, {"result": answer, "account": "Listen var forkert."}, TODAY, policies())
    text = " ".join(str(block.model_dump()) for block in letter.blocks)
    assert "Listen var forkert." in text
    assert "06.10.2026" in text
    assert "Parken" in text
    assert "klage over afgørelsen" in text
    assert ("udbetaler beløbet" in text) is pays


@pytest.mark.parametrize(("kind", "answer", "says"), [
    ("absence.contact", {"next": "excused"}, "Afgjort 05.11.2026 i opgaven »Kontakt borgeren om udeblivelse«."),
    ("absence.instruction", {"carried_out": False},
     "Ydelsescentret har 05.11.2026 svaret, at fradraget ikke er gennemført."),
])  # fmt: skip
def test_whoever_tells_the_citizen_reads_why_and_when_it_ended(kind: str, answer: dict[str, Any], says: str) -> None:
    case = whole()
    case.decisions.append(Done("last", kind, datetime(2026, 11, 5, 12, tzinfo=UTC), "anna", answer))
    assert judge_ending(case, TODAY, policies()).ruling["because"]["da"] == says


def test_when_the_time_has_run_out_the_day_is_said() -> None:
    last = latest_day(DAY, 3)
    ruling = judge_ending(whole(), last + timedelta(days=1), policies()).ruling
    assert (ruling["because"]["da"], ruling["policy_versions"]) == (
        f"Et fradrag skulle være sket senest {last:%d.%m.%Y}.", ["sanction.latest@2025-01-01"])  # fmt: skip
