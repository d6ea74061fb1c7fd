"""Who holds what: reads for sharing out the work of a team."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.roles import Role
from domain.sharing_out import Colleague, Work
from domain.tasks import ACTIVE, TaskState
from store.inbox import IS_OPEN
from store.substitutions import away, standing_in
from store.tables import memberships, tasks
from store.users import colleagues

CONSIDERED = 500
"""Tasks of a team, the most urgent first."""


def to_share(db: sa.Connection, team: str, day: date) -> tuple[list[Work], list[Colleague], dict[str, sa.Row[Any]]]:
    """The team's tasks that may be given to somebody, its people with all that they hold, and the tasks' rows."""
    active = tasks.c.state.in_([state.value for state in ACTIVE])
    query = sa.select(tasks).where(tasks.c.team_id == team, active, IS_OPEN).order_by(tasks.c.due_at, tasks.c.id)
    rows = list(db.execute(query.limit(CONSIDERED)))
    absent = away(db, day)
    work = [Work(row.id, Role(row.role), row.team_id, row.due_at, row.assignee_id, frozenset(row.excluded),
                 row.state == TaskState.in_progress, row.assignee_id in absent and _is_covered(db, row, day))
            for row in rows]  # fmt: skip
    return work, _people(db, team, absent), {row.id: row for row in rows}


def _is_covered(db: sa.Connection, task: sa.Row[Any], day: date) -> bool:
    return bool(set(standing_in(db, task.assignee_id, task.kind, day)) - set(task.excluded))


def _people(db: sa.Connection, team: str, absent: Collection[str]) -> list[Colleague]:
    held: dict[str, set[tuple[str, Role]]] = {person: set() for person, _ in colleagues(db, {team})}
    for row in db.execute(sa.select(memberships).where(memberships.c.team_id == team)):
        if row.user_id in held:
            held[row.user_id].add((row.team_id, Role(row.role)))
    holder = tasks.c.assignee_id
    counted = sa.select(holder, sa.func.count().label("many")).where(holder.in_(held), IS_OPEN).group_by(holder)
    load = {row.assignee_id: row.many for row in db.execute(counted)}
    return [Colleague(one, frozenset(roles), load.get(one, 0), one in absent) for one, roles in held.items()]
