"""Which deadlines breach if nobody acts."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from domain.calendar import local_date
from store import substitutions, users
from web import standing_links, workload
from web.access import Supervisor
from web.house import TheHouse
from web.page import Pages

router = APIRouter(include_in_schema=False)


@router.get("/ahead")
def ahead_page(request: Request, house: TheHouse, caller: Supervisor, days: Literal["5", "10"] = "5", team: str = "",
               ) -> HTMLResponse:  # fmt: skip
    user, standing = caller.user, house.standing.get()
    team, mine = team if team in user.teams else "", standing_links.teams(user, team)
    part, teams = standing.part(mine), user.named_teams
    with house.store.read() as db:
        away = substitutions.uncovered(db, local_date(standing.at), workload.last_day(standing, int(days)))
        names = users.display_names(db, {one for _, one in part.held if one})
    found = workload.ahead(part, [one for one in teams if one[0] in mine], names, away, int(days), team)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "ahead.html", caller, team=team, teams=teams, at=standing.at, days=days, ahead=found,
                        is_underway=house.standing.is_underway)  # fmt: skip
