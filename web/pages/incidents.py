"""What keeps failing: which step of which case, since when, how often; and trying it again now."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.programmes import PROGRAMMES
from store import casefile, incidents
from web import case_actions, standing_links, views, words
from web.access import Supervisor, fields
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of
from workers.incidents import AWAY, blocked, try_again

router = APIRouter(include_in_schema=False)
Rows = list[dict[str, Any]]


@router.get("/incidents")
async def incidents_page(request: Request, house: TheHouse, caller: Supervisor, team: str = "", programme: str = "",
                         ) -> HTMLResponse:  # fmt: skip
    ids = await blocked(house.courier.client)
    teams = standing_links.teams(caller.user, team)
    rows, stuck = await to_thread.run_sync(_rows, house, teams, programme, ids or [])
    pages: Pages = request.app.state.pages
    return pages.answer(request, "incidents.html", caller, rows=rows, stuck=stuck, most=incidents.LISTED,
                        engine_away=ids is None)  # fmt: skip


def _rows(house: House, teams: frozenset[str], programme: str, blocked_ids: list[str]) -> tuple[Rows, Rows]:
    """What the store has noted, and the cases whose code fails."""
    with house.store.read() as db:
        found = incidents.found(db, teams, programme or None)
        stuck = [c for c in casefile.cases_with(db, blocked_ids)
                 if c.team_id in teams and c.closed_at is None and programme in ("", c.programme)]
    return [_case(one.case_id, one) | {"what": _step(one.step), "incident": one} for one in found], [
        _case(case.id, case) for case in stuck]  # fmt: skip


def _step(name: str | None) -> Any:
    return words.MESSAGE if name is None else words.STEPS.get(name, name)


def _case(case_id: str, case: Any) -> dict[str, Any]:
    return {"case_id": case_id, "url": f"/cases/{case_id}", "programme_title": PROGRAMMES[case.programme].title,
            "stage_title": views.stage_title(case.programme, case.stage), "retry": f"/incidents/{case_id}/retry"}


@router.post("/incidents/{case_id}/retry")
async def retry(request: Request, house: TheHouse, caller: Supervisor, case_id: str) -> Response:
    key, user = key_of(await fields(request)), caller.user

    def asked() -> str:
        case_actions.note_try(house, user, case_id)
        return case_id

    await to_thread.run_sync(once, house, user, request.url.path, key, asked)
    try:
        await try_again(house.courier.client, house.store, house.courier, case_id)
    except AWAY:
        return RedirectResponse("/incidents?notice=no_answer", 303)
    return RedirectResponse("/incidents?notice=tried", 303)
