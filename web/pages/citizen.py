"""Where a citizen lives and how they get post."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import Refusal
from domain.programmes import PROGRAMMES
from domain.text import Text
from web import actions, citizen, cpr, forms, policy, views, whole
from web.access import Caller, Staff, fields
from web.citizen import Citizen
from web.cpr import Learnt
from web.house import House, TheHouse
from web.page import Pages
from web.written import written

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case_id}/citizen")
def citizen_page(request: Request, house: TheHouse, caller: Staff, case_id: str) -> HTMLResponse:
    with house.store.read() as db:
        case, person = citizen.kept_citizen(db, house, caller.user, case_id)
    actions.look_up(house, caller.user, "view.case", "citizen of the case", (person.id, case.id))
    return _show(request, house, caller, case_id)


def _show(request: Request, house: House, caller: Caller, case_id: str, status: int = 200,
          typed: dict[str, Any] | None = None, errors: whole.Errors | None = None,
          refusal: Text | None = None, learnt: dict[str, Any] | None = None) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        case, person = citizen.kept_citizen(db, house, caller.user, case_id)
        shown = views.person_view(db, house.store, caller.user, person.id)
        before = citizen.before(db, house, caller.user, person)
    now = citizen.values(person, shown=True)
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "citizen.html", caller, status, case_id=case_id, person=shown, before=before, refusal=refusal,
        programme_title=PROGRAMMES[case.programme].title, protected=person.protected,
        form=whole.build(Citizen, now if typed is None else typed, errors or {}), now=written(Citizen, now),
        seen=person.digest(house.store.secrets),
        warning=citizen.NO_ADDRESS if citizen.lacks_address(person) else None,
        cpr_form=None if person.cpr else learnt or whole.build(Learnt, {}, {}),
    )  # fmt: skip


@router.post("/cases/{case_id}/citizen")
async def correct(request: Request, house: TheHouse, caller: Staff, case_id: str) -> Response:
    return await to_thread.run_sync(_correct, request, house, caller, case_id, await fields(request))


def _correct(request: Request, house: House, caller: Caller, case_id: str, form: dict[str, str]) -> Response:
    typed = whole.read(Citizen, form)
    with house.store.read() as db:
        _, person = citizen.kept_citizen(db, house, caller.user, case_id)
    try:
        wanted = citizen.typed_over(person, typed)
        citizen.correct(house, caller.user, case_id, wanted, form.get("seen"))
    except (policy.NotFound, policy.Forbidden):
        raise
    except actions.Invalid as refusal:
        return _show(request, house, caller, case_id, 422, typed, forms.messages(refusal.error))
    except Refusal as refusal:
        return _show(request, house, caller, case_id, refusal.status, typed, refusal=refusal.text)
    return RedirectResponse(f"/cases/{case_id}/citizen?notice=corrected", 303)


@router.post("/cases/{case_id}/cpr")
async def learn(request: Request, house: TheHouse, caller: Staff, case_id: str) -> Response:
    return await to_thread.run_sync(_learn, request, house, caller, case_id, await fields(request))


def _learn(request: Request, house: House, caller: Caller, case_id: str, form: dict[str, str]) -> Response:
    typed = whole.read(Learnt, form)
    try:
        cpr.learn(house, caller.user, case_id, typed)
    except (policy.NotFound, policy.Forbidden):
        raise
    except actions.Invalid as refusal:
        wrong = whole.build(Learnt, typed, forms.messages(refusal.error))
        return _show(request, house, caller, case_id, 422, learnt=wrong)
    except Refusal as refusal:
        return _show(request, house, caller, case_id, refusal.status, learnt=whole.build(Learnt, typed, {}),
                     refusal=refusal.text)  # fmt: skip
    return RedirectResponse(f"/cases/{case_id}/citizen?notice=corrected", 303)
