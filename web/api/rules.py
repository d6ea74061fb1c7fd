"""Rules without a case: pure, no state; for a robot and for a trainer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.deadlines import work_out
from domain.obligation.activities import Track
from domain.obligation.coverage import Facts, coverage, doubts
from domain.obligation.coverage import Requirement as Judged
from domain.obligation.week import HOURS_OF_A_WEEK, Item, week
from domain.youth.industries import industry_of
from domain.youth.roster import Shift
from domain.youth.work import work
from web.access import BEARER, Worker
from web.api.models import PROBLEMS, In
from web.house import TheHouse
from web.page import language

router = APIRouter(prefix="/api/v1/rules", tags=["rules"], responses=PROBLEMS,
                   dependencies=[Depends(BEARER)])  # fmt: skip
MOST_ITEMS = 100
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


class FactsIn(Facts, extra="forbid"):
    pass


class CoverageIn(In):
    as_of: date
    facts: FactsIn


class Requirement(BaseModel):
    name: Literal["residence", "employment"]
    met: bool
    counted_days: int | None = None
    counted_hours: int | None = None
    required: int
    because: str


class CoverageOut(BaseModel):
    covered: bool
    because: str
    requirements: list[Requirement]
    phase: Literal[1, 2] | None
    starts_on: date | None
    implement_by: date | None
    doubts: list[str]
    """What somebody should look at before trusting the answer, such as a spell that ends before it begins."""


class WeekIn(In):
    as_of: date
    track: Track
    weekly_target: Decimal = Field(ge=0, le=HOURS_OF_A_WEEK)
    items: list[Item] = Field(max_length=MOST_ITEMS)


class Violation(BaseModel):
    code: str
    item: int | None
    """Which of the items, counted from 0; null: the week as a whole."""
    message: str
    hard: bool
    """False: a person must judge, and the hours count."""


class CountedItem(BaseModel):
    counted: float
    because: str


class WeekOut(BaseModel):
    counted_hours: float
    missing_hours: float
    violations: list[Violation]
    items: list[CountedItem]
    """In the order given."""
    policy_versions: list[str]


class WorkIn(In):
    born_on: date = Field(ge=EARLIEST, le=LATEST)
    finished_ninth: bool | None
    """Null: not known; the rules for pupils are applied."""
    as_of: date = Field(ge=EARLIEST, le=LATEST)
    school_week: bool | None
    """Of every week of the shifts. Null: not known; the rules of a school week are applied."""
    shifts: list[Shift] = Field(max_length=MOST_ITEMS)
    industry: str | None = Field(max_length=60)
    """One of `domain.youth.industries.Industry`; another word, or null: the rules that hold everywhere are applied."""


class ShiftViolation(BaseModel):
    code: str
    shift: int | None
    """Which of the shifts, counted from 0."""
    message: str


class WorkOut(BaseModel):
    allowed: bool
    violations: list[ShiftViolation]
    notes: list[str]
    """What to see to that breaks no rule, and what was not known."""
    policy_versions: list[str]


class DeadlineIn(In):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    rule: str
    from_: AwareDatetime | date = Field(alias="from", union_mode="left_to_right")


class DeadlineOut(BaseModel):
    at: datetime
    kind: str
    rule: str
    version: str
    because: str


def _requirement(one: Judged, lang: str) -> Requirement:
    return Requirement(**one.model_dump(exclude={"because"}), because=one.because.in_(lang))


@router.post("/obligation/coverage")
def judge_coverage(request: Request, house: TheHouse, caller: Worker, body: CoverageIn) -> CoverageOut:
    lang, ruling = language(request), coverage(body.facts, body.as_of, house.policies)
    return CoverageOut(
        covered=ruling.covered, because=ruling.because.in_(lang), phase=ruling.phase, starts_on=ruling.starts_on,
        implement_by=ruling.implement_by, requirements=[_requirement(r, lang) for r in ruling.requirements],
        doubts=[d.text.in_(lang) for d in doubts(body.facts, body.as_of, house.policies)],
    )  # fmt: skip


@router.post("/obligation/week")
def judge_week(request: Request, house: TheHouse, caller: Worker, body: WeekIn) -> WeekOut:
    lang = language(request)
    ruling = week(body.items, as_of=body.as_of, track=body.track, weekly_target=body.weekly_target,
                  policies=house.policies)  # fmt: skip
    return WeekOut(
        counted_hours=float(ruling.counted_hours), missing_hours=float(ruling.missing_hours),
        violations=[Violation(code=v.code, item=v.item, message=v.message.in_(lang), hard=v.hard)
                    for v in ruling.violations],
        items=[CountedItem(counted=float(i.counted), because=i.because.in_(lang)) for i in ruling.items],
        policy_versions=ruling.policy_versions,
    )  # fmt: skip


@router.post("/youth/work")
def judge_work(request: Request, house: TheHouse, caller: Worker, body: WorkIn) -> WorkOut:
    lang = language(request)
    ruling = work(body.shifts, born_on=body.born_on, finished_ninth=body.finished_ninth, as_of=body.as_of,
                  industry=industry_of(body.industry), is_school_week=lambda _: body.school_week,
                  policies=house.policies)  # fmt: skip
    return WorkOut(
        allowed=ruling.allowed, notes=[note.in_(lang) for note in ruling.notes],
        violations=[ShiftViolation(code=v.code, shift=v.shift, message=v.message.in_(lang)) for v in ruling.violations],
        policy_versions=ruling.policy_versions,
    )  # fmt: skip


@router.post("/deadline")
def deadline(request: Request, house: TheHouse, caller: Worker, body: DeadlineIn) -> DeadlineOut:
    found = work_out(body.rule, body.from_, house.policies)
    return DeadlineOut(at=found.at, kind=found.kind, rule=found.rule, version=found.version,
                       because=found.because.in_(language(request)))  # fmt: skip
