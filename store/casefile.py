"""Reads of one case and of the caseload: plain SELECTs for pages and API."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from domain.calendar import at_local
from domain.programmes import PROGRAMMES
from domain.tasks import OPEN
from store.cases import CASE_NUMBER
from store.inbox import COUNTED, BadCursor
from store.tables import audit, cases, comments, rulings, stages, task_events, tasks, users
from store.users import User

Rows = list[sa.Row[Any]]
# Built once: building a statement takes longer than running it.
EVENTS_OF_TASK = (
    sa.select(task_events).where(task_events.c.task_id == sa.bindparam("task")).order_by(task_events.c.id)
)  # fmt: skip
COMMENTS = (
    sa.select(comments, users.c.display_name).join(users, users.c.id == comments.c.user_id)
    .where(comments.c.task_id == sa.bindparam("task")).order_by(comments.c.id)
)  # fmt: skip


def tasks_of(db: sa.Connection, case_id: str) -> Rows:
    return list(
        db.execute(sa.select(tasks).where(tasks.c.case_id == case_id).order_by(tasks.c.received_at, tasks.c.id))
    )


def visits(db: sa.Connection, case_id: str) -> Rows:
    return list(db.execute(sa.select(stages).where(stages.c.case_id == case_id).order_by(stages.c.visit)))


def rulings_of(db: sa.Connection, case_id: str) -> Rows:
    return list(db.execute(sa.select(rulings).where(rulings.c.case_id == case_id).order_by(rulings.c.at.desc())))


def events_of_case(db: sa.Connection, case_id: str) -> Rows:
    query = (
        sa.select(task_events, tasks.c.kind).outerjoin(tasks, tasks.c.id == task_events.c.task_id)
        .where(task_events.c.case_id == case_id).order_by(task_events.c.id)
    )  # fmt: skip
    return list(db.execute(query))


def actions_of_case(db: sa.Connection, case_id: str) -> Rows:
    """What people did to the case itself. Alarms stand among its events."""
    action = audit.c.action
    query = sa.select(audit).where(audit.c.case_id == case_id, action.like("case.%"), action.not_like("case.alarm.%"))
    query = query.order_by(audit.c.seq)
    return list(db.execute(query))


def events_of_task(db: sa.Connection, task_id: str) -> Rows:
    return list(db.execute(EVENTS_OF_TASK, {"task": task_id}))


def comments_of(db: sa.Connection, task_id: str) -> Rows:
    return list(db.execute(COMMENTS, {"task": task_id}))


@dataclass(frozen=True)
class CaseQuery:
    programme: str | None = None
    stage: str | None = None
    team: str | None = None
    responsible: str | None = None
    open: bool | None = None
    people: sa.Select[Any] | None = None
    case: str | None = None
    limit: int = 50
    cursor: str | None = None
    called: str | None = None
    """Part of what a case without a person is called."""
    suspended: bool = False
    opened_from: date | None = None
    opened_to: date | None = None
    """The last day, which counts too."""

    def about(self) -> list[sa.ColumnElement[bool]]:
        """The condition on whom or what the case is about."""
        parts: list[sa.ColumnElement[bool]] = [cases.c.person_id.in_(self.people)] if self.people is not None else []
        if self.called:
            parts += [sa.and_(cases.c.programme == one.name,
                              cases.c.facts[one.found_by].as_string().icontains(self.called, autoescape=True))
                      for one in PROGRAMMES.values() if one.found_by]  # fmt: skip
        return [sa.or_(*parts)] if parts else []

    def narrowed(self) -> list[sa.ColumnElement[bool]]:
        """What it leaves of the cases of somebody's teams."""
        wanted = ((cases.c.programme, self.programme), (cases.c.stage, self.stage), (cases.c.team_id, self.team),
                  (cases.c.responsible_id, self.responsible), (cases.c.id, self.case))  # fmt: skip
        where: list[sa.ColumnElement[bool]] = [column == value for column, value in wanted if value]
        if self.open is not None:
            where.append(cases.c.closed_at.is_(None) if self.open else cases.c.closed_at.is_not(None))
        if self.suspended:
            where.append(cases.c.suspended_at.is_not(None))
        if self.opened_from:
            where.append(cases.c.opened_at >= at_local(self.opened_from, time()))
        if self.opened_to:
            where.append(cases.c.opened_at < at_local(self.opened_to + timedelta(days=1), time()))
        return where + self.about()


def find_cases(db: sa.Connection, user: User, query: CaseQuery) -> tuple[Rows, str | None]:
    """Newest first; the cursor is the last case number shown."""
    where, some, order = query.narrowed(), query.limit + 1, cases.c.id.desc()
    if query.cursor:
        if not CASE_NUMBER.fullmatch(query.cursor):
            raise BadCursor
        where.append(cases.c.id < query.cursor)
    asked = sa.select(cases).where(_of_teams(user, query, where, some)).order_by(order).limit(some)
    rows = list(db.execute(asked))
    page = rows[: query.limit]
    return page, page[-1].id if len(rows) > query.limit else None


def length(db: sa.Connection, user: User, query: CaseQuery) -> int:
    """How many there are on all its pages; bounded: `COUNTED` means that many or more."""
    mine = [_seen(user), *query.narrowed()]
    found = sa.select(sa.literal(1)).select_from(cases).where(*mine).limit(COUNTED).subquery()
    return int(db.execute(sa.select(sa.func.count()).select_from(found)).scalar_one())


def _seen(user: User) -> sa.ColumnElement[bool]:
    """As `policy.sees` has it."""
    own, beyond = cases.c.team_id.in_(user.teams), sorted(user.beyond_teams)
    return sa.or_(own, cases.c.programme.in_(beyond)) if beyond else own


def _of_teams(user: User, query: CaseQuery, where: list[sa.ColumnElement[bool]], some: int) -> sa.ColumnElement[bool]:
    """Of each team its newest ones, along an index: of all teams at once every case of theirs would be sorted."""
    if query.case or query.about():
        return sa.and_(_seen(user), *where)
    each = [cases.c.team_id == team for team in sorted(user.teams)]
    beyond = [cases.c.programme == name for name in sorted(user.beyond_teams)]
    parts = (sa.select(cases.c.id).where(one, *where).order_by(cases.c.id.desc()).limit(some).subquery()
             for one in (*each, *beyond))  # fmt: skip
    firsts = [sa.select(part) for part in parts]
    return cases.c.id.in_(sa.union_all(*firsts)) if firsts else sa.false()


def open_tasks_by_case(db: sa.Connection, ids: list[str], now: datetime) -> dict[str, tuple[int, int]]:
    """Case id to (open tasks, overdue ones)."""
    late = sa.func.sum(sa.case((tasks.c.due_at < now, 1), else_=0))
    query = (
        sa.select(tasks.c.case_id, sa.func.count(), late).where(tasks.c.case_id.in_(ids), tasks.c.state.in_(OPEN))
        .group_by(tasks.c.case_id)
    )  # fmt: skip
    return {r[0]: (r[1], int(r[2] or 0)) for r in db.execute(query)}


def tasks_with(db: sa.Connection, ids: Sequence[str]) -> Rows:
    return list(db.execute(sa.select(tasks).where(tasks.c.id.in_(ids)))) if ids else []


def cases_with(db: sa.Connection, ids: Sequence[str]) -> Rows:
    """The oldest first."""
    query = sa.select(cases).where(cases.c.id.in_(ids)).order_by(cases.c.opened_at, cases.c.id)
    return list(db.execute(query)) if ids else []


def open_after(db: sa.Connection, teams: Collection[str], after: str, limit: int) -> list[str]:
    """The next open cases of these teams by their numbers."""
    where = (cases.c.team_id.in_(sorted(teams)), cases.c.closed_at.is_(None), cases.c.id > after)
    return list(db.execute(sa.select(cases.c.id).where(*where).order_by(cases.c.id).limit(limit)).scalars())
