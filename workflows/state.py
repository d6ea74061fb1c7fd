"""What a case carries through its life, and what it is told and asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from domain.tasks import Decided
from domain.text import Text


class Rung(BaseModel):
    """One step of an escalation ladder on its timer; without a task it is an alarm of the case itself."""

    name: str
    at: datetime
    task_id: str | None


class Interrupt(BaseModel):
    id: str
    kind: Literal["suspend", "resume", "close", "correct", "move"]
    until: datetime | None = None
    outcome: str | None = None
    to: str | None = None
    """The stage that a person moves the case to."""
    asked_at: str | None = None
    """The stage whose question was open when the case heard this: an answer that comes after it knows of it."""


class PlainRung(BaseModel):
    name: str
    at: datetime


class Moved(BaseModel):
    task_id: str
    rungs: list[PlainRung]


class Reopened(BaseModel):
    """A decision is taken back: `task_id` now stands in the place of `instead_of`."""

    task_id: str
    instead_of: str


class Aside(BaseModel):
    """A task that no stage waits for: its kind, and what sets it apart from others of its kind."""

    kind: str
    key: str


class CaseState(BaseModel):
    """Ids, dates, enums and numbers only: this is written to the engine's history."""

    case_id: str
    stage: str
    visit: int = 1
    open: dict[str, str] = {}
    aside: dict[str, Aside] = {}
    """Open tasks that no stage waits for."""
    rungs: list[Rung] = []
    decided: dict[str, Decided] = {}
    reopened: dict[str, str] = {}
    """Reopened task to the one that the stage asked."""
    too_late: list[str] = []
    """Reopened tasks whose case had already acted on the decision."""
    interrupts: list[Interrupt] = []
    turn: str | None = None
    """The stage that something beside the running one leads to."""
    seen: list[str] = []
    suspended_since: datetime | None = None
    suspended_until: datetime | None = None
    by_law: list[str] = []
    """Tasks that climb their ladders while the case is suspended: the law's clock runs on."""
    shift: timedelta = timedelta(0)


class CaseStatus(BaseModel):
    stage: str
    visit: int
    suspended: bool
    at_rest: bool
    """It waits for a person or a date; nothing is under way."""
    open_tasks: list[str]
    next_timer: datetime | None
    waits_for: Text
    seen_decisions: int
    shift: timedelta
