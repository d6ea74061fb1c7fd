"""Cases for programs."""

from __future__ import annotations

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request

from domain.text import Text
from store import casefile, cases, letters
from store.people import Identity
from store.tables import lookups
from web import actions, case_actions, effort_actions, history, newcomers, policy, referrals, views
from web.access import BEARER, Caller, Looker, Partner, Registrar, Worker
from web.api import models as m
from web.api.post import letter_item
from web.api.tasks import Key, item
from web.find import search_query
from web.house import House, TheHouse
from web.looked_up import about
from web.once import once
from web.page import language

router = APIRouter(prefix="/api/v1", tags=["cases"], responses=m.PROBLEMS,
                   dependencies=[Depends(BEARER)])  # fmt: skip


def case_item(case: sa.Row[Any]) -> dict[str, Any]:
    return {
        "id": case.id, "programme": case.programme, "stage": case.stage, "stage_since": case.stage_since,
        "opened_at": case.opened_at, "closed_at": case.closed_at, "outcome": case.outcome,
        "responsible": case.responsible_id, "team": case.team_id, "suspended": case.suspended_at is not None,
    }  # fmt: skip


def case_detail(house: House, caller: Caller, case_id: str, lang: str) -> m.CaseDetail:
    now = house.now()
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
        owned = casefile.tasks_of(db, case_id)
        waiting = views.waiting_for(db, case, owned)
        steps, line = views.case_map(db, case), history.timeline(db, caller.user, case)
        below, sent = cases.below(db, case_id), letters.of_case(db, case_id)
    return m.CaseDetail(
        **case_item(case), parent=case.parent_id,
        below=[m.Below(id=c.id, programme=c.programme, stage=c.stage, outcome=c.outcome) for c in below],
        waiting_for=[m.Waiting.model_validate(_said(w, lang)) for w in waiting],
        tasks=[item(t, lang, now) for t in owned], letters=[letter_item(one) for one in sent],
        map=[m.Step.model_validate(_said(s, lang)) for s in steps],
        timeline=[m.Event.model_validate(_said(e, lang)) for e in line],
    )


def _said(view: dict[str, Any], lang: str) -> dict[str, Any]:
    return {k: v.in_(lang) if isinstance(v, Text) else v for k, v in view.items()}


@router.post("/cases", status_code=201)
def open_case(request: Request, house: TheHouse, caller: Registrar, body: m.CaseIn, key: Key = None) -> m.CaseId:
    p = body.person
    who = Identity(p.cpr, p.name, p.address, p.protected_address, p.language, p.phone) if p else None

    def act() -> str:
        return newcomers.open_case(house, caller.user, body.programme, who, body.facts, body.reference, key)

    return m.CaseId(id=once(house, caller.user, request.url.path, key, act, body.model_dump(), repeats=True))


@router.get("/cases")
def list_cases(
    house: TheHouse, caller: Worker, programme: str | None = None, stage: str | None = None,
    team: str | None = None, responsible: str | None = None, q: Annotated[str | None, Query(max_length=200)] = None,
    open: bool | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: str | None = None,  # noqa: A002
) -> m.CaseList:  # fmt: skip
    wanted = search_query(house, caller.user, q, in_url=True) if q and q.strip() else casefile.CaseQuery()
    query = casefile.CaseQuery(programme, stage, team, responsible, open, wanted.people, wanted.case, limit, cursor,
                               wanted.called)
    with house.store.read() as db:
        found, more = casefile.find_cases(db, caller.user, query)
    return m.CaseList(items=[m.CaseItem(**case_item(c)) for c in found], next=more)


@router.get("/referrals")
def list_referrals(request: Request, house: TheHouse, caller: Partner,
                   limit: Annotated[int, Query(ge=1, le=200)] = 200, cursor: str = "") -> m.ReferralList:  # fmt: skip
    """What the caller's teams have referred, and what a consent shares of each today."""
    lang = language(request)
    with house.store.read() as db:
        rows, seen = referrals.shown(db, house, caller.user)
    first = next((n + 1 for n, row in enumerate(rows) if row["id"] == cursor), 0)
    found, more = rows[first : first + limit], len(rows) > first + limit
    actions.look_up(house, caller.user, "view.referral", "api", *seen)
    return m.ReferralList(items=[m.ReferralItem.model_validate(_said(row, lang)) for row in found],
                          next=found[-1]["id"] if more else None)  # fmt: skip


@router.get("/cases/{case_id}")
def get_case(request: Request, house: TheHouse, caller: Worker, case_id: str) -> m.CaseDetail:
    found = case_detail(house, caller, case_id, language(request))
    with house.store.read() as db:
        case = cases.get(db, case_id)
    if case is not None and case.person_id:
        actions.look_up(house, caller.user, "view.case", "api", (case.person_id, case_id))
    return found


@router.post("/cases/{case_id}/open/{programme}", status_code=201)
def open_under(request: Request, house: TheHouse, caller: Worker, case_id: str, programme: str, body: m.CaseUnder,
               key: Key = None) -> m.CaseUnderId:  # fmt: skip
    """A case that belongs to this one: a complaint, a request for access to the file. Numbers run on through the year,
    so that whoever may not see the case is not told its number: it would tell how many there are."""

    def act() -> str:
        return case_actions.open_under(house, caller.user, case_id, programme, body.facts, key, body.reason)

    opened = once(house, caller.user, request.url.path, key, act, body.model_dump(), repeats=True)
    with house.store.read() as db:
        case = cases.get(db, opened)
    seen = case is not None and policy.may_see_case(caller.user, case)
    return m.CaseUnderId(id=opened if seen else None)


@router.post("/cases/{case_id}/{change}")
def change_case(request: Request, house: TheHouse, caller: Worker, case_id: str, change: str,
                body: m.CaseChange, key: Key = None) -> m.CaseDetail:  # fmt: skip
    def act() -> str:
        if change == "reassign":
            case_actions.reassign_case(house, caller.user, case_id, body.responsible or "", body.reason)
        elif change == "correct":
            case_actions.correct_case(house, caller.user, case_id, body.facts, body.reason)
        elif change == "move":
            effort_actions.move(house, caller.user, case_id, body.to or "", body.reason)
        elif change in case_actions.CASE_SIGNALS:
            case_actions.change_case(house, caller.user, case_id, change, body.reason, body.until)
        else:
            raise policy.NotFound
        return case_id

    once(house, caller.user, request.url.path, key, act, body.model_dump())
    return case_detail(house, caller, case_id, language(request))


@router.get("/people/{person_id}/lookups")
def person_lookups(
    house: TheHouse, caller: Looker, person_id: str, limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
) -> m.LookupList:  # fmt: skip
    """Who looked, when and why: a citizen may ask. Of a confidential case its own team alone answers."""
    with house.store.read() as db:
        if not policy.may_see_lookups_of(db, caller.user, person_id):
            raise policy.NotFound
        mine = sa.and_(lookups.c.subject == person_id, ~policy.is_hidden_from(caller.user))
        query = sa.select(lookups).where(mine).order_by(lookups.c.seq.desc())
        rows = list(db.execute((query.where(lookups.c.seq < cursor) if cursor else query).limit(limit + 1)))
    items = [m.Lookup(at=r.at, who=r.actor_id, what=r.action, **about(r, hidden=False)._asdict())
             for r in rows[:limit]]  # fmt: skip
    return m.LookupList(items=items, next=str(rows[limit - 1].seq) if len(rows) > limit else None)
