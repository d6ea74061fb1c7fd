"""The forms by which economy writes on a budget line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.bookkeeping import Appropriation, Counter
from domain.errors import Refusal
from domain.money import said
from domain.text import Text
from web import actions, bookkeeping, forms, policy, whole
from web.access import Accountant, Caller, fields
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of

router = APIRouter(include_in_schema=False)
CHANGE = Text(da="Ændr en bevilling", en="Change an appropriation")
TAKE_BACK = Text(da="Modpostér betalingen", en="Take the payment back")
ALLOT_HINT = Text(
    da="Skriver en post på budgetlinjen. Findes linjen ikke, oprettes den. Flyttes penge, skrives en post på hver.",
    en="Writes an entry on the line, which is opened if it is not there. To move money, write one on each line.",
)


@router.get("/budgets/change")
def change_page(request: Request, caller: Accountant, programme: str = "", year: str = "", purse: str = "") -> Response:
    return _allot(request, caller, {"programme": programme, "year": year, "purse": purse})


def _allot(request: Request, caller: Caller, typed: dict[str, Any], **wrong: Any) -> HTMLResponse:
    return _show(request, caller, Appropriation, typed, title=CHANGE, hint=ALLOT_HINT, action="/budgets/change",
                 back="/budgets", **wrong)  # fmt: skip


@router.post("/budgets/change")
async def change(request: Request, house: TheHouse, caller: Accountant) -> Response:
    form = await fields(request)
    typed, key = whole.read(Appropriation, form), key_of(form)

    def act() -> str:
        return bookkeeping.allot(house, caller.user, typed, form.get("idempotency_key") or str(house.now()))

    return await to_thread.run_sync(
        _carry_out, request, house, caller, key, typed, act, lambda **wrong: _allot(request, caller, typed, **wrong))


@router.get("/budgets/{line_id}/entries/{entry_id}/counter")
def counter_page(request: Request, house: TheHouse, caller: Accountant, line_id: str, entry_id: int) -> Response:
    return _counter(request, house, caller, line_id, entry_id, {})


def _counter(request: Request, house: House, caller: Caller, line_id: str, entry_id: int, typed: dict[str, Any],
             **wrong: Any) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        entry = bookkeeping.payment_of(db, line_id, entry_id)
    amount = said(entry.amount)
    hint = Text(
        da=f"{amount.da} betalt for sag {entry.case_id} bliver fri på linjen igen. Betalingens post bliver stående.",
        en=f"{amount.en} paid for case {entry.case_id} is free on the line again. The payment's entry stays.",
    )
    return _show(request, caller, Counter, typed, title=TAKE_BACK, hint=hint, back=f"/budgets/{line_id}",
                 action=f"/budgets/{line_id}/entries/{entry_id}/counter", **wrong)  # fmt: skip


@router.post("/budgets/{line_id}/entries/{entry_id}/counter")
async def counter(request: Request, house: TheHouse, caller: Accountant, line_id: str, entry_id: int) -> Response:
    form = await fields(request)
    typed, key = whole.read(Counter, form), key_of(form)

    def act() -> str:
        return bookkeeping.counter(house, caller.user, line_id, entry_id, typed)

    def again(**wrong: Any) -> HTMLResponse:
        return _counter(request, house, caller, line_id, entry_id, typed, **wrong)

    return await to_thread.run_sync(_carry_out, request, house, caller, key, typed, act, again)


def _carry_out(request: Request, house: House, caller: Caller, key: str | None, typed: dict[str, Any],
               act: Callable[[], str], again: Callable[..., HTMLResponse]) -> Response:  # fmt: skip
    try:
        line = once(house, caller.user, request.url.path, key, act, typed)
    except actions.Invalid as invalid:
        return again(status=422, errors=forms.messages(invalid.error))
    except (policy.NotFound, policy.Forbidden):
        raise
    except Refusal as refusal:
        return again(status=refusal.status, refusal=refusal.text)
    return RedirectResponse(f"/budgets/{line}?notice=booked", 303)


def _show(request: Request, caller: Caller, model: Any, typed: dict[str, Any], *, status: int = 200,
          errors: whole.Errors | None = None, refusal: Text | None = None, **words: Any) -> HTMLResponse:  # fmt: skip
    pages: Pages = request.app.state.pages
    return pages.answer(request, "bookkeeping.html", caller, status, form=whole.build(model, typed, errors or {}),
                        refusal=refusal, **words)  # fmt: skip
