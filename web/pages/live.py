"""The list that stands open: that it has changed, and the counters beside it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from store.changes import MARK, Mark
from web.access import Staff
from web.live import Live
from web.page import Pages

router = APIRouter(include_in_schema=False)


@router.get("/inbox/changes", response_class=EventSourceResponse)
async def changes(
    request: Request, caller: Staff, view: Literal["mine", "team", "all", "done"] = "mine",
    since: Annotated[str, Query(pattern=f"^{MARK}$")] = "0", last_event_id: Annotated[str, Header()] = "",
) -> AsyncIterator[ServerSentEvent]:  # fmt: skip
    """`inbox`: the list has changed; `counts`: a counter may have; `over`: nothing more will come."""
    live: Live = request.app.state.live
    known = last_event_id if re.fullmatch(MARK, last_event_id) else since
    async for told in live.listen(caller, view, Mark.read(known)):
        yield ServerSentEvent(event=told.what, id=str(told.at), raw_data="")


@router.get("/inbox/counts")
def counts(request: Request, caller: Staff) -> HTMLResponse:
    pages: Pages = request.app.state.pages
    return pages.answer(request, "_counts.html", caller)
