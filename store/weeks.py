"""Closed weeks: what was summed up at the closing, and what stands since a correction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.calendar import monday_of
from domain.policies import Policies
from domain.programmes import PROGRAMMES
from domain.weeks import WeekSummary
from store.audit import Entry, log
from store.dossier import Dossier
from store.tables_effort import placements, weeks


def sum_up(db: sa.Connection, case: sa.Row[Any], monday: date, now: datetime, policies: Policies) -> WeekSummary:
    """Close the week, or add it up anew; what stood at the closing is kept."""
    rule = PROGRAMMES[case.programme].week
    assert rule
    summary = rule(Dossier(db, case), monday, policies)
    mine, content = [weeks.c.case_id == case.id, weeks.c.monday == monday], summary.model_dump(mode="json")
    if db.execute(sa.update(weeks).where(*mine).values(summed_at=now, summary=content)).rowcount:
        return summary
    db.execute(sa.insert(weeks).values(case_id=case.id, monday=monday, closed_at=now, summed_at=now, summary=content,
                                       first_summary=content))  # fmt: skip
    log(db, Entry(now, None, "week.close", case.id, case.id, {"monday": monday.isoformat()}))
    return summary


def sum_up_again(db: sa.Connection, case: sa.Row[Any], days: Iterable[date], now: datetime, policies: Policies) -> None:
    """Closed weeks with one of these days follow what was corrected."""
    wanted = {monday_of(day) for day in days}
    query = sa.select(weeks.c.monday).where(weeks.c.case_id == case.id, weeks.c.monday.in_(wanted))
    for monday in sorted(db.execute(query).scalars()):
        sum_up(db, case, monday, now, policies)


def last_closed(db: sa.Connection, case_id: str) -> date | None:
    last: date | None = db.execute(
        sa.select(sa.func.max(weeks.c.monday)).where(weeks.c.case_id == case_id)).scalar_one()  # fmt: skip
    return last


def first_planned(db: sa.Connection, case_id: str) -> date | None:
    """The Monday of the week in which the first plan begins."""
    query = sa.select(sa.func.min(placements.c.starts_on)).where(placements.c.case_id == case_id)
    first: date | None = db.execute(query).scalar_one()
    return monday_of(first) if first else None


def of_case(db: sa.Connection, case_id: str, limit: int = 60) -> list[sa.Row[Any]]:
    """The newest first."""
    query = sa.select(weeks).where(weeks.c.case_id == case_id).order_by(weeks.c.monday.desc()).limit(limit)
    return list(db.execute(query))


def closed_days(db: sa.Connection, case_id: str, first: date, last: date | None) -> list[date]:
    """A day of each closed week that has one of these days in it."""
    query = sa.select(weeks.c.monday).where(weeks.c.case_id == case_id, weeks.c.monday >= monday_of(first))
    return list(db.execute(query.where(weeks.c.monday <= last) if last else query).scalars())
