"""Two append-only logs, each a hash chain: what was done, and whose data was seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store.tables import START_OF_CHAIN, audit, chains, lookups

LOGS = {"audit": audit, "lookups": lookups}
# Statements that every write of the system runs are built once: building one takes longer than running it.
LENGTHEN = (
    sa.update(chains).where(chains.c.name == sa.bindparam("chain"))
    .values(seq=chains.c.seq + sa.bindparam("more", type_=sa.Integer)).returning(chains.c.seq, chains.c.hash)
)  # fmt: skip
INSERT = {name: sa.insert(table) for name, table in LOGS.items()}
SEAL = sa.update(chains).where(chains.c.name == sa.bindparam("chain")).values(hash=sa.bindparam("last"))


@dataclass(frozen=True)
class Entry:
    at: datetime
    actor: str | None
    """Internal user id; None is the system itself."""
    action: str
    subject: str
    case_id: str | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def digest(self, seq: int, before: str) -> str:
        content = [seq, self.at.isoformat(), self.actor, self.action, self.subject, self.case_id, self.details, before]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def log(db: sa.Connection, *entries: Entry) -> None:
    _append(db, "audit", entries)


def log_lookups(db: sa.Connection, *entries: Entry) -> None:
    _append(db, "lookups", entries)


def _append(db: sa.Connection, name: str, entries: Iterable[Entry]) -> None:
    entries = list(entries)
    if not entries:
        return
    # Taking the chain's row first makes writers wait for each other here, and only here.
    head = db.execute(LENGTHEN, {"chain": name, "more": len(entries)}).one()
    seq, before, rows = head.seq - len(entries), head.hash, []
    for entry in entries:
        seq += 1
        before = entry.digest(seq, before)
        rows.append(
            {"seq": seq, "at": entry.at, "actor_id": entry.actor, "action": entry.action, "subject": entry.subject,
             "case_id": entry.case_id, "details": entry.details, "hash": before}
        )  # fmt: skip
    db.execute(INSERT[name], rows)
    db.execute(SEAL, {"chain": name, "last": before})


def first_broken(db: sa.Connection) -> tuple[str, int] | None:
    """The first row of either log that does not follow from the row before it."""
    for name, table in LOGS.items():
        before, expected = START_OF_CHAIN, 0
        for row in db.execute(sa.select(table).order_by(table.c.seq)).yield_per(2000):
            expected += 1
            entry = Entry(row.at, row.actor_id, row.action, row.subject, row.case_id, row.details)
            if row.seq != expected or row.hash != entry.digest(row.seq, before):
                return name, row.seq
            before = row.hash
        head = db.execute(sa.select(chains).where(chains.c.name == name)).one()
        if (head.seq, head.hash) != (expected, before):
            return name, expected + 1
    return None
