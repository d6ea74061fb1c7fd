"""A way that was not safe is not gone again as it was, whatever else is corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from domain.dossier import Done
from domain.perspektiv.outreach import Attempt, Unreached
from domain.perspektiv.programme import PERSPEKTIV
from domain.perspektiv.rules import judge_path
from domain.perspektiv.safety import safe_ways
from domain.policies import policies
from tests.support.dossier import Case

TRIED = datetime(2026, 11, 2, 10, tzinfo=UTC)
TODAY = date(2026, 11, 3)
NOTE = "Et notat om, hvad der nu skal ske i sagen."
LEAD = {"lead_from": "health_visitor", "agreed": True, "safe_way": "own_phone", "safe_when": "Formiddage",
        "needs_interpreter": True}  # fmt: skip


def case(way: str = "own_phone", then: dict[str, Any] | None = None, *, another_number: bool = False,
         **corrected: Any) -> Case:  # fmt: skip
    """Contact was not safe by `way`; then this was corrected."""
    before = LEAD | (then or {})
    made = PERSPEKTIV.facts.model_validate
    tried = Done("t", "perspektiv.reach", TRIED, "u", {"tried_on": "2026-11-02", "way": way, "result": "unsafe"})
    return Case(made(before | corrected), earlier_facts=[(TRIED.date(), made(before))], decisions=[tried],
                another_number=another_number, opened_at=datetime(2026, 10, 1, tzinfo=UTC))  # fmt: skip


def tries_on(seen: Case) -> bool:
    context = {"today": TODAY, "task": {"because": "unsafe"}, "case": seen}
    assert Unreached.model_validate({"result": "give_up", "note": NOTE}, context=context)
    try:
        Unreached.model_validate({"result": "try_on", "note": NOTE}, context=context)
    except ValidationError as error:
        return "way_still_unsafe" not in str(error)
    return True


@pytest.mark.parametrize("corrected", [
    {}, {"area": "Tingbjerg"}, {"needs_interpreter": False}, {"lead_from": "school"}, {"safe_when": ""},
    {"safe_when": "formiddage."}, {"safe_when": " FORMIDDAGE "}, {"safe_when": "-"},
])  # fmt: skip
def test_another_correction_than_of_the_way_lets_no_contact_go_on(corrected: dict[str, Any]) -> None:
    assert not tries_on(case(**corrected))


@pytest.mark.parametrize("corrected", [{"safe_way": "school"}, {"safe_when": "Spørg efter læreren om onsdagen"}])
def test_contact_goes_on_by_another_way_time_or_person(corrected: dict[str, Any]) -> None:
    assert tries_on(case(**corrected))


def test_contact_goes_on_by_another_number_of_the_citizens_own_phone_alone() -> None:
    assert tries_on(case(another_number=True))
    assert not tries_on(case("school", {"safe_way": "school"}, another_number=True))


def test_a_way_that_was_not_safe_is_not_agreed_again_by_and_by() -> None:
    seen = case(safe_way="own_phone")
    seen.decisions.append(Done("t2", "perspektiv.reach", datetime(2026, 11, 3, tzinfo=UTC), "u",
                               {"tried_on": "2026-11-03", "way": "health_visitor", "result": "not_reached"}))  # fmt: skip
    assert not tries_on(seen)


def test_whoever_gave_the_lead_is_asked_no_more_where_that_was_not_safe() -> None:
    assert safe_ways(case("referrer")) == ("own_phone",)
    assert tries_on(case("referrer"))
    assert safe_ways(case("referrer", lead_from="association")) == ("own_phone", "referrer")


def test_another_time_for_the_way_agreed_opens_that_way_alone() -> None:
    spoilt = {"safe_when": "Spørg efter læreren om onsdagen"}
    assert safe_ways(case("referrer", **spoilt)) == ("own_phone",)
    assert safe_ways(case("own_phone", **spoilt)) == ("own_phone", "referrer")


def test_a_place_is_the_same_place_by_either_name() -> None:
    assert safe_ways(case("referrer", safe_way="health_visitor")) == ()
    assert safe_ways(case("health_visitor", {"safe_way": "health_visitor"}, safe_way="school")) == ("school",)


def test_the_ruling_says_that_the_way_agreed_was_not_safe() -> None:
    judged = judge_path(case(), TODAY, policies())
    assert judged.answer["safe"] == ["referrer"]
    assert "ikke at være sikker" in judged.ruling["because"]["da"]
    assert "ikke at være sikker" not in judge_path(case(safe_way="school"), TODAY, policies()).ruling["because"]["da"]


def attempt(seen: Case, way: str, result: str) -> bool:
    asked = {"today": TODAY, "task": {"safe": ["own_phone", "referrer"]}, "case": seen}
    try:
        Attempt.model_validate({"tried_on": "2026-11-03", "way": way, "result": result}, context=asked)
    except ValidationError as error:
        return "way_unsafe" not in str(error)
    return True


def test_an_attempt_goes_by_the_way_that_stands_on_the_case_now() -> None:
    corrected = Case(PERSPEKTIV.facts.model_validate(LEAD | {"safe_way": "school"}))
    assert attempt(corrected, "school", "not_reached")
    assert not attempt(corrected, "own_phone", "not_reached")


def test_that_a_way_was_not_safe_is_told_even_after_it_was_corrected_for_it() -> None:
    corrected = Case(PERSPEKTIV.facts.model_validate(LEAD | {"safe_way": "school"}))
    assert attempt(corrected, "own_phone", "unsafe")
    assert not attempt(corrected, "association", "unsafe")


def a_new_lead(earlier: Case, began: dict[str, Any] | None = None, **corrected: Any) -> Case:
    """Of the same citizen, after that case has closed: written down anew, then corrected."""
    made, day = PERSPEKTIV.facts.model_validate, date(2026, 11, 20)
    begins = LEAD | (began or {})
    return Case(made(begins | corrected), "PSP-2026-000002", datetime(2026, 11, 20, 8, tzinfo=UTC),
                earlier_facts=[(day, made(begins))], others=[earlier])  # fmt: skip


@pytest.mark.parametrize("began", [{}, {"safe_when": "Aftener"}])
def test_what_was_not_safe_in_an_earlier_case_is_not_safe_in_a_new_one(began: dict[str, Any]) -> None:
    """However the new lead was worded: whoever wrote it knew nothing of the attempt."""
    earlier = case()
    earlier.is_open = False
    seen = a_new_lead(earlier, began)
    assert safe_ways(seen) == ("referrer",)
    assert not tries_on(seen)
    assert "ikke at være sikker" in judge_path(seen, TODAY, policies()).ruling["because"]["da"]


def test_a_new_case_goes_by_another_number_or_by_what_is_agreed_anew_on_it() -> None:
    assert safe_ways(a_new_lead(case(another_number=True))) == ("own_phone", "referrer")
    assert safe_ways(a_new_lead(case(), safe_when="Spørg efter Amina")) == ("own_phone", "referrer")
    assert safe_ways(a_new_lead(case(safe_when="Aftener"), {"safe_when": "Aftener"}, safe_when="Formiddage")) == (
        "referrer",), "as it was when it was not safe"  # fmt: skip


def test_a_way_agreed_since_the_task_came_may_prove_unsafe_too() -> None:
    corrected = Case(PERSPEKTIV.facts.model_validate(LEAD | {"safe_way": "school"}))
    assert attempt(corrected, "school", "unsafe")
