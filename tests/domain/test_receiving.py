"""Which case stands where several were of one person."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.dossier import Done
from domain.perspektiv.programme import PERSPEKTIV
from domain.receiving import standing
from tests.support.dossier import Case

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
FACTS = PERSPEKTIV.facts.model_validate({"lead_from": "school", "agreed": True, "safe_way": "school"})


def case(number: str, said: str | None = None, into: Case | None = None) -> Case:
    decisions = [Done("t", "perspektiv.receive", AT, "u", {"result": "same" if said else "new", "same_as": said})]
    return Case(FACTS, case_id=number, decisions=decisions, choice=into)


def test_the_case_that_stands_is_the_last_that_each_was_joined_with() -> None:
    first = case("A")
    second = case("B", "A", first)
    assert [standing(one).case_id for one in (first, second, case("C", "B", second))] == ["A", "A", "A"]


def test_a_case_that_was_received_as_new_stands_whatever_its_decisions_chose_else() -> None:
    assert standing(case("B", None, case("A"))).case_id == "B"


def test_two_that_were_said_to_be_each_other_lead_round_to_no_end() -> None:
    first = case("A")
    second = case("B", "A", first)
    first.decisions, first.choice = case("A", "B").decisions, second
    assert standing(first).case_id == "B"
