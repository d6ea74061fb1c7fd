"""What a rule may look at: one case as the store keeps it, and the case that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, Protocol

from pydantic import BaseModel

from domain.placements import Placement


class Done(NamedTuple):
    """A decision that stands: `answer` is whole, with its free text; `data` is what the task told the person."""

    task_id: str
    kind: str
    at: datetime
    by: str
    answer: dict[str, Any]
    data: dict[str, Any] = {}
    acting_for: str | None = None
    """Who was away and covered by whoever decided."""

    @property
    def takers(self) -> list[str]:
        """Both count as having decided."""
        return [one for one in (self.by, self.acting_for) if one]


class Attended(NamedTuple):
    placement_id: str
    day: date
    minutes: int
    status: Literal["present", "absent", "sick"]


class Spell(NamedTuple):
    """Days on which nothing can be demanded."""

    kind: str
    from_on: date
    to_on: date | None

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Sent(NamedTuple):
    """A letter of the case; `received_on` is the day from which deadlines count."""

    id: str
    kind: str
    state: str
    created_at: datetime
    received_on: date | None
    channel: str = "digital_post"
    task_id: str = ""
    """The decision that it tells of."""


class Interprets(NamedTuple):
    language: str
    """As it is written."""
    professional: bool | None
    """None: nobody has said."""


class Belonging(NamedTuple):
    """A case that belongs to this one."""

    case_id: str
    stage: str
    outcome: str | None
    facts: dict[str, Any]


class PollingPlace(NamedTuple):
    """How many voted at one polling place at one election; `hundredths` of a per cent."""

    place: str
    area: str
    hundredths: int
    electors: int | None
    votes: int | None
    source: str = ""
    """Where the figure is from."""


Turnout = Callable[[date], Sequence[PollingPlace]]
"""The polling places of the election of a day."""


class Dossier(Protocol):
    """Read when asked for, so that a rule pays only for what it looks at."""

    @property
    def case_id(self) -> str: ...

    @property
    def programme(self) -> str: ...

    @property
    def opened_at(self) -> datetime: ...

    @property
    def is_open(self) -> bool: ...

    @property
    def is_suspended(self) -> bool: ...

    @property
    def outcome(self) -> str | None:
        """How it ended; None while it is open."""

    @property
    def facts(self) -> BaseModel: ...

    def facts_on(self, day: date) -> BaseModel:
        """The facts as the file had them that morning: corrections made that day or later are taken back."""

    def facts_at(self, at: datetime) -> BaseModel:
        """The facts as the file had them at that moment: later corrections are taken back."""

    def is_another_number(self, since: datetime) -> bool:
        """Whether there is a phone number of the person, and none that stood there at that moment, however written."""

    @property
    def corrected_at(self) -> datetime | None:
        """When its facts were last corrected."""

    @property
    def parent(self) -> Dossier | None:
        """The case that this one belongs to."""

    @property
    def placements(self) -> list[Placement]:
        """Every line of every plan, the oldest first; a line that a later plan replaces has ended by then."""

    @property
    def spells(self) -> list[Spell]: ...

    @property
    def letters(self) -> list[Sent]:
        """What was sent, the oldest first; of a letter that failed and was sent again only the last one counts."""

    def parties(self, on: date) -> frozenset[str]:
        """Who stands beside the person that day, by their names in `domain.parties`."""

    def interpreters(self, on: date) -> list[Interprets]:
        """Those who stand beside the person that day."""

    @property
    def language(self) -> str:
        """What the person speaks, as it is written; empty where nobody has said."""

    def done(self, *kinds: str) -> list[Done]:
        """Completed decisions of these kinds, or all, the oldest first; what was taken back is left out."""

    @property
    def task_ids(self) -> frozenset[str]:
        """Of every decision that was ever completed here, also of those that were taken back."""

    def attendance(self, first: date, last: date) -> list[Attended]: ...

    @property
    def below(self) -> Sequence[Dossier]:
        """The cases that belong to this one, whole."""

    @property
    def chosen_by(self) -> Sequence[Dossier]:
        """Cases in which a decision, standing or taken back, has named this one."""

    def chosen(self, task_id: str) -> Dossier | None:
        """The case that this decision has named."""

    def belonging(self, programme: str) -> list[Belonging]:
        """Cases of that programme that belong to this one."""

    def of_person(self, programme: str) -> Sequence[Dossier]:
        """Every case of that programme about the same person, the oldest first."""

    def alike(self, programme: str, fact: str, value: str) -> Sequence[Dossier]:
        """Every case of that programme, whoever it is about, that has this fact, the oldest first."""

    def turnout(self, election_on: date) -> Sequence[PollingPlace]:
        """The election of that day, each polling place once, by its name; about nobody."""
