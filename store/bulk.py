"""What somebody did to many tasks at once, kept so that each row's result can be read and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from store.tables_inbox import bulk_runs


def keep(db: sa.Connection, user_id: str, operation: str, args: Mapping[str, Any], reason: str,
         results: Sequence[Mapping[str, Any]], now: datetime) -> str:  # fmt: skip
    run_id = str(uuid4())
    db.execute(sa.insert(bulk_runs).values(
        id=run_id, user_id=user_id, at=now, operation=operation, args=dict(args), reason=reason,
        results=[dict(one) for one in results]))  # fmt: skip
    return run_id


def get(db: sa.Connection, run_id: str) -> sa.Row[Any] | None:
    return db.execute(sa.select(bulk_runs).where(bulk_runs.c.id == run_id)).one_or_none()


def undone(db: sa.Connection, run_id: str, now: datetime) -> bool:
    """Whether this call is the one that takes it back: of two at once, one is."""
    open_one = [bulk_runs.c.id == run_id, bulk_runs.c.undone_at.is_(None)]
    return db.execute(sa.update(bulk_runs).where(*open_one).values(undone_at=now)).rowcount > 0


def rewrite(db: sa.Connection, run_id: str, results: Sequence[Mapping[str, Any]]) -> None:
    db.execute(sa.update(bulk_runs).where(bulk_runs.c.id == run_id).values(results=[dict(one) for one in results]))
