"""Vacancies: from the first contact with an employer until every place is taken, or the vacancy is gone."""

from __future__ import annotations

from pydantic import BaseModel

from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text
from domain.vacancy import rules, tasks
from domain.vacancy.facts import VacancyFacts
from domain.vacancy.files import EMPLOYERS, OPENINGS


def employer(facts: BaseModel) -> str:
    assert isinstance(facts, VacancyFacts)
    return facts.employer


VACANCY = register(
    Programme(
        name="vacancy",
        title=Text(da="Ledige job og pladser", en="Vacancies"),
        workflow="Vacancy",
        number_prefix="LED",
        facts=VacancyFacts,
        opened_by=frozenset({Role.company_consultant, Role.youth_consultant, Role.supervisor, Role.integration}),
        kinds=tasks.KINDS,
        rules={
            "vacancy.offer": rules.judge_offer, "vacancy.standing": rules.judge_standing,
            "vacancy.demand": rules.judge_demand,
        },
        first_stage="outreach",
        begins=Text(da="Opret et ledigt job eller en plads", en="Add a vacancy"),
        needs_cpr=False,
        imports=(EMPLOYERS, OPENINGS),
        about_person=False,
        named=employer,
        found_by="employer",
        offers_places=rules.offered,
        afterwards=rules.freed,
        parties=(),
    )
)  # fmt: skip
