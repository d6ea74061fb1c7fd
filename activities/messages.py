"""What a case may ask of the world: each command is one activity with one answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator

from domain.text import Text

R = TypeVar("R")
People = str | Sequence[str] | None
"""One internal id, several, or nobody's."""


def _listed(people: People) -> list[str]:
    return [one for one in ([people] if isinstance(people, str) else people or ()) if one]


Takers = Annotated[list[str], BeforeValidator(_listed)]
"""Who has decided: a case that began before anybody could act for another knows one."""


class Command(BaseModel, Generic[R]):
    activity: ClassVar[str]
    gives: ClassVar[Any] = None

    case_id: str
    stage: str
    visit: int
    now: datetime
    """Business time of the case."""

    @classmethod
    def name(cls) -> str:
        return cls.activity

    @classmethod
    def answer(cls) -> Any:
        return cls.gives


class RungAt(BaseModel):
    name: str
    at: datetime


class Opened(BaseModel):
    rungs: list[RungAt]
    stands: bool = True
    """False: the task had already ended when it was asked for again."""


class OpenTask(Command[Opened]):
    activity: ClassVar[str] = "open_task"
    gives: ClassVar[Any] = Opened
    task_id: str
    kind: str
    data: dict[str, Any]
    not_by: Takers = []
    aside: str | None = None
    """For a task that no stage waits for: what sets it apart from others of its kind."""


class Climb(Command[None]):
    activity: ClassVar[str] = "climb"
    task_id: str | None
    rung: str
    due: datetime


class Withdraw(Command[None]):
    activity: ClassVar[str] = "withdraw"
    task_ids: list[str]


class Waiting(Command[None]):
    activity: ClassVar[str] = "waiting"
    kind: Literal["timer", "outside"]
    what: Text
    until: datetime | None
    because: Text


class Judge(Command[dict[str, Any]]):
    activity: ClassVar[str] = "judge"
    gives: ClassVar[Any] = dict[str, Any]
    rule: str


class LookAgain(Command[None]):
    """What another case rests on has changed: it judges its file anew."""

    activity: ClassVar[str] = "look_again"
    other: str


class Join(Command[None]):
    """This case is about the same person as the one that the decision of the task names."""

    activity: ClassVar[str] = "join"
    task_id: str


class Pause(Command[list[str] | None]):
    """Answers the open tasks whose time the law has set; None: recorded before it answered anything."""

    activity: ClassVar[str] = "pause"
    gives: ClassVar[Any] = list[str] | None
    until: datetime | None


class MovedTasks(BaseModel):
    tasks: dict[str, list[RungAt]]


class Resumed(Command[MovedTasks]):
    activity: ClassVar[str] = "resumed"
    gives: ClassVar[Any] = MovedTasks
    since: datetime


class CloseCase(Command[None]):
    activity: ClassVar[str] = "close_case"
    outcome: str


class Place(Command[None]):
    activity: ClassVar[str] = "place"
    task_id: str


class WeekClosed(BaseModel):
    """The next week to close, and when; None where there is no plan. `unregistered`: days of the one just closed."""

    monday: date | None
    closes_at: datetime | None
    unregistered: int = 0


class WeekAhead(Command[WeekClosed]):
    activity: ClassVar[str] = "week_ahead"
    gives: ClassVar[Any] = WeekClosed


class CloseWeek(Command[WeekClosed]):
    activity: ClassVar[str] = "close_week"
    gives: ClassVar[Any] = WeekClosed
    monday: date


class KeepSpell(Command[None]):
    """From today to `until` nothing of this kind can be demanded; without an end, it no longer holds."""

    activity: ClassVar[str] = "keep_spell"
    kind: str
    until: date | None
    task_id: str


class Charged(BaseModel):
    stands: bool
    """False: there is too little left on the line, and nothing was written."""


class Charge(Command[Charged]):
    """The next step of what the case costs, on its programme's budget line: once, whatever is repeated."""

    activity: ClassVar[str] = "charge"
    gives: ClassVar[Any] = Charged
    step: Literal["reserve", "commit", "pay"]
    task_id: str | None = None
    """The decision it is done by; a reservation with one may overrun the line."""
