"""A contract is held against the rules on each of its dates: nothing that breaks one on any date is let through."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.fields import limit
from domain.policies import policies
from domain.vacancy.facts import VacancyFacts
from domain.youth.contract import WEEKDAYS, Contract, WeeklyShift, check_contract
from domain.youth.facts import YouthFacts
from domain.youth.finding import FindMatch, Match
from domain.youth.industries import Industry
from domain.youth.school_weeks import is_school_week
from domain.youth.work import work

STARTS = date(2026, 12, 1)
NOTE = "Passer til skemaet og til det, den unge er god til."
SHIFTS = st.builds(
    lambda day, start, length: {"day": day, "start": f"{start:02}:00", "end": f"{(start + length) % 24:02}:00"},
    st.sampled_from(WEEKDAYS), st.integers(5, 22), st.integers(1, 9))  # fmt: skip


def on(day: str, start: str, end: str, **more: Any) -> WeeklyShift:
    return WeeklyShift(day=day, start=start, end=end, **more)  # type: ignore[arg-type]


def codes(*week: WeeklyShift, born_on: date, finished: bool | None = False, ends_on: date | None = None,
          industry: Industry = Industry.shop) -> list[tuple[int, str]]:  # fmt: skip
    found = check_contract(Contract(week, STARTS, ends_on, industry), born_on=born_on, finished_ninth=finished,
                           policies=policies())  # fmt: skip
    return [(one.line, one.violation.code) for one in found]


def test_the_birthday_within_the_contract_changes_what_holds_from_then_on() -> None:
    """14 at the start: at most 7 hours on a Saturday. 15 from 1 March: 8 hours."""
    saturday, turns = on("saturday", "08:00", "16:00"), date(2012, 3, 1)
    assert codes(saturday, born_on=turns) == [(0, "hours_over_other_day")]
    found = check_contract(Contract([saturday], STARTS, None, Industry.shop), born_on=turns, finished_ninth=False,
                           policies=policies())  # fmt: skip
    assert found[0].dates == len([n for n in range(90) if (STARTS + timedelta(days=n)).weekday() == 5])
    assert codes(saturday, born_on=STARTS.replace(year=2011)) == []


def test_who_turns_eighteen_may_work_late_from_then_on_and_not_before() -> None:
    late = on("friday", "19:00", "23:00")
    assert codes(late, born_on=date(2009, 1, 15), ends_on=date(2027, 3, 1)) != []
    assert codes(late, born_on=date(2008, 12, 1)) == []


def test_each_line_of_the_week_has_its_own_reason() -> None:
    week = on("saturday", "10:00", "14:00"), on("monday", "16:00", "19:00"), on("thursday", "05:00", "06:00")
    assert codes(*week, born_on=date(2010, 1, 15)) == [(1, "hours_over_school_day"), (2, "outside_clock")]


def test_a_shift_past_midnight_ends_on_the_next_day() -> None:
    shift = on("friday", "22:00", "2:00").on(date(2026, 12, 4))
    assert (shift.length, shift.day) == (timedelta(hours=4), date(2026, 12, 4))
    assert on("friday", "2000", "24:00").on(date(2026, 12, 4)).length == timedelta(hours=4)


@pytest.mark.parametrize("written", ["25:00", "12:60", "24:30", "noon", "25", "8:", "", "15:00 eller når skolen er slut"])
def test_a_time_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="clock_wrong"):
        on("friday", "08:00", written)


@pytest.mark.parametrize(("written", "read"), [
    ("18", "18:00"), ("8", "08:00"), ("24", "24:00"), ("100", "01:00"), ("1530", "15:30"), ("8.15", "08:15")])
def test_a_time_is_read_as_people_write_it(written: str, read: str) -> None:
    assert on("friday", "03:00", written).end == read


def test_a_clock_field_cuts_off_nothing_that_anybody_types() -> None:
    """The field takes no more than its limit, and says nothing of what it cuts off."""
    assert (limit(WeeklyShift.model_fields["start"]) or 0) >= len("15:00 eller når skolen er slut, dog fredag kl. 13")


def test_a_contract_without_a_last_day_is_looked_at_for_a_year() -> None:
    days = [day for _, day in Contract([on("friday", "16:00", "18:00")], STARTS, None, Industry.shop).dates()]
    assert (days[0], days[-1]) == (date(2026, 12, 4), date(2027, 11, 26))


@given(st.lists(SHIFTS, min_size=1, max_size=4), st.integers(13, 18), st.integers(0, 364), st.booleans(),
       st.sampled_from(Industry), st.integers(0, 200))  # fmt: skip
def test_no_match_that_is_accepted_breaks_a_rule_on_any_date_of_its_contract(
    week: list[dict[str, str]], years: int, days: int, finished: bool, industry: Industry, lasts: int
) -> None:
    born_on = STARTS.replace(year=STARTS.year - years) - timedelta(days=days)
    facts = YouthFacts(born_on=born_on, finished_ninth=finished, referred_by="self")
    ends_on = STARTS + timedelta(days=lasts)
    decision = {"result": "matched", "what": "leisure_job", "employer": "Bageren", "sector": "private", "week": week,
                "industry": industry.value, "starts_on": str(STARTS), "ends_on": str(ends_on), "reason": NOTE}  # fmt: skip
    context = {"today": date(2026, 11, 25), "task": {}, "facts": facts, "policies": policies()}
    try:
        match = FindMatch.decision.model_validate(decision, context=context)
    except ValidationError:
        return
    assert isinstance(match, Match)
    shifts = [match.week[line].on(day) for line, day in Contract(match.week, STARTS, ends_on, industry).dates()]
    ruling = work(shifts, born_on=born_on, finished_ninth=finished, as_of=STARTS, industry=industry,
                  policies=policies(),
                  is_school_week=lambda monday: is_school_week(monday, STARTS, policies()))  # fmt: skip
    assert ruling.allowed


SUMMER = on("monday", "08:00", "15:00"), on("tuesday", "08:00", "15:00"), on("wednesday", "08:00", "15:00")


def in_weeks(first: date, last: date, week: Any = SUMMER, born_on: date = date(2012, 1, 15)) -> set[str]:
    contract = Contract(week, first, last, Industry.shop)
    found = check_contract(contract, born_on=born_on, finished_ninth=False, policies=policies())
    return {one.violation.code for one in found}


def test_a_week_without_school_by_the_holiday_plan_has_the_longer_hours() -> None:
    """14 years: 21 hours and 7 a day in July; at most 12 and 2 in a school week."""
    assert in_weeks(date(2026, 7, 6), date(2026, 7, 26)) == set()
    broken = {"hours_over_school_day", "hours_over_school_week"}
    assert in_weeks(date(2026, 7, 6), date(2026, 8, 14)) == broken
    assert in_weeks(date(2026, 5, 4), date(2026, 5, 8)) == broken
    assert in_weeks(date(2025, 12, 22), date(2025, 12, 23)) == broken, "that Monday has school"


def test_where_the_holiday_plan_does_not_reach_every_week_is_a_school_week() -> None:
    assert "hours_over_school_day" in in_weeks(date(2028, 7, 3), date(2028, 7, 23))
    assert is_school_week(date(2028, 7, 3), STARTS, policies()) is None


def test_nobody_below_eighteen_has_dangerous_work_and_whoever_turns_eighteen_has_it_from_then_on() -> None:
    def broken(born_on: date, dangerous: bool = True) -> list[int]:
        contract = Contract([on("saturday", "10:00", "14:00")], STARTS, date(2027, 3, 31), Industry.warehouse, dangerous)
        found = check_contract(contract, born_on=born_on, finished_ninth=True, policies=policies())
        return [one.dates for one in found if one.violation.code == "dangerous_work"]

    assert broken(date(2009, 1, 2)) == [4], "the Saturdays of December"
    assert broken(date(2008, 12, 1)) == broken(date(2010, 1, 15), dangerous=False) == []


def match(chosen: VacancyFacts | None = None, born_on: str = "2011-01-15", places: Any = (),
          **said: Any) -> dict[tuple[Any, ...], str]:  # fmt: skip
    """What a match is refused for."""
    facts = YouthFacts.model_validate({"born_on": born_on, "referred_by": "self"})
    typed = {"result": "matched", "what": "leisure_job", "employer": "Bageren", "sector": "private", "industry": "shop",
             "starts_on": str(STARTS), "reason": NOTE, "week": [{"day": "saturday", "start": "10:00", "end": "14:00"}]}
    context = {"today": date(2026, 11, 25), "task": {}, "facts": facts, "policies": policies(), "chosen": chosen,
               "places:vacancy": places}
    try:
        FindMatch.decision.model_validate(typed | said, context=context)
    except ValidationError as error:
        return {one["loc"]: one["type"] for one in error.errors()}
    return {}


def test_whoever_is_below_eighteen_is_matched_only_once_dangerous_work_was_asked_about() -> None:
    assert match() == {("dangerous",): "missing"}
    assert match(dangerous=False) == match(born_on="2008-01-15") == {}
    assert match(dangerous=True) == {("week", 0): "dangerous_work"}
    assert match(dangerous=True, what="apprenticeship") == {}, "as part of an education"


def offered(**facts: Any) -> VacancyFacts:
    return VacancyFacts.model_validate({"employer": "Bageren", "sector": "private", "what": "leisure_job",
                                        "industry": "shop", **facts})  # fmt: skip


def test_what_the_vacancy_says_of_danger_stands_whatever_the_consultant_answers() -> None:
    assert match(offered(dangerous=False)) == {}
    assert match(offered(dangerous=True), dangerous=False) == {("week", 0): "dangerous_work"}
    assert match(offered(), dangerous=False) == {}


@pytest.mark.parametrize(("ages", "refused"), [
    ({"age_from": 16}, True), ({"age_from": 15}, False), ({"age_to": 14}, True), ({"age_to": 15, "age_from": 15}, False),
    ({}, False),
])  # fmt: skip
def test_a_place_is_not_given_to_whoever_is_outside_the_ages_that_the_employer_takes(
    ages: dict[str, int], refused: bool
) -> None:
    assert match(offered(**ages), dangerous=False) == ({("vacancy",): "outside_ages"} if refused else {})


def test_what_the_vacancy_says_of_the_place_holds_whatever_is_typed_beside_it() -> None:
    """Nobody is put into a bar as if it were a shop."""
    assert match(offered(industry="bar"), dangerous=False, industry="shop") == {("week", 0): "serves_alcohol"}
    assert match(offered(what="apprenticeship", dangerous=True), dangerous=False, what="leisure_job") == {}


def test_a_place_that_can_no_longer_be_chosen_is_said_alone() -> None:
    assert match(vacancy="LED-1", places={"LED-2"}, week=[], employer="") == {("vacancy",): "vacancy_taken"}


def test_a_vacancy_whose_first_day_has_passed_begins_today() -> None:
    assert match(offered(starts_on="2026-11-02"), dangerous=False, starts_on=None) == {}


def test_matching_cannot_see_origin() -> None:
    """No field of a young person or of a match is about origin, ethnicity, nationality, religion or language."""
    forbidden = ("origin", "ethnic", "national", "religio", "language", "country", "race", "faith", "born_in")
    for model in (YouthFacts, Match, WeeklyShift):
        assert [name for name in model.model_fields if any(word in name for word in forbidden)] == []
