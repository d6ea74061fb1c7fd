"""Filters of the inbox that people keep under a name, for themselves or for a team."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from store.tables import users
from store.tables_inbox import filters

MOST = 50
"""As many as one person may keep."""


def keep(db: sa.Connection, owner_id: str, name: str, query: Mapping[str, Any], team_id: str | None,
         now: datetime) -> str:  # fmt: skip
    """Keep it under a name that this person has not given yet."""
    filter_id = str(uuid4())
    db.execute(sa.insert(filters).values(
        id=filter_id, owner_id=owner_id, team_id=team_id, name=name, query=dict(query), created_at=now))  # fmt: skip
    return filter_id


def named(db: sa.Connection, owner_id: str, name: str) -> sa.Row[Any] | None:
    query = sa.select(filters).where(filters.c.owner_id == owner_id, filters.c.name == name)
    return db.execute(query).one_or_none()


def count(db: sa.Connection, owner_id: str) -> int:
    return int(db.execute(sa.select(sa.func.count()).where(filters.c.owner_id == owner_id)).scalar_one())


def forget(db: sa.Connection, owner_id: str, filter_id: str) -> bool:
    mine = [filters.c.id == filter_id, filters.c.owner_id == owner_id]
    return db.execute(sa.delete(filters).where(*mine)).rowcount > 0


def of(db: sa.Connection, user_id: str, teams: Collection[str]) -> list[sa.Row[Any]]:
    """One's own, then those that others share with one's teams, each by name."""
    is_mine = filters.c.owner_id == user_id
    query = (
        sa.select(filters, users.c.display_name.label("owner_name")).join(users, users.c.id == filters.c.owner_id)
        .where(sa.or_(is_mine, sa.and_(filters.c.team_id.in_(teams), users.c.active)))
        .order_by(sa.case((is_mine, 0), else_=1), filters.c.name, filters.c.id).limit(2 * MOST)
    )  # fmt: skip
    return list(db.execute(query))
