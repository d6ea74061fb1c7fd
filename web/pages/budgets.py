"""The budget lines, and what was written on each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from domain.roles import Role
from web import budgets, policy
from web.access import Bookkeeper, Caller
from web.export.entries import as_csv
from web.house import TheHouse
from web.page import Pages, language

router = APIRouter(include_in_schema=False)
PAGE = 100
MOST = 100_000
"""Entries in a file; a line of a year has some thousand."""


@router.get("/budgets")
def budgets_page(request: Request, house: TheHouse, caller: Bookkeeper) -> HTMLResponse:
    with house.store.read() as db:
        lines = budgets.every_line(db, house)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "budgets.html", caller, lines=lines, may_write=_may_write(caller))


@router.get("/budgets/{line_id}")
def line_page(request: Request, house: TheHouse, caller: Bookkeeper, line_id: str,
              before: Annotated[int, Query(ge=0, lt=2**31)] = 0) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        line = budgets.one_line(db, house, line_id)
        if line is None:
            raise policy.NotFound
        rows = budgets.entries(db, caller.user, line_id, before, PAGE + 1)
    following = f"/budgets/{line_id}?before={rows[PAGE - 1]['id']}" if len(rows) > PAGE else None
    pages: Pages = request.app.state.pages
    return pages.answer(request, "budget_line.html", caller, line=line, rows=rows[:PAGE], next_url=following,
                        prev_url=f"/budgets/{line_id}" if before else None, may_write=_may_write(caller))  # fmt: skip


@router.get("/budgets/{line_id}/entries.csv")
def line_file(request: Request, house: TheHouse, caller: Bookkeeper, line_id: str) -> Response:
    with house.store.read() as db:
        if budgets.one_line(db, house, line_id) is None:
            raise policy.NotFound
        rows = budgets.entries(db, caller.user, line_id, 0, MOST)
    name = f'attachment; filename="budget-{line_id}.csv"'
    return Response(as_csv(rows, language(request)), media_type="text/csv; charset=utf-8",
                    headers={"Content-Disposition": name})  # fmt: skip


def _may_write(caller: Caller) -> bool:
    return Role.economy in caller.user.roles
