"""The complaint, a case that belongs to the one whose decision is complained of."""

from __future__ import annotations

from domain.complaint import tasks
from domain.complaint.facts import ComplaintFacts
from domain.complaint.letters import LETTERS
from domain.complaint.standing import judge_effect, judge_standing, refuse_impossible
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text

COMPLAINT = register(
    Programme(
        name="complaint",
        title=Text(da="Klage", en="Complaint"),
        workflow="Complaint",
        number_prefix="KLA",
        facts=ComplaintFacts,
        opened_by=frozenset({
            Role.caseworker, Role.benefit_officer, Role.job_consultant, Role.legal, Role.supervisor, Role.integration}),
        kinds=tasks.KINDS,
        rules={"complaint.standing": judge_standing, "complaint.effect": judge_effect},
        letters=LETTERS,
        on_failed_letter="undelivered_letter",
        refuses=lambda facts, above, asked: refuse_impossible(facts, above),
        first_stage="received",
        belongs_to=("obligation",),
        by_hand=Text(da="Registrér klage", en="Register a complaint"),
    )
)  # fmt: skip
