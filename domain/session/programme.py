"""Sessions: workshops, training and help with CVs that several young people take part in."""

from __future__ import annotations

from pydantic import BaseModel

from domain.programmes import Programme, register
from domain.roles import Role
from domain.session import rules, tasks
from domain.session.facts import SessionFacts
from domain.text import Text
from domain.youth.finding import SUPPORT


def named(facts: BaseModel) -> str:
    assert isinstance(facts, SessionFacts)
    return f"{SUPPORT[facts.support].da} {facts.held_on:%d.%m.%Y}, {facts.place}"


SESSION = register(
    Programme(
        name="session",
        title=Text(da="Workshops og træning", en="Workshops and training"),
        workflow="Session",
        number_prefix="HLD",
        facts=SessionFacts,
        opened_by=frozenset({Role.youth_consultant, Role.supervisor}),
        kinds=tasks.KINDS,
        rules={"session.standing": rules.judge_standing},
        first_stage="planned",
        team_with="youth",
        begins=Text(da="Planlæg en workshop eller træning", en="Plan a workshop or training"),
        needs_cpr=False,
        about_person=False,
        named=named,
        found_by="place",
        offers_places=rules.offered,
        participants=rules.participants,
        left_undone=rules.left_undone,
        parties=(),
    )
)  # fmt: skip
