"""What became of each file that was sent in by the web: how far it is, then its result. No cell of it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store.tables import imports


def keep(db: sa.Connection, import_id: str, result: dict[str, Any], *, what: str, user_id: str, file_name: str,
         started_at: datetime, finished_at: datetime | None) -> None:  # fmt: skip
    """Its newest state; the first one makes the row."""
    now = {"result": result, "finished_at": finished_at}
    if not db.execute(sa.update(imports).where(imports.c.id == import_id).values(**now)).rowcount:
        said = {"id": import_id, "user_id": user_id, "what": what, "file_name": file_name}
        db.execute(sa.insert(imports).values(**said, started_at=started_at, **now))


def get(db: sa.Connection, import_id: str, user_id: str) -> sa.Row[Any] | None:
    """Only whoever sent the file sees what became of it."""
    query = sa.select(imports).where(imports.c.id == import_id, imports.c.user_id == user_id)
    return db.execute(query).one_or_none()
