"""Tasks for programs."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Header, Query, Request, Response

from domain.deadlines import Deadline
from domain.errors import BadInput, Refusal
from domain.programmes import kind_named
from domain.tasks import OPEN, Decision, Operation
from domain.text import Text
from store import casefile, cases, inbox, tasks
from store.tables import cases as cases_table
from web import actions, drafts, escalations, policy, steering, words
from web.access import BEARER, Caller, Worker
from web.actions import Args
from web.api import models as m
from web.find import search_query
from web.house import House, TheHouse
from web.once import once
from web.page import language

router = APIRouter(prefix="/api/v1/tasks", tags=["tasks"], responses=m.PROBLEMS,
                   dependencies=[Depends(BEARER)])  # fmt: skip
Sort = Literal["due", "-due", "received", "-received", "priority", "follow_up"]
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=100)]
IN_BULK = {o.value for o in policy.BY_PEOPLE} | {"comment", "priority", "deadline"}


def item(row: sa.Row[Any], lang: str, now: datetime) -> m.TaskItem:
    due, kind = Deadline.model_validate(row.due), kind_named(row.kind)
    return m.TaskItem(
        id=row.id, case_id=row.case_id, programme=row.programme, kind=row.kind, title=kind.title.in_(lang),
        state=row.state, role=row.role, team=row.team_id, assignee=row.assignee_id, priority=row.priority,
        received_at=row.received_at, follow_up_on=row.follow_up_on,
        due=m.Due(at=due.at, rule=due.rule, version=due.version, kind=due.kind, because=due.because.in_(lang)),
        overdue=row.state in OPEN and row.due_at < now, escalation_level=row.escalation_level, version=row.version,
        acting_for=row.acting_for, acknowledged_by=row.acknowledged_by,
    )  # fmt: skip


def detail(house: House, caller: Caller, task_id: str, lang: str, *, given_away: bool = False) -> m.TaskDetail:
    now = house.now()
    with house.store.read() as db:
        row = tasks.get(db, task_id) if given_away else actions.seen_task(db, caller.user, task_id)
        assert row is not None
        draft, events = tasks.draft(db, task_id), casefile.events_of_task(db, task_id)
        said, may = casefile.comments_of(db, task_id), actions.possible(db, caller.user, row)
    kind = kind_named(row.kind)
    return m.TaskDetail(
        **item(row, lang, now).model_dump(), why=kind.why.in_(lang), form=_schema(kind.decision),
        draft=draft.fields if draft else None, decision=row.decision,
        events=[m.Event(at=e.at, actor=e.actor_id, acting_for=e.details.get("for"),
                        what=words.event(e.what, e.details).in_(lang)) for e in events],
        comments=[m.Event(at=c.at, actor=c.user_id, what=c.text) for c in said],
        operations=[o.value for o in may],
    )  # fmt: skip


@cache
def _schema(decision: type[Decision]) -> dict[str, Any]:
    return decision.model_json_schema()


@router.get("")
def list_tasks(
    request: Request, house: TheHouse, caller: Worker, view: Literal["mine", "team", "all", "done"] = "mine",
    kind: str | None = None, programme: str | None = None, case: str | None = None, overdue: bool | None = None,
    q: Annotated[str | None, Query(max_length=200)] = None, sort: Sort = "due",
    limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: str | None = None,
) -> m.TaskList:  # fmt: skip
    found_cases = _cases_of(house, caller, q) if q and q.strip() else None
    query = inbox.Query(view=view, kind=kind, programme=programme, case=case, overdue=overdue, cases=found_cases,
                        sort=sort, limit=limit, cursor=cursor)  # fmt: skip
    now, lang = house.now(), language(request)
    with house.store.read() as db:
        found = inbox.find(db, caller.user, query, now)
        counts = inbox.counts(db, caller.user, now)
    return m.TaskList(items=[item(r, lang, now) for r in found.rows], next=found.next, counts=m.Counts(**counts))


def _cases_of(house: House, caller: Caller, q: str) -> sa.Select[Any]:
    wanted = search_query(house, caller.user, q, in_url=True)
    query = sa.select(cases_table.c.id)
    return query.where(*(wanted.about() or [cases_table.c.id == wanted.case]))


@router.post("/next", responses={204: {"description": "nothing to take"}}, response_model=m.TaskDetail)
def next_task(request: Request, house: TheHouse, caller: Worker, key: Key = None) -> Any:
    def act() -> str:
        task = actions.take_next(house, caller.user)
        return task.id if task else ""

    task_id = once(house, caller.user, request.url.path, key, act)
    return detail(house, caller, task_id, language(request)) if task_id else Response(status_code=204)


@router.post("/bulk")
def bulk(request: Request, house: TheHouse, caller: Worker, body: m.BulkIn, key: Key = None) -> m.BulkOut:
    """Each row by itself, in the order given; foreign ids are answered like unknown ones."""
    if body.operation not in IN_BULK:
        raise BadInput("unknown_operation", Text(da="Ukendt handling.", en="Unknown operation."))
    args = body.args.model_copy(update={"reason": body.reason or body.args.reason})

    def act() -> str:
        results = [_one(house, caller, task_id, body.operation, args) for task_id in body.ids]
        return m.BulkOut(results=results).model_dump_json()

    made = once(house, caller.user, request.url.path, key, act, body.model_dump(), repeats=body.operation != "comment")
    return m.BulkOut.model_validate_json(made)


def _one(house: House, caller: Caller, task_id: str, operation: str, args: m.Operate) -> m.BulkOne:
    try:
        _operate(house, caller, task_id, operation, args)
    except Refusal as refusal:
        return m.BulkOne(id=task_id, ok=False, code=refusal.code)
    return m.BulkOne(id=task_id, ok=True, code=None)


@router.get("/{task_id}")
def get_task(request: Request, house: TheHouse, caller: Worker, task_id: str) -> m.TaskDetail:
    found = detail(house, caller, task_id, language(request))
    with house.store.read() as db:
        case = cases.get(db, found.case_id)
    if case is not None and case.person_id:
        actions.look_up(house, caller.user, "view.task", f"task {found.kind}", (case.person_id, found.case_id))
    return found


@router.post("/{task_id}/{operation}")
def operate(request: Request, house: TheHouse, caller: Worker, task_id: str, operation: str,
            body: m.Operate | None = None, key: Key = None) -> m.TaskDetail:  # fmt: skip
    def act() -> str:
        return _operate(house, caller, task_id, operation, body or m.Operate())

    changed = once(house, caller.user, request.url.path, key, act, body.model_dump() if body else None)
    return detail(house, caller, changed, language(request), given_away=operation == "forward")


def _operate(house: House, caller: Caller, task_id: str, operation: str, body: m.Operate) -> str:
    """The id of the task that answers: the same one, or the new one of a task that was reopened."""
    if operation == "comment":
        actions.comment(house, caller.user, task_id, body.text)
    elif operation == "draft":
        typed = body.draft if body.draft is not None else body.decision
        if typed is None:
            raise BadInput("draft_missing", Text(da="Send kladden som »draft«.", en='Send the draft as "draft".'))
        drafts.save_draft(house, caller.user, task_id, typed)
    elif operation == "acknowledge":
        escalations.acknowledge(house, caller.user, task_id, body.reason, body.person)
    elif operation == "deadline":
        steering.move_deadline(house, caller.user, task_id, body.until, body.reason)
    elif operation == "priority":
        steering.prioritise(house, caller.user, task_id, body.priority, body.reason, body.version)
    elif operation in {o.value for o in policy.BY_PEOPLE}:
        args = Args(body.version, body.decision, body.person, body.team, body.until, reason=body.reason)
        return str(actions.operate(house, caller.user, task_id, Operation(operation), args).id)
    else:
        raise policy.NotFound
    return task_id
