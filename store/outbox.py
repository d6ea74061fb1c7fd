"""Messages to the engine, written with the decision and delivered in order per case, at least once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from store.tables import outbox

LONGEST_PAUSE = 10
"""Seconds: as long as a decision may lie here after the engine is back."""
OWN_TRY = timedelta(seconds=1)
"""Whoever wrote a message tries it first; the courier's loop takes it after that, so that no case hears it twice."""
AWAY = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "RuntimeError")
"""What a message's `error` says while the engine is away; RuntimeError: it was never
reached; CANCELLED: it took the call and hangs."""
INSERT = sa.insert(outbox)
NEXT = (
    sa.select(outbox).where(outbox.c.case_id == sa.bindparam("case"), outbox.c.delivered_at.is_(None))
    .order_by(outbox.c.id).limit(1)
)  # fmt: skip
DELIVERED = (
    sa.update(outbox).where(outbox.c.id == sa.bindparam("row"), outbox.c.delivered_at.is_(None))
    .values(delivered_at=sa.bindparam("now"), error=None)
)  # fmt: skip


def put(db: sa.Connection, case_id: str, kind: str, name: str, payload: dict[str, Any], now: datetime) -> None:
    """`kind`: start (name is the programme) or signal (name is the signal)."""
    put_all(db, kind, name, {case_id: payload}, now)


def put_all(db: sa.Connection, kind: str, name: str, payloads: dict[str, dict[str, Any]], now: datetime) -> None:
    """The same message to several cases, each with its own payload by the case's id."""
    same = {"kind": kind, "name": name, "created_at": now, "retry_at": datetime.now(UTC) + OWN_TRY}
    db.execute(INSERT, [same | {"case_id": case_id, "payload": payload} for case_id, payload in payloads.items()])


def heads(db: sa.Connection, now: datetime, limit: int = 200) -> list[sa.Row[Any]]:
    """The oldest undelivered message of each case, those that may be tried now."""
    first = (
        sa.select(sa.func.min(outbox.c.id)).where(outbox.c.delivered_at.is_(None)).group_by(outbox.c.case_id)
    )
    query = (
        sa.select(outbox).where(outbox.c.id.in_(first))
        .where(sa.or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= now))
        .order_by(outbox.c.id).limit(limit)
    )  # fmt: skip
    return list(db.execute(query))


def next_for(db: sa.Connection, case_id: str) -> sa.Row[Any] | None:
    return db.execute(NEXT, {"case": case_id}).one_or_none()


def mark_delivered(db: sa.Connection, row_id: int, now: datetime) -> None:
    db.execute(DELIVERED, {"row": row_id, "now": now})


def mark_failed(db: sa.Connection, row_id: int, attempts: int, error: str, now: datetime) -> None:
    pause = timedelta(seconds=min(LONGEST_PAUSE, 2 ** min(attempts, 6)))
    db.execute(
        sa.update(outbox).where(outbox.c.id == row_id)
        .values(attempts=attempts + 1, retry_at=now + pause, error=error[:300])
    )  # fmt: skip


def held_up_since(db: sa.Connection) -> datetime | None:
    """Since when a message waits because the engine does not answer; None while none does. One that fails for a reason
    of its own says nothing of the engine."""
    query = sa.select(sa.func.min(outbox.c.created_at)).where(
        outbox.c.delivered_at.is_(None), outbox.c.error.in_(AWAY))  # fmt: skip
    found: datetime | None = db.execute(query).scalar_one()
    return found


def on_its_way(db: sa.Connection, case_id: str) -> bool:
    """Whether the case has still to hear of something."""
    return db.execute(NEXT, {"case": case_id}).first() is not None


def waiting(db: sa.Connection) -> int:
    return db.execute(sa.select(sa.func.count()).where(outbox.c.delivered_at.is_(None))).scalar_one()
