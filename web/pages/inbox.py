"""The inbox: what one sees, narrowed and ordered, with a task beside it on a wide screen."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from web.access import Staff, fields
from web.find import refuse_cpr_in_address
from web.house import TheHouse
from web.inbox_filter import Filter, read
from web.inbox_view import list_context
from web.kept_filters import forget_filter, keep_filter
from web.once import once
from web.page import Pages
from web.pages.bulk import result
from web.pages.tasks import key_of, shown_task
from web.place import Place

router = APIRouter(include_in_schema=False)


@router.get("/inbox")
def inbox_page(request: Request, house: TheHouse, caller: Staff, wanted: Annotated[Filter, Query()],
               cursor: str = "", task: str = "", bulk: str = "") -> HTMLResponse:  # fmt: skip
    refuse_cpr_in_address(house, wanted.q)
    context = list_context(house, caller, wanted, cursor)
    if bulk:
        with house.store.read() as db:
            context["bulk_done"] = result(db, house, caller.user, bulk)
    if task:
        context |= shown_task(house, caller, task, Place(wanted, cursor, beside=True)) | {"beside": task}
    pages: Pages = request.app.state.pages
    return pages.answer(request, "inbox.html", caller, **context)


@router.post("/filters")
async def keep(request: Request, house: TheHouse, caller: Staff) -> Response:
    """The list that is shown, under a name."""
    form = await fields(request)
    wanted = read(form)

    def act() -> str:
        return keep_filter(house, caller.user, form.get("name", ""), wanted, form.get("share", ""))

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(f"{wanted.url()}&notice=filter_kept", 303)


@router.get("/filters")
def kept_page(request: Request, house: TheHouse, caller: Staff) -> HTMLResponse:
    """One's filters and those that one's teams share."""
    pages: Pages = request.app.state.pages
    return pages.answer(request, "filters.html", caller)


@router.post("/filters/{filter_id}/forget")
async def forget(request: Request, house: TheHouse, caller: Staff, filter_id: str) -> Response:
    await to_thread.run_sync(forget_filter, house, caller.user, filter_id)
    return RedirectResponse("/filters?notice=filter_gone", 303)
