"""What somebody is to hear of."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from web import notices
from web.access import Staff, fields
from web.house import TheHouse
from web.page import Pages

router = APIRouter(include_in_schema=False)


@router.get("/notices")
def notices_page(request: Request, house: TheHouse, caller: Staff,
                 before: Annotated[int, Query(ge=0, lt=2**31)] = 0) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        rows, following = notices.listed(db, caller.user, before or None)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "notices.html", caller, rows=rows, prev_url="/notices" if before else None,
                        next_url=f"/notices?before={following}" if following else None)  # fmt: skip


@router.post("/notices/{notice_id}/seen")
async def seen(request: Request, house: TheHouse, caller: Staff, notice_id: int) -> Response:
    form = await fields(request)
    only_seen = form.get("action") == "seen"
    act = partial(notices.acknowledge, house, caller.user, notice_id, form.get("reason", ""), form.get("instead_of"),
                  only_seen=only_seen)  # fmt: skip
    await to_thread.run_sync(act)
    return RedirectResponse("/notices?notice=done", 303)
