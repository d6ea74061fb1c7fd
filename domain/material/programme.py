"""Material of a campaign, a case of its own: no way leads from the draft to the street but through the check."""

from __future__ import annotations

from pydantic import BaseModel

from domain.material import rules, tasks
from domain.material.facts import FORMS, MaterialFacts
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text


def named(facts: BaseModel) -> str:
    assert isinstance(facts, MaterialFacts)
    return f"{FORMS[facts.form].da}: {facts.name}"


MATERIAL = register(
    Programme(
        name="material",
        title=Text(da="Materiale", en="Material"),
        workflow="Material",
        number_prefix="MAT",
        facts=MaterialFacts,
        opened_by=frozenset({Role.civic_lead, Role.supervisor}),
        kinds=tasks.KINDS,
        rules={"material.form": rules.judge_form, "material.may_send": rules.judge_may_send},
        refuses=rules.refuse,
        heed=rules.heed,
        beside=rules.spoken,
        first_stage="draft",
        belongs_to=("civic",),
        heeds_above=True,
        only_while_open=True,
        by_hand=Text(da="Begynd et materiale", en="Begin a piece of material"),
        needs_cpr=False,
        about_person=False,
        named=named,
        parties=(),
    )
)  # fmt: skip
