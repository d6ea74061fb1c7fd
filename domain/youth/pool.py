"""For all who seek and all vacancies: who could go where, so that as many as possible find something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from domain.pairing import best_pairs
from domain.policies import Policies
from domain.youth.matching import Offer, Seeker, Vacancy
from domain.youth.outreach import Sought
from domain.youth.ranking import Proposal, proposal
from domain.youth.reasons import Terms, worth


class Pair(NamedTuple):
    seeker_id: str
    proposal: Proposal


def assignment(seekers: Iterable[Seeker], vacancies: Iterable[Vacancy], policies: Policies, on: date) -> list[Pair]:
    """As many pairs as can be made, and of those the ones that weigh most; by the id of the seeker.

    A proposal for people to decide on, one by one. The order in which people and vacancies are given changes nothing.
    """
    terms = Terms(policies, on)
    people = sorted(seekers, key=lambda one: one.id)
    offers = [Offer(one, policies, on) for one in sorted(vacancies, key=lambda one: one.id)]
    pairs = chain.from_iterable(_of_one_kind([one for one in people if one.seeks == kind],
                                             [one for one in offers if one.vacancy.offers == kind], terms)
                                for kind in Sought)  # fmt: skip
    return sorted(pairs, key=lambda one: one.seeker_id)


def _of_one_kind(people: list[Seeker], offers: list[Offer], terms: Terms) -> Iterator[Pair]:
    """What is sought is never traded for another kind, so each kind is a pool of its own."""
    gains = [{n: worth(one, offer, terms) for n, offer in enumerate(offers) if offer.suits(one)} for one in people]
    for row, n in _placed(gains, [offer.vacancy.places for offer in offers]):
        yield Pair(people[row].id, proposal(people[row], offers[n], terms))


def _placed(gains: Sequence[Mapping[int, int]], places: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of person and vacancy, none of which gets more people than it has places."""
    of = [n for n, free in enumerate(places) for _ in range(min(free, len(gains)))]
    if len(gains) <= len(of):
        by_place = [{place: row[n] for place, n in enumerate(of) if n in row} for row in gains]
        return [(row, of[place]) for row, place in best_pairs(by_place, len(of))]
    by_person = [{person: row[n] for person, row in enumerate(gains) if n in row} for n in of]
    return sorted((person, of[place]) for place, person in best_pairs(by_person, len(gains)))
