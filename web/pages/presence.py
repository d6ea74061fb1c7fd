"""What an open page of a task asks by itself, again and again: who else has it open, and is it still as shown."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from web import actions, openers, policy
from web.access import Caller, Staff, fields
from web.house import House, TheHouse
from web.page import Pages

router = APIRouter(include_in_schema=False)


@router.post("/tasks/{task_id}/openers")
async def who_has_it_open(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    """204 while nothing is new, so that nothing on the page moves and no screen reader speaks."""
    return await to_thread.run_sync(_answer, request, house, caller, task_id, await fields(request))


def _answer(request: Request, house: House, caller: Caller, task_id: str, form: dict[str, str]) -> Response:
    pages: Pages = request.app.state.pages
    version = form.get("version", "")
    try:
        with house.store.read() as db:
            task = actions.seen_task(db, caller.user, task_id)
    except policy.NotFound:  # no look of a person's: it is in no log
        return pages.answer(request, "_openers.html", caller, openers=[], openers_mark="gone", task_changed=False)
    openers.note(house, caller.user, task)
    with house.store.read() as db:
        seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None
        found = openers.shown(db, house, caller.user, task, seen)
    if found["openers_mark"] == form.get("shown"):
        return Response(status_code=204)
    return pages.answer(request, "_openers.html", caller, **found)
