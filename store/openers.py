"""Who has a task's page open now. A page that stops saying so is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from store.tables import users
from store.tables_presence import openers

GONE = timedelta(seconds=60)


def note(db: sa.Connection, task_id: str, user_id: str, now: datetime) -> None:
    """This person has it open, since when it was opened without a break."""
    db.execute(sa.delete(openers).where(openers.c.task_id == task_id, openers.c.seen_at < now - GONE))
    mine = sa.update(openers).where(openers.c.task_id == task_id, openers.c.user_id == user_id)
    if not db.execute(mine.values(seen_at=now)).rowcount:
        db.execute(sa.insert(openers).values(task_id=task_id, user_id=user_id, opened_at=now, seen_at=now))


def others(db: sa.Connection, task_id: str, user_id: str, now: datetime) -> list[sa.Row[Any]]:
    """The colleagues who have it open too: display_name, opened_at; who came first stands first."""
    query = (
        sa.select(openers.c.user_id, openers.c.opened_at, users.c.display_name)
        .join(users, users.c.id == openers.c.user_id)
        .where(openers.c.task_id == task_id, openers.c.user_id != user_id, openers.c.seen_at >= now - GONE)
        .order_by(openers.c.opened_at, openers.c.user_id)
    )
    return list(db.execute(query))
