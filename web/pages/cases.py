"""The case, the list of cases, search."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.calendar import local_date
from domain.deadlines import Deadline
from domain.programmes import PROGRAMMES, Asked, kind_named
from domain.roles import Role
from domain.tasks import FINAL
from domain.text import Text
from store import casefile, places, users
from store.dossier import Dossier
from store.users import User
from web import (
    actions,
    area_map,
    belonging,
    case_actions,
    case_people,
    cases_named,
    citizen,
    consents,
    effort_actions,
    evidence,
    history,
    letters,
    newcomers,
    policy,
    reaching,
    standing_links,
    suspension,
    task_view,
    views,
    words,
)
from web.access import Caller, Staff, Supervisor, fields
from web.find import case_of_number, keep, kept_words, refuse_cpr_in_address, search_query
from web.house import House, TheHouse
from web.offers import offers_of, providers
from web.once import once
from web.page import Pages, bounded
from web.pages.tasks import key_of, read_date
from web.read_back import read_back
from workflows.map import process_map
from workflows.registry import CASES

router = APIRouter(include_in_schema=False)
KEPT = ("programme", "stage", "open", "q", "team", "suspended", "opened_from", "opened_to")
OpenedOn = Annotated[date | None, Query(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
NOBODY = Text(da="Ingen sager passer til filteret.", en="No case matches the filter.")
NOT_FOUND = Text(da="Ingen sager passer til søgningen.", en="No case matches the search.")


@router.get("/cases")
def cases_page(
    request: Request, house: TheHouse, caller: Staff, programme: str = "", stage: str = "", open: str = "",  # noqa: A002
    q: str = "", cursor: str = "", team: str = "", suspended: str = "", opened_from: OpenedOn = None,
    opened_to: OpenedOn = None,
) -> HTMLResponse:  # fmt: skip
    refuse_cpr_in_address(house, q)
    query = casefile.CaseQuery(programme=programme or None, stage=stage or None, cursor=cursor or None,
                               open={"1": True, "0": False}.get(open), case=q.strip().upper() or None,
                               team=team or None, suspended=suspended == "1", opened_from=opened_from,
                               opened_to=opened_to)  # fmt: skip
    kept = {"programme": programme, "stage": stage, "open": open, "q": q, "team": team, "suspended": suspended,
            "opened_from": str(opened_from or ""), "opened_to": str(opened_to or "")}  # fmt: skip
    return _list(request, house, caller, query, kept, NOBODY)


def _list(request: Request, house: House, caller: Caller, query: casefile.CaseQuery, kept: dict[str, str],
          empty: Text, *, named: bool = False) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        found, more = casefile.find_cases(db, caller.user, query)
        length = casefile.length(db, caller.user, query) if more or query.cursor else len(found)
        counts = casefile.open_tasks_by_case(db, [c.id for c in found], house.now())
        name = views.Names(db, {c.responsible_id for c in found})
        ids = {c.id for c in found if named or not c.person_id}
        people_names = views.names_of_cases(db, house.store, ids)
        rows = [_row(c, counts.get(c.id, (0, 0)), name, people_names) for c in found]
        ways = newcomers.ways(db, caller.user)
    if named:
        seen = [(case.person_id or case.id, case.id) for case in found]
        actions.look_up(house, caller.user, "search.hit", "search", *seen)
    stages = [(n.stage, n.says) for c in CASES.values() for n in process_map(c)]
    following = "/cases?" + urlencode({k: v for k, v in {**kept, "cursor": more}.items() if v})
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "cases.html", caller, rows=rows, filters=kept, shown=len(rows), stages=stages,
        tags=standing_links.tags("/cases", kept, caller.user), by_link=standing_links.BY_LINK, sort_urls={},
        total=bounded(length), programmes=[(p.name, p.title) for p in PROGRAMMES.values()],
        next_url=following if more and not named else None, prev_url="/cases" if query.cursor else None,
        empty_reason=empty, ways=ways,
    )  # fmt: skip


def _row(case: Any, counts: tuple[int, int], name: views.Names, people_names: dict[str, str]) -> dict[str, Any]:
    stage = views.stage_title(case.programme, case.outcome or case.stage)
    return {
        "id": case.id, "url": f"/cases/{case.id}", "programme_title": PROGRAMMES[case.programme].title,
        "person_name": people_names.get(case.id), "stage_title": stage, "stage_since": case.stage_since,
        "responsible_name": name(case.responsible_id), "opened_at": case.opened_at,
        "closed_at": case.closed_at, "open_tasks": counts[0], "overdue": counts[1],
    }  # fmt: skip


@router.post("/search")
async def search(request: Request, house: TheHouse, caller: Staff) -> Response:
    """By case number, which opens the case, or by name, CPR or employer; never in a URL, always in the look-up log."""
    q = (await fields(request)).get("q", "")[:200]
    return await to_thread.run_sync(_search, request, house, caller, q)


def _search(request: Request, house: House, caller: Caller, q: str) -> Response:
    if (case_id := case_of_number(house, caller.user, q)) is not None:
        return RedirectResponse(f"/cases/{case_id}", 303)
    if (kept := keep(house, caller, q)) is not None:
        return RedirectResponse(kept, 303)
    return _found(request, house, caller, q)


@router.get("/search/{search_id}")
def searched(request: Request, house: TheHouse, caller: Staff, search_id: str) -> Response:
    """The same search once more: the back button and a reload ask nothing."""
    q = kept_words(house, caller, search_id)
    return RedirectResponse("/cases", 303) if q is None else _found(request, house, caller, q)


def _found(request: Request, house: House, caller: Caller, q: str) -> HTMLResponse:
    query = search_query(house, caller.user, q)
    return _list(request, house, caller, query, dict.fromkeys(KEPT, ""), NOT_FOUND,
                 named=policy.may_read_identity(caller.user))  # fmt: skip


@router.get("/cases/{case_id}")
def case_page(request: Request, house: TheHouse, caller: Staff, case_id: str) -> HTMLResponse:
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
    if case.person_id:
        actions.look_up(house, caller.user, "view.case", "case page", (case.person_id, case_id))
    now = house.now()
    with house.store.read() as db:
        owned = casefile.tasks_of(db, case_id)
        name = views.Names(db, {case.responsible_id, *(one for t in owned for one in (t.decided_by, t.acting_for))})
        offers, decided = offers_of(db, PROGRAMMES[case.programme], case.parent_id), [t for t in owned if t.decision]
        answers = ((kind_named(t.kind).decision, t.decision) for t in decided)
        listed = cases_named.with_named(db, caller.user, answers, providers(db))
        read = read_back(db, case, listed)
        context: dict[str, Any] = {
            "case": _case(case, name, views.team_name(db, case.team_id)),
            "misses": suspension.misses(db, case, owned, house.policies),
            "person": views.subject_view(db, house.store, caller.user, case),
            "about_person": PROGRAMMES[case.programme].about_person,
            "reaching": reaching.shown(db, house.store, caller.user, case),
            "waiting_for": views.waiting_for(db, case, owned), "map": views.case_map(db, case),
            "timeline": history.folded(history.timeline(db, caller.user, case)),
            "facts": evidence.facts_shown(db, case, offers),
            "afterwards": PROGRAMMES[case.programme].afterwards(Dossier(db, case)),
            "deadlines": _deadlines(owned), "tasks": views.task_rows(db, caller.user, owned, now, house.policies),
            "decisions": [_decided(t, views.task_url(db, caller.user, t), name, read(t)) for t in decided],
            "rulings": _rulings(casefile.rulings_of(db, case_id)),
            "letters": letters.rows(db, caller.user, case), "sends_letters": bool(PROGRAMMES[case.programme].letters),
            "parties": case_people.rows(db, house, caller.user, case),
            **citizen.post(db, house, caller.user, case),
            **consents.sharing_of(db, house, caller.user, case),
            "may_keep_people": case.closed_at is None and policy.may_keep_people(caller.user, case),
            "may_correct": case.closed_at is None and policy.may_correct(caller.user, case),
            "like_url": newcomers.like_url(caller.user, case),
            "areas": area_map.shown(db, caller.user, case, local_date(now), house.policies),
            "links": views.case_links(caller.user, case), "moves": effort_actions.moves(caller.user, case),
            "attendance_url": f"/cases/{case_id}/attendance" if places.lines(db, places.of_case(case_id)) else None,
            "engine_url": engine_url(house, caller.user, case_id),
            "documents": views.documents(caller.user, case),
            "opens": belonging.ways_to_open(db, caller.user, case, Asked(local_date(now), house.policies)),
            **belonging.above_and_below(db, caller.user, case),
            "actions": _actions(caller, db, case), "teams": [],
            "people": users.colleagues(db, [case.team_id], policy.STAFF),
        }  # fmt: skip
    pages: Pages = request.app.state.pages
    return pages.answer(request, "case.html", caller, **context)


def engine_url(house: House, user: User, case_id: str) -> str | None:
    """The case in Temporal's own pages."""
    if not house.engine_ui or not policy.may_see_engine(user):
        return None
    return f"{house.engine_ui.rstrip('/')}/namespaces/{house.courier.client.namespace}/workflows/{quote(case_id)}"


def _decided(task: Any, url: str | None, name: views.Names, answers: list[dict[str, Any]]) -> dict[str, Any]:
    kind = kind_named(task.kind)
    by = name.both(task.decided_by, task.acting_for)
    return {"what": kind.title, "at": task.completed_at, "by": by, "url": url, "answers": answers}


def _case(case: Any, name: views.Names, team: str) -> dict[str, Any]:
    return {
        "id": case.id, "programme_title": PROGRAMMES[case.programme].title,
        "stage_title": views.stage_title(case.programme, case.outcome or case.stage), "stage_since": case.stage_since,
        "opened_at": case.opened_at, "closed_at": case.closed_at,
        "outcome_title": views.stage_title(case.programme, case.outcome) if case.outcome else None,
        "responsible_name": name(case.responsible_id), "team_name": team, "suspended": case.suspended_at is not None,
        "suspended_until": case.suspended_until,
    }  # fmt: skip


def _deadlines(owned: list[Any]) -> list[dict[str, Any]]:
    found = [(t, Deadline.model_validate(t.due)) for t in owned if t.state not in FINAL]
    return [{"what": kind_named(t.kind).title, "at": d.at, "because": d.because, "rule": d.rule, "version": d.version}
            for t, d in found]  # fmt: skip


def _rulings(rows: list[Any]) -> list[dict[str, Any]]:
    """Those that people are to see; one that only says the same again is left out."""
    shown = {str(r.ruling["because"]) + str(r.ruling["requirements"]): r for r in rows if "requirements" in r.ruling}
    return [_ruling(r) for r in shown.values()]


def _ruling(row: Any) -> dict[str, Any]:
    requirements = [{"met": r["met"], "because": Text.model_validate(r["because"])} for r in row.ruling["requirements"]]
    return {"at": row.at, "because": Text.model_validate(row.ruling["because"]), "requirements": requirements}


def _actions(caller: Caller, db: Any, case: Any) -> list[dict[str, Any]]:
    if case.closed_at is not None or not caller.user.has(Role.supervisor, case.team_id):
        return []
    wanted = ["resume" if case.suspended_at else "suspend", "close", "reassign"]
    asks = {"suspend": {"reason", "date"}, "reassign": {"reason", "person"}}
    waits = [policy.CannotWait().text] if case_actions.cannot_wait(case) else []
    shut = {"close": case_actions.left_undone(db, case), "suspend": waits}
    return [task_view.as_button(name, words.CASE_ACTIONS[name], asks.get(name, {"reason"}), shut=shut.get(name, ()))
            for name in wanted]  # fmt: skip


@router.post("/cases/{case_id}/{what}")
async def change_case(request: Request, house: TheHouse, caller: Supervisor, case_id: str, what: str) -> Response:
    form = await fields(request)
    reason, until = form.get("reason", ""), read_date(form.get("date", ""))

    def act() -> str:
        if what == "reassign":
            case_actions.reassign_case(house, caller.user, case_id, form.get("person", ""), reason)
        elif what in case_actions.CASE_SIGNALS:
            case_actions.change_case(house, caller.user, case_id, what, reason, until)
        else:
            raise policy.NotFound
        return case_id

    await to_thread.run_sync(once, house, caller.user, request.url.path, key_of(form), act)
    return RedirectResponse(f"/cases/{case_id}?notice=done", 303)
