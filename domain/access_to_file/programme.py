"""Access to the file, a case that belongs to the one whose documents are asked for."""

from __future__ import annotations

from datetime import date

from domain.access_to_file import tasks
from domain.access_to_file.facts import AccessFacts
from domain.access_to_file.letters import LETTERS
from domain.dossier import Dossier
from domain.policies import Policies
from domain.programmes import Judgement, Programme, register
from domain.roles import Role
from domain.text import Text


def judge_request(case: Dossier, on: date, rules: Policies) -> Judgement:
    """From which day the time to answer counts."""
    assert isinstance(case.facts, AccessFacts)
    answer = {"received_on": case.facts.received_on.isoformat()}
    return Judgement(answer=answer, ruling=answer)


ACCESS_TO_FILE = register(
    Programme(
        name="access_to_file",
        title=Text(da="Aktindsigt", en="Access to the file"),
        workflow="AccessToFile",
        number_prefix="AKT",
        facts=AccessFacts,
        opened_by=frozenset({
            Role.caseworker, Role.benefit_officer, Role.job_consultant, Role.legal, Role.supervisor, Role.integration}),
        kinds=tasks.KINDS,
        rules={"access_to_file.request": judge_request},
        letters=LETTERS,
        on_failed_letter="undelivered_letter",
        first_stage="decision",
        belongs_to=("obligation",),
        by_hand=Text(da="Registrér aktindsigt", en="Register a request for access"),
    )
)  # fmt: skip
