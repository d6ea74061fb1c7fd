"""The look-up log."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from domain.programmes import PROGRAMMES
from domain.text import Text
from store.tables import lookups
from web import policy, views
from web.access import Looker
from web.house import TheHouse
from web.page import Pages

router = APIRouter(include_in_schema=False)
PAGE = 100
WHAT = {
    "view.task": Text(da="Så opgaven", en="Saw the task"),
    "view.letter": Text(da="Så et brev", en="Saw a letter"),
    "view.case": Text(da="Så sagen", en="Saw the case"),
    "view.attendance": Text(da="Så fremmødet", en="Saw the attendance"),
    "search": Text(da="Søgte efter en person", en="Searched for a person"),
    "search.hit": Text(da="Vist i søgeresultat", en="Shown in a search result"),
    "refused": Text(da="Afvist", en="Refused"),
    "export.case": Text(da="Hentede sagens dokumenter", en="Fetched the documents of the case"),
    "import": Text(da="Indlæste fil", en="Imported a file"),
}
WHY = {
    "case page": Text(da="Sagens side", en="The page of the case"),
    "people of the case": Text(da="Personer i sagen", en="The people of the case"),
    "citizen of the case": Text(da="Borgerens oplysninger", en="The citizen's details"),
    "letter of the case": Text(da="Brevet på sagen", en="The letter on the case"),
    "facts of the case": Text(da="Rettelse af oplysninger", en="Correction of facts"),
    "documents of the case": Text(da="Aktindsigt, klage eller overdragelse", en="Access, complaint or handover"),
    "open a case under it": Text(da="En klage eller aktindsigt blev registreret",
                                 en="A complaint or request for access was registered"),
    "search for a person": Text(da="Søgefeltet", en="The search field"),
    "search": Text(da="Søgefeltet", en="The search field"),
    "api": Text(da="Et andet system", en="Another system"),
    "not_found": Text(da="Findes ikke, eller en andens", en="Not there, or somebody else's"),
    "forbidden": Text(da="Rollen giver ikke adgang", en="The role gives no access"),
}
KIND_TITLES = {kind.kind: kind.title for programme in PROGRAMMES.values() for kind in programme.kinds}
EMPTY = Text(da="Ingen har slået noget op.", en="Nobody has looked anything up.")


@router.get("/lookups")
def lookups_page(request: Request, house: TheHouse, caller: Looker, q: str = "",
                 before: Annotated[int, Query(ge=0, lt=2**31)] = 0) -> HTMLResponse:  # fmt: skip
    query = sa.select(lookups).order_by(lookups.c.seq.desc()).limit(PAGE + 1)
    if not policy.sees_all_lookups(caller.user):
        query = query.where(policy.lookups_of_own_teams(caller.user))
    if q.strip():
        query = query.where(lookups.c.case_id == q.strip().upper())
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


def said_of(row: sa.Row[Any]) -> tuple[Text | str, Text | str]:
    """What somebody did, and why, in words."""
    return WHAT.get(row.action, Text(da=row.action, en=row.action)), _why(row.details.get("purpose", ""))


def _row(row: sa.Row[Any], name: views.Names) -> dict[str, Any]:
    what, why = said_of(row)
    return {"at": row.at, "actor": name(row.actor_id) or "–", "subject": row.case_id or "–", "what": what, "why": why}


def _why(purpose: str) -> Text | str:
    """The purpose in words; a kind of task by its title."""
    kind = purpose.removeprefix("task ")
    if kind != purpose:
        return KIND_TITLES.get(kind, kind)
    return WHY.get(purpose, purpose)
