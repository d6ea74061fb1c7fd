"""Where each role begins, and what the house says of its accessibility."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from domain.roles import Role
from web.access import SEES_LOOKUPS, identify, public
from web.house import TheHouse
from web.page import Pages, begins_at_places
from web.policy import STAFF

router = APIRouter(include_in_schema=False, dependencies=[Depends(public)])


@router.get("/")
def home(request: Request, house: TheHouse) -> Response:
    caller = identify(request, house)
    if caller is None:
        return RedirectResponse("/login", 303)
    roles = caller.user.roles
    if Role.supervisor in roles:
        return RedirectResponse("/overview", 303)
    if not roles & STAFF and begins_at_places(house, caller.user):
        return RedirectResponse("/places", 303)
    if not roles & STAFF and Role.partner in roles:
        return RedirectResponse("/referrals", 303)
    return RedirectResponse("/inbox" if roles & STAFF else "/lookups" if roles & set(SEES_LOOKUPS) else "/me", 303)


@router.get("/accessibility")
def accessibility(request: Request, house: TheHouse) -> Response:
    pages: Pages = request.app.state.pages
    return pages.answer(request, "accessibility.html", identify(request, house))
