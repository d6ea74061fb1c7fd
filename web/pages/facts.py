"""Correcting the facts that a case rests on."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import Refusal
from domain.programmes import PROGRAMMES
from domain.text import Text
from store import cases
from web import actions, case_actions, evidence, forms, policy, views, whole
from web.access import Caller, Staff, fields
from web.house import House, TheHouse
from web.offers import offers_of
from web.page import Pages

router = APIRouter(include_in_schema=False)
BLANK = 2
"""Empty rows offered under the spells that are known."""


@router.get("/cases/{case_id}/facts")
def facts_page(request: Request, house: TheHouse, caller: Staff, case_id: str) -> HTMLResponse:
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
    if case.closed_at is not None:
        raise cases.CaseIsClosed
    if not policy.may_correct(caller.user, case):
        raise policy.Forbidden
    if case.person_id:
        actions.look_up(house, caller.user, "view.case", "facts of the case", (case.person_id, case_id))
    return _show(request, house, caller, case_id)


def _show(request: Request, house: House, caller: Caller, case_id: str, status: int = 200,
          typed: dict[str, Any] | None = None, errors: whole.Errors | None = None, reason: str = "",
          refusal: Text | None = None) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
        person = views.subject_view(db, house.store, caller.user, case)
        programme = PROGRAMMES[case.programme]
        offers = offers_of(db, programme, case.parent_id)
    form = whole.build(programme.facts, case.facts if typed is None else typed, errors or {}, offers, blank=BLANK)
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "facts.html", caller, status, case_id=case_id, programme_title=programme.title, person=person,
        form=form, confidential=programme.confidential, reason=reason, refusal=refusal,
        seen=cases.facts_digest(case.facts), now_facts=evidence.fact_rows(case, offers),
    )  # fmt: skip


@router.post("/cases/{case_id}/facts")
async def correct(request: Request, house: TheHouse, caller: Staff, case_id: str) -> Response:
    return await to_thread.run_sync(_correct, request, house, caller, case_id, await fields(request))


def _correct(request: Request, house: House, caller: Caller, case_id: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
    model, reason = PROGRAMMES[case.programme].facts, form.get("reason", "").strip()
    typed = whole.read(model, form)
    absent = {key: info.get_default() for key, info in whole.keys(model) if key not in typed and not info.is_required()}
    try:
        case_actions.correct_case(house, caller.user, case_id, absent | typed, reason, form.get("seen"))
    except actions.Invalid as refusal:
        return _show(request, house, caller, case_id, 422, typed, forms.messages(refusal.error), reason)
    except (policy.NotFound, policy.Forbidden):
        raise
    except Refusal as refusal:
        return _show(request, house, caller, case_id, refusal.status, typed, {}, reason, refusal.text)
    return RedirectResponse(f"/cases/{case_id}?notice=corrected", 303)
