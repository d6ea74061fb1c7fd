"""Days on which nothing can be demanded of a citizen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.policies import Policies
from domain.spells import SpellReport
from store import offences
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


def report(db: sa.Connection, case: sa.Row[Any], spell: SpellReport, by: str, now: datetime, policies: Policies) -> str:
    """A person reports days on which nothing can be demanded; what was counted or begun for them is looked at anew."""
    spell_id = put(db, case.id, spell.kind, spell.from_on, spell.to_on, now=now, by=by, note=spell.note)
    offences.excused(db, case, spell.from_on, spell.to_on, by, now, policies)
    return spell_id


def end(db: sa.Connection, case: sa.Row[Any], spell_id: str, to_on: date, by: str, now: datetime,
        policies: Policies) -> None:  # fmt: skip
    """The last day of a spell becomes known, or it is taken back whole where that lies before its first."""
    row = get(db, case.id, spell_id)
    if row is None or row.to_on == to_on:
        return
    taken_back = {"revoked_at": now} if to_on < row.from_on else {"to_on": to_on}
    db.execute(sa.update(spells).where(spells.c.id == spell_id).values(**taken_back))
    details = {"kind": row.kind, "to": to_on.isoformat(), "before": row.to_on.isoformat() if row.to_on else None}
    log(db, Entry(now, by, "spell.end", case.id, case.id, details))
    offences.excused(db, case, row.from_on, row.to_on, by, now, policies)


def get(db: sa.Connection, case_id: str, spell_id: str) -> sa.Row[Any] | None:
    mine = [spells.c.id == spell_id, spells.c.case_id == case_id, spells.c.revoked_at.is_(None)]
    return db.execute(sa.select(spells).where(*mine)).one_or_none()


def of_case(db: sa.Connection, case_id: str) -> list[sa.Row[Any]]:
    """The newest first, with those that were taken back."""
    query = sa.select(spells).where(spells.c.case_id == case_id).order_by(spells.c.from_on.desc(), spells.c.id)
    return list(db.execute(query))
