"""Many tasks at once: looked over before, each row's result after, taken back while it is fresh."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.calendar import local_date
from domain.errors import Refusal
from domain.programmes import kind_named
from domain.text import Text
from store import tasks, users
from store.users import User
from web import bulk, policy, steering, task_view, views, words
from web.access import Caller, Staff, chosen, fields
from web.actions import Args
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of, read_date
from web.place import place_of, suffix_of

router = APIRouter(include_in_schema=False)


@router.post("/tasks/bulk")
async def look(request: Request, house: TheHouse, caller: Staff) -> Response:
    """What the operation would do to each of the chosen tasks, and what it asks for."""
    form, ids = await fields(request), await chosen(request, "ids")
    if not ids and (place := place_of(request)):
        return RedirectResponse(place.list_url(notice="nothing_chosen"), 303)
    ids = bulk.check_ids(ids)
    return await to_thread.run_sync(_look, request, house, caller, form, ids, None)


def _look(request: Request, house: House, caller: Caller, form: dict[str, str], ids: list[str],
          refusal: Refusal | None) -> HTMLResponse:  # fmt: skip
    name, now = form.get("operation", ""), house.now()
    wanted = bulk.offered(name)
    with house.store.read() as db:
        looked = bulk.look(db, caller.user, name, ids)
        rows = views.task_rows(db, caller.user, [one.task for one in looked], now, house.policies)
        people = bulk.names(db, looked, local_date(now)) if "person" in wanted.asks else []
    shown = [{"row": row, "refusal": one.refusal} for row, one in zip(rows, looked, strict=True)]
    able = [one.task.id for one in looked if one.refusal is None]
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "bulk.html", caller, refusal.status if refusal else 200, name=name, title=wanted.title,
        asks=wanted.asks, shown=shown, able=able, people=people, suffix=suffix_of(request), typed=form,
        priorities=[(p, words.priority(p)) for p in steering.PRIORITIES], back_url=_back(request),
        button=bulk.counted(name, len(able)),
        days=task_view.often_until(now, house.policies), refusal=refusal.text if refusal else None,
    )  # fmt: skip


def _back(request: Request) -> str:
    place = place_of(request)
    return place.list_url() if place else "/inbox"


@router.post("/tasks/bulk/run")
async def run(request: Request, house: TheHouse, caller: Staff) -> Response:
    form, ids = await fields(request), await chosen(request, "ids")

    def act() -> str:
        priority = form.get("priority", "")
        args = Args(person=form.get("person") or None, until=read_date(form.get("quick") or form.get("date", "")),
                    priority=int(priority) if priority in map(str, steering.PRIORITIES) else -1,
                    reason=form.get("reason", "").strip())  # fmt: skip
        return bulk.run(house, caller.user, form.get("operation", ""), ids, args)

    try:
        key = key_of(form | {"ids": " ".join(ids)})
        made = await to_thread.run_sync(once, house, caller.user, request.url.path, key, act)
    except Refusal as refusal:
        if not ids or form.get("operation") not in bulk.OFFERED:
            raise
        return await to_thread.run_sync(_look, request, house, caller, form, ids, refusal)
    place = place_of(request)
    return RedirectResponse(f"{place.list_url()}&bulk={made}" if place else f"/tasks/bulk/{made}", 303)


@router.get("/tasks/bulk/{run_id}")
def result_page(request: Request, house: TheHouse, caller: Staff, run_id: str) -> HTMLResponse:
    with house.store.read() as db:
        shown = result(db, house, caller.user, run_id)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "bulk_done.html", caller, result=shown, suffix=suffix_of(request),
                        back_url="/workload" if shown["shared"] else _back(request))  # fmt: skip


@router.post("/tasks/bulk/{run_id}/undo")
async def undo(request: Request, house: TheHouse, caller: Staff, run_id: str) -> Response:
    place, notice = place_of(request), ""
    try:
        await to_thread.run_sync(bulk.undo, house, caller.user, run_id)
    except bulk.TooLate:
        notice = "notice=undo_over"
    to = f"{place.list_url()}&bulk={run_id}&" if place else f"/tasks/bulk/{run_id}?"
    return RedirectResponse(to + notice, 303)


def result(db: sa.Connection, house: House, user: User, run_id: str) -> dict[str, Any]:
    """What became of each task, for the page."""
    kept, now = bulk.kept(db, user, run_id), house.now()
    undone = kept.undone_at is not None
    until = bulk.undo_until(kept, now)
    person = kept.args.get("person")
    to = users.display_names(db, {person}).get(person, "") if person else ""
    name = views.Names(db, {one.get("to") for one in kept.results})
    rows = [_row(_seen(db, user, one), one, undone) | {"to": name(one.get("to"))} for one in kept.results]
    return {
        "id": kept.id, "title": DONE[kept.operation], "to": to, "rows": rows, "undone": undone,
        "good": sum(one["good"] for one in rows), "bad": [one for one in rows if not one["good"]],
        "shared": kept.operation == bulk.SHARED, "until": until,
        "seconds": int((until - now).total_seconds()) if until else 0,
    }  # fmt: skip


DONE = {
    "claim": Text(da="Taget", en="Claimed"), "release": Text(da="Frigivet", en="Released"),
    "delegate": Text(da="Givet til", en="Given to"), "suspend": Text(da="Sat på pause", en="Put on hold"),
    "prioritise": Text(da="Prioriteret", en="Prioritised"), bulk.SHARED: Text(da="Fordelt", en="Shared out"),
}  # fmt: skip


def _seen(db: sa.Connection, user: User, one: dict[str, Any]) -> Any:
    """The task, where it was changed or may be seen: of another nothing is said."""
    task = tasks.get(db, one["id"])
    return task if task is not None and (one["ok"] or policy.may_see(user, task)) else None


def _row(task: Any, one: dict[str, Any], undone: bool) -> dict[str, Any]:
    good = one["ok"] and (not undone or one.get("undone", False))
    return {
        "id": one["id"], "good": good, "says": Text.model_validate(one["says"]) if "says" in one and not good else None,
        "title": kind_named(task.kind).title if task else Text(da="Opgaven", en="The task"),
        "case_id": task.case_id if task else "",
    }  # fmt: skip
