"""For one young person: the vacancies that suit, the best first, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from domain.policies import Policies
from domain.text import Text
from domain.youth.matching import Offer, Seeker, Vacancy
from domain.youth.reasons import Terms, reasons, worth


class Proposal(NamedTuple):
    """`weight` only orders; what a person reads are the reasons, those that weigh most first."""

    vacancy_id: str
    starts_on: date
    weight: int
    reasons_for: list[Text]
    reasons_against: list[Text]


class RuledOut(NamedTuple):
    vacancy_id: str
    why: list[Text]


class Ranking(NamedTuple):
    proposed: list[Proposal]
    ruled_out: list[RuledOut]
    policy_versions: list[str]


def ranking(seeker: Seeker, vacancies: Iterable[Vacancy], policies: Policies, on: date) -> Ranking:
    """Nothing is decided here, and the order given changes nothing: equals go by the earlier start, then by id."""
    terms = Terms(policies, on)
    offers = sorted((Offer(one, policies, on) for one in vacancies), key=lambda one: one.vacancy.id)
    proposed = [proposal(seeker, one, terms) for one in offers if one.suits(seeker)]
    proposed.sort(key=lambda one: (-one.weight, one.starts_on, one.vacancy_id))
    ruled_out = [RuledOut(one.vacancy.id, one.obstacles(seeker)) for one in offers if not one.suits(seeker)]
    return Ranking(proposed, ruled_out, terms.versions)


def proposal(seeker: Seeker, offer: Offer, terms: Terms) -> Proposal:
    return Proposal(offer.vacancy.id, offer.contract.starts_on, worth(seeker, offer, terms),
                    *reasons(seeker, offer, terms))  # fmt: skip
