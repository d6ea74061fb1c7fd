"""The budget lines and their entries, as economy reads them: no person, only case numbers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.tables import cases, users
from store.tables_budget import budget_entries as entries
from store.tables_budget import budget_lines as lines

Row = sa.Row[Any]


def opened(db: sa.Connection) -> list[Row]:
    return list(db.execute(sa.select(lines)))


def line(db: sa.Connection, line_id: str) -> Row | None:
    return db.execute(sa.select(lines).where(lines.c.id == line_id)).one_or_none()


def entries_of(db: sa.Connection, line_id: str, before: int, limit: int) -> list[Row]:
    """The newest first, older than `before` where one is given; with the team of the case, and who did it."""
    query = (
        sa.select(entries, cases.c.team_id, users.c.display_name)
        .join(cases, cases.c.id == entries.c.case_id, isouter=True)
        .join(users, users.c.id == entries.c.actor_id, isouter=True)
        .where(entries.c.line_id == line_id).order_by(entries.c.id.desc()).limit(limit)
    )  # fmt: skip
    return list(db.execute(query.where(entries.c.id < before) if before else query))
