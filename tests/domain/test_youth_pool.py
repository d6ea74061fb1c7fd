"""All who seek and all vacancies: as many as possible find something, and nobody and no place is given twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.policies import policies
from domain.youth.industries import Industry
from domain.youth.matching import Seeker, Vacancy
from domain.youth.pool import Pair, assignment
from tests.support.matching import TODAY, breaks_no_rule, ranked, seeker, seekers, shift, vacancies, vacancy

people = st.lists(seekers, max_size=5, unique_by=lambda one: one.id)
offered = st.lists(vacancies, max_size=4, unique_by=lambda one: one.id)


def pairs(someone: list[Seeker], of: list[Vacancy]) -> list[Pair]:
    return assignment(someone, of, policies(), TODAY)


def greedy(someone: list[Seeker], of: list[Vacancy]) -> list[int]:
    """One after the other takes the best that is left; what each pair weighs."""
    left, weights = Counter({one.id: one.places for one in of}), []
    for each in someone:
        free = [p for p in ranked(each, of, policies(), TODAY) if left[p.vacancy_id]]
        if free:
            left[free[0].vacancy_id] -= 1
            weights.append(free[0].weight)
    return weights


@given(people, offered)
def test_each_pair_is_one_that_ranking_proposes_and_breaks_no_rule(someone: list[Seeker], of: list[Vacancy]) -> None:
    who, what = {one.id: one for one in someone}, {one.id: one for one in of}
    for one in pairs(someone, of):
        assert one.proposal in ranked(who[one.seeker_id], of, policies(), TODAY)
        assert breaks_no_rule(who[one.seeker_id], what[one.proposal.vacancy_id])


@given(people, offered)
def test_nobody_gets_two_and_no_vacancy_more_than_it_has_places(someone: list[Seeker], of: list[Vacancy]) -> None:
    found = pairs(someone, of)
    taken = Counter(one.proposal.vacancy_id for one in found)
    assert len({one.seeker_id for one in found}) == len(found)
    assert all(taken[one.id] <= one.places for one in of)


@given(people, offered)
def test_it_is_never_worse_than_one_after_the_other(someone: list[Seeker], of: list[Vacancy]) -> None:
    found, simple = [one.proposal.weight for one in pairs(someone, of)], greedy(someone, of)
    assert (len(found), sum(found)) >= (len(simple), sum(simple))


@given(people, offered, st.randoms(use_true_random=False))
def test_the_order_given_changes_nothing(someone: list[Seeker], of: list[Vacancy], chance: Any) -> None:
    assert pairs(someone, of) == pairs(chance.sample(someone, len(someone)), chance.sample(of, len(of)))


def test_who_can_only_take_one_gets_it_though_another_likes_it_more() -> None:
    likes = seeker(id="likes", wishes=(Industry.shop,))
    only = seeker(id="only", hours=likes.hours - 2, wishes=())
    shop = vacancy(id="shop")
    wide = vacancy(id="wide", industry=Industry.care, week=(shift(end="15:00", alone=False),))
    assert [(one.seeker_id, one.proposal.vacancy_id) for one in pairs([likes, only], [shop, wide])] == [
        ("likes", "wide"), ("only", "shop")]  # fmt: skip


def test_as_many_are_placed_as_there_are_places() -> None:
    many = [seeker(id=str(n)) for n in range(5)]
    assert len(pairs(many, [vacancy(places=3)])) == 3
    assert len(pairs(many, [vacancy(places=99)])) == 5


def test_the_kinds_sought_are_not_traded() -> None:
    assert pairs([seeker()], [vacancy(offers="student_job")]) == []
