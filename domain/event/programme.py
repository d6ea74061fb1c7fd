"""Events of a campaign, each a case of its own: made ready before they are held, and counted in their area after."""

from __future__ import annotations

from pydantic import BaseModel

from domain.event import rules, tasks
from domain.event.facts import EventFacts
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text


def named(facts: BaseModel) -> str:
    assert isinstance(facts, EventFacts)
    return f"{facts.name} {facts.held_on:%d.%m.%Y}, {facts.place}"


EVENT = register(
    Programme(
        name="event",
        title=Text(da="Arrangement", en="Event"),
        workflow="Event",
        number_prefix="ARR",
        facts=EventFacts,
        opened_by=frozenset({Role.civic_lead, Role.supervisor}),
        kinds=tasks.KINDS,
        rules={"event.standing": rules.judge_standing},
        refuses=rules.refuse_frozen,
        heed=rules.heed,
        first_stage="preparing",
        belongs_to=("civic",),
        heeds_above=True,
        only_while_open=True,
        by_hand=Text(da="Planlæg et arrangement", en="Plan an event"),
        needs_cpr=False,
        about_person=False,
        named=named,
        parties=(),
    )
)  # fmt: skip
