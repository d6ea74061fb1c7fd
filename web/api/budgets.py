"""The budget lines for programs: what is left of each, and every krone with its case."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from web import budgets, policy
from web.access import BEARER, Bookkeeper
from web.api.models import PROBLEMS
from web.house import TheHouse
from web.page import language

router = APIRouter(prefix="/api/v1/budgets", tags=["budgets"], responses=PROBLEMS, dependencies=[Depends(BEARER)])


class LineOut(BaseModel):
    """Amounts are in øre. `id`: null where no case has touched the line yet."""

    id: str | None
    programme: str
    year: int
    purse: Literal["service", "effort"]
    allotted: int
    reserved: int
    committed: int
    paid: int
    left: int


class LineList(BaseModel):
    items: list[LineOut]
    next: str | None = None


class AboveOut(BaseModel):
    """The case that the krone belongs to: its number and its programme, and nobody's name."""

    case_id: str
    programme: str


class EntryOut(BaseModel):
    id: int
    at: datetime
    kind: Literal["allot", "reserve", "commit", "pay", "release", "accrue"]
    what: str
    amount: int
    case_id: str | None
    belongs_to: AboveOut | None
    by: str
    reason: str


class EntryList(BaseModel):
    items: list[EntryOut]
    next: str | None


@router.get("")
def list_lines(house: TheHouse, caller: Bookkeeper) -> LineList:
    with house.store.read() as db:
        lines = budgets.every_line(db, house)
    return LineList(items=[LineOut(**one["key"], **{name: getattr(one["balance"], name) for name in budgets.SUMS})
                           for one in lines])  # fmt: skip


@router.get("/{line_id}/entries")
def list_entries(
    request: Request, house: TheHouse, caller: Bookkeeper, line_id: str,
    limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: Annotated[int, Query(ge=0, lt=2**31)] = 0,
) -> EntryList:  # fmt: skip
    """By their own time, the newest first."""
    lang = language(request)
    with house.store.read() as db:
        if budgets.one_line(db, house, line_id) is None:
            raise policy.NotFound
        rows = budgets.entries(db, caller.user, line_id, cursor, limit + 1)
    more = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return EntryList(next=more, items=[EntryOut(
        id=row["id"], at=row["at"], kind=row["kind"], what=row["what"].in_(lang), amount=row["ore"],
        case_id=row["case"], by=budgets.by(row, lang), reason=row["reason"],
        belongs_to=AboveOut(case_id=row["above"]["case"], programme=row["above"]["name"]) if row["above"] else None,
    ) for row in rows[:limit]])  # fmt: skip
