"""Human tasks: their states and operations (WS-HumanTask), their kinds and their decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Generic, NamedTuple, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

from domain.roles import Role
from domain.text import Text


class TaskState(StrEnum):
    created = "created"
    ready = "ready"
    reserved = "reserved"
    in_progress = "in_progress"
    suspended = "suspended"
    completed = "completed"
    exited = "exited"
    obsolete = "obsolete"
    error = "error"


S = TaskState
OWNED = (S.reserved, S.in_progress)
ACTIVE = (S.ready, S.reserved, S.in_progress)
FINAL = (S.completed, S.exited, S.obsolete, S.error)
OPEN = tuple(s for s in S if s not in FINAL)

STATE_TITLES: dict[TaskState, Text] = {
    S.created: Text(da="Oprettet", en="Created"),
    S.ready: Text(da="Ny", en="Ready"),
    S.reserved: Text(da="Tildelt", en="Reserved"),
    S.in_progress: Text(da="I gang", en="In progress"),
    S.suspended: Text(da="Sat på pause", en="Suspended"),
    S.completed: Text(da="Udført", en="Completed"),
    S.exited: Text(da="Trukket tilbage", en="Withdrawn"),
    S.obsolete: Text(da="Sprunget over", en="Skipped"),
    S.error: Text(da="Fejlet", en="Error"),
}


class Operation(StrEnum):
    activate = "activate"
    claim = "claim"
    start = "start"
    stop = "stop"
    release = "release"
    delegate = "delegate"
    forward = "forward"
    suspend = "suspend"
    resume = "resume"
    complete = "complete"
    skip = "skip"
    exit = "exit"
    reopen = "reopen"


class Who(StrEnum):
    """What somebody is to one task; the rows below ask for it, never for a role."""

    workflow = "workflow"
    potential_owner = "potential_owner"
    owner = "owner"
    supervisor = "supervisor"
    timer = "timer"


class Cell(NamedTuple):
    to: TaskState | None
    """None: back to the state that the task was suspended from."""
    who: frozenset[Who]
    alone: TaskState | None = None
    """Where it goes instead when exactly one person fits: that person has it."""


def _rows() -> dict[tuple[Operation, TaskState], Cell]:
    op, w = Operation, Who
    table: list[tuple[Operation, tuple[TaskState, ...], TaskState | None, set[Who]]] = [
        (op.claim, (S.ready,), S.reserved, {w.potential_owner}),
        (op.start, (S.ready,), S.in_progress, {w.potential_owner}),
        (op.start, (S.reserved,), S.in_progress, {w.owner}),
        (op.stop, (S.in_progress,), S.reserved, {w.owner}),
        (op.release, OWNED, S.ready, {w.owner, w.supervisor}),
        (op.delegate, ACTIVE, S.reserved, {w.owner, w.supervisor}),
        (op.forward, ACTIVE, S.ready, {w.owner, w.supervisor}),
        (op.suspend, ACTIVE, S.suspended, {w.owner, w.supervisor}),
        (op.resume, (S.suspended,), None, {w.owner, w.supervisor, w.timer}),
        (op.complete, OWNED, S.completed, {w.owner}),
        (op.skip, OPEN, S.obsolete, {w.owner, w.supervisor}),
        (op.exit, OPEN, S.exited, {w.workflow}),
        # A reopened task is a new row; the completed one stays as it is.
        (op.reopen, (S.completed,), S.completed, {w.supervisor}),
    ]
    rows = {(o, s): Cell(to, frozenset(who)) for o, states, to, who in table for s in states}
    return {(op.activate, S.created): Cell(S.ready, frozenset({w.workflow}), alone=S.reserved)} | rows


MACHINE = _rows()


def allowed(operation: Operation, state: TaskState, relations: frozenset[Who]) -> bool:
    """Whether somebody who is `relations` to a task in `state` may do `operation`."""
    cell = MACHINE.get((operation, state))
    return cell is not None and bool(cell.who & relations)


def states_for(operation: Operation) -> tuple[TaskState, ...]:
    return tuple(s for o, s in MACHINE if o is operation)


class _FreeTextMark:
    pass


FREE_TEXT = _FreeTextMark()
Free = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), FREE_TEXT]
"""Typed by a person; stays in the store and never enters a workflow history."""
SENTENCE = 20
"""Characters of why, at least."""
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=SENTENCE, max_length=4000), FREE_TEXT]
"""Why, in a sentence at least."""
WITHHELD = "(kept in the case file, not in the workflow history)"


class Between(NamedTuple):
    """Mark of a date: which days can be meant, counted from the day of the decision."""

    earliest: int | date | None = None
    latest: int | None = None

    def refuse(self, day: date, today: date) -> None:
        first = today + timedelta(days=self.earliest) if isinstance(self.earliest, int) else self.earliest
        if first and day < first:
            raise ValueError("date_too_early")
        if self.latest is not None and day > today + timedelta(days=self.latest):
            raise ValueError("date_in_future" if self.latest == 0 else "date_too_late")


HAPPENED = Between(earliest=-366, latest=0)
"""Mark of a day that is over, by a year at most."""


def explained(note: str, code: str = "note_missing") -> None:
    """Refuses a note that may be empty elsewhere and must say why here; `code`: what the page says of it."""
    if len(note) < SENTENCE:
        raise ValueError(code)


class Sheet(BaseModel):
    """Typed by a person, or sent in their stead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _dates_are_written(cls, value: Any, info: ValidationInfo) -> Any:
        """A bare number would pass for seconds since 1970."""
        asked = is_date(cls.model_fields[info.field_name or ""]) and value is not None
        if asked and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
            raise ValueError("date_parsing")
        return value

    @field_validator("*", mode="after")
    @classmethod
    def _dates_are_possible(cls, value: Any, info: ValidationInfo) -> Any:
        """Only where the day of the decision is known: an old decision stays what it was, and so does a day that stands
        in the facts which are corrected."""
        known, name = info.context or {}, info.field_name or ""
        today, stands = known.get("today"), known.get("corrects")
        is_kept = issubclass(cls, type(stands)) and getattr(stands, name) == value
        if today and isinstance(value, date) and not is_kept:
            for mark in cls.model_fields[name].metadata:
                if isinstance(mark, Between):
                    mark.refuse(value, today)
        return value


class Row(Sheet):
    """One of several like it in a decision: a card of the form. It stays in the store whole."""

    in_words: ClassVar[Text | None] = None
    """How several are written in one cell of a file, by an example; None: they are not."""

    @classmethod
    def read(cls, words: str) -> list[dict[str, Any]]:
        """What one cell says; raises BadInput where it is not written like `in_words`."""
        raise NotImplementedError


class Decision(Sheet):
    """What a person answers. Its fields are the form, the API body and the validation."""

    chooses: ClassVar[str | None] = None
    """The field that names another case, of which one of several may be chosen."""
    _by: str = PrivateAttr(default="")
    _acting_for: str | None = PrivateAttr(default=None)

    @classmethod
    def beginning(cls, offers: Mapping[str, Sequence[tuple[str, Any]]]) -> dict[str, Any]:
        """What the form begins with, from what there is to choose from."""
        return {}

    @property
    def by(self) -> str:
        """The internal id of the person who decided."""
        return self._by

    @property
    def takers(self) -> list[str]:
        """Everybody who counts as having decided: whoever did, and for whom; none of them may confirm it."""
        return [one for one in (self._by, self._acting_for) if one]

    @classmethod
    def withheld(cls) -> dict[str, Any]:
        """What the workflow sees in place of free text and of rows, which may hold some."""
        free = {name: WITHHELD for name, field in cls.model_fields.items() if is_free_text(field)}
        return free | {name: () for name, field in cls.model_fields.items() if row_model(field)}

    def for_case(self) -> dict[str, Any]:
        """The decision as the workflow may know it: no free text, no rows."""
        return self.model_dump(mode="json", exclude=set(self.withheld()))

    @classmethod
    def from_case(cls, answer: dict[str, Any], by: str, acting_for: str | None = None) -> Decision:
        decision = cls.model_validate({**cls.withheld(), **answer})
        decision._by, decision._acting_for = by, acting_for
        return decision


Wrong = tuple[tuple[str | int, ...], str, Text]
"""Where, a code, and words."""


def refuse(wrong: Iterable[Wrong], title: str) -> None:
    """Refuses a decision as its model would: where, a code, and words that the page and the API show."""
    found = [
        InitErrorDetails(type=PydanticCustomError(code, "{says}", {"says": says}), loc=where, input=None)
        for where, code, says in wrong
    ]  # fmt: skip
    if found:
        raise ValidationError.from_exception_data(title, found)


def is_date(field: FieldInfo) -> bool:
    """Whether the field holds a date, or may be empty and else holds one."""
    return date in (field.annotation, *get_args(field.annotation))


def row_model(field: FieldInfo) -> type[BaseModel] | None:
    """The model of one row where the field is a list of rows."""
    inner = (get_args(field.annotation) or (None,))[0]
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def is_free_text(field: FieldInfo) -> bool:
    return any(mark is FREE_TEXT for mark in field.metadata)


D = TypeVar("D", bound=Decision)


class Task(BaseModel, Generic[D]):
    """A task kind. The fields of an instance are what the workflow tells the person: ids, dates, enums, numbers."""

    model_config = ConfigDict(frozen=True)

    kind: ClassVar[str]
    title: ClassVar[Text]
    why: ClassVar[Text]
    role: ClassVar[Role]
    role_from: ClassVar[str | None] = None
    """The field that names the role that this one is for, where that differs; None: `role`."""
    deadline: ClassVar[str]
    """The policy rule that works out the due date."""
    counts_from: ClassVar[str | None] = None
    """The field that holds the date from which the deadline counts; None, or nothing in it: from when it is opened."""
    catches_up: ClassVar[bool] = False
    """Whether nobody is late from the start: a day that was over when the task was opened does not count."""
    no_later_than: ClassVar[str | None] = None
    """The field that holds a day by which it is due, where the rule would leave longer."""
    guard: ClassVar[str | None] = None
    """The rule of the programme that must answer `met` before a guarded decision is accepted."""
    decision: ClassVar[type[Decision]]
    outcomes: ClassVar[list[tuple[Text, Text]]] = []
    """(answer, what happens then), shown before the person decides."""
    rule: ClassVar[str | None] = None
    """The rule whose newest ruling on the case is the evidence shown with the task."""
    skippable: ClassVar[bool] = False
    letter: ClassVar[str | None] = None
    """The letter that completing the task sends, by its name in the programme's `letters`."""
    letter_outlives_case: ClassVar[bool] = True
    """Whether one that reached nobody is still of use when its case has closed: a decision is, a hearing is not."""
    appealable: ClassVar[bool] = False
    """A decision in the sense of the law (afgørelse): the citizen may complain of it."""
    about_letter: ClassVar[str | None] = None
    """The fact that names a letter of the case above: it is shown beside the task, with the way to send it again."""
    uses_file: ClassVar[bool] = False
    """Whoever does it needs the documents of the case: they are offered beside the task."""
    tells_of: ClassVar[tuple[str, ...]] = ()
    """Kinds whose decision the letter of this task brings to the citizen; its own needs no word."""
    shows: ClassVar[tuple[str, ...]] = ()
    """Kinds whose newest decision on the case is what this one is about: it is shown beside the task, whole."""
    mends: ClassVar[tuple[str, ...]] = ()
    """Fields that begin with what this kind's newest decision on the case says: what came back is mended."""
    shows_facts: ClassVar[bool] = False
    """Whoever does it needs the facts of the case beside it. Cases that belong to another show theirs always."""
    shows_line: ClassVar[bool] = False
    """Whoever does it sees what is left of the budget line on the day on which they look, and what is missing."""
    confirms: ClassVar[tuple[str, ...]] = ()
    """Kinds whose decision a second person confirms by this one: both have then taken it."""

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return cls.guard is not None

    @classmethod
    def guarded_on(cls, decision: Decision, today: date) -> date:
        """The day on which the guard must hold: that of the act, where it is written down later."""
        return today

    def answered(self, answer: dict[str, Any], by: str, acting_for: str | None = None) -> D:
        return self.decision.from_case(answer, by, acting_for)  # type: ignore[return-value]


class Decided(BaseModel):
    """Signal to a case: the store has accepted this decision."""

    task_id: str
    by: str
    acting_for: str | None = None
    """Who was away and covered by whoever decided."""
    at: datetime
    answer: dict[str, Any]
