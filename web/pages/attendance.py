"""Attendance by the week: for the people of a place, and for the team of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.attendance import Item
from domain.calendar import local_date, monday_of
from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.text import Text
from store import attendance, people, places
from store.attendance import Key, Result
from store.places import Line
from web import actions, attendance_actions, attendance_view, policy, views
from web.access import Caller, Partner, Staff, fields
from web.attendance_form import Form
from web.house import House, TheHouse
from web.page import Pages
from web.pages.imports import PLACES

router = APIRouter(include_in_schema=False)
LINES = 12
"""Placements on one page."""
YEARS = range(2000, 2100)
NOBODY = Text(da="Ingen borgere skal være hos jer i denne uge.", en="No citizens are to be with you in this week.")
NO_PLAN = Text(da="Sagen har ingen forløb i denne uge.", en="The case has no placements in this week.")


@dataclass(frozen=True)
class Place:
    """Where a page of attendance stands, and which lines are on it."""

    url: str
    which: Callable[[sa.Connection, date], list[Line]]
    outside: bool
    empty: Text
    import_url: str | None = None
    """Where the people of the place hand in a file."""
    more: Callable[[sa.Connection], dict[str, Any]] = lambda _: {"person": None, "case_id": None}


def _of_provider(house: House, caller: Caller) -> Place:
    teams = caller.user.teams_as(Role.partner)

    def which(db: sa.Connection, monday: date) -> list[Line]:
        found = places.lines(db, places.of_teams(teams), places.in_week(monday))
        names = people.names(db, house.store.secrets, {line.citizen for line in found})
        return sorted(found, key=lambda line: (line.provider, names.get(line.citizen, ""), line.placement.id))

    return Place("/places", which, outside=True, empty=NOBODY, import_url=PLACES.url)


def _of_case(house: House, caller: Caller, case_id: str) -> Place:
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)

    def more(db: sa.Connection) -> dict[str, Any]:
        person = views.person_view(db, house.store, caller.user, case.person_id)
        return {"person": person, "case_id": case_id, "programme_title": PROGRAMMES[case.programme].title}

    return Place(
        f"/cases/{case_id}/attendance",
        lambda db, monday: places.lines(db, places.of_case(case_id), places.in_week(monday)),
        outside=False, empty=NO_PLAN, more=more,
    )  # fmt: skip


@router.get("/places")
def places_page(request: Request, house: TheHouse, caller: Partner, week: str = "", part: str = "",
                days: str = "") -> HTMLResponse:  # fmt: skip
    return _show(request, house, caller, _of_provider(house, caller), _where(house, week, part, days))


@router.post("/places")
async def register_at_places(request: Request, house: TheHouse, caller: Partner) -> Response:
    form = await fields(request)
    return await to_thread.run_sync(lambda: _take(request, house, caller, _of_provider(house, caller), form))


@router.get("/cases/{case_id}/attendance")
def case_attendance(request: Request, house: TheHouse, caller: Staff, case_id: str, week: str = "", part: str = "",
                    days: str = "") -> HTMLResponse:  # fmt: skip
    return _show(request, house, caller, _of_case(house, caller, case_id), _where(house, week, part, days))


@router.post("/cases/{case_id}/attendance")
async def register_for_case(request: Request, house: TheHouse, caller: Staff, case_id: str) -> Response:
    form = await fields(request)
    return await to_thread.run_sync(lambda: _take(request, house, caller, _of_case(house, caller, case_id), form))


@dataclass(frozen=True)
class Where:
    """Which week is shown, which part of its placements, and whether also days without planned hours."""

    monday: date
    part: int
    every_day: bool

    def query(self, **other: Any) -> str:
        now = {"week": self.monday.isoformat(), "part": self.part or "", "days": "all" if self.every_day else ""}
        return urlencode({k: v for k, v in (now | other).items() if v})


def _where(house: House, week: str, part: str, days: str) -> Where:
    try:
        day = date.fromisoformat(week)
    except ValueError:
        day = local_date(house.now())
    day = day if day.year in YEARS else local_date(house.now())
    return Where(
        monday_of(day), int(part) if part.isascii() and part.isdecimal() and len(part) < 4 else 0, days == "all"
    )


def _show(request: Request, house: House, caller: Caller, place: Place, where: Where, status: int = 200,
          form: Form | None = None, results: Sequence[Result] = ()) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        every = place.which(db, where.monday)
        lines = every[where.part * LINES : (where.part + 1) * LINES]
        table = attendance_view.Table(
            db, house, lines, where.monday, form=form, outside=place.outside, every_day=where.every_day,
            results={_key(one.item): one for one in results})  # fmt: skip
        shown, more = table.lines(lines), place.more(db)
    attendance_actions.look_up(house, caller.user, lines)
    week = attendance_view.week(where.monday, house)
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "attendance.html", caller, status, week=week, lines=shown, where=where, url=place.url,
        empty=place.empty, import_url=place.import_url,
        ids=" ".join(line.id for line in shown), faults=_faults(shown), **_counted(results), **more,
        before_url=f"{place.url}?{where.query(week=week.before, part='')}",
        after_url=f"{place.url}?{where.query(week=week.after, part='')}",
        days_url=f"{place.url}?{where.query(days='' if where.every_day else 'all')}",
        prev_url=f"{place.url}?{where.query(part=where.part - 1 or '')}" if where.part else None,
        next_url=f"{place.url}?{where.query(part=where.part + 1)}" if len(every) > (where.part + 1) * LINES else None,
    )  # fmt: skip


def _faults(shown: Sequence[Any]) -> list[dict[str, Any]]:
    """For the summary above the form: which citizen and day, and what is wrong."""
    return [{"id": day.names["status"], "message": day.error,
             "label": Text(da=f"{line.citizen}, {day.weekday.da}", en=f"{line.citizen}, {day.weekday.en}")}
            for line in shown for day in line.days if day.error]  # fmt: skip


def _counted(results: Sequence[Result]) -> dict[str, int]:
    """How many were kept, and how many belong to a placement that is not here any more."""
    return {"kept": sum(one.ok for one in results), "gone": sum(one.code == "not_found" for one in results)}


def _take(request: Request, house: House, caller: Caller, place: Place, sent: Mapping[str, str]) -> Response:
    """What was typed, cell by cell: what holds is kept, the rest comes back with the reason beside it."""
    where = _where(house, sent.get("week", ""), sent.get("part", ""), sent.get("days", ""))
    form = Form(sent, where.monday)
    with house.store.read() as db:
        lines = {
            key: line for key, line in places.by_ids(db, form.ids).items() if policy.may_register(caller.user, line)
        }
        known = attendance.registered(db, lines, form.days[0], form.days[-1])
    meant = list(form.results(lines, known, local_date(house.now()), house.policies))
    items = [one for one in meant if isinstance(one, Item)]
    results = [one for one in meant if isinstance(one, Result)]
    results += attendance_actions.register(house, caller.user, items, request.scope["route"].path)
    if all(one.ok for one in results):
        return RedirectResponse(f"{place.url}?{where.query(notice='registered')}", 303)
    return _show(request, house, caller, place, where, 422, form, results)


def _key(item: Item) -> Key:
    return item.placement_id, item.day


__all__ = ["LINES", "router"]
