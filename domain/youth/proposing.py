"""From cases to proposals: who seeks, what is offered today, and why it suits or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from domain.dossier import Dossier
from domain.policies import Policies
from domain.proposals import Proposals, Proposed, RuledOut
from domain.text import Text
from domain.vacancy import rules as vacancies
from domain.vacancy.facts import VacancyFacts
from domain.youth.facts import YouthFacts
from domain.youth.industries import Industry
from domain.youth.matching import Seeker, Vacancy
from domain.youth.outreach import HoldFirstTalk, Sought
from domain.youth.pool import assignment
from domain.youth.ranking import ranking


def propose(case: Dossier, offering: Sequence[Dossier], on: date, policies: Policies) -> Proposals:
    seeker = _seeker(case)
    if seeker is None:
        return Proposals([], [])
    offered, named = _offered(offering, on, policies, but=case.case_id)
    found = ranking(seeker, offered, policies, on)
    return Proposals(
        [Proposed(case.case_id, one.vacancy_id, named[one.vacancy_id], one.reasons_for, one.reasons_against)
         for one in found.proposed],
        [RuledOut(one.vacancy_id, named[one.vacancy_id], one.why) for one in found.ruled_out],
    )  # fmt: skip


def assign(cases: Sequence[Dossier], offering: Sequence[Dossier], on: date, policies: Policies) -> list[Proposed]:
    seekers = [one for one in map(_seeker, cases) if one is not None]
    offered, named = _offered(offering, on, policies)
    return [
        Proposed(pair.seeker_id, pair.proposal.vacancy_id, named[pair.proposal.vacancy_id],
                 pair.proposal.reasons_for, pair.proposal.reasons_against)
        for pair in assignment(seekers, offered, policies, on)
    ]  # fmt: skip


def _seeker(case: Dossier) -> Seeker | None:
    """By the newest first talk; who has not said what is sought is proposed nothing."""
    facts, talks = case.facts, case.done(HoldFirstTalk.kind)
    assert isinstance(facts, YouthFacts)
    said = talks[-1].answer if talks else {}
    if not said.get("seeks") or not said.get("hours"):
        return None
    return Seeker(
        id=case.case_id, born_on=facts.born_on, finished_ninth=facts.finished_ninth, seeks=Sought(said["seeks"]),
        hours=Decimal(str(said["hours"])), wishes=tuple(Industry(one["industry"]) for one in said["wishes"]),
        area=facts.area,
    )  # fmt: skip


def _offered(offering: Sequence[Dossier], on: date, policies: Policies,
             but: str | None = None) -> tuple[list[Vacancy], Mapping[str, Text]]:  # fmt: skip
    """The vacancies that can be offered today with the places that are free, and what they are called."""
    named = {one.case_id: vacancies.offered(one, on, policies, but) for one in offering}
    found = [_vacancy(one, vacancies.places(one, but).free) for one in offering if named[one.case_id]]
    return found, {key: says for key, says in named.items() if says}


def _vacancy(case: Dossier, free: int) -> Vacancy:
    facts = case.facts
    assert isinstance(facts, VacancyFacts)
    assert facts.starts_on
    return Vacancy(
        id=case.case_id, offers=facts.what, industry=facts.industry, sector=facts.sector, week=facts.week,
        starts_on=facts.starts_on, ends_on=facts.ends_on, ages_from=facts.age_from or 13, ages_to=facts.age_to or 24,
        area=facts.area, places=free, dangerous=facts.dangerous,
    )  # fmt: skip
