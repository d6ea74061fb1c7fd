"""Rights that end: a role in a team, and what somebody holds by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.roles import Role
from domain.tasks import OPEN, Operation, TaskState
from store import tasks, users
from store.tables import memberships, teams
from store.tables import tasks as table


@dataclass(frozen=True)
class Left:
    """What came of it: open tasks held in the team, those of them given back to it, and who else may do these."""

    held: int
    returned: int
    others: int


def team_id(db: sa.Connection, name: str) -> str | None:
    return db.execute(sa.select(teams.c.id).where(teams.c.name == name)).scalar_one_or_none()


def leave(db: sa.Connection, user_id: str, role: Role, team: str, now: datetime) -> Left | None:
    """End this role in this team; None where it was not held. Open tasks that need it go back to the team."""
    m = memberships.c
    mine = (m.user_id == user_id, m.team_id == team, m.role == role.value)
    if not db.execute(sa.delete(memberships).where(*mine)).rowcount:
        return None
    query = sa.select(table).where(
        table.c.assignee_id == user_id, table.c.team_id == team, table.c.state.in_(OPEN)).with_for_update()  # fmt: skip
    held = db.execute(query).all()
    lost = [task for task in held if task.role == role.value]
    for task in lost:
        _give_back(db, task, now)
    return Left(len(held), len(lost), len(users.holders(db, role.value, team)))


def _give_back(db: sa.Connection, task: sa.Row[Any], now: datetime) -> None:
    """What is on hold stays on hold, and is the team's when that ends."""
    if task.state == TaskState.suspended:
        free = {"assignee_id": None, "suspended_from": TaskState.ready.value}
        tasks.change(db, task, free, "returned", None, now, {})
    else:
        tasks.move(db, task, Operation.release, None, now, assignee_id=None)
