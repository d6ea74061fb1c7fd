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
    """By their own time, the newest first, from what came before the entry `before` on where one is given; with the
    team of the case, the case that it belongs to, and who did it."""
    above = cases.alias()
    query = (
        sa.select(entries, cases.c.team_id, cases.c.programme, users.c.display_name,
                  above.c.id.label("above_id"), above.c.team_id.label("above_team"),
                  above.c.programme.label("above_programme"), _countered(entries.c.id).label("countered"))
        .join(cases, cases.c.id == entries.c.case_id, isouter=True)
        .join(above, above.c.id == cases.c.parent_id, isouter=True)
        .join(users, users.c.id == entries.c.actor_id, isouter=True)
        .where(entries.c.line_id == line_id).order_by(entries.c.at.desc(), entries.c.id.desc()).limit(limit)
    )  # fmt: skip
    return list(db.execute(query.where(_earlier_than(line_id, before)) if before else query))


def _earlier_than(line_id: str, entry_id: int) -> sa.ColumnElement[bool]:
    """A clock that was shifted writes later what happened earlier: the time decides, and the number where it is one."""
    last = entries.alias()
    mine = (last.c.id == entry_id, last.c.line_id == line_id)
    then = sa.select(last.c.at).where(*mine).scalar_subquery()
    return sa.or_(entries.c.at < then, sa.and_(entries.c.at == then, entries.c.id < entry_id))
