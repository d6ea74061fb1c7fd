"""The budget lines and their entries, as economy reads them: no person, only case numbers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store import budget
from store.tables import cases, users
from store.tables_budget import budget_entries as entries
from store.tables_budget import budget_lines as lines

Row = sa.Row[Any]


def opened(db: sa.Connection) -> list[Row]:
    return list(db.execute(sa.select(lines)))


def line(db: sa.Connection, line_id: str) -> Row | None:
    return db.execute(sa.select(lines).where(lines.c.id == line_id)).one_or_none()


def payment(db: sa.Connection, line_id: str, entry_id: int) -> Row | None:
    """A payment of the line, and whether it was taken back."""
    mine = (entries.c.id == entry_id, entries.c.line_id == line_id, entries.c.kind.in_(budget.PAYMENTS))
    return db.execute(sa.select(entries, _countered(entries.c.id).label("countered")).where(*mine)).one_or_none()


def _countered(entry: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    back = entries.alias()
    return sa.exists().where(back.c.key == sa.literal("counter:") + sa.cast(entry, sa.String))


def entries_of(db: sa.Connection, line_id: str, before: int, limit: int) -> list[Row]:
    """The newest first, older than `before` where one is given; with the team of the case, and who did it."""
    query = (
        sa.select(entries, cases.c.team_id, cases.c.programme, users.c.display_name,
                  _countered(entries.c.id).label("countered"))
        .join(cases, cases.c.id == entries.c.case_id, isouter=True)
        .join(users, users.c.id == entries.c.actor_id, isouter=True)
        .where(entries.c.line_id == line_id).order_by(entries.c.id.desc()).limit(limit)
    )  # fmt: skip
    return list(db.execute(query.where(entries.c.id < before) if before else query))
