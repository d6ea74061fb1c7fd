"""What a vacancy says of its places, and what its facts may be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.dossier import Done
from domain.policies import policies
from domain.vacancy.facts import VacancyFacts
from domain.vacancy.rules import freed, is_blocked, judge_offer, offered, places
from domain.youth.facts import YouthFacts
from domain.youth.holding import holds
from tests.support.dossier import Case

ON = date(2026, 11, 25)
FACTS: dict[str, Any] = {
    "employer": "Bageren", "sector": "private", "what": "leisure_job", "industry": "restaurant", "tasks": "Hjælp",
    "area": "Nord", "hours": "8", "starts_on": "2026-12-01",
}  # fmt: skip
YOUNG = YouthFacts(born_on=date(2010, 1, 1), referred_by="self")
LED = "LED-2026-000001"


def done(kind: str, **answer: Any) -> Done:
    return Done(kind, kind, datetime(2026, 11, 25, tzinfo=UTC), "x", answer)


MATCHED, OFFERS = done("youth.match", result="matched", vacancy=LED), done("vacancy.approach", result="offers", talked_on="2026-11-20", channel="phone")
AGREED = done("youth.agreement", result="agreed")


def vacancy(*decisions: Done, chosen_by: tuple[Case, ...] = (), **facts: Any) -> Case:
    return Case(VacancyFacts.model_validate(FACTS | facts), case_id=LED, decisions=[*(decisions or (OFFERS,))], chosen_by=[*chosen_by])


def young(*decisions: Done, is_open: bool = True, case_id: str = "UNG-1") -> Case:
    return Case(YOUNG, case_id=case_id, decisions=[*decisions], is_open=is_open)


@pytest.mark.parametrize(("since", "is_open", "said"), [
    ((), True, "proposed"), ((), False, None), ((AGREED,), True, "agreed"), ((AGREED,), False, "agreed"),
    ((done("youth.agreement", result="fell_through"),), True, None),
    ((AGREED, done("youth.start", result="started")), True, "agreed"),
    ((AGREED, done("youth.start", result="not_started")), True, None),
    ((AGREED, done("youth.follow_up", result="there")), True, "agreed"),
    ((AGREED, done("youth.follow_up", result="looks_again")), True, None),
    ((AGREED, done("youth.follow_up", result="ended")), False, None),
    ((done("youth.match", result="matched", vacancy=None),), True, None),
    ((done("youth.talk_again", result="goes_on"),), True, "proposed"),
])  # fmt: skip
def test_whether_a_case_holds_a_place(since: tuple[Done, ...], is_open: bool, said: str | None) -> None:
    assert holds(young(MATCHED, *since, is_open=is_open), LED) == said
    assert holds(young(MATCHED, *since, is_open=is_open), "LED-2026-000002") is None


def test_a_case_does_not_stand_in_its_own_way() -> None:
    case = vacancy(chosen_by=(young(MATCHED),))
    assert places(case).free == 0
    assert offered(case, ON, policies()) is None
    assert offered(case, ON, policies(), "UNG-1")


def test_a_place_given_back_after_the_vacancy_was_filled_is_said_on_it() -> None:
    taken, back = young(MATCHED, AGREED), young(MATCHED, AGREED, done("youth.start", result="not_started"))
    case = vacancy(chosen_by=(back,))
    assert freed(case) == [], "while it is open the place is simply free"
    case.is_open, case.outcome = False, "filled"
    assert freed(case)[0].da.startswith("1 plads er blevet ledig igen.")
    case.chosen_by = [taken]
    assert freed(case) == []
    case.chosen_by, case.outcome = [back], "expired"
    assert freed(case) == []


def test_fewer_places_than_were_taken_leave_none_rather_than_less() -> None:
    case = vacancy(chosen_by=(young(MATCHED), young(MATCHED, AGREED, case_id="UNG-2")))
    assert places(case) == (1, 1, 1)
    assert places(case).free == 0


@pytest.mark.parametrize(("decisions", "blocked"), [
    ((OFFERS,), False), ((done("vacancy.approach", result="no", demand=True),), True),
    ((done("vacancy.confirm", result="stands", demand=True), done("vacancy.demand", result="taken_back")), False),
    ((done("vacancy.confirm", result="stands", demand=True), done("vacancy.demand", result="stands")), True),
    ((done("vacancy.demand", result="taken_back"), done("vacancy.confirm", result="stands", demand=True)), True),
])  # fmt: skip
def test_a_demand_blocks_until_it_is_written_down_that_it_was_taken_back(decisions: tuple[Done, ...], blocked: bool) -> None:
    assert is_blocked(vacancy(*decisions)) is blocked


@pytest.mark.parametrize("name", ["tasks", "area", "hours", "starts_on"])
def test_what_must_be_known_before_anybody_is_offered_it(name: str) -> None:
    case = vacancy(**{name: None if name in ("hours", "starts_on") else ""})
    judged = judge_offer(case, ON, policies())
    assert (judged.answer["met"], judged.answer["missing"]) == (False, [name])
    assert offered(case, ON, policies()) is None


@pytest.mark.parametrize(("what", "approved", "met"), [
    ("apprenticeship", True, True), ("apprenticeship", False, False), ("trainee_place", None, False), ("student_job", None, True)])  # fmt: skip
def test_only_an_approved_firm_offers_training(what: str, approved: bool | None, met: bool) -> None:
    assert judge_offer(vacancy(what=what, approved_firm=approved), ON, policies()).answer["met"] is met


def test_a_suspended_or_closed_vacancy_is_not_offered() -> None:
    for name, value in (("is_suspended", True), ("is_open", False)):
        case = vacancy()
        assert offered(case, ON, policies())
        setattr(case, name, value)
        assert offered(case, ON, policies()) is None


@pytest.mark.parametrize(("wrong", "where"), [
    ({"sector": "municipal"}, "cvr"), ({"ends_on": "2026-11-30"}, "ends_on"), ({"age_from": 16, "age_to": 15}, "age_to"),
    ({"week": [{"day": "monday", "start": "16:00", "end": "18:00"}]}, "hours"), ({"places": 0}, "places"),
    ({"places": 51}, "places"), ({"cvr": "12345678"}, "cvr"), ({"starts_on": str(ON + timedelta(days=800))}, "starts_on"),
])  # fmt: skip
def test_facts_that_cannot_be_are_refused_at_their_field(wrong: dict[str, Any], where: str) -> None:
    VacancyFacts.model_validate(FACTS, context={"today": ON})
    with pytest.raises(ValidationError) as refused:
        VacancyFacts.model_validate(FACTS | wrong, context={"today": ON})
    assert {one["loc"][0] for one in refused.value.errors()} == {where}


def test_shifts_past_midnight_and_over_the_change_of_clocks_add_up_by_the_clock_on_the_wall() -> None:
    week = [{"day": "saturday", "start": "22:00", "end": "02:00"}, {"day": "sunday", "start": "12:00", "end": "16:00"}]
    VacancyFacts.model_validate(FACTS | {"week": week}, context={"today": ON})


def test_nothing_that_an_employer_may_not_ask_for_has_a_field() -> None:
    names = " ".join(VacancyFacts.model_fields)
    for word in ("ethnic", "origin", "national", "relig", "faith", "language", "gender", "sex"):
        assert word not in names
