"""The page before a letter goes out, at an address of its own: Back, a reload and a second tab show it as it is now."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from domain.errors import Refusal
from domain.tasks import FINAL
from store import tasks
from web import actions, forms, letter_actions, policy
from web.access import Caller, Staff, fields
from web.actions import Args
from web.house import House, TheHouse
from web.interruption import interruption, once_more
from web.letters import LetterChanged
from web.once import once
from web.pages.tasks import key_of, show
from web.place import task_url
from web.task_view import Typed

router = APIRouter(include_in_schema=False)


@router.get("/tasks/{task_id}/send")
def before_sending(request: Request, house: TheHouse, caller: Staff, task_id: str,
                   version: Annotated[int | None, Query(ge=0, lt=2**31)] = None) -> Response:  # fmt: skip
    """The letter that one's draft would send. `version`: of the task that the draft was written to."""
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
        draft = tasks.draft(db, task_id)
    if task.state in FINAL:
        return RedirectResponse(task_url(request, task_id, "over"), 303)
    given = draft.fields if draft and draft.user_id == caller.user.id else {}
    args = Args(version=version, decision=given)
    try:
        letter = actions.would_send(house, caller.user, task_id, args) if given else None
    except actions.Invalid as refusal:
        return _task(request, house, caller, task_id, 422, Typed(given, forms.messages(refusal.error)))
    except Refusal as refusal:
        return _task(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal))
    if letter is None:
        return RedirectResponse(task_url(request, task_id, "unsent"), 303)
    return interruption(request, house, caller, task_id, given, letter)


def _task(request: Request, house: House, caller: Caller, task_id: str, status: int, typed: Typed) -> Response:
    with house.store.read() as db:
        task, case = actions.case_of(db, caller.user, task_id)
    actions.look_up(house, caller.user, "view.task", f"task {task.kind}", (case.person_id or case.id, case.id))
    return show(request, house, caller, task_id, status, typed)


@router.get("/letters/{letter_id}/again")
def before_sending_again(request: Request, house: TheHouse, caller: Staff, letter_id: str) -> Response:
    return _asked(request, house, caller, letter_id)


def _asked(request: Request, house: House, caller: Caller, letter_id: str,
           changed: LetterChanged | None = None) -> Response:  # fmt: skip
    """The letter as it would go now, or why it cannot."""
    try:
        outgoing = letter_actions.would_send_again(house, caller.user, letter_id)
    except (policy.NotFound, policy.Forbidden):
        raise
    except Refusal as refusal:
        return once_more(request, house, caller, letter_id, None, refusal=refusal)
    return once_more(request, house, caller, letter_id, outgoing, changed=changed.text if changed else None)


@router.post("/letters/{letter_id}/again")
async def send_again(request: Request, house: TheHouse, caller: Staff, letter_id: str) -> Response:
    return await to_thread.run_sync(_send_again, request, house, caller, letter_id, await fields(request))


def _send_again(request: Request, house: House, caller: Caller, letter_id: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        case_id = letter_actions.held_letter(db, caller.user, letter_id).case_id

    def act() -> str:
        return letter_actions.send_again(house, caller.user, letter_id, form.get("confirm", ""))

    try:
        once(house, caller.user, request.url.path, key_of(form), act)
    except LetterChanged as changed:
        return _asked(request, house, caller, letter_id, changed)
    except (policy.NotFound, policy.Forbidden):
        raise
    except Refusal as refusal:
        return once_more(request, house, caller, letter_id, None, refusal=refusal)
    return RedirectResponse(f"/cases/{case_id}?notice=sent#letters", 303)
