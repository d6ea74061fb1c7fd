"""A concern: it goes to the specialists' own team, and nobody who sees the case above learns of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.concern import tasks
from domain.concern.facts import ConcernFacts
from domain.dossier import Dossier
from domain.perspektiv.reaching import ways_to
from domain.policies import Policies
from domain.programmes import Acute, Judgement, Programme, Told, register
from domain.roles import Role
from domain.text import Text


def judge_urgency(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Whether somebody is in danger now."""
    assert isinstance(case.facts, ConcernFacts)
    answer = {"acute": case.facts.acute}
    return Judgement(answer=answer, ruling=answer)


def reached(case: Dossier, phone: str | None) -> Iterable[Told]:
    """The specialist acts the same day, and the spouse must not be contacted."""
    return ways_to(case.parent, phone) if case.parent else ()


CONCERN = register(
    Programme(
        name="concern",
        title=Text(da="Bekymring", en="Concern"),
        workflow="Concern",
        number_prefix="BEK",
        facts=ConcernFacts,
        opened_by=frozenset({Role.outreach_worker, Role.supervisor}),
        kinds=tasks.KINDS,
        rules={"concern.urgency": judge_urgency},
        first_stage="received",
        belongs_to=("perspektiv",),
        confidential=True,
        acute=Acute(when=lambda facts: facts.acute, deadline="concern.acute"),
        by_hand=Text(da="Meld tegn på vold eller social kontrol", en="Report signs of violence or social control"),
        parties=(),
        reached=reached,
    )
)  # fmt: skip
