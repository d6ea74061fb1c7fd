"""The reports that one may read, and one of them: its charts, its tables and what they count."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from domain.errors import BadInput
from domain.reports.tables import UNITS, Table
from web import forms, policy, reports
from web.access import FigureReader
from web.export import figures
from web.export.notes import notes, opening
from web.house import TheHouse
from web.page import Pages, language, written_date
from web.report_chart import NARROW, WIDE, bars

router = APIRouter(include_in_schema=False)
From = Annotated[str, Query(alias="from", max_length=40)]
To = Annotated[str, Query(alias="to", max_length=40)]


@router.get("/reports")
def reports_page(request: Request, house: TheHouse, caller: FigureReader) -> HTMLResponse:
    with house.store.read() as db:
        found = reports.readable(db, caller.user)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "reports.html", caller, reports=found)


@router.get("/reports/{name}.{form}")
def report_file(request: Request, house: TheHouse, caller: FigureReader, name: str, form: str, first: From = "",
                last: To = "") -> Response:  # fmt: skip
    if form not in figures.FORMS:
        raise policy.NotFound
    made = reports.make(house, caller.user, name, _day(first), _day(last))
    return figures.download(house, caller.user, made, form, language(request))


@router.get("/reports/{name}")
def report_page(request: Request, house: TheHouse, caller: FigureReader, name: str, first: From = "",
                last: To = "") -> HTMLResponse:  # fmt: skip
    """A period that cannot be is said beside the dates, which stay as they were typed."""
    pages: Pages = request.app.state.pages
    typed: dict[str, Any] = {"typed": {"from": first, "to": last}, "error": None, "made": None}
    try:
        made = reports.make(house, caller.user, name, _day(first), _day(last))
    except BadInput as refusal:
        with house.store.read() as db:
            _, report = reports.find(db, caller.user, name)
        context = typed | {"report": report, "error": refusal.text}
        return pages.answer(request, "report.html", caller, refusal.status, **context)
    shown = {"from": written_date(made.period.first), "to": written_date(made.period.last)}
    context = typed | {"report": made.report, "made": made, "chapters": _chapters(made.tables), "typed": shown}
    return pages.answer(request, "report.html", caller, **context, units=UNITS, opening=opening(made))


def _chapters(tables: list[Table]) -> list[dict[str, Any]]:
    """In the order of the report; what stands under nothing comes first."""
    return [{"title": title, "is_over": under[0].is_over or under[0].year is None or under[0].chapter is not None,
             "tables": [_drawn(one) for one in under]}
            for title, each in groupby(tables, key=lambda one: one.under) for under in [list(each)]]  # fmt: skip


def _drawn(table: Table) -> dict[str, Any]:
    return {"table": table, "notes": notes(table), "charts": [bars(table, WIDE), bars(table, NARROW)]}


def _day(typed: str) -> date | None:
    """As people write it, or as a program does; nothing where nothing is typed."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(forms.iso(typed.strip()))
    except ValueError:
        raise BadInput("date_wrong", forms.no_date(typed)) from None
