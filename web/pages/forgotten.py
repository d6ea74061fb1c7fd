"""Nothing is forgotten: what every open case waits for, and which wait for nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from domain.programmes import PROGRAMMES
from domain.text import Text
from store import casefile
from store.reconcile import Violation
from store.users import User
from web import standing_links, views
from web.access import Supervisor
from web.house import House, TheHouse
from web.page import Pages
from workers.incidents import AWAY, PATIENCE
from workers.reconcile import violations

router = APIRouter(include_in_schema=False)
AT_ONCE = 50
"""Cases that the engine is asked about for one page."""
LISTED = 200
WAITS = {
    "person": Text(da="En person", en="A person"),
    "date": Text(da="En dato", en="A date"),
    "outside": Text(da="Nogen udenfor", en="Somebody outside"),
    "message": Text(da="En besked er på vej til sagen", en="A message is on its way to the case"),
    "nothing": Text(da="Intet", en="Nothing"),
}


@router.get("/forgotten")
def forgotten(request: Request, house: TheHouse, caller: Supervisor, team: str = "") -> HTMLResponse:
    user, standing = caller.user, house.standing.get()
    team, mine = team if team in user.teams else "", standing_links.teams(user, team)
    counted: dict[str, int] = dict.fromkeys(WAITS, 0)
    for one in standing.part(mine).waits.values():
        for what, many in one.items():
            counted[what] += many
    rows = _rows(house, user, mine, standing.forgotten)
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "forgotten.html", caller, team=team, teams=user.named_teams, at=standing.at, rows=rows[:LISTED],
        more=len(rows) > LISTED, is_underway=house.standing.is_underway, total=sum(counted.values()),
        waits=[{"says": WAITS[what], "count": many} for what, many in counted.items()],
    )  # fmt: skip


def _rows(house: House, user: User, teams: frozenset[str], found: list[Violation]) -> list[dict[str, Any]]:
    """Those of the teams' open cases, with what mends each."""
    with house.store.read() as db:
        known = {case.id: case for case in casefile.cases_with(db, sorted({one.case_id for one in found})[:1000])}
    return [
        {"case_id": one.case_id, "url": f"/cases/{one.case_id}", "says": one.says, "mended_by": one.mended_by,
         "programme_title": PROGRAMMES[known[one.case_id].programme].title,
         "stage_title": views.stage_title(known[one.case_id].programme, known[one.case_id].stage)}
        for one in found if one.case_id in known and known[one.case_id].team_id in teams
        and known[one.case_id].closed_at is None
    ]  # fmt: skip


@router.get("/forgotten/engine")
async def ask_engine(request: Request, house: TheHouse, caller: Supervisor, after: str = "") -> HTMLResponse:
    """The next open cases of the own teams, each asked of the engine; it takes seconds, and changes nothing."""
    ids = await to_thread.run_sync(_next, house, caller.user, after[:64])
    client, found, away = house.courier.client, [], True
    with suppress(*AWAY):
        if await client.service_client.check_health(timeout=PATIENCE):
            found, away = await violations(client, house.store, ids), False
    rows = await to_thread.run_sync(_rows, house, caller.user, caller.user.teams, found)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "forgotten_engine.html", caller, rows=rows, ids=ids, away=away,
                        following=f"/forgotten/engine?after={ids[-1]}" if len(ids) == AT_ONCE else None)  # fmt: skip


def _next(house: House, user: User, after: str) -> list[str]:
    with house.store.read() as db:
        return casefile.open_after(db, user.teams, after, AT_ONCE)
