"""The effort of a case: its closed weeks, the days on which nothing can be demanded, the way to another stage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import Refusal
from domain.programmes import PROGRAMMES
from domain.spells import SPELLS, SpellReport
from domain.text import Text
from domain.weeks import WeekSummary
from store import spells, weeks
from web import actions, effort_actions, forms, policy, views, whole
from web.access import Caller, Staff, fields
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of, read_date

router = APIRouter(include_in_schema=False)
PARTS = ("counted", "uncounted", "excused", "absent", "missing")


@router.post("/cases/{case_id}/move")
async def move(request: Request, house: TheHouse, caller: Staff, case_id: str) -> Response:
    form = await fields(request)

    def act() -> str:
        effort_actions.move(house, caller.user, case_id, form.get("to", ""), form.get("reason", "").strip())
        return case_id

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(f"/cases/{case_id}?notice=done", 303)


@router.get("/cases/{case_id}/weeks")
def weeks_page(request: Request, house: TheHouse, caller: Staff, case_id: str) -> HTMLResponse:
    """What was planned, attended and counted, week by week."""
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
        if PROGRAMMES[case.programme].week is None:
            raise policy.NotFound(case.id)
        rows = [week_view(row) for row in weeks.of_case(db, case_id)]
        person = views.person_view(db, house.store, caller.user, case.person_id)
    if case.person_id:
        actions.look_up(house, caller.user, "view.case", "weeks of the case", (case.person_id, case_id))
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "weeks.html", caller, case_id=case_id, programme_title=PROGRAMMES[case.programme].title,
        person=person, weeks=rows, chart=chart(rows[:26][::-1]),
    )  # fmt: skip


def week_view(row: Any) -> dict[str, Any]:
    """One closed week in hours, with what stood at the closing where that was something else."""
    summary, first = WeekSummary.model_validate(row.summary), WeekSummary.model_validate(row.first_summary)
    totals = {name: summary.total(name) for name in ("planned", "attended", "excused", "absent", "missing", "counted")}
    said = {name: minutes / 60 for name, minutes in totals.items()}
    at_closing = first.total("counted") / 60
    return {
        "monday": summary.monday, "sunday": summary.monday + timedelta(days=6),
        "number": summary.monday.isocalendar().week, "target": summary.target / 60, **said,
        "uncounted": said["attended"] - said["counted"], "because": summary.because,
        "versions": summary.policy_versions, "closed_at": row.closed_at,
        "corrected_at": row.summed_at if row.summary != row.first_summary else None, "at_closing": at_closing,
    }  # fmt: skip


HEIGHT, COLUMN = 160, 28


def chart(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Columns of the weeks from left to right; heights in units of the drawing."""
    if not rows:
        return None
    most = max([*(max(r["target"], sum(r[p] for p in PARTS)) for r in rows), 1.0])
    columns = []
    for number, row in enumerate(rows):
        at, parts = float(HEIGHT), []
        for part in PARTS:
            height = row[part] / most * HEIGHT
            at -= height
            if height:
                parts.append({"name": part, "y": round(at, 1), "height": round(height, 1)})
        target = round(HEIGHT - row["target"] / most * HEIGHT, 1)
        columns.append({"x": number * COLUMN, "number": row["number"], "parts": parts, "target": target})
    return {"columns": columns, "width": len(rows) * COLUMN, "height": HEIGHT, "most": most, "column": COLUMN}


@router.get("/cases/{case_id}/spells")
def spells_page(request: Request, house: TheHouse, caller: Staff, case_id: str) -> HTMLResponse:
    return _spells(request, house, caller, case_id)


def _spells(request: Request, house: House, caller: Caller, case_id: str, status: int = 200,
            typed: dict[str, Any] | None = None, errors: dict[str, Text] | None = None,
            refusal: Text | None = None) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        case = effort_actions.effort_case(db, caller.user, case_id)
        known = spells.of_case(db, case_id)
        name = views.Names(db, {s.by_id for s in known})
        person = views.person_view(db, house.store, caller.user, case.person_id)
    if case.person_id:
        actions.look_up(house, caller.user, "view.case", "spells of the case", (case.person_id, case_id))
    rows = [
        {"id": s.id, "kind": SPELLS[s.kind], "from_on": s.from_on, "to_on": s.to_on, "by": name(s.by_id),
         "note": s.note, "revoked": s.revoked_at is not None, "reported_at": s.reported_at,
         "may_end": s.revoked_at is None and s.kind != "exempt"}
        for s in known
    ]  # fmt: skip
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "spells.html", caller, status, case_id=case_id, programme_title=PROGRAMMES[case.programme].title,
        person=person, rows=rows, form=whole.build(SpellReport, typed or {}, errors or {}), refusal=refusal,
    )  # fmt: skip


@router.post("/cases/{case_id}/spells")
async def report(request: Request, house: TheHouse, caller: Staff, case_id: str) -> Response:
    return await to_thread.run_sync(_report, request, house, caller, case_id, await fields(request))


def _report(request: Request, house: House, caller: Caller, case_id: str, form: dict[str, str]) -> Response:
    given = whole.read(SpellReport, form)

    def act() -> str:
        effort_actions.report_spell(house, caller.user, case_id, given)
        return case_id

    try:
        once(house, caller.user, request.url.path, key_of(form), act)
    except actions.Invalid as refusal:
        return _spells(request, house, caller, case_id, 422, given, forms.messages(refusal.error))
    return RedirectResponse(f"/cases/{case_id}/spells?notice=done", 303)


@router.post("/cases/{case_id}/spells/{spell_id}")
async def end(request: Request, house: TheHouse, caller: Staff, case_id: str, spell_id: str) -> Response:
    form = await fields(request)
    return await to_thread.run_sync(_end, request, house, caller, case_id, spell_id, form)


def _end(request: Request, house: House, caller: Caller, case_id: str, spell_id: str,
         form: dict[str, str]) -> Response:  # fmt: skip
    try:
        effort_actions.end_spell(house, caller.user, case_id, spell_id, read_date(form.get("date", "")))
    except (policy.NotFound, policy.Forbidden):
        raise
    except Refusal as refusal:
        return _spells(request, house, caller, case_id, refusal.status, refusal=refusal.text)
    return RedirectResponse(f"/cases/{case_id}/spells?notice=done", 303)
