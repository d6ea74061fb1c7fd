"""The list that stands open: that it has changed, and the counters beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from web.access import Staff
from web.live import Live
from web.page import Pages

router = APIRouter(include_in_schema=False)
GREATEST = 2**62


@router.get("/inbox/changes", response_class=EventSourceResponse)
async def changes(
    request: Request, caller: Staff, view: Literal["mine", "team", "all", "done"] = "mine",
    since: Annotated[int, Query(ge=0, lt=GREATEST)] = 0, last_event_id: Annotated[str, Header()] = "",
) -> AsyncIterator[ServerSentEvent]:  # fmt: skip
    """`inbox`: the list has changed; `counts`: a counter may have; `over`: nothing more will come."""
    live: Live = request.app.state.live
    known = last_event_id.isascii() and last_event_id.isdecimal() and len(last_event_id) < 19
    async for told in live.listen(caller, view, int(last_event_id) if known else since):
        yield ServerSentEvent(event=told.what, id=str(told.at), raw_data="")


@router.get("/inbox/counts")
def counts(request: Request, caller: Staff) -> HTMLResponse:
    pages: Pages = request.app.state.pages
    return pages.answer(request, "_counts.html", caller)
