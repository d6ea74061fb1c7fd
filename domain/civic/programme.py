"""Campaigns for local democratic participation: one for each election, about areas and never about anybody."""

from __future__ import annotations

from pydantic import BaseModel

from domain.civic import rules, tasks
from domain.civic.areas import areas_of
from domain.civic.facts import CampaignFacts
from domain.civic.open_ends import open_ends
from domain.civic.report import ACTIVITY
from domain.civic.standing import STANDING, offered, taken_back
from domain.civic.used import MATERIALS, materials
from domain.civic.where import AREAS, DISTRICTS, areas, districts
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text


def named(facts: BaseModel) -> str:
    assert isinstance(facts, CampaignFacts)
    return facts.name


CIVIC = register(
    Programme(
        name="civic",
        title=Text(da="Demokratisk deltagelse", en="Democratic participation"),
        workflow="Civic",
        number_prefix="VLG",
        facts=CampaignFacts,
        opened_by=frozenset({Role.civic_lead, Role.supervisor, Role.integration}),
        kinds=tasks.KINDS,
        rules={
            "civic.areas": rules.judge_areas, "civic.milestones": rules.judge_milestones,
            "civic.association": rules.judge_association, "civic.closing": rules.judge_closing,
        },
        left_undone=open_ends,
        misses=rules.misses,
        first_stage="areas",
        begins=Text(da="Begynd en kampagne", en="Begin a campaign"),
        needs_cpr=False,
        about_person=False,
        named=named,
        found_by="name",
        parties=(),
        offers={DISTRICTS: districts, AREAS: areas, MATERIALS: materials, STANDING: offered},
        gone=taken_back,
        areas=areas_of,
        activity=ACTIVITY,
        areas_at=frozenset({tasks.ChooseAreas.kind, tasks.Evaluate.kind}),
    )
)  # fmt: skip
