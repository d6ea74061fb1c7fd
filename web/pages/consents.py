"""The page of a case's consents: give, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.calendar import local_date
from domain.consents import Consent
from domain.errors import Refusal
from domain.programmes import PROGRAMMES
from domain.text import Text
from web import actions, consents, forms, policy, views, whole
from web.access import Caller, Staff, fields
from web.house import House, TheHouse
from web.offers import offers_to
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case_id}/consents")
def consents_page(request: Request, house: TheHouse, caller: Staff, case_id: str) -> HTMLResponse:
    with house.store.read() as db:
        case = consents.kept_case(db, caller.user, case_id)
    actions.look_up(house, caller.user, "view.case", "consents of the case", (case.person_id or case.id, case_id))
    return _show(request, house, caller, case_id)


def _show(request: Request, house: House, caller: Caller, case_id: str, status: int = 200,
          typed: dict[str, Any] | None = None, errors: whole.Errors | None = None,
          refusal: Text | None = None) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        case = consents.kept_case(db, caller.user, case_id)
        person = views.person_view(db, house.store, caller.user, case.person_id)
        on = local_date(house.now())
        offers = offers_to(db, house.store.secrets, Consent, case, on, house.policies)
        listed = consents.rows(db, house, case)
    form = None if case.closed_at else whole.build(Consent, typed or {}, errors or {}, offers)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "consents.html", caller, status, case_id=case_id, person=person, rows=listed,
                        form=form, programme_title=PROGRAMMES[case.programme].title, refusal=refusal)  # fmt: skip


@router.post("/cases/{case_id}/consents")
async def give(request: Request, house: TheHouse, caller: Staff, case_id: str) -> Response:
    sent = await fields(request)
    given = whole.read(Consent, sent)
    return await to_thread.run_sync(
        _tried, request, house, caller, case_id, lambda: consents.give(house, caller.user, case_id, given), sent, given)


@router.post("/cases/{case_id}/consents/{consent_id}/withdraw")
async def withdraw(request: Request, house: TheHouse, caller: Staff, case_id: str, consent_id: str) -> Response:
    sent = await fields(request)
    return await to_thread.run_sync(
        _tried, request, house, caller, case_id,
        lambda: consents.withdraw(house, caller.user, case_id, consent_id), sent, {})  # fmt: skip


def _tried(request: Request, house: House, caller: Caller, case_id: str, act: Callable[[], str], sent: dict[str, str],
           given: dict[str, Any]) -> Response:  # fmt: skip
    """Done once, or the page again with the reason and what was typed."""
    try:
        once(house, caller.user, request.url.path, key_of(sent), act)
    except (policy.NotFound, policy.Forbidden):
        raise
    except actions.Invalid as refusal:
        return _show(request, house, caller, case_id, 422, given, forms.messages(refusal.error))
    except Refusal as refusal:
        return _show(request, house, caller, case_id, refusal.status, given, refusal=refusal.text)
    return RedirectResponse(f"/cases/{case_id}/consents?notice=done", 303)
