"""The people beside the citizen: who represents, who interprets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import Refusal
from domain.parties import FORMS
from domain.programmes import PROGRAMMES
from domain.text import Text
from web import actions, case_people, forms, mending, policy, views, whole
from web.access import Caller, Staff, fields
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of, read_date

router = APIRouter(include_in_schema=False)
Errors = dict[str, Text]


@router.get("/cases/{case_id}/people")
def people_page(request: Request, house: TheHouse, caller: Staff, case_id: str) -> HTMLResponse:
    with house.store.read() as db:
        case = case_people.kept_case(db, caller.user, case_id)
    actions.look_up(house, caller.user, "view.case", "people of the case", (case.person_id or case.id, case_id))
    return _show(request, house, caller, case_id)


def _show(request: Request, house: House, caller: Caller, case_id: str, status: int = 200, form: str = "",
          typed: dict[str, Any] | None = None, errors: Errors | None = None,
          refusal: Text | None = None) -> HTMLResponse:  # fmt: skip
    """`form`: the one of the forms that was sent, with what was typed into it."""
    with house.store.read() as db:
        case = case_people.kept_case(db, caller.user, case_id)
        person = views.person_view(db, house.store, caller.user, case.person_id)
        rows = case_people.rows(db, house, caller.user, case)
    values = {form: typed or {}} if form else {}
    made = {name: _form(name, values.get(name, {}), errors or {} if name == form else {})
            for name in PROGRAMMES[case.programme].parties}  # fmt: skip
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "case_people.html", caller, status, case_id=case_id, person=person, rows=rows, forms=made,
        programme_title=PROGRAMMES[case.programme].title, refusal=refusal,
        citizen_url=mending.citizen_url(caller.user, case), errors=made[form]["errors"] if form else [],
    )  # fmt: skip


def _form(name: str, values: dict[str, Any], errors: Errors) -> dict[str, Any]:
    """As `whole.build`, with ids that differ from those of the other forms of the page."""
    infos, errors = FORMS[name].model_fields, {f"{name}.{key}": text for key, text in errors.items()}
    drawn = [forms.field(key, info, values, errors, under=f"{name}.") for key, info in infos.items()]
    listed = [{"id": f["id"], "message": f["error"], "label": f["label"]} for f in drawn if f["error"]]
    return {"fields": drawn, "errors": listed}


@router.post("/cases/{case_id}/people/{form}")
async def change(request: Request, house: TheHouse, caller: Staff, case_id: str, form: str) -> Response:
    """Add a representative or an interpreter."""
    return await to_thread.run_sync(_change, request, house, caller, case_id, form, await fields(request))


def _change(request: Request, house: House, caller: Caller, case_id: str, form: str, sent: dict[str, str]) -> Response:
    with house.store.read() as db:
        case = case_people.kept_case(db, caller.user, case_id)
    if form not in PROGRAMMES[case.programme].parties:
        raise policy.NotFound(case_id)
    own = {name.removeprefix(f"{form}."): value for name, value in sent.items()}
    given = whole.read(FORMS[form], own)

    def act() -> str:
        return case_people.add(house, caller.user, case_id, form, given)

    return _tried(request, house, caller, case_id, act, sent, form, given)


@router.post("/cases/{case_id}/people/{party_id}/end")
async def end(request: Request, house: TheHouse, caller: Staff, case_id: str, party_id: str) -> Response:
    sent = await fields(request)

    def act() -> str:
        return case_people.end(house, caller.user, case_id, party_id, read_date(sent.get("date", "")))

    return await to_thread.run_sync(_tried, request, house, caller, case_id, act, sent)


def _tried(request: Request, house: House, caller: Caller, case_id: str, act: Callable[[], str], sent: dict[str, str],
           form: str = "", given: dict[str, Any] | None = None) -> Response:  # fmt: skip
    """Done once, or the page again with the reason and what was typed."""
    try:
        once(house, caller.user, request.url.path, key_of(sent), act)
    except (policy.NotFound, policy.Forbidden):
        raise
    except actions.Invalid as refusal:
        return _show(request, house, caller, case_id, 422, form, given, forms.messages(refusal.error))
    except Refusal as refusal:
        return _show(request, house, caller, case_id, refusal.status, form, given, refusal=refusal.text)
    return RedirectResponse(f"/cases/{case_id}/people?notice=done", 303)
