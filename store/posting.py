"""What the postman does to letters: each change guarded by the state it was seen in, with an event and an audit row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.letters import received_on
from domain.policies import Policies
from store import cases, tasks, undelivered
from store.audit import Entry, log
from store.letters import FIRST_PAUSE, LISTED, LONGEST_PAUSE
from store.tables_letters import letters

Row = sa.Row[Any]
AT_ONCE = 50
LONGEST_ERROR = 300
WAITING, ON_THE_WAY = "waiting", "handed_over"


def due(db: sa.Connection, now: datetime) -> list[Row]:
    """Letters to hand over now, the oldest first."""
    again = sa.or_(letters.c.retry_at.is_(None), letters.c.retry_at <= now)
    query = sa.select(*LISTED).where(letters.c.state == WAITING, again)
    return list(db.execute(query.order_by(letters.c.created_at, letters.c.id).limit(AT_ONCE)))


def handed_over(db: sa.Connection, letter: Row, now: datetime, policies: Policies, *, delivered: bool) -> None:
    """It is on its way; the days until it counts as received are counted from now.

    `delivered`: nobody will tell of its delivery, and it is there at once.
    """
    received = received_on(letter.channel, local_date(now), policies)
    values = {"state": ON_THE_WAY, "handed_over_at": now, "received_on": received, "error": None, "retry_at": None}
    if delivered:
        values |= {"state": "delivered", "delivered_at": now}
    _change(db, letter, (WAITING,), "letter.handed_over", now, {"received_on": received.isoformat()}, values)


def not_taken(db: sa.Connection, letter: Row, error: str, now: datetime) -> None:
    """The post did not take it: tried again after a pause that doubles."""
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts, 10), LONGEST_PAUSE)
    values = {"attempts": letters.c.attempts + 1, "retry_at": now + pause, "error": error[:LONGEST_ERROR]}
    db.execute(sa.update(letters).where(letters.c.id == letter.id, letters.c.state == WAITING).values(**values))


def delivered(db: sa.Connection, letter: Row, at: datetime, now: datetime, policies: Policies) -> None:
    """The post says so; it may say it before the hand-over itself was noted."""
    received = letter.received_on or received_on(letter.channel, local_date(at), policies)
    values = {"state": "delivered", "delivered_at": at, "handed_over_at": letter.handed_over_at or at,
              "received_on": received, "error": None}  # fmt: skip
    _change(db, letter, (WAITING, ON_THE_WAY), "letter.delivered", now, {}, values)


def failed(db: sa.Connection, letter: Row, error: str, now: datetime, shift: timedelta = timedelta(0)) -> None:
    """It did not reach anybody: it counts as not received, and it becomes somebody's task."""
    cases.lock(db, letter.case_id)
    values = {"state": "failed", "received_on": None, "delivered_at": None, "error": error[:LONGEST_ERROR]}
    if _change(db, letter, (WAITING, ON_THE_WAY, "delivered"), "letter.failed", now, {}, values):
        undelivered.begin(db, letter, now, shift)


def counts(db: sa.Connection) -> dict[str, int]:
    """How many letters wait, and how many could not be delivered and are not sent again."""
    later = letters.alias()
    again = sa.exists().where(later.c.task_id == letters.c.task_id, later.c.number > letters.c.number)
    query = sa.select(letters.c.state, sa.func.count()).where(letters.c.state.in_((WAITING, "failed")), ~again)
    found = {row[0]: row[1] for row in db.execute(query.group_by(letters.c.state))}
    return {state: found.get(state, 0) for state in (WAITING, "failed")}


def _change(db: sa.Connection, letter: Row, seen: tuple[str, ...], what: str, now: datetime, details: dict[str, Any],
            values: dict[str, Any]) -> bool:  # fmt: skip
    """Once: a letter that is no longer in one of the states `seen` stays as it is."""
    guard = [letters.c.id == letter.id, letters.c.state.in_(seen)]
    if not db.execute(sa.update(letters).where(*guard).values(**values)).rowcount:
        return False
    details |= {"channel": letter.channel}
    tasks.event(db, letter.task_id, letter.case_id, what, now, None, details, key=f"letter:{letter.id}:{what}")
    log(db, Entry(now, None, what, letter.id, letter.case_id, details))
    return True
