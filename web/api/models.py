"""The JSON of contract.md § 2; /openapi.json is made from these."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

import domain.all  # noqa: F401 - fills PROGRAMMES, of which a new case is one
from domain.phones import Phone
from domain.programmes import PROGRAMMES
from domain.spells import Reported
from web.readable import writable


class Fault(BaseModel):
    loc: list[str | int]
    code: str
    message: str


class Problem(BaseModel):
    model_config = ConfigDict(extra="allow")
    code: str
    message: str
    errors: list[Fault] = []


PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (400, 401, 403, 404, 409, 413, 422, 429, 503)
}


class In(BaseModel):
    """A body: no field that is not known, nothing that cannot be kept."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _writable(cls, value: Any) -> Any:
        return writable(value)


class Login(In):
    username: str = Field(max_length=100)
    password: str = Field(max_length=500)


class Token(BaseModel):
    token: str
    expires_at: datetime


class Due(BaseModel):
    at: datetime
    rule: str
    version: str
    kind: str
    because: str


class TaskItem(BaseModel):
    id: str
    case_id: str
    programme: str
    kind: str
    title: str
    state: str
    role: str
    team: str
    assignee: str | None
    priority: int
    received_at: datetime
    follow_up_on: date | None
    due: Due
    overdue: bool
    escalation_level: int
    acknowledged_by: str | None = None
    """Who has the last escalation in hand."""
    acting_for: str | None = None
    """Who was away and covered by whoever completed it."""
    version: int


class Counts(BaseModel):
    """Bounded: 1,000 means 1,000 or more."""

    mine: int
    team: int
    overdue: int
    due_today: int


class TaskList(BaseModel):
    items: list[TaskItem]
    next: str | None
    counts: Counts


class Event(BaseModel):
    at: datetime
    actor: str | None
    acting_for: str | None = None
    """Who was away and covered by the actor, where it was done for them."""
    what: str


class TaskDetail(TaskItem):
    why: str
    form: dict[str, Any]
    draft: dict[str, Any] | None
    decision: dict[str, Any] | None
    events: list[Event]
    comments: list[Event]
    operations: list[str]


class Operate(In):
    """What the operation needs: decision and version for complete, person for delegate, team for forward …"""

    decision: dict[str, Any] | None = None
    version: int | None = None
    person: str | None = None
    """Who gets it; of `acknowledge`: from whom it is taken over."""
    team: str | None = None
    until: date | None = None
    priority: int = 0
    """0 normal, 10 raised, 20 high."""
    reason: str = Field("", max_length=4000)
    text: str = Field("", max_length=4000)
    draft: dict[str, Any] | None = None


class PersonIn(In):
    cpr: str = Field("", max_length=20)
    """May be left out where the programme asks for none."""
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    address: str = Field("", max_length=300)
    phone: Phone = Field("", max_length=40)
    protected_address: bool | None = None
    language: str = Field("", max_length=40)


BEGUN: list[Any] = sorted(one.name for one in PROGRAMMES.values() if not one.belongs_to)
"""The programmes whose cases stand alone."""


def _stands_alone(programme: str) -> str:
    if programme not in BEGUN:
        raise PydanticCustomError("literal_error", "one of {expected}", {"expected": ", ".join(BEGUN)})
    return programme


class CaseIn(In):
    programme: Annotated[str, AfterValidator(_stands_alone), Field(json_schema_extra={"enum": BEGUN})]
    person: PersonIn | None = None
    """Left out for a vacancy, which is about nobody."""
    facts: dict[str, Any]
    reference: str = Field("", max_length=80)
    """A partner's own, by which it knows the referral."""


class ReferralItem(BaseModel):
    """`shared` false: no consent lets the partner see more than when it referred, and its own reference."""

    id: str
    programme: str
    referred_at: datetime
    reference: str
    shared: bool
    name: str | None
    stage: str | None
    stage_title: str | None
    since: datetime | None
    outcome: str | None
    closed_at: datetime | None


class ReferralList(BaseModel):
    items: list[ReferralItem]
    next: str | None


class CaseId(BaseModel):
    id: str


class CaseUnderId(BaseModel):
    """`id`: None where whoever opened the case may not see it."""

    id: str | None


class Waiting(BaseModel):
    kind: Literal["task", "timer", "outside"]
    what: str
    until: datetime | None
    because: str


class Step(BaseModel):
    stage: str
    says: str
    next: list[str]
    visited: bool
    current: bool


class CaseItem(BaseModel):
    id: str
    programme: str
    stage: str
    stage_since: datetime
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    responsible: str | None
    team: str
    suspended: bool


class Below(BaseModel):
    id: str
    programme: str
    stage: str
    outcome: str | None


class LetterItem(BaseModel):
    """`number`: 1, and one more each time that the letter of the task was sent again."""

    id: str
    task_id: str
    number: int
    kind: str
    recipient: str
    channel: str
    state: str
    created_at: datetime
    received_on: date | None
    error: str | None


class CitizenOut(BaseModel):
    """`address`: null while it is protected. `version` differs as soon as one of the details differs."""

    address: str | None
    protected_address: bool
    post_exempt: bool
    phone: str
    language: str
    lacks_address: bool
    """Exempt from Digital Post and without an address: letters on paper cannot be sent."""
    version: str


class CitizenIn(In):
    """What is left out stays as it is."""

    address: str | None = Field(None, max_length=300)
    protected_address: bool | None = None
    post_exempt: bool | None = None
    phone: str | None = Field(None, max_length=40)
    language: str | None = Field(None, max_length=40)
    version: str | None = Field(None, max_length=100)


class CaseDetail(CaseItem):
    parent: str | None
    """The case that this one belongs to."""
    below: list[Below]
    """The cases that belong to this one, the newest first."""
    waiting_for: list[Waiting]
    tasks: list[TaskItem]
    letters: list[LetterItem]
    """The newest first."""
    map: list[Step]
    timeline: list[Event]


class CaseList(BaseModel):
    items: list[CaseItem]
    next: str | None


class CaseChange(In):
    reason: str = Field(min_length=3, max_length=4000)
    until: date | None = None
    responsible: str | None = None
    to: str | None = Field(None, max_length=40)
    """Of `move`: the stage."""
    facts: dict[str, Any] = {}


class CaseUnder(In):
    facts: dict[str, Any]
    reason: str = Field("", max_length=4000)


class SpellIn(In):
    """Sickness or leave. `to_on` left out: the last day is not known yet."""

    kind: Reported
    from_on: date
    to_on: date | None = None
    note: str = Field("", max_length=1000)


class SpellEnd(In):
    to_on: date


class SpellOut(BaseModel):
    """`by`: null where an assessment made it; `revoked_at`: when it was taken back."""

    id: str
    kind: str
    title: str
    from_on: date
    to_on: date | None
    note: str
    reported_at: datetime
    by: str | None
    revoked_at: datetime | None


class SpellList(BaseModel):
    items: list[SpellOut]
    next: str | None


class Lookup(BaseModel):
    at: datetime
    who: str | None
    what: str
    purpose: str
    case_id: str | None


class LookupList(BaseModel):
    items: list[Lookup]
    next: str | None


class BulkIn(In):
    operation: str
    ids: list[str] = Field(max_length=200)
    args: Operate = Operate()
    reason: str = Field("", max_length=4000)


class BulkOne(BaseModel):
    id: str
    ok: bool
    code: str | None


class BulkOut(BaseModel):
    results: list[BulkOne]
