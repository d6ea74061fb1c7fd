"""What somebody searched for, sealed, for as long as the login lasts: its address holds an id, not the words."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from store.secrets import Secrets
from store.tables_presence import searches

KEPT = 50
"""The newest of each login; a list that was left before that many others is searched for anew."""


def put(db: sa.Connection, secrets: Secrets, session: str, words: str, now: datetime) -> str:
    search_id = str(uuid4())
    mine = sa.select(searches.c.id).where(searches.c.session == session).order_by(searches.c.at.desc())
    db.execute(sa.delete(searches).where(searches.c.id.in_(list(db.scalars(mine))[KEPT - 1:])))
    sealed = secrets.seal(words, _where(search_id))
    db.execute(sa.insert(searches).values(id=search_id, session=session, sealed=sealed, at=now))
    return search_id


def get(db: sa.Connection, secrets: Secrets, session: str, search_id: str) -> str | None:
    """The words; None when this login has not searched for it, or long ago."""
    mine = sa.and_(searches.c.id == search_id, searches.c.session == session)
    sealed = db.execute(sa.select(searches.c.sealed).where(mine)).scalar_one_or_none()
    return None if sealed is None else secrets.open(sealed, _where(search_id))


def _where(search_id: str) -> str:
    return f"searches.{search_id}.sealed"
