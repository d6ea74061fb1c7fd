"""What the supervisor of a task's team decides about it while it is open: its deadline, how urgent it is."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from domain.calendar import local_date
from domain.deadlines import Deadline, ladder, moved
from domain.errors import BadInput
from domain.tasks import FINAL
from domain.text import Text
from store import outbox, tasks
from store.users import User
from web import policy
from web.actions import Row, needs_reason, seen_task
from web.house import House

PRIORITIES = (0, 10, 20)
"""Normal, raised, high; the ladder goes on from there."""


def move_deadline(house: House, user: User, task_id: str, to: date | None, reason: str) -> Row:
    """The case re-arms its timers by signal."""
    now = house.now()
    if to is None:
        raise BadInput("date_missing", Text(da="Skriv den nye frist.", en="Write the new deadline."))
    if to < local_date(now):
        raise BadInput("past_date", Text(da="Fristen skal være i dag eller senere.",
                                         en="The deadline must be today or later."))  # fmt: skip
    with house.store.write() as db:
        task = _steered(db, user, task_id, reason)
        deadline = moved(Deadline.model_validate(task.due), to, house.policies)
        tasks.set_deadline(db, task, deadline, user.id, now, reason)
        rungs = [{"name": r.name, "at": r.at.isoformat()} for r in ladder(deadline, house.policies) if r.at > now]
        outbox.put(db, task.case_id, "signal", "deadline_moved", {"task_id": task.id, "rungs": rungs}, now)
    house.deliver(task.case_id)
    return task


def _steered(db: sa.Connection, user: User, task_id: str, reason: str) -> Row:
    task = seen_task(db, user, task_id)
    check_steering(user, task)
    needs_reason(reason)
    return task


def check_steering(user: User, task: Row) -> None:
    if task.state in FINAL:
        raise tasks.TaskNotOpen(task.state, task.assignee_id)
    if not policy.may_steer(user, task):
        raise policy.Forbidden


def prioritise(house: House, user: User, task_id: str, priority: int, reason: str, version: int | None = None) -> Row:
    if priority not in PRIORITIES:
        raise BadInput("bad_priority", Text(da="Vælg normal, forhøjet eller høj prioritet.",
                                            en="Choose normal, raised or high priority."))  # fmt: skip
    with house.store.write() as db:
        task = _steered(db, user, task_id, reason)
        return tasks.set_priority(db, task, priority, user.id, house.now(), reason, version)
