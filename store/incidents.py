"""Cases that cannot go on: a step that keeps failing, or a message that does not get through."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from store.tables import cases, outbox
from store.tables_incidents import incidents

FEWEST = 2
"""Attempts after which a message that has not got through is an incident."""
LISTED = 200


class Incident(NamedTuple):
    case_id: str
    programme: str
    stage: str
    step: str | None
    """The activity that fails; None: a message to the case."""
    since: datetime
    last_at: datetime | None
    attempts: int
    error: str


def note(db: sa.Connection, case_id: str, activity_id: str, activity: str, error: str, now: datetime) -> None:
    """One more failed attempt of this step."""
    again = sa.update(incidents).where(incidents.c.case_id == case_id, incidents.c.activity_id == activity_id)
    raised = again.values(attempts=incidents.c.attempts + 1, last_at=now, error=error[:100])
    if not db.execute(raised).rowcount:
        db.execute(sa.insert(incidents).values(
            case_id=case_id, activity_id=activity_id, activity=activity, since=now, last_at=now, attempts=1,
            error=error[:100]))  # fmt: skip


def clear(db: sa.Connection, case_id: str, activity_id: str) -> None:
    """The step has succeeded, or the engine no longer waits for it."""
    db.execute(sa.delete(incidents).where(incidents.c.case_id == case_id, incidents.c.activity_id == activity_id))


def steps_of(db: sa.Connection, case_id: str) -> list[str]:
    return list(db.execute(sa.select(incidents.c.activity_id).where(incidents.c.case_id == case_id)).scalars())


def found(db: sa.Connection, teams: Collection[str], programme: str | None = None) -> list[Incident]:
    """Of open cases in these teams, the longest lasting first; LISTED at most of each sort."""
    # An outer join, and nothing that would make it an inner one: what stands still is sought first, for of that there
    # is little. The database would begin with every open case of the teams.
    team, of = (sa.func.coalesce(column, "") for column in (cases.c.team_id, cases.c.programme))
    mine: list[sa.ColumnElement[bool]] = [team.in_(sorted(teams)), cases.c.closed_at.is_(None)]
    mine += [of == programme] if programme else []
    case = (cases.c.id, cases.c.programme, cases.c.stage)
    i, o = incidents.c, outbox.c
    steps = (
        sa.select(*case, i.activity, i.since, i.last_at, i.attempts, i.error)
        .select_from(incidents).outerjoin(cases, i.case_id == cases.c.id)
        .where(*mine).order_by(i.since, i.case_id).limit(LISTED)
    )  # fmt: skip
    messages = (
        sa.select(*case, sa.null(), o.created_at, sa.null(), o.attempts, sa.func.coalesce(o.error, ""))
        .select_from(outbox).outerjoin(cases, o.case_id == cases.c.id)
        .where(*mine, o.delivered_at.is_(None), o.attempts >= FEWEST).order_by(o.id).limit(LISTED)
    )  # fmt: skip
    rows: list[Any] = [*db.execute(steps), *db.execute(messages)]
    return sorted((Incident(*row) for row in rows), key=lambda one: (one.since, one.case_id))


def try_now(db: sa.Connection, case_id: str, now: datetime) -> None:
    """The case's messages wait for nothing more."""
    waiting = sa.update(outbox).where(outbox.c.case_id == case_id, outbox.c.delivered_at.is_(None))
    db.execute(waiting.values(retry_at=now))
