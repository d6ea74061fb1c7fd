"""What somebody here is to hear of: a mention in a comment, an escalation, what cannot wait. Seen once acknowledged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from store.tables import task_events
from store.tables_notices import notices

Kind = Literal["mention", "escalation", "acute"]
COUNTED = 100


def tell(db: sa.Connection, user_ids: Collection[str], kind: Kind, task_id: str, now: datetime, *,
         actor: str | None = None, about: int | None = None) -> None:  # fmt: skip
    """One notice for each; `about`: the comment, or the event of the task."""
    shared = {"kind": kind, "task_id": task_id, "at": now, "actor_id": actor, "about": about}
    if user_ids:
        db.execute(sa.insert(notices), [{"user_id": user_id, **shared} for user_id in sorted(set(user_ids))])


def unseen(db: sa.Connection, user_id: str) -> int:
    """Bounded: `COUNTED` means that many or more."""
    mine = sa.select(sa.literal(1)).where(notices.c.user_id == user_id, notices.c.seen_at.is_(None)).limit(COUNTED)
    return int(db.execute(sa.select(sa.func.count()).select_from(mine.subquery())).scalar_one())


def of(db: sa.Connection, user_id: str, limit: int = 50, before: int | None = None) -> list[sa.Row[Any]]:
    """The last told first, each escalation with its `rung`; `before`: the last id of the page before."""
    climbed = sa.and_(notices.c.kind == "escalation", task_events.c.id == notices.c.about)
    query = (sa.select(notices, task_events.c.what.label("rung")).outerjoin(task_events, climbed)
             .where(notices.c.user_id == user_id))  # fmt: skip
    if before is not None:
        last = sa.select(notices.c.at).where(notices.c.id == before).scalar_subquery()
        query = query.where(sa.or_(notices.c.at < last, sa.and_(notices.c.at == last, notices.c.id < before)))
    return list(db.execute(query.order_by(notices.c.at.desc(), notices.c.id.desc()).limit(limit)))


def get(db: sa.Connection, user_id: str, notice_id: int) -> sa.Row[Any] | None:
    mine = sa.select(notices).where(notices.c.id == notice_id, notices.c.user_id == user_id)
    return db.execute(mine).one_or_none()


def mentioned(db: sa.Connection, task_id: str) -> dict[int, set[str]]:
    """Whom each comment of the task mentions, by the comment's id."""
    found: dict[int, set[str]] = {}
    query = sa.select(notices.c.about, notices.c.user_id).where(
        notices.c.task_id == task_id, notices.c.kind == "mention")  # fmt: skip
    for row in db.execute(query):
        found.setdefault(row.about, set()).add(row.user_id)
    return found


def has_unseen(db: sa.Connection, user_id: str, kind: Kind, task_id: str) -> bool:
    query = sa.select(notices.c.id).where(
        notices.c.user_id == user_id, notices.c.seen_at.is_(None), notices.c.kind == kind,
        notices.c.task_id == task_id)  # fmt: skip
    return db.execute(query.limit(1)).first() is not None


def over(db: sa.Connection, task_id: str, now: datetime) -> None:
    """What is urgent and nobody needs to hear of any more: its task is done with, or has climbed on."""
    old = [notices.c.task_id == task_id, notices.c.kind != "mention", notices.c.seen_at.is_(None)]
    db.execute(sa.update(notices).where(*old).values(seen_at=now))


def see(db: sa.Connection, user_id: str, now: datetime, *, notice_id: int | None = None, kind: Kind | None = None,
        task_id: str | None = None) -> int:  # fmt: skip
    """Mark as seen, one or those of a task; how many were not before."""
    where = [notices.c.user_id == user_id, notices.c.seen_at.is_(None)]
    wanted = ((notices.c.id, notice_id), (notices.c.kind, kind), (notices.c.task_id, task_id))
    where += [column == value for column, value in wanted if value is not None]
    return db.execute(sa.update(notices).where(*where).values(seen_at=now)).rowcount
