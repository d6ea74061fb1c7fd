"""Reads of the inbox: keyset pages and bounded counts, each along an index."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

import sqlalchemy as sa

from domain.calendar import at_local, local_date
from domain.errors import BadInput
from domain.roles import Role
from domain.substitution import Cover
from domain.tasks import OPEN
from domain.text import Text
from store.tables import cases, tasks
from store.users import User, teams_of

View = Literal["mine", "team", "all", "done"]
Conditions = list[sa.ColumnElement[bool]]
COUNTED = 1000
SORTS: dict[str, tuple[sa.Column[Any], bool]] = {
    "due": (tasks.c.due_at, False),
    "-due": (tasks.c.due_at, True),
    "received": (tasks.c.received_at, False),
    "-received": (tasks.c.received_at, True),
    "priority": (tasks.c.priority, True),
    "follow_up": (tasks.c.follow_up_on, False),
    "completed": (tasks.c.completed_at, True),
}
"""Sort name to (column, descending). Ties go by id, in the same direction."""
LAST_DAY = date(9999, 12, 31)
NOBODY = "nobody"
SHOWN = [column for column in tasks.c if column not in (tasks.c.data, tasks.c.decision)]
"""What a list shows; the rest is long."""
IS_OPEN = tasks.c.state.in_([sa.literal_column(f"'{s.value}'") for s in OPEN])
IS_READY = tasks.c.state == sa.literal_column("'ready'")
IS_ESCALATED: sa.ColumnElement[bool] = sa.literal_column("tasks.escalation_level > 0", sa.Boolean)
"""All three written out, so that the partial indexes serve them."""
CONSIDERED = 50
"""Tasks of one role in one team among which the next one is sought: not all may be this person's to take."""


class BadCursor(BadInput):
    def __init__(self) -> None:
        super().__init__("bad_cursor", Text(da="Ugyldig sidehenvisning.", en="Invalid page cursor."))


@dataclass(frozen=True)
class Query:
    view: View = "mine"
    kind: str | None = None
    programme: str | None = None
    stage: str | None = None
    """That their case is in now."""
    case: str | None = None
    overdue: bool | None = None
    """False: only those that are not."""
    escalated: bool = False
    """Only those that have escalated and that nobody takes care of."""
    due: tuple[datetime | None, datetime | None] = (None, None)
    """Due from, and before."""
    states: tuple[str, ...] = ()
    """Only those in one of these states; none named: any."""
    assignee: str | None = None
    """A person's id, or NOBODY."""
    teams: frozenset[str] | None = None
    priority: int = 0
    """Of this priority at least."""
    cases: sa.Select[Any] | None = None
    """Only tasks of the cases that this query finds."""
    sort: str = "due"
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True)
class Listing:
    rows: list[sa.Row[Any]]
    next: str | None


def find(db: sa.Connection, user: User, query: Query, now: datetime) -> Listing:
    """One page. The order is total, so that no row is shown twice or skipped when others move."""
    column, descending = _order(query)
    ordered = sa.func.coalesce(column, LAST_DAY) if column is tasks.c.follow_up_on else column
    shared, direction = _filters(query, now), sa.desc if descending else sa.asc
    if query.cursor:
        key, last_id = _read_cursor(query.cursor, query.sort)
        after = sa.tuple_(ordered, tasks.c.id)
        mark = sa.tuple_(sa.literal(_typed(key, column), column.type), sa.literal(last_id))
        shared.append(after < mark if descending else after > mark)
    order, some = (direction(ordered), direction(tasks.c.id)), query.limit + 1
    parts = [sa.and_(*part, *shared) for part in _parts(user, query.view)]
    where = parts[0] if len(parts) == 1 else _in_the_first_of_each(parts, order, some)
    asked = sa.select(*SHOWN, ordered.label("sort_key")).where(where).order_by(*order).limit(some)
    rows: list[Any] = list(db.execute(asked))
    more = len(rows) > query.limit
    page = rows[: query.limit]
    return Listing(page, _cursor(query.sort, page[-1].sort_key, page[-1].id) if more else None)


def length(db: sa.Connection, user: User, query: Query, now: datetime) -> int:
    """How many there are on all its pages; bounded as `counts` is."""
    shared = _filters(query, now)
    each = (sa.select(sa.literal(1).label("one")).select_from(tasks).where(*part, *shared).limit(COUNTED).subquery()
            for part in _parts(user, query.view))  # fmt: skip
    found = sa.union_all(*(sa.select(part) for part in each)).limit(COUNTED).subquery()
    return int(db.execute(sa.select(sa.func.count()).select_from(found)).scalar_one())


def after(db: sa.Connection, user: User, query: Query, task: sa.Row[Any], now: datetime) -> str | None:
    """The task that follows this one in the list, be it still there or not; the first where none follows."""
    column, _ = _order(query)
    key = task._mapping[column.name]
    key = LAST_DAY if key is None and column is tasks.c.follow_up_on else key
    marks = [_cursor(query.sort, key, task.id)] if key is not None else []
    for mark in (*marks, None):
        found = find(db, user, replace(query, cursor=mark, limit=2), now).rows
        if other := next((row.id for row in found if row.id != task.id), None):
            return str(other)
    return None


def _order(query: Query) -> tuple[sa.Column[Any], bool]:
    sort = "completed" if query.view == "done" and query.sort == "due" else query.sort
    if sort not in SORTS:
        raise BadInput("unknown_sort", Text(da="Ukendt sortering.", en="Unknown sort order."))
    return SORTS[sort]


def _in_the_first_of_each(parts: Conditions, order: tuple[Any, ...], some: int) -> sa.ColumnElement[bool]:
    firsts = (sa.select(tasks.c.id).where(part).order_by(*order).limit(some).subquery() for part in parts)
    return tasks.c.id.in_(sa.union_all(*(sa.select(first) for first in firsts)))


def counts(db: sa.Connection, user: User, now: datetime) -> dict[str, int]:
    """Bounded: 1,000 means "1,000 or more". One round trip."""
    midnight = at_local(local_date(now) + timedelta(days=1), datetime.min.time())
    asked = _counting(user.memberships, user.covers)
    return dict(db.execute(asked, {"me": user.id, "now": now, "midnight": midnight}).mappings().one())


@lru_cache(maxsize=1000)
def _counting(memberships: frozenset[tuple[str, Role]], covers: tuple[Cover, ...]) -> sa.Select[Any]:
    """The counters of everybody who holds and covers this: building the statement takes longer than running it."""
    now, midnight = (sa.bindparam(name, type_=tasks.c.due_at.type) for name in ("now", "midnight"))
    mine = sa.or_(*(sa.and_(*part) for part in _mine_parts(sa.bindparam("me"), memberships, covers)))
    parts = {
        "mine": [mine],
        "on_hold": [mine, tasks.c.state == "suspended"],
        "team": _claimable(memberships),
        "overdue": [_open_in(memberships), tasks.c.due_at < now],
        "due_today": [_open_in(memberships), tasks.c.due_at >= now, tasks.c.due_at < midnight],
    }
    columns = []
    for name, where in parts.items():
        bounded = sa.select(sa.literal(1)).select_from(tasks).where(*where).limit(COUNTED).subquery()
        columns.append(sa.select(sa.func.count()).select_from(bounded).scalar_subquery().label(name))
    return sa.select(*columns)


def _open_in(memberships: Collection[tuple[str, Role]]) -> sa.ColumnElement[bool]:
    return sa.and_(tasks.c.team_id.in_(sorted(teams_of(memberships))), IS_OPEN)


def next_task(db: sa.Connection, user: User) -> sa.Row[Any] | None:
    """The most urgent one that this person may take."""
    urgent, parts = (tasks.c.priority.desc(), tasks.c.due_at, tasks.c.id), _claimable_parts(user.memberships)
    if not parts:
        return None
    first = _in_the_first_of_each([sa.and_(*part) for part in parts], urgent, CONSIDERED)
    query = sa.select(tasks).where(first).order_by(*urgent)
    return next((r for r in db.execute(query) if user.id not in r.excluded), None)


def done_for(db: sa.Connection, user_id: str, limit: int) -> list[sa.Row[Any]]:
    """What others have completed in this person's place, the newest first."""
    query = sa.select(*SHOWN).where(tasks.c.acting_for == user_id, tasks.c.acting_for.is_not(None))
    return list(db.execute(query.order_by(tasks.c.completed_at.desc(), tasks.c.id.desc()).limit(limit)))


def _mine(user_id: Any) -> Conditions:
    return [tasks.c.assignee_id == user_id, IS_OPEN]


def _mine_parts(user_id: Any, memberships: Collection[tuple[str, Role]], covers: Collection[Cover]) -> list[Conditions]:
    """The own tasks, and those of whom one covers: as `policy.covered` has it."""
    return [_mine(user_id), *(_covered(user_id, memberships, one) for one in covers)]


def _covered(user_id: Any, memberships: Collection[tuple[str, Role]], cover: Cover) -> Conditions:
    held = sa.or_(sa.false(), *(sa.and_(tasks.c.team_id == team, tasks.c.role == role.value)
                                for team, role in sorted(memberships)))  # fmt: skip
    kinds = [] if cover.kinds is None else [tasks.c.kind.in_(sorted(cover.kinds))]
    excluded = sa.cast(tasks.c.excluded, sa.Text)
    apart = (~excluded.contains(one) for one in (cover.person, user_id))
    return [*_mine(cover.person), held, *kinds, *apart]


def _claimable(memberships: Collection[tuple[str, Role]]) -> Conditions:
    return [sa.or_(sa.false(), *(sa.and_(*part) for part in _claimable_parts(memberships)))]


def _claimable_parts(memberships: Collection[tuple[str, Role]]) -> list[Conditions]:
    inside = teams_of(memberships)
    return [[tasks.c.team_id == team, tasks.c.role == role.value, IS_READY]
            for team, role in sorted(memberships) if team in inside]  # fmt: skip


def _parts(user: User, view: View) -> list[Conditions]:
    """A view as parts without a row in common. Each reads a page along one index in the order wanted, however much
    lies behind it; all conditions at once would make the database sort every open task."""
    match view:
        case "mine":
            return _mine_parts(user.id, user.memberships, user.covers)
        case "team":
            return _claimable_parts(user.memberships) or [[sa.false()]]
        case "all":
            others = [tasks.c.assignee_id == user.id, tasks.c.team_id.not_in(user.teams), IS_OPEN]
            return [others, *([tasks.c.team_id == team, IS_OPEN] for team in sorted(user.teams))]
        case "done":
            return [[tasks.c.decided_by == user.id]]


def _filters(query: Query, now: datetime) -> Conditions:
    wanted = ((tasks.c.kind, query.kind), (tasks.c.programme, query.programme), (tasks.c.case_id, query.case))
    where: Conditions = [column == value for column, value in wanted if value]
    if query.stage:
        where.append(sa.exists().where(cases.c.id == tasks.c.case_id, cases.c.stage == query.stage))
    if query.overdue is not None:
        where += [tasks.c.due_at < now, IS_OPEN] if query.overdue else [sa.not_(sa.and_(tasks.c.due_at < now, IS_OPEN))]
    if query.escalated:
        where += [IS_ESCALATED, tasks.c.acknowledged_by.is_(None), IS_OPEN]
    first, before = query.due
    where += [tasks.c.due_at >= first] if first else []
    where += [tasks.c.due_at < before] if before else []
    where += [tasks.c.state.in_(query.states)] if query.states else []
    where += [tasks.c.priority >= query.priority] if query.priority else []
    if query.assignee == NOBODY:
        # Not `IS NULL`: the index of who holds what would be taken, and every free task sorted.
        where.append(sa.func.coalesce(tasks.c.assignee_id, "") == "")
    elif query.assignee:
        where.append(tasks.c.assignee_id == query.assignee)
    if query.teams is not None:
        where.append(tasks.c.team_id.in_(sorted(query.teams)))
    if query.cases is not None:
        where.append(tasks.c.case_id.in_(query.cases))
    return where


def _cursor(sort: str, key: Any, last_id: str) -> str:
    written = key.isoformat() if isinstance(key, date | datetime) else key
    return base64.urlsafe_b64encode(json.dumps([sort, written, last_id]).encode()).decode()


def _read_cursor(cursor: str, sort: str) -> tuple[Any, str]:
    """Of the same order: in another one the row after it is another."""
    try:
        of, key, last_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError):
        raise BadCursor from None
    if of != sort:
        raise BadCursor
    return key, str(last_id)


def _typed(key: Any, column: sa.Column[Any]) -> Any:
    try:
        if column is tasks.c.priority:
            return int(key)
        if column is tasks.c.follow_up_on:
            return date.fromisoformat(key)
        return datetime.fromisoformat(key).astimezone(UTC)
    except (ValueError, TypeError):
        raise BadCursor from None
