"""Opening a case under another by hand: a complaint, a request for access."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.calendar import local_date
from domain.errors import Refusal
from domain.programmes import Asked
from domain.text import Text
from store.dossier import Dossier
from web import actions, case_actions, forms, policy, views, whole
from web.access import Caller, Staff, fields
from web.house import House, TheHouse
from web.offers import offers_of
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of

router = APIRouter(include_in_schema=False)
BLANK = 5
"""Empty rows offered, where a list may have so many."""


@router.get("/cases/{case_id}/open/{programme}")
def opening_page(request: Request, house: TheHouse, caller: Staff, case_id: str, programme: str) -> HTMLResponse:
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
    under = case_actions.programme_under(case, programme)
    if not policy.may_open_under(caller.user, case, under):
        raise policy.Forbidden
    if case.person_id:
        purpose = "case page" if under.confidential else "open a case under it"
        actions.look_up(house, caller.user, "view.case", purpose, (case.person_id, case_id))
    return _show(request, house, caller, case_id, programme)


def _show(request: Request, house: House, caller: Caller, case_id: str, name: str, status: int = 200,
          typed: dict[str, Any] | None = None, errors: whole.Errors | None = None,
          refusal: Text | None = None) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
        programme = case_actions.programme_under(case, name)
        person = views.subject_view(db, house.store, caller.user, case)
        offers = offers_of(db, programme, case_id)
        heed = programme.heed(Dossier(db, case), Asked(local_date(house.now()), house.policies))
    form = whole.build(programme.facts, typed or {}, errors or {}, offers, blank=BLANK)
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "opening.html", caller, status, case_id=case_id, name=name, person=person,
        title=(heed and heed.by_hand) or programme.by_hand,
        programme_title=programme.title, confidential=programme.confidential, form=form, refusal=refusal,
        heed=heed.says if heed and not refusal else None,
        shut=heed is not None and heed.shuts and typed is None,
    )  # fmt: skip


@router.post("/cases/{case_id}/open/{programme}")
async def open_under(request: Request, house: TheHouse, caller: Staff, case_id: str, programme: str) -> Response:
    return await to_thread.run_sync(_open, request, house, caller, case_id, programme, await fields(request))


def _open(request: Request, house: House, caller: Caller, case_id: str, name: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
    under = case_actions.programme_under(case, name)
    typed, key = whole.read(under.facts, form), key_of(form)

    def act() -> str:
        return case_actions.open_under(house, caller.user, case_id, name, typed, key)

    try:
        opened = once(house, caller.user, request.url.path, key, act, typed, repeats=True)
    except actions.Invalid as refusal:
        return _show(request, house, caller, case_id, name, 422, typed, forms.messages(refusal.error))
    except (policy.NotFound, policy.Forbidden):
        raise
    except Refusal as refusal:
        return _show(request, house, caller, case_id, name, refusal.status, typed, {}, refusal.text)
    where = f"{case_id}?notice=passed_on" if under.confidential else f"{opened}?notice=opened"
    return RedirectResponse(f"/cases/{where}", 303)
