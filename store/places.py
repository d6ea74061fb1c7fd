"""Reads of where citizens are to be: the lines of plans with the place that each belongs to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from domain.calendar import at_local
from domain.placements import Placement
from store.tables import cases
from store.tables_effort import attendance, placements, providers


class Line(NamedTuple):
    """A placement, whose it is, and who may register there."""

    placement: Placement
    case_id: str
    case_team: str
    citizen: str
    """The person's id; the case's where it has no person."""
    provider: str
    """The name of the place; empty where the case's own team registers."""
    provider_team: str | None
    """The team that registers there; None where nobody outside may."""


def lines(db: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Line]:
    """By place, then in the order of the plan."""
    p, v = placements, providers
    query = (
        sa.select(p, cases.c.team_id, cases.c.person_id, v.c.name.label("provider"), v.c.active,
                  v.c.team_id.label("provider_team"))
        .join(cases, cases.c.id == p.c.case_id).outerjoin(v, v.c.id == p.c.provider_id)
        .where(*where).order_by(v.c.name, p.c.created_at, p.c.task_id, p.c.number)
    )  # fmt: skip
    return [_line(row) for row in db.execute(query)]


def by_ids(db: sa.Connection, ids: Collection[str]) -> dict[str, Line]:
    return {line.placement.id: line for line in lines(db, placements.c.id.in_(list(ids)))}


def of_case(case_id: str) -> sa.ColumnElement[bool]:
    return placements.c.case_id == case_id


def of_teams(teams: Collection[str]) -> sa.ColumnElement[bool]:
    """At the places whose people these teams are; a place that is closed down has none."""
    return sa.and_(providers.c.active, providers.c.team_id.in_(list(teams)))


def has_place(db: sa.Connection, teams: Collection[str]) -> bool:
    """Whether one of these teams is that of a place."""
    query = sa.select(providers.c.id).where(providers.c.active, providers.c.team_id.in_(list(teams)))
    return db.execute(query.limit(1)).first() is not None


def teams_of_places(db: sa.Connection) -> frozenset[str]:
    return frozenset(db.execute(sa.select(providers.c.team_id).where(providers.c.active)).scalars())


def in_week(monday: date) -> sa.ColumnElement[bool]:
    """On a day of that week, by plan or by what was registered; nothing is asked for once the case is closed."""
    p, sunday = placements.c, monday + timedelta(days=6)
    runs = sa.and_(p.starts_on <= sunday, sa.or_(p.ends_on.is_(None), p.ends_on >= sa.case(
        (p.starts_on > monday, p.starts_on), else_=monday)))  # fmt: skip
    goes_on = sa.or_(cases.c.closed_at.is_(None), cases.c.closed_at >= at_local(monday, time(0)))
    there = sa.select(attendance.c.placement_id).where(attendance.c.day.between(monday, sunday))
    return sa.or_(sa.and_(runs, goes_on), p.id.in_(there))


def _line(row: sa.Row[tuple[object, ...]]) -> Line:
    placement = Placement(
        id=row.id, task_id=row.task_id, provider=row.provider_id, activity=row.activity, title=row.title,
        starts_on=row.starts_on, ends_on=row.ends_on, minutes={int(k): v for k, v in row.minutes.items()},
        details=row.details,
    )  # fmt: skip
    return Line(placement, row.case_id, row.team_id, row.person_id or row.case_id, row.provider or "",
                row.provider_team if row.active else None)  # fmt: skip
