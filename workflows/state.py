"""What a case carries through its life, and what it is told and asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Literal, Self

from pydantic import BaseModel

from domain.tasks import Decided
from domain.text import Text
from workflows.again import Anew, Past, Rules, aside, decided, reopened, rules_of, started


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
    """Ids, dates, enums and numbers only: this is written to the engine's history.

    `again`: how each field is told by what stands on the case, when the engine has lost it; leaves add their own.
    """

    again: ClassVar[Rules] = {
        "case_id": lambda past: past.case_id, "stage": lambda past: past.stage, "visit": lambda past: past.visit,
        "decided": decided, "reopened": reopened, "aside": aside,
        "suspended_since": lambda past: past.suspended_since, "suspended_until": lambda past: past.suspended_until,
        "shift": started("shift", timedelta(0)),
        "open": Anew("the stage finds its open tasks by their key"),
        "lost": lambda past: True,
        "rungs": Anew("armed by the stage that opens its task again, and by what the case takes up"),
        "by_law": Anew("ladders are armed again when the case is resumed"),
        "too_late": Anew("a task that no decision waits for is withdrawn by reconcile"),
        "interrupts": Anew("what was said to the lost run was heard, or is said again"),
        "turn": Anew("whatever led to another stage leads there again"),
        "seen": Anew("a word that comes twice is obeyed twice without harm"),
    }  # fmt: skip

    @classmethod
    def begun_anew(cls, past: Past) -> Self:
        told = {name: rule(past) for name, rule in rules_of(cls).items() if not isinstance(rule, Anew)}
        return cls.model_validate(told)

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
    lost: bool = False
    """Begun anew from the database just now: what earlier stages had armed is armed no more."""


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
