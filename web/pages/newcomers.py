"""Opening a case that stands alone by hand; for partners, referring somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from domain.errors import Refusal
from domain.newcomers import Newcomer
from domain.programmes import Programme
from domain.text import Text
from store import cases
from web import actions, case_actions, forms, newcomers, policy, whole
from web.access import Caller, Registrar, fields
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of

router = APIRouter(include_in_schema=False)
BLANK = 3
"""Empty rows offered in a list."""


@router.get("/new/{programme}")
def new_page(request: Request, house: TheHouse, caller: Registrar, programme: str, like: str = "") -> HTMLResponse:
    wanted = _named(house, caller, programme)
    with house.store.read() as db:
        begun = newcomers.like(db, caller.user, wanted, like)
    return _show(request, caller, wanted, typed=begun)


def _named(house: House, caller: Caller, name: str) -> Programme:
    try:
        with house.store.read() as db:
            found = newcomers.programme_named(db, caller.user, name)
    except policy.Forbidden:
        raise
    except Refusal:
        raise policy.NotFound from None
    if found.begins is None:
        raise policy.NotFound
    return found


def _show(request: Request, caller: Caller, programme: Programme, status: int = 200,
          typed: dict[str, Any] | None = None, errors: whole.Errors | None = None,
          refusal: Text | None = None) -> HTMLResponse:  # fmt: skip
    said, wrong = typed or {}, errors or {}
    parts: dict[str, type[BaseModel]] = {"person": Newcomer} if programme.about_person else {}
    both = {name: whole.build(model, said, {k: v for k, v in wrong.items() if k.split(".")[0] in model.model_fields},
                              blank=BLANK) for name, model in (parts | {"facts": programme.facts}).items()}  # fmt: skip
    refers = not caller.user.roles & policy.STAFF
    if refers:
        known = newcomers.said_outside(programme, {f["name"]: f for f in both["facts"]["fields"]})
        both["facts"]["fields"] = list(known.values())
    elif programme.about_person:
        both["person"]["fields"] = [f for f in both["person"]["fields"] if f["name"] != "reference"]
    pages: Pages = request.app.state.pages
    return pages.answer(request, "newcomer.html", caller, status, name=programme.name, title=programme.begins,
                        programme_title=programme.title, forms=both, refusal=refusal,
                        errors=[error for part in both.values() for error in part["errors"]],
                        back="/referrals" if refers else "/cases")  # fmt: skip


@router.post("/new/{programme}")
async def open_new(request: Request, house: TheHouse, caller: Registrar, programme: str) -> Response:
    return await to_thread.run_sync(_open, request, house, caller, programme, await fields(request))


def _open(request: Request, house: House, caller: Caller, name: str, form: dict[str, str]) -> Response:
    programme = _named(house, caller, name)
    person, facts = whole.read(Newcomer, form), whole.read(programme.facts, form)
    typed = person | facts

    key = key_of(form)

    def act() -> str:
        who, reference = newcomers.read(person, house) if programme.about_person else (None, "")
        return newcomers.open_case(house, caller.user, name, who, facts, reference, key)

    wrong = _wrong(house, programme, person, facts)
    if wrong:
        return _show(request, caller, programme, 422, typed, wrong)
    try:
        opened = once(house, caller.user, request.url.path, key, act, typed, repeats=True)
    except (policy.NotFound, policy.Forbidden):
        raise
    except Refusal as refusal:
        return _show(request, caller, programme, refusal.status, typed, {}, refusal.text)
    if not caller.user.roles & policy.STAFF:
        return RedirectResponse("/referrals?notice=referred", 303)
    return RedirectResponse(f"/cases/{opened}?notice=opened" if _sees(house, caller, opened) else "/cases", 303)


def _sees(house: House, caller: Caller, case_id: str) -> bool:
    """A case lands with its programme's team, which need not be one's own."""
    with house.store.read() as db:
        case = cases.get(db, case_id)
    return case is not None and policy.may_see_case(caller.user, case)


def _wrong(house: House, programme: Programme, person: dict[str, Any], facts: dict[str, Any]) -> dict[str, Text]:
    """Every fault of both parts at once, beside its field."""
    found: dict[str, Text] = {}
    checks: list[Callable[[], Any]] = [lambda: case_actions.checked(house, programme, facts, house.now())]
    if programme.about_person:
        checks.insert(0, lambda: newcomers.read(person, house))
    for check in checks:
        try:
            check()
        except actions.Invalid as invalid:
            found |= forms.messages(invalid.error)
    return found
