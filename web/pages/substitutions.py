"""Fravær og afløsning: one's own, and for the teams that one leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.calendar import local_date
from domain.errors import Refusal
from domain.programmes import PROGRAMMES, kind_named
from domain.roles import Role
from domain.substitution import Colleague, Substitution
from domain.text import Text
from store import inbox, substitutions
from web import actions, forms, policy, views, workload
from web import substitutions as away
from web.access import Caller, Staff, Supervisor, fields
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of

router = APIRouter(include_in_schema=False)
DONE_FOR = 20
"""Of what was done in one's place, the newest."""
PLAIN = {name: info for name, info in Substitution.model_fields.items() if name != "kinds"}


@router.get("/away")
def teams_page(request: Request, house: TheHouse, caller: Supervisor) -> HTMLResponse:
    standing = house.standing.get().part(caller.user.teams_as(Role.supervisor))
    with house.store.read() as db:
        rows = away.rows(db, caller.user, local_date(house.now()), workload.open_by_holder(standing))
        name = views.Names(db, {one["substitute"] for row in rows for one in row["spans"]})
    pages: Pages = request.app.state.pages
    return pages.answer(request, "away_teams.html", caller, rows=rows, name=name)


@router.get("/me/away")
def own_page(request: Request, house: TheHouse, caller: Staff, change: str = "") -> HTMLResponse:
    return _show(request, house, caller, caller.user.id, change=change)


@router.get("/away/{user_id}")
def person_page(request: Request, house: TheHouse, caller: Supervisor, user_id: str, change: str = "") -> HTMLResponse:
    return _show(request, house, caller, user_id, change=change)


def _show(request: Request, house: House, caller: Caller, user_id: str, status: int = 200, *, change: str = "",
          typed: dict[str, Any] | None = None, errors: Mapping[str, Text] | None = None,
          refusal: Text | None = None) -> HTMLResponse:  # fmt: skip
    today = local_date(house.now())
    with house.store.read() as db:
        person = away.kept(db, caller.user, user_id, today)
        changed = next((one for one in person.away if one.id == change), None)
        values = typed if typed is not None else _as_typed(changed, substitutions.reason(db, change)) if changed else {}
        drawn = _form(values, errors or {}, away.choices(db, person, today), own=person.id == caller.user.id)
        spans = [away.span(db, one, today) for one in person.away]
        done = inbox.done_for(db, person.id, DONE_FOR) if person.id == caller.user.id else []
        name = views.Names(db, {one["substitute"] for one in spans} | {task.decided_by for task in done})
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "away.html", caller, status, person=person, own=person.id == caller.user.id, form=drawn, spans=spans,
        name=name, kinds=_kinds(person, values), change=change if changed else "", refusal=refusal,
        title_of=lambda kind: kind_named(kind).title, covers=caller.user.covers,
        done=[{"at": t.completed_at, "title": kind_named(t.kind).title, "url": f"/tasks/{t.id}", "case_id": t.case_id,
               "by": name(t.decided_by)} for t in done],
    )  # fmt: skip


def _as_typed(one: Any, reason: str) -> dict[str, Any]:
    return {"first_on": one.first_on.isoformat(), "last_on": one.last_on.isoformat(), "substitute": one.substitute,
            "kinds": sorted(one.kinds or ()), "reason": reason}  # fmt: skip


def _form(values: Mapping[str, Any], errors: Mapping[str, Text], people: list[tuple[str, str]], *,
          own: bool) -> dict[str, Any]:  # fmt: skip
    """Of oneself no reason is asked; for somebody else it must be given."""
    drawn = [forms.field(name, info, values, errors, offers={"substitutes": people})
             | ({"required": True} if name == "reason" else {})
             for name, info in PLAIN.items() if name != "reason" or not own]  # fmt: skip
    listed = [{"id": f["id"], "message": f["error"], "label": f["label"]} for f in drawn if f["error"]]
    if "kinds" in errors:
        listed.append({"id": "kinds", "message": errors["kinds"], "label": None})
    return {"fields": drawn, "errors": listed}


def _kinds(person: Colleague, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What can be chosen, under the programme that it is of."""
    chosen, programme_of = values.get("kinds") or (), {k.kind: p for p in PROGRAMMES.values() for k in p.kinds}
    return [
        {"title": PROGRAMMES[name].title,
         "kinds": [{"name": k.kind, "title": k.title, "checked": k.kind in chosen} for k in some]}
        for name, some in groupby(person.kinds, key=lambda kind: programme_of[kind.kind].name)
    ]  # fmt: skip


@router.post("/away/{user_id}")
async def write(request: Request, house: TheHouse, caller: Staff, user_id: str) -> Response:
    sent = await fields(request)
    kinds = [name.removeprefix("kind:") for name in sent if name.startswith("kind:")]
    given = forms.read_fields(PLAIN, sent) | ({"kinds": kinds} if kinds else {})
    change = sent.get("change", "")

    def act() -> str:
        return away.write(house, caller.user, user_id, given, change or None)

    return await to_thread.run_sync(_tried, request, house, caller, user_id, act, sent, given, change)


@router.post("/away/{user_id}/{one_id}/end")
async def end(request: Request, house: TheHouse, caller: Staff, user_id: str, one_id: str) -> Response:
    sent = await fields(request)

    def act() -> str:
        return away.end(house, caller.user, user_id, one_id)

    return await to_thread.run_sync(_tried, request, house, caller, user_id, act, sent, None, "", "back")


def _tried(request: Request, house: House, caller: Caller, user_id: str, act: Callable[[], str], sent: dict[str, str],
           given: dict[str, Any] | None = None, change: str = "",
           notice: str = "away") -> Response:  # fmt: skip
    """Done once, or the page again with the reason and what was typed."""
    try:
        once(house, caller.user, request.url.path, key_of(sent), act)
    except (policy.NotFound, policy.Forbidden):
        raise
    except actions.Invalid as refusal:
        return _show(request, house, caller, user_id, 422, change=change, typed=given,
                     errors=forms.messages(refusal.error))  # fmt: skip
    except Refusal as refusal:
        return _show(request, house, caller, user_id, refusal.status, change=change, typed=given, refusal=refusal.text)
    page = "/me/away" if user_id == caller.user.id else f"/away/{user_id}"
    return RedirectResponse(f"{page}?notice={notice}", 303)
