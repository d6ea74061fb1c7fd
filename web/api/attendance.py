"""Attendance for programs: a provider's own system, or the jobcenter's."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from domain.attendance import LONGEST_TEXT, Item, Status
from domain.text import joined
from store.attendance import Result
from web import attendance_actions
from web.access import BEARER, Registrar
from web.api.models import PROBLEMS, In
from web.api.tasks import Key
from web.house import TheHouse
from web.once import once
from web.page import language

router = APIRouter(prefix="/api/v1/attendance", tags=["attendance"], responses=PROBLEMS,
                   dependencies=[Depends(BEARER)])  # fmt: skip
MOST = 500
Hours = Annotated[str, Field(max_length=40)]


class Day(In):
    """What one day at one placement was. `reason`: why, once the week is closed."""

    placement_id: str = Field(max_length=64)
    date: date
    hours: float | Hours = ""
    status: Status
    note: str | None = Field(None, max_length=LONGEST_TEXT)
    reason: str = Field("", max_length=LONGEST_TEXT)

    def item(self) -> Item:
        hours = self.hours if isinstance(self.hours, str) else f"{self.hours:.10f}"
        return Item(self.placement_id, self.date, self.status, hours, self.note, self.reason)


class AttendanceIn(In):
    items: list[Day] = Field(max_length=MOST)


class DayOut(BaseModel):
    """`code`: registered, changed or unchanged, else why not; `message`: the reason, or what is worth a look."""

    placement_id: str
    date: date
    ok: bool
    code: str
    message: str


class AttendanceOut(BaseModel):
    results: list[DayOut]


@router.post("")
def register(
    request: Request, house: TheHouse, caller: Registrar, body: AttendanceIn, key: Key = None
) -> AttendanceOut:
    """Each item by itself, in the order given; the same again is unchanged."""
    lang, where = language(request), request.url.path

    def act() -> str:
        found = attendance_actions.register(house, caller.user, [one.item() for one in body.items], where)
        return AttendanceOut(results=[_said(one, lang) for one in found]).model_dump_json()

    sent = body.model_dump(mode="json")
    return AttendanceOut.model_validate_json(once(house, caller.user, where, key, act, sent, repeats=True))


def _said(result: Result, lang: str) -> DayOut:
    text = result.refusal.text if result.refusal else joined(result.doubts)
    return DayOut(placement_id=result.item.placement_id, date=result.item.day, ok=result.ok, code=result.code,
                  message=text.in_(lang))  # fmt: skip
