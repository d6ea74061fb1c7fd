"""A case for the tests of rules: what a dossier answers, given by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pydantic import BaseModel

from domain.calendar import local_date
from domain.dossier import Attended, Belonging, Done, PollingPlace, Sent, Spell
from domain.placements import Placement


@dataclass
class Case:
    facts: BaseModel
    case_id: str = "ARB-2026-000001"
    opened_at: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)
    parent: Case | None = None
    is_open: bool = True
    is_suspended: bool = False
    outcome: str | None = None
    corrected_at: datetime | None = None
    others: list[Case] = field(default_factory=list)
    """What `of_person` and `alike` find."""
    earlier_facts: list[tuple[date, BaseModel]] = field(default_factory=list)
    """(last day, the facts until then), the oldest first."""
    another_number: bool = False
    """What `is_another_number` finds."""
    placements: list[Placement] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    letters: list[Sent] = field(default_factory=list)
    decisions: list[Done] = field(default_factory=list)
    taken_back: list[Done] = field(default_factory=list)
    attended: list[Attended] = field(default_factory=list)
    children: dict[str, list[Belonging]] = field(default_factory=dict)
    below: list[Case] = field(default_factory=list)
    chosen_by: list[Case] = field(default_factory=list)

    voted: dict[date, list[PollingPlace]] = field(default_factory=dict)
    """Turnout by election day."""
    choice: Case | None = None
    """What `chosen` finds."""
    programme: str = "obligation"

    def facts_on(self, day: date) -> BaseModel:
        return next((facts for until, facts in self.earlier_facts if day <= until), self.facts)

    def facts_at(self, at: datetime) -> BaseModel:
        return self.facts_on(local_date(at))

    def is_another_number(self, since: datetime) -> bool:
        return self.another_number

    def done(self, *kinds: str) -> list[Done]:
        return [one for one in self.decisions if not kinds or one.kind in kinds]

    @property
    def task_ids(self) -> frozenset[str]:
        return frozenset(one.task_id for one in (*self.decisions, *self.taken_back))

    def attendance(self, first: date, last: date) -> list[Attended]:
        return [one for one in self.attended if first <= one.day <= last]

    def chosen(self, task_id: str) -> Case | None:
        return self.choice

    def belonging(self, programme: str) -> list[Belonging]:
        return self.children.get(programme, [])

    def of_person(self, programme: str) -> list[Case]:
        return self.others

    def turnout(self, election_on: date) -> list[PollingPlace]:
        return self.voted.get(election_on, [])

    def alike(self, programme: str, fact: str, value: str) -> list[Case]:
        return [one for one in self.others if getattr(one.facts, fact) == value]
