"""How somebody wants the pages to be; kept here, so that it is so on every machine they use."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.tables_presence import preferences

OF = sa.select(preferences.c.name, preferences.c.value).where(preferences.c.user_id == sa.bindparam("user"))


def of(db: sa.Connection, user_id: str) -> dict[str, Any]:
    return {row.name: row.value for row in db.execute(OF, {"user": user_id})}


def put(db: sa.Connection, user_id: str, name: str, value: Any) -> None:
    mine = (preferences.c.user_id == user_id, preferences.c.name == name)
    if not db.execute(sa.update(preferences).where(*mine).values(value=value)).rowcount:
        db.execute(sa.insert(preferences).values(user_id=user_id, name=name, value=value))
