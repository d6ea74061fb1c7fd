"""„Jeg tager hånd om det“: an escalation is acknowledged on the page of its task."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from web import escalations
from web.access import Staff, fields
from web.house import TheHouse
from web.once import once
from web.pages.tasks import key_of
from web.place import task_url

router = APIRouter(include_in_schema=False)


@router.post("/tasks/{task_id}/acknowledge")
async def acknowledge(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    form = await fields(request)

    def act() -> str:
        return str(escalations.acknowledge(
            house, caller.user, task_id, form.get("reason", ""), form.get("instead_of")).id)  # fmt: skip

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(task_url(request, task_id, "in_hand"), 303)
