"""Proposed matches for everybody who seeks, at once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web import proposals
from web.access import Matcher
from web.house import TheHouse
from web.page import Pages

router = APIRouter(include_in_schema=False)


@router.get("/proposals")
def proposals_page(request: Request, house: TheHouse, caller: Matcher) -> HTMLResponse:
    """Case numbers only: who it is, one sees on the case."""
    with house.store.read() as db:
        pools = proposals.pools(db, house, caller.user)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "proposals.html", caller, pools=pools)
