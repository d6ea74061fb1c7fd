"""Days on which nothing can be demanded of a citizen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from store.audit import Entry, log
from store.tables_effort import spells


def keep(db: sa.Connection, case_id: str, kind: str, today: date, until: date | None, source: str,
         now: datetime) -> None:  # fmt: skip
    """From today on a spell of this kind holds until then, in place of the one before; None: none holds. Once per
    source."""
    s = spells.c
    if db.execute(sa.select(s.id).where(s.case_id == case_id, s.source == source)).first():
        return
    mine = [s.case_id == case_id, s.kind == kind, s.revoked_at.is_(None)]
    runs_on = [*mine, sa.or_(s.to_on.is_(None), s.to_on >= today)]
    begun_today = sa.update(spells).where(*runs_on, s.from_on >= today)
    db.execute(begun_today.values(revoked_at=now))
    db.execute(sa.update(spells).where(*runs_on).values(to_on=today - timedelta(days=1)))
    if until is not None:
        put(db, case_id, kind, today, until, now=now, source=source)


def put(db: sa.Connection, case_id: str, kind: str, from_on: date, to_on: date | None, *, now: datetime,
        by: str | None = None, source: str = "", note: str = "") -> str:  # fmt: skip
    spell_id = str(uuid4())
    db.execute(sa.insert(spells).values(id=spell_id, case_id=case_id, kind=kind, from_on=from_on, to_on=to_on,
                                        reported_at=now, by_id=by, source=source, note=note))  # fmt: skip
    details = {"kind": kind, "from": from_on.isoformat(), "to": to_on.isoformat() if to_on else None}
    log(db, Entry(now, by, "spell.put", case_id, case_id, details))
    return spell_id
