"""The task: seeing it, deciding it, what else one does with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import BadInput, Refusal
from domain.programmes import kind_named
from domain.tasks import Operation
from store import cases, inbox, tasks
from store.users import User
from web import actions, drafts, forms, notices, openers, policy, steering, task_view, whole
from web.access import Caller, Staff, Supervisor, fields
from web.actions import Args
from web.house import House, TheHouse
from web.inbox_filter import Filter
from web.inbox_view import list_context
from web.interruption import interruption
from web.letters import LetterChanged
from web.offers import people_named
from web.once import once
from web.page import Pages
from web.place import Place, place_of, suffix_of, task_url
from web.task_view import Typed

router = APIRouter(include_in_schema=False)
FASTER = 20
"""Tries to take the next of a queue while others take theirs."""
LEAVES = ("release", "delegate", "forward", "suspend", "skip")
"""Operations after which one is done with the task for now."""


@router.post("/tasks/next")
def next_task(request: Request, house: TheHouse, caller: Staff) -> Response:
    place = place_of(request)
    if place is not None and place.filter.is_narrowed:
        taken = actions.take_next(house, caller.user, _of_queue(house, place))
        return RedirectResponse(place.task_url(taken.id) if taken else place.list_url(notice="none_here"), 303)
    task = actions.take_next(house, caller.user)
    return RedirectResponse(task_url(request, task.id) if task else "/inbox?view=team&notice=none", 303)


@router.get("/tasks/{task_id}")
def task_page(request: Request, house: TheHouse, caller: Staff, task_id: str, pane: bool = False) -> HTMLResponse:
    """The task by itself, or for the pane beside the list."""
    place = place_of(request)
    context = shown_task(house, caller, task_id, replace(place, beside=True) if place and pane else place)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "_task.html" if pane else "task.html", caller, pane=pane, **context)


def shown_task(house: House, caller: Caller, task_id: str, place: Place | None) -> dict[str, Any]:
    """What _task.html shows; who is seen with it is written down first."""
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
        case = cases.get(db, task.case_id)
        seen = [(case.person_id, case.id)] if case and case.person_id else []
        seen += people_named(db, kind_named(task.kind).decision, case) if case else []
    if seen:
        actions.look_up(house, caller.user, "view.task", f"task {task.kind}", *seen)
    notices.see_met(house, caller.user, task_id)
    openers.note(house, caller.user, task)
    return _context(house, caller, task_id, place)


def _context(house: House, caller: Caller, task_id: str, place: Place | None, typed: Typed | None = None,
             comment: dict[str, Any] | None = None) -> dict[str, Any]:  # fmt: skip
    """`comment`: one that was refused, with the `error`."""
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
        context = task_view.task_context(db, house.store, caller.user, task, house.now(), house.policies, typed,
                                     place=place)  # fmt: skip
        return context | openers.shown(db, house, caller.user, task) | {"comment_refused": comment}


def show(request: Request, house: House, caller: Caller, task_id: str, status: int = 200, typed: Typed | None = None,
         comment: dict[str, Any] | None = None) -> HTMLResponse:  # fmt: skip
    """Where it was opened: on a page of its own, or beside the list."""
    place, pages = place_of(request), request.app.state.pages
    context = _context(house, caller, task_id, place, typed, comment)
    if place is not None and place.beside:
        around = list_context(house, caller, place.filter, place.cursor)
        answer: HTMLResponse = pages.answer(request, "inbox.html", caller, status,
                                            **around | context | {"beside": task_id})  # fmt: skip
        return answer
    alone: HTMLResponse = pages.answer(request, "task.html", caller, status, pane=False, **context)
    return alone


@router.post("/tasks/{task_id}/complete")
async def complete(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    return await to_thread.run_sync(_complete, request, house, caller, task_id, await fields(request))


def _complete(request: Request, house: House, caller: Caller, task_id: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
    model, action = kind_named(task.kind).decision, form.get("action", "")
    given, shown = whole.changed(model, form, action) or (whole.read(model, form), "")
    if shown or action == "draft":
        back = task_url(request, task_id, anchor=shown) if shown else task_url(request, task_id, "draft")
        return _kept(request, house, caller, task_id, given, page_of(form), back)
    args, page = Args(version=_version(form), decision=given, confirm=form.get("confirm")), page_of(form)
    try:
        if args.confirm is None and (letter := actions.would_send(house, caller.user, task_id, args)):
            drafts.save_draft(house, caller.user, task_id, given, page)
            then = "&then=next" if action == "next" else ""
            more = suffix_of(request).replace("?", "&", 1)
            return RedirectResponse(f"/tasks/{task_id}/send?version={task.version}{then}{more}", 303)
        actions.operate(house, caller.user, task_id, Operation.complete, args)
    except LetterChanged as refusal:
        if letter := actions.would_send(house, caller.user, task_id, args):
            drafts.save_draft(house, caller.user, task_id, given, page)
            return interruption(request, house, caller, task_id, given, letter, refusal.text, action)
        return show(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal, page=page))
    except actions.Invalid as refusal:
        typed = Typed(given, forms.messages(refusal.error), page=page)
        return show(request, house, caller, task_id, 422, typed)
    except Refusal as refusal:
        with suppress(Refusal):
            drafts.save_draft(house, caller.user, task_id, given, page)
        return show(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal, page=page))
    return RedirectResponse(_afterwards(request, house, caller, task, action), 303)


def _afterwards(request: Request, house: House, caller: Caller, task: Any, action: str) -> str:
    """Where one goes on: the next task, the list as it was, or the case for who came from none and may see it."""
    place, case_id = place_of(request), task.case_id
    if action == "next":
        return _next_url(house, caller, place, task)
    if place is not None:
        return place.list_url(notice="completed", about=case_id)
    with house.store.read() as db:
        case = cases.get(db, case_id)
    sees = case is not None and policy.may_see_case(caller.user, case)
    return f"/cases/{case_id}?notice=completed" if sees else "/inbox?notice=completed"


def _next_url(house: House, caller: Caller, place: Place | None, done: Any) -> str:
    """The one that follows in the list that this one was opened from; else the most urgent that one may take."""
    place = place or Place(Filter())
    follows = _following(house, caller, place, done) if place.filter.view != "done" else None
    if follows is None and place.filter.is_narrowed:
        return place.list_url(notice="last_here", about=done.case_id)
    if follows is None:
        taken = actions.take_next(house, caller.user)
        follows = taken.id if taken else None
    return place.task_url(follows, "next") if follows else place.list_url(notice="last", about=done.case_id)


def _of_queue(house: House, place: Place) -> Callable[[Any, User], Any]:
    """The first that one may take of the queue, narrowed as the list is."""
    wanted, now = place.filter.model_copy(update={"view": "team", "state": "", "person": ""}), house.now()

    def first(db: Any, user: User) -> Any:
        found = inbox.find(db, user, wanted.query(user, now), now).rows
        return next((row for row in found if policy.may(user, row, Operation.claim)), None)

    return first


def _following(house: House, caller: Caller, place: Place, done: Any) -> str | None:
    """The next of the list that is one's own to do, taken where nobody has it and nobody was faster."""
    now, user = house.now(), caller.user
    mine = {user.id, *(one.person for one in user.covers)}
    wanted, after = place.filter.query(user, now), done
    for _ in range(FASTER):
        with house.store.read() as db:
            follows = inbox.after(db, user, wanted, after, now)
            task = tasks.get(db, follows) if follows else None
        if task is None or task.assignee_id in mine:
            return follows
        after = task
        with suppress(Refusal):
            return str(actions.operate(house, user, task.id, Operation.claim, Args(version=task.version)).id)
    return None


def _kept(request: Request, house: House, caller: Caller, task_id: str, given: dict[str, Any], page: tasks.Page | None,
          back: str) -> Response:  # fmt: skip
    """The draft; also with a row more or less, so that a reload asks nothing again."""
    try:
        drafts.save_draft(house, caller.user, task_id, given, page)
    except policy.NotFound:
        raise
    except Refusal as refusal:
        return show(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal, page=page))
    return RedirectResponse(back, 303)


@router.post("/tasks/{task_id}/draft")
async def draft(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    return await to_thread.run_sync(_draft, request, house, caller, task_id, await fields(request))


def _draft(request: Request, house: House, caller: Caller, task_id: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
    decision, page = kind_named(task.kind).decision, page_of(form)
    given = whole.read(decision, form)
    if "hx-request" not in request.headers:
        return _kept(request, house, caller, task_id, given, page, task_url(request, task_id, "draft"))
    pages: Pages = request.app.state.pages
    try:
        drafts.save_draft(house, caller.user, task_id, given, page)
    except tasks.DraftOvertaken as refusal:
        with house.store.read() as db:
            other = task_view.other_draft(db, house, task)
        return pages.answer(request, "_draft_status.html", caller, 409, refusal=refusal.text, other_draft=other)
    return pages.answer(request, "_draft_status.html", caller, saved_at=house.now(), refusal=None)


def page_of(form: dict[str, str]) -> tasks.Page | None:
    """Which page this was typed on, and which draft it was made with."""
    seen = form.get("draft_seen", "")
    known = re.fullmatch("[0-9]{1,9}", seen) and form.get("idempotency_key")
    return tasks.Page(form["idempotency_key"][:64], int(seen)) if known else None


@router.post("/tasks/{task_id}/comment")
async def comment(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    return await to_thread.run_sync(_comment, request, house, caller, task_id, await fields(request))


def _comment(request: Request, house: House, caller: Caller, task_id: str, form: dict[str, str]) -> Response:
    text = form.get("text", "")

    def act() -> str:
        return str(actions.comment(house, caller.user, task_id, text).id)

    try:
        once(house, caller.user, request.url.path, key_of(form), act)
    except BadInput as refusal:
        wrong = {"text": text, "error": refusal.text}
        return show(request, house, caller, task_id, refusal.status, comment=wrong)
    return RedirectResponse(task_url(request, task_id, anchor="task-comments"), 303)


@router.post("/tasks/{task_id}/deadline")
async def move_deadline(request: Request, house: TheHouse, caller: Supervisor, task_id: str) -> Response:
    form = await fields(request)
    to, reason = read_date(form.get("date", "")), form.get("reason", "").strip()

    def act() -> str:
        return str(steering.move_deadline(house, caller.user, task_id, to, reason).id)

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(task_url(request, task_id, "done"), 303)


@router.post("/tasks/{task_id}/priority")
async def prioritise(request: Request, house: TheHouse, caller: Supervisor, task_id: str) -> Response:
    form = await fields(request)
    level = form.get("priority", "")

    def act() -> str:
        to = int(level) if re.fullmatch("[0-9]{1,3}", level) else -1
        return str(steering.prioritise(house, caller.user, task_id, to, form.get("reason", "").strip()).id)

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(task_url(request, task_id, "done"), 303)


@router.post("/tasks/{task_id}/{name}")
async def operate(request: Request, house: TheHouse, caller: Staff, task_id: str, name: str) -> Response:
    form = await fields(request)
    if name not in {o.value for o in policy.BY_PEOPLE}:
        raise policy.NotFound
    args = Args(version=_version(form), person=form.get("person"), team=form.get("team"),
                until=read_date(form.get("quick") or form.get("date", "")),
                reason=form.get("reason", "").strip())  # fmt: skip

    def act() -> str:
        return str(actions.operate(house, caller.user, task_id, Operation(name), args).id)

    stands = await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    notice = {"claim": "claimed", "release": "released", "suspend": "on_hold"}.get(name, "done")
    if name == "suspend" and args.until and await to_thread.run_sync(_sleeps_past_its_deadline, house, stands):
        notice = "on_hold_late"
    place = place_of(request)
    if name in LEAVES and place is not None:
        return RedirectResponse(place.list_url(notice=notice), 303)
    return RedirectResponse(f"/inbox?notice={notice}" if name == "forward" else task_url(request, stands, notice), 303)


def _sleeps_past_its_deadline(house: House, task_id: str) -> bool:
    with house.store.read() as db:
        task = tasks.get(db, task_id)
    return task is not None and task.suspended_until is not None and task.suspended_until > task.due_at


def key_of(form: dict[str, str]) -> str | None:
    """The same words from one page count once; other words, after the back button, are a new wish."""
    words = {name: value for name, value in form.items() if name not in ("csrf", "version")}
    return sha256(str(sorted(words.items())).encode()).hexdigest() if form.get("idempotency_key") else None


def _version(form: dict[str, str]) -> int | None:
    text = form.get("version", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def read_date(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(forms.iso(text.strip()))
    except ValueError:
        raise BadInput("bad_date", forms.no_date(text)) from None
