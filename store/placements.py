"""The lines of a citizen's plan, and the places that provide them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa

from domain.placements import Placement
from store import users
from store.tables_effort import placements, providers

PLACEMENT_IDS = UUID("0b0c7f6e-6f44-4f0a-8a54-1f1f4c1f2d10")


def put_plan(db: sa.Connection, case_id: str, task_id: str, lines: Sequence[Placement], now: datetime) -> None:
    """These lines stand from their first day on; what earlier plans had ends the day before. Once per decision."""
    if not lines or db.execute(sa.select(placements.c.id).where(placements.c.task_id == task_id)).first():
        return
    end_plan(db, case_id, min(line.starts_on for line in lines))
    db.execute(sa.insert(placements), [
        {"id": str(uuid5(PLACEMENT_IDS, f"{task_id}.{number}")), "case_id": case_id, "task_id": task_id,
         "number": number, "provider_id": line.provider, "activity": line.activity, "title": line.title,
         "starts_on": line.starts_on, "ends_on": line.ends_on, "minutes": line.minutes, "details": line.details,
         "created_at": now}
        for number, line in enumerate(lines)
    ])  # fmt: skip


def end_plan(db: sa.Connection, case_id: str, before: date) -> None:
    """No line of the case so far reaches `before` or a later day."""
    p = placements
    runs_on = sa.or_(p.c.ends_on.is_(None), p.c.ends_on >= before)
    db.execute(sa.update(p).where(p.c.case_id == case_id, runs_on).values(ends_on=before - timedelta(days=1)))


def put_provider(db: sa.Connection, name: str, kind: str, now: datetime, *, cvr: str = "", p_number: str = "") -> str:
    """The id of the provider of this name, with a team of its own for the people who register there."""
    known = db.execute(sa.select(providers.c.id).where(providers.c.name == name)).scalar_one_or_none()
    values = {"kind": kind, "cvr": cvr, "p_number": p_number, "active": True}
    if known:
        db.execute(sa.update(providers).where(providers.c.id == known).values(**values))
        return str(known)
    provider_id = str(uuid4())
    db.execute(sa.insert(providers).values(
        id=provider_id, name=name, team_id=users.team_named(db, name), created_at=now, **values))  # fmt: skip
    return provider_id


def every_provider(db: sa.Connection) -> list[sa.Row[Any]]:
    return list(db.execute(sa.select(providers).order_by(providers.c.name)))


def active_providers(db: sa.Connection) -> list[sa.Row[Any]]:
    return list(db.execute(sa.select(providers).where(providers.c.active).order_by(providers.c.name)))
