"""Vacancies for one young person: what rules one out, what speaks for and against, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policies import Policies, policies
from domain.text import Text
from domain.youth.industries import Industry
from domain.youth.matching import Offer, Seeker, Vacancy
from domain.youth.outreach import Sought
from domain.youth.ranking import Proposal, Ranking, ranking
from domain.youth.reasons import REASONS
from tests.support.matching import STARTS, TODAY, breaks_no_rule, ranked, seeker, seekers, shift, vacancies, vacancy

FORBIDDEN = ("origin", "ethnic", "national", "religio", "language", "country", "race", "faith", "born_in", "name", "cpr")


def result(someone: Seeker, *offered: Vacancy) -> Ranking:
    return ranking(someone, offered, policies(), TODAY)


def why_not(someone: Seeker, offered: Vacancy) -> str:
    """Danish reasons why it is ruled out; empty where it is proposed."""
    found = result(someone, offered)
    assert len(found.proposed) + len(found.ruled_out) == 1
    return " ".join(text.da for one in found.ruled_out for text in one.why)


def said(someone: Seeker, offered: Vacancy) -> tuple[str, str]:
    [one] = result(someone, offered).proposed
    return " ".join(t.da for t in one.reasons_for), " ".join(t.da for t in one.reasons_against)


@pytest.mark.parametrize(("more", "words"), [
    ({}, ""),
    ({"offers": Sought.apprenticeship}, "søger fritidsjob; her tilbydes læreplads"),
    ({"places": 0}, "ingen ledig plads"),
    ({"starts_on": date(2026, 1, 1), "ends_on": TODAY}, ""),
    ({"starts_on": date(2026, 1, 1), "ends_on": TODAY - timedelta(days=1)}, "ansættelsen er slut"),
    ({"ages_from": 16}, ""), ({"ages_from": 17}, "17-24 år; den unge er 16 år den 07.12.2026"),
    ({"ages_to": 16}, ""), ({"ages_to": 15}, "13-15 år; den unge er 16 år"),
    ({"week": ()}, "Arbejdstiden er ikke oplyst"),
    ({"week": (shift(end="16:00", alone=False),)}, ""),
    ({"week": (shift(end="16:30", alone=False),)}, "6,5 timer; den unge kan 6"),
    ({"industry": Industry.bar}, "alkohol"),
    ({"week": (shift("monday", "16:00", "18:00"),)}, ""),
    ({"week": (shift("monday", "16:00", "18:30"),)}, "Mandag 16:00-18:30: 07.12.2026: 2,5 timer. Højst 2 timer på en skoledag"),
    ({"week": (shift("saturday", "15:00", "18:00", alone=True),)}, "alene"),
])  # fmt: skip
def test_what_rules_a_vacancy_out_is_said(more: dict[str, Any], words: str) -> None:
    found = why_not(seeker(), vacancy(**more))
    assert (words in found) if words else found == ""


@pytest.mark.parametrize(("years", "days", "words"), [
    (13, 0, ""), (13, 1, "den unge er 12 år"), (25, -1, "den unge er 25 år"), (25, 1, "")])  # fmt: skip
def test_the_age_on_the_first_day_counts(years: int, days: int, words: str) -> None:
    born_on = STARTS.replace(year=STARTS.year - years) + timedelta(days=days)
    found = why_not(seeker(born_on=born_on), vacancy())
    assert (words in found) if words else found == ""


@pytest.mark.parametrize(("days", "allowed"), [(1, False), (0, True)])
def test_the_birthday_within_the_contract_counts_on_each_date(days: int, allowed: bool) -> None:
    """Eight hours on Saturdays from 12 December: only for who is 15 by then."""
    born_on = date(2011, 12, 12) + timedelta(days=days)
    eight = vacancy(week=(shift(start="08:00", end="16:00", alone=False),))
    assert (why_not(seeker(born_on=born_on, hours=Decimal(8)), eight) == "") is allowed


@pytest.mark.parametrize(("someone", "more", "for_", "against"), [
    ({}, {}, "Butik er ønske nr. 1.", ""),
    ({}, {"industry": Industry.office}, "Kontor er ønske nr. 2.", ""),
    ({}, {"industry": Industry.culture}, "", "Kultur og fritid er ikke blandt ønskerne."),
    ({}, {}, "Ligger i den unges område: Nørrebro.", ""),
    ({"area": "nørrebro"}, {}, "Ligger i den unges område", ""),
    ({}, {"area": "Valby"}, "", "Ligger i et andet område: Valby."),
    ({}, {}, "4 timer om ugen; den unge kan 6.", ""),
    ({"hours": Decimal("6.5")}, {}, "", "4 timer om ugen; den unge kan 6,5."),
    ({}, {"starts_on": TODAY + timedelta(days=30)}, "Begynder 25.12.2026.", ""),
    ({}, {"starts_on": TODAY + timedelta(days=91)}, "", "Begynder 24.02.2027."),
    ({}, {"sector": "municipal"}, "Kommunalt fritidsjob", ""),
    ({"born_on": date(2011, 12, 8)}, {}, "Fylder 15 år i ansættelsen", ""),
    ({"born_on": date(2009, 5, 1)}, {}, "", "Fylder 18 år i ansættelsen"),
    ({}, {"ends_on": date(2027, 8, 9)}, "", "Ferieplanen rækker ikke"),
    ({}, {"dangerous": None}, "", "farligt arbejde"),
    ({"finished_ninth": None}, {}, "", "9. klasse"),
    ({}, {"week": (shift(),)}, "", "alene"),
])  # fmt: skip
def test_what_speaks_for_and_against_is_said(
    someone: dict[str, Any], more: dict[str, Any], for_: str, against: str
) -> None:
    spoken_for, spoken_against = said(seeker(**someone), vacancy(**more))
    assert for_ in spoken_for
    assert against in spoken_against
    assert against or spoken_against == ""


@pytest.mark.parametrize(("someone", "more", "silent"), [
    ({"wishes": ()}, {}, "ønske"), ({"area": ""}, {}, "område"), ({}, {"area": ""}, "område"),
    ({}, {"starts_on": TODAY + timedelta(days=31)}, "Begynder"), ({}, {"starts_on": TODAY + timedelta(days=90)}, "Begynder"),
    ({"seeks": Sought.student_job}, {"sector": "municipal", "offers": Sought.student_job}, "Kommunalt"),
    ({"born_on": date(2011, 12, 7)}, {}, "Fylder"), ({"born_on": date(2009, 5, 2)}, {}, "Fylder"),
    ({"born_on": date(2008, 12, 7), "finished_ninth": None}, {"week": (shift(),), "ends_on": None, "dangerous": None}, "kke"),
])  # fmt: skip
def test_nothing_is_said_where_there_is_nothing_to_say(
    someone: dict[str, Any], more: dict[str, Any], silent: str
) -> None:
    assert silent not in " ".join(said(seeker(**someone), vacancy(**more)))


def test_the_first_wish_goes_before_another_and_equals_by_start_and_then_by_id() -> None:
    later = STARTS + timedelta(days=1)
    offered = [vacancy(id="d", industry=Industry.care), vacancy(id="c", starts_on=later), vacancy(id="b"),
               vacancy(id="e", industry=Industry.office), vacancy(id="a", starts_on=later)]  # fmt: skip
    assert [one.vacancy_id for one in ranked(seeker(), offered, policies(), TODAY)] == ["b", "a", "c", "e", "d"]


def test_a_weight_of_the_policy_turns_the_order() -> None:
    same, first = vacancy(id="same", industry=Industry.care), vacancy(id="first", area="Valby")

    def order(law: Policies) -> list[str]:
        return [one.vacancy_id for one in ranked(seeker(), [same, first], law, TODAY)]

    def other(weight: int) -> Policies:
        rows = policies().all()
        return Policies(row.model_copy(update={"value": weight}) if row.name == "youth.matching.same_area" else row
                        for row in rows)  # fmt: skip

    assert (order(policies()), order(other(100))) == (["first", "same"], ["same", "first"])
    assert "område" not in " ".join(t.da for one in ranked(seeker(), [same], other(0), TODAY) for t in one.reasons_for)


def test_each_weight_is_a_local_choice_with_low_confidence_and_each_reason_has_one() -> None:
    rows = {row.name.removeprefix("youth.matching."): row for row in policies().all()
            if row.name.startswith("youth.matching.")}  # fmt: skip
    assert set(REASONS) < set(rows)
    assert all(row.local and row.confidence == "low" for row in rows.values())


@given(seekers, st.lists(vacancies, max_size=5, unique_by=lambda one: one.id))
def test_no_proposal_breaks_a_rule_on_any_date_and_everything_else_has_a_reason(
    someone: Seeker, offered: list[Vacancy]
) -> None:
    known = {one.id: one for one in offered}
    found = result(someone, *offered)
    assert {one.vacancy_id for one in (*found.proposed, *found.ruled_out)} == set(known)
    assert all(breaks_no_rule(someone, known[one.vacancy_id]) for one in found.proposed)
    assert all(one.why for one in found.ruled_out)
    assert [one for one in found.proposed if Offer(known[one.vacancy_id], policies(), TODAY).obstacles(someone)] == []


@given(seekers, st.lists(vacancies, max_size=5, unique_by=lambda one: one.id), st.randoms(use_true_random=False))
def test_the_order_in_which_vacancies_are_given_changes_nothing(
    someone: Seeker, offered: list[Vacancy], chance: Any
) -> None:
    assert result(someone, *offered) == result(someone, *chance.sample(offered, len(offered)))


@given(seekers, st.lists(vacancies, max_size=5, unique_by=lambda one: one.id), st.text(min_size=1))
def test_whoever_it_is_gets_the_same(someone: Seeker, offered: list[Vacancy], other: str) -> None:
    """Only the id tells two people apart, and it is not looked at."""
    known = {one.name: getattr(someone, one.name) for one in fields(Seeker)}
    assert result(someone, *offered) == result(Seeker(**{**known, "id": other}), *offered)


def test_the_matching_cannot_see_origin() -> None:
    def words(model: Iterable[Any]) -> list[str]:
        return [name for name in model if any(word in name for word in FORBIDDEN)]

    assert words(f.name for model in (Seeker, Vacancy) for f in fields(model)) == []
    assert words(Proposal._fields) == []
    assert {f.name for f in fields(Seeker)} == {
        "id", "born_on", "finished_ninth", "seeks", "hours", "wishes", "area"}  # fmt: skip
    with pytest.raises(TypeError):
        Seeker(**{f.name: getattr(seeker(), f.name) for f in fields(Seeker)}, origin="x")  # type: ignore[call-arg]


def test_every_sentence_is_there_in_both_languages() -> None:
    found = result(seeker(), vacancy(ends_on=None, dangerous=None), vacancy(id="bar", industry=Industry.bar))
    every = [t for one in found.proposed for t in (*one.reasons_for, *one.reasons_against)]
    every += [t for one in found.ruled_out for t in one.why]
    assert every
    assert all(isinstance(t, Text) and t.da and t.en and t.da != t.en for t in every)
