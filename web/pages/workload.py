"""Who has how much, and sharing out the work of a team."""

from __future__ import annotations

from collections.abc import Mapping

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.calendar import local_date
from domain.errors import BadInput
from domain.programmes import kind_named
from domain.roles import Role
from domain.sharing_out import MOST
from domain.text import Text
from store import substitutions, users
from store import workload as store
from store.users import User
from web import bulk, policy, standing_links, views, workload
from web.access import Caller, Supervisor, fields
from web.actions import needs_reason
from web.house import House, TheHouse
from web.once import once
from web.page import Pages
from web.pages.tasks import key_of

router = APIRouter(include_in_schema=False)
PICKED = "move-"
"""Field of a move that was ticked: the rest of its name is the task, its value to whom and as of which version."""


@router.get("/workload")
def workload_page(request: Request, house: TheHouse, caller: Supervisor, team: str = "") -> HTMLResponse:
    user, standing = caller.user, house.standing.get()
    team, mine = team if team in user.teams else "", standing_links.teams(user, team)
    part = standing.part(mine)
    with house.store.read() as db:
        away, names = substitutions.away(db, local_date(house.now())), dict(users.colleagues(db, mine))
        names |= users.display_names(db, {one for _, one in part.held if one} - set(names))
    teams = user.named_teams
    led = user.teams_as(Role.supervisor)
    queues = workload.queue_rows(part, [one for one in teams if one[0] in mine])
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "workload.html", caller, team=team, teams=teams, at=standing.at, queues=queues, led=led,
        is_underway=house.standing.is_underway, people=workload.people_rows(part, names, away, team),
        soon=workload.SOON,
    )  # fmt: skip


@router.get("/workload/{team}/share")
def share_page(request: Request, house: TheHouse, caller: Supervisor, team: str) -> HTMLResponse:
    return _preview(request, house, caller, team)


def _led(user: User, team: str) -> str:
    """The name of a team that this person leads."""
    if not user.has(Role.supervisor, team):
        raise policy.NotFound
    return user.team_names[team]


def _preview(request: Request, house: House, caller: Caller, team: str, status: int = 200, *, reason: str = "",
             picked: Mapping[str, str] | None = None, error: Text | None = None) -> HTMLResponse:  # fmt: skip
    """What is proposed now; after a refusal with what was ticked and typed."""
    name = _led(caller.user, team)
    moves, rows = workload.proposal(house, team)
    with house.store.read() as db:
        names = views.Names(db, {one for move in moves for one in (move.holder, move.to)})
    shown = []
    for move in moves:
        task, field = rows[move.task_id], PICKED + move.task_id
        shown.append({
            "field": field, "value": f"{move.to}.{task.version}", "title": kind_named(task.kind).title,
            "ticked": picked is None or field in picked, "url": f"/tasks/{task.id}", "case_id": task.case_id,
            "due_at": task.due_at, "because": move.because, "from": names(move.holder), "to": names(move.to),
            "badge": views.due_badge(task.due_at, house.now(), house.policies),
        })  # fmt: skip
    pages: Pages = request.app.state.pages
    return pages.answer(request, "share.html", caller, status, team=team, name=name, moves=shown, most=MOST,
                        considered=store.CONSIDERED, reason=reason, error=error)  # fmt: skip


@router.post("/workload/{team}/share")
async def share(request: Request, house: TheHouse, caller: Supervisor, team: str) -> Response:
    form = await fields(request)
    return await to_thread.run_sync(_share, request, house, caller, team, form)


def _share(request: Request, house: House, caller: Caller, team: str, form: dict[str, str]) -> Response:
    """Row by row: the page of results says what was given, what was not and why, and takes it back."""
    _led(caller.user, team)
    reason = form.get("reason", "")
    picked = {field: value for field, value in form.items() if field.startswith(PICKED)}
    try:
        moves = [_read(field, value) for field, value in picked.items()]
        needs_reason(reason)
        if not moves:
            raise BadInput("nothing_picked", Text(da="Vælg mindst én opgave.", en="Choose one task at least."))
    except BadInput as refusal:
        return _preview(request, house, caller, team, refusal.status, reason=reason, picked=picked, error=refusal.text)

    def act() -> str:
        return bulk.share(house, caller.user, moves, reason.strip())

    made = once(house, caller.user, request.url.path, key_of(form), act, sent=sorted(picked.items()), repeats=True)
    return RedirectResponse(f"/tasks/bulk/{made}", 303)


def _read(field: str, value: str) -> tuple[str, str, int]:
    to, _, version = value.rpartition(".")
    if not to or not version.isdecimal() or len(version) > 9:
        raise BadInput("bad_move", Text(da="Siden er for gammel. Genindlæs den.", en="The page is too old. Reload it."))
    return field.removeprefix(PICKED), to, int(version)
