"""The supervisor's overview of all programmes, and the page of one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from domain.calendar import days_since
from domain.programmes import PROGRAMMES
from domain.tasks import OPEN
from store import casefile, figures, incidents
from store.standing import Standing
from store.users import User
from web import caseload, policy, standing_links, views
from web.access import Caller, Supervisor
from web.house import House, TheHouse
from web.page import Pages
from workflows.registry import CASES

router = APIRouter(include_in_schema=False)


@router.get("/overview")
def overview(request: Request, house: TheHouse, caller: Supervisor, team: str = "", programme: str = "",
             ) -> HTMLResponse:  # fmt: skip
    user, team = caller.user, _own(caller.user, team)
    with house.store.read() as db:
        names = _heard_of(db, user)
    programme = programme if programme in names else ""
    teams, standing = standing_links.teams(caller.user, team), house.standing.get()
    part = standing.part(teams, programme or None)
    parts = caseload.parts_of(standing, teams, [programme] if programme else names)
    with house.store.read() as db:
        failing = len(incidents.found(db, teams, programme or None))
        rows = {name: _rows(db, house, user, [one.task_id for one in part.first(kept)])
                for name, kept in (("overdue", part.late), ("unassigned", part.free))}  # fmt: skip
    return _answer(
        request, house, caller, "overview.html", standing, team, programme=programme,
        totals=[*caseload.totals(part, team, programme), caseload.failing(failing, team, programme)],
        programmes=caseload.programme_rows(parts, team), efforts=caseload.efforts(parts, team),
        names=[(name, PROGRAMMES[name].title) for name in names],
        only=PROGRAMMES[programme].title if programme else None,
        overdue_rows=rows["overdue"], unassigned_rows=rows["unassigned"],
        more={name: standing_links.url(name, team, programme) for name in rows},
    )  # fmt: skip


@router.get("/overview/{programme}")
def programme_page(request: Request, house: TheHouse, caller: Supervisor, programme: str, team: str = "",
                   ) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        if programme not in _heard_of(db, caller.user):
            raise policy.NotFound
    team, standing = _own(caller.user, team), house.standing.get()
    part = standing.part(standing_links.teams(caller.user, team), programme)
    with house.store.read() as db:
        oldest = _oldest(db, caller.user, part)
    return _answer(
        request, house, caller, "overview_programme.html", standing, team, programme=programme,
        title=PROGRAMMES[programme].title, totals=caseload.totals(part, team, programme),
        map=caseload.drawn_map(part, programme), stages=caseload.stage_rows(part, programme, team),
        bands=caseload.bands(part, programme, team), backlog=caseload.backlog(part), oldest=oldest,
    )  # fmt: skip


def _answer(request: Request, house: House, caller: Caller, template: str, standing: Standing, team: str,
            **context: Any) -> HTMLResponse:  # fmt: skip
    pages: Pages = request.app.state.pages
    asked, own = request.query_params.get("team", ""), caller.user.named_teams
    counted = [name for one, name in own if team in ("", one)]
    return pages.answer(request, template, caller, team=team, teams=own, counted=counted, at=standing.at,
                        is_unknown_team=asked not in ("", standing_links.OWN, team),
                        is_underway=house.standing.is_underway, **context)  # fmt: skip


def _own(user: User, team: str) -> str:
    return team if team in user.teams else ""


def _heard_of(db: sa.Connection, user: User) -> list[str]:
    """The programmes in their own order; of a confidential one nobody hears but its own teams."""
    return [name for name in CASES if not PROGRAMMES[name].confidential or figures.is_of(db, name, user.teams)]


def _rows(db: sa.Connection, house: House, user: User, ids: list[str]) -> list[Any]:
    """As they are now, in the order kept; what was done since is left out."""
    found = {row.id: row for row in casefile.tasks_with(db, ids) if row.state in OPEN}
    return views.task_rows(db, user, [found[i] for i in ids if i in found], house.now(), house.policies)


def _oldest(db: sa.Connection, user: User, part: Standing) -> list[dict[str, Any]]:
    found = {row.id: row for row in casefile.cases_with(db, [one.case_id for one in part.first(part.oldest)])}
    name = views.Names(db, {row.responsible_id for row in found.values()})
    return [
        {"id": row.id, "url": f"/cases/{row.id}", "opened_at": row.opened_at,
         "days": days_since(row.opened_at, part.at), "stage_title": views.stage_title(row.programme, row.stage),
         "responsible_name": name(row.responsible_id)}
        for row in found.values() if row.closed_at is None and policy.may_see_case(user, row)
    ]  # fmt: skip
