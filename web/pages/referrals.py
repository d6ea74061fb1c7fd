"""The partner's page: those it has referred, and what consent shares of them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web import actions, newcomers, referrals
from web.access import Partner
from web.house import TheHouse
from web.page import Pages

router = APIRouter(include_in_schema=False)


@router.get("/referrals")
def referrals_page(request: Request, house: TheHouse, caller: Partner, part: str = "", shown: str = "") -> Response:
    """`part=list`: the open page asks again by itself; 204 while it shows what it may."""
    with house.store.read() as db:
        rows, seen = referrals.shown(db, house, caller.user)
        ways = newcomers.ways(db, caller.user)
    now_shown = referrals.digest(rows)
    if part and shown == now_shown:
        return Response(status_code=204)
    actions.look_up(house, caller.user, "view.referral", "own referrals", *seen)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "_referrals.html" if part else "referrals.html", caller, rows=rows, shown=now_shown,
                        ways=ways)  # fmt: skip
