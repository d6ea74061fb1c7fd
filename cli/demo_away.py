"""One colleague of the demo is away this week, and covered."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from cli.demo_people import AWAY, COVERED_BY, OBLIGATION, username
from domain.calendar import local_date
from domain.roles import Role
from domain.tasks import Operation
from store import substitutions, tasks, users
from store.db import Store
from store.tables import tasks as table

DAYS = 6
TAKEN = timedelta(hours=4)


def away(store: Store, now: datetime) -> None:
    """They had taken the least urgent task of the queue before they left: their substitute has it among the own."""
    today = local_date(now)
    with store.write() as db:
        person, substitute = users.active_id(db, username(AWAY)), users.active_id(db, COVERED_BY)
        assert person
        assert substitute
        waiting = sa.select(table).where(
            table.c.team_id == users.team_named(db, OBLIGATION[0]), table.c.role == Role.caseworker.value,
            table.c.state == "ready").order_by(table.c.due_at.desc())  # fmt: skip
        free = next((one for one in db.execute(waiting) if not {person, substitute} & set(one.excluded)), None)
        if free is not None:
            tasks.move(db, free, Operation.claim, person, max(free.received_at, now - TAKEN), assignee_id=person)
        substitutions.put(db, person, substitute=substitute, first_on=today, last_on=today + timedelta(days=DAYS),
                          kinds=None, reason="", by=person, now=now)  # fmt: skip
