"""The look-up log."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from domain.text import Text
from store.tables import lookups
from web import policy, views
from web.access import Looker
from web.house import TheHouse
from web.looked_up import about, said_of
from web.page import Pages

router = APIRouter(include_in_schema=False)
PAGE = 100
EMPTY = Text(da="Ingen har slået noget op.", en="Nobody has looked anything up.")


@router.get("/lookups")
def lookups_page(request: Request, house: TheHouse, caller: Looker, q: str = "",
                 before: Annotated[int, Query(ge=0, lt=2**31)] = 0) -> HTMLResponse:  # fmt: skip
    hidden = policy.is_hidden_from(caller.user)
    query = sa.select(lookups, hidden.label("hidden")).order_by(lookups.c.seq.desc()).limit(PAGE + 1)
    if not policy.sees_all_lookups(caller.user):
        query = query.where(policy.lookups_of_own_teams(caller.user))
    if q.strip():
        query = query.where(lookups.c.case_id == q.strip().upper(), ~hidden)
    if before:
        query = query.where(lookups.c.seq < before)
    with house.store.read() as db:
        found = list(db.execute(query))
        name = views.Names(db, {r.actor_id for r in found})
        rows = [_row(r, name) for r in found[:PAGE]]
    following = "/lookups?" + urlencode({"q": q, "before": found[PAGE - 1].seq}) if len(found) > PAGE else None
    pages: Pages = request.app.state.pages
    return pages.answer(request, "lookups.html", caller, rows=rows, filters={"q": q}, next_url=following,
                        prev_url="/lookups" if before else None, empty_reason=EMPTY)  # fmt: skip


def _row(row: sa.Row[Any], name: views.Names) -> dict[str, Any]:
    what, why = said_of(row, hidden=row.hidden)
    subject = about(row, hidden=row.hidden).case_id or "–"
    return {"at": row.at, "actor": name(row.actor_id) or "–", "subject": subject, "what": what, "why": why}
