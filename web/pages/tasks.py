"""The inbox and the task."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import BadInput, Refusal
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import Operation
from domain.text import Text
from store import cases, inbox
from web import actions, budgets, forms, policy, standing_links, views, whole
from web.access import Caller, Staff, Supervisor, fields
from web.actions import Args
from web.house import House, TheHouse
from web.interruption import interruption
from web.letters import LetterChanged
from web.offers import people_named
from web.once import once
from web.page import Pages
from web.views import Typed

router = APIRouter(include_in_schema=False)
EMPTY = {
    "mine": Text(da="Du har ingen opgaver. Tag en fra den fælles kø.",
                 en="You have no tasks. Take one from the shared queue."),
    "team": Text(da="Der er ingen ledige opgaver til dit team.", en="There are no free tasks for your team."),
    "all": Text(da="Ingen opgaver passer til filteret.", en="No task matches the filter."),
    "done": Text(da="Du har ikke udført nogen opgaver endnu.", en="You have not completed any tasks yet."),
}  # fmt: skip
COUNTED = ("mine", "team")
"""Views whose whole length the side bar counts."""
COLUMNS = {"due": ("due", "-due")}
SORTS = [
    ("due", Text(da="Nærmeste frist", en="Nearest deadline")),
    ("-due", Text(da="Fjerneste frist", en="Farthest deadline")),
    ("priority", Text(da="Højeste prioritet", en="Highest priority")),
    ("received", Text(da="Ældste først", en="Oldest first")),
    ("-received", Text(da="Nyeste først", en="Newest first")),
]
"""Those done are always shown with the newest first."""


@router.get("/inbox")
def inbox_page(
    request: Request, house: TheHouse, caller: Staff, view: Literal["mine", "team", "all", "done"] = "mine",
    kind: str = "", programme: str = "", overdue: str = "", q: str = "", sort: str = "due", cursor: str = "",
    team: str = "", assignee: str = "", due: str = "",
) -> HTMLResponse:  # fmt: skip
    now, user = house.now(), caller.user
    query = inbox.Query(view=view, kind=kind or None, programme=programme or None, case=q.strip().upper() or None,
                        overdue=overdue == "1", sort=sort, cursor=cursor or None,
                        teams=standing_links.teams(user, team) if team else None,
                        nobody=assignee == standing_links.NOBODY, this_week=due == standing_links.WEEK)  # fmt: skip
    with house.store.read() as db:
        found = inbox.find(db, user, query, now)
        # A name is shown for one's own tasks only: taking them was logged. A shared queue shows case numbers.
        named = views.names_of_cases(db, house.store, {r.case_id for r in found.rows}) if view == "mine" else {}
        rows = views.task_rows(db, user, found.rows, now, house.policies, named)
        alarms = budgets.alarms(db, house, user) if view == "mine" else []
    kept = {"view": view, "kind": kind, "programme": programme, "overdue": overdue, "q": q, "sort": sort,
            "team": team, "assignee": assignee, "due": due}  # fmt: skip
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "inbox.html", caller, view=view, rows=rows, filters=kept, shown=len(rows),
        total=f"{len(rows)}+" if found.next else len(rows), counted=bool(found.next) and view in COUNTED,
        kinds=_kinds(), programmes=_programmes(),
        tags=_tags(kept) + standing_links.tags("/inbox", kept, user), sorts=[] if view == "done" else SORTS,
        next_url=_url(kept, cursor=found.next) if found.next else None,
        prev_url=_url(kept) if cursor else None, sort_urls={} if view == "done" else _sorts(kept),
        empty_reason=EMPTY[view], alarms=alarms,
    )  # fmt: skip


def _url(kept: dict[str, str], **changed: str | None) -> str:
    wanted = {k: v for k, v in {**kept, **changed}.items() if v and not (k == "sort" and v == "due")}
    return "/inbox?" + urlencode(wanted)


def _sorts(kept: dict[str, str]) -> dict[str, dict[str, str]]:
    found = {}
    for column, (up, down) in COLUMNS.items():
        direction = {up: "asc", down: "desc"}.get(kept["sort"], "none")
        found[column] = {"url": _url(kept, sort=down if kept["sort"] == up else up), "dir": direction}
    return found


def _tags(kept: dict[str, str]) -> list[dict[str, Any]]:
    words: dict[str, Callable[[str], Text | str]] = {
        "kind": lambda v: kind_named(v).title if v in dict(_kinds()) else v,
        "programme": lambda v: PROGRAMMES[v].title if v in PROGRAMMES else v,
        "overdue": lambda v: Text(da="Over frist", en="Overdue"),
        "q": lambda v: v,
    }
    return [{"text": say(kept[k]), "remove_url": _url(kept, **{k: ""})} for k, say in words.items() if kept[k]]


def _kinds() -> list[tuple[str, Text]]:
    return [(k.kind, k.title) for p in PROGRAMMES.values() for k in p.kinds]


def _programmes() -> list[tuple[str, Text]]:
    return [(p.name, p.title) for p in PROGRAMMES.values()]


@router.post("/tasks/next")
def next_task(house: TheHouse, caller: Staff) -> Response:
    task = actions.take_next(house, caller.user)
    return RedirectResponse(f"/tasks/{task.id}" if task else "/inbox?view=team&notice=none", 303)


@router.get("/tasks/{task_id}")
def task_page(request: Request, house: TheHouse, caller: Staff, task_id: str, pane: bool = False) -> HTMLResponse:
    """The task by itself, or for the pane beside the list."""
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
        case = cases.get(db, task.case_id)
        seen = [(case.person_id, case.id)] if case and case.person_id else []
        seen += people_named(db, kind_named(task.kind).decision, case) if case else []
    if seen:
        actions.look_up(house, caller.user, "view.task", f"task {task.kind}", *seen)
    return show(request, house, caller, task_id, pane=pane)


def show(request: Request, house: House, caller: Caller, task_id: str, status: int = 200, typed: Typed | None = None,
         *, pane: bool = False) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
        context = views.task_context(db, house.store, caller.user, task, house.now(), house.policies, typed)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "_task.html" if pane else "task.html", caller, status, pane=pane, **context)


@router.post("/tasks/{task_id}/complete")
async def complete(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    return await to_thread.run_sync(_complete, request, house, caller, task_id, await fields(request))


def _complete(request: Request, house: House, caller: Caller, task_id: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
    model, action = kind_named(task.kind).decision, form.get("action", "")
    given, shown = whole.changed(model, form, action) or (whole.read(model, form), "")
    if shown:
        return _redrawn(request, house, caller, task_id, given, shown)
    if action == "draft":
        actions.save_draft(house, caller.user, task_id, given)
        return RedirectResponse(f"/tasks/{task_id}?notice=draft", 303)
    args = Args(version=_version(form), decision=given, confirm=form.get("confirm"))
    try:
        if args.confirm is None and (letter := actions.would_send(house, caller.user, task_id, args)):
            actions.save_draft(house, caller.user, task_id, given)
            return RedirectResponse(f"/tasks/{task_id}/send?version={task.version}", 303)
        actions.operate(house, caller.user, task_id, Operation.complete, args)
    except LetterChanged as refusal:
        if letter := actions.would_send(house, caller.user, task_id, args):
            actions.save_draft(house, caller.user, task_id, given)
            return interruption(request, house, caller, task_id, given, letter, refusal.text)
        return show(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal))
    except actions.Invalid as refusal:
        typed = Typed(given, forms.messages(refusal.error))
        return show(request, house, caller, task_id, 422, typed)
    except Refusal as refusal:
        with suppress(Refusal):
            actions.save_draft(house, caller.user, task_id, given)
        return show(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal))
    return RedirectResponse(f"{_afterwards(house, caller, task.case_id)}?notice=completed", 303)


def _afterwards(house: House, caller: Caller, case_id: str) -> str:
    """The case, for who may see it: whoever approves for another team has the task alone."""
    with house.store.read() as db:
        case = cases.get(db, case_id)
    return f"/cases/{case_id}" if case is not None and policy.may_see_case(caller.user, case) else "/inbox"


def _redrawn(request: Request, house: House, caller: Caller, task_id: str, given: dict[str, Any],
             shown: str) -> Response:  # fmt: skip
    """A row more or less: kept as the draft, so that a reload asks nothing again."""
    try:
        actions.save_draft(house, caller.user, task_id, given)
    except Refusal as refusal:
        return show(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal))
    return RedirectResponse(f"/tasks/{task_id}#{shown}", 303)


@router.post("/tasks/{task_id}/draft")
async def draft(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    return await to_thread.run_sync(_draft, request, house, caller, task_id, await fields(request))


def _draft(request: Request, house: House, caller: Caller, task_id: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
    actions.save_draft(house, caller.user, task_id, whole.read(kind_named(task.kind).decision, form))
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/tasks/{task_id}?notice=draft", 303)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "_draft_status.html", caller, saved_at=house.now())


@router.post("/tasks/{task_id}/comment")
async def comment(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    form = await fields(request)

    def act() -> str:
        return str(actions.comment(house, caller.user, task_id, form.get("text", "")).id)

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(f"/tasks/{task_id}#task-comments", 303)


@router.post("/tasks/{task_id}/deadline")
async def move_deadline(request: Request, house: TheHouse, caller: Supervisor, task_id: str) -> Response:
    form = await fields(request)
    to, reason = read_date(form.get("date", "")), form.get("reason", "").strip()

    def act() -> str:
        return str(actions.move_deadline(house, caller.user, task_id, to, reason).id)

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(f"/tasks/{task_id}?notice=done", 303)


@router.post("/tasks/{task_id}/{name}")
async def operate(request: Request, house: TheHouse, caller: Staff, task_id: str, name: str) -> Response:
    form = await fields(request)
    if name not in {o.value for o in policy.BY_PEOPLE}:
        raise policy.NotFound
    args = Args(version=_version(form), person=form.get("person"), team=form.get("team"),
                until=read_date(form.get("date", "")), reason=form.get("reason", "").strip())  # fmt: skip

    def act() -> str:
        return str(actions.operate(house, caller.user, task_id, Operation(name), args).id)

    stands = await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    gone = name == "forward"
    notice = {"claim": "claimed", "release": "released"}.get(name, "done")
    return RedirectResponse(f"/inbox?notice={notice}" if gone else f"/tasks/{stands}?notice={notice}", 303)


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
        raise BadInput("bad_date", forms.MESSAGES["date_parsing"]) from None
