"""The ladder of a task that nobody does: who hears of each rung, and who has it in hand. Never somebody who is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.programmes import confidential
from domain.roles import Role
from domain.tasks import OPEN, OWNED, TaskState
from store import notices, substitutions, tasks, users
from store.audit import Entry, log
from store.tables import memberships, teams
from store.tables import tasks as table
from store.tables_notices import notices as told_table

LEVELS = {"reminder": 0, "due": 1, "supervisor": 2, "reassign": 3}
Finder = Callable[[sa.Connection, sa.Row[Any], date], list[str]]


def climb(db: sa.Connection, task_id: str, rung: str, due: datetime, now: datetime) -> None:
    """Record one rung of the ladder, once, tell whom it is for, and act on it; real work since then stops nothing."""
    task = db.execute(sa.select(table).where(table.c.id == task_id).with_for_update()).one_or_none()
    if task is None or task.state not in OPEN:
        return
    told, key = _listeners(db, task, rung, local_date(now)), f"{task_id}:{rung}:{due.isoformat()}"
    event = tasks.event(db, task_id, task.case_id, f"rung.{rung}", now, details={"told": told}, key=key)
    if not event:
        return
    notices.over(db, task_id, now)
    notices.tell(db, told, "escalation", task_id, now, about=event)
    level = LEVELS[rung]
    values: dict[str, Any] = {
        "escalation_level": max(level, task.escalation_level), "priority": max(level * 10, task.priority),
        "acknowledged_by": None, "version": table.c.version + 1}  # fmt: skip
    if task.state in OWNED and (rung == "reassign" or _nobody_has(db, task, local_date(now))):
        values |= {"state": TaskState.ready.value, "assignee_id": None}
        tasks.event(db, task_id, task.case_id, "returned", now)
    db.execute(sa.update(table).where(table.c.id == task_id).values(**values))
    log(db, Entry(now, None, f"task.rung.{rung}", task_id, task.case_id, {"level": level, "told": told}))


def rouse(db: sa.Connection, task: sa.Row[Any], now: datetime) -> None:
    """Everybody of its team hears of a task that cannot wait when it is opened, once."""
    told = _listeners(db, task, "acute", local_date(now))
    event = tasks.event(db, task.id, task.case_id, "rung.acute", now, details={"told": told}, key=f"{task.id}:acute")
    if event:
        notices.tell(db, told, "acute", task.id, now, about=event)


def _listeners(db: sa.Connection, task: sa.Row[Any], rung: str, on: date) -> list[str]:
    """The first of those that the rung is for, of whom somebody is there. Of a confidential task nobody outside its
    team is told while anybody is in it; at the very last the administrators, who hear of its number alone."""
    finders = LADDER[rung]
    if task.programme in confidential():
        finders = (*(_inside(find) for find in (*finders, _team)), _administrators)
    return next((found for find in finders if (found := find(db, task, on))), [])


def _inside(find: Finder) -> Finder:
    """Of those that it finds, who work in the team of the task."""
    def found(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
        team = {one.id for one in users.seeing(db, task.team_id, None)}
        return [one for one in find(db, task, on) if one in team]

    return found


def _owner(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
    """Whoever holds the task, or who does it for them."""
    if task.assignee_id is None:
        return []
    return substitutions.present(db, [task.assignee_id], on) or _standing_in(db, task, task.assignee_id, on)


def _standing_in(db: sa.Connection, task: sa.Row[Any], person: str, on: date) -> list[str]:
    return [one for one in substitutions.standing_in(db, person, task.kind, on)
            if one not in task.excluded and person not in task.excluded]  # fmt: skip


def _nobody_has(db: sa.Connection, task: sa.Row[Any], on: date) -> bool:
    return not _owner(db, task, on)


def _team(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
    mine = [one.id for one in users.holders(db, task.role, task.team_id) if one.id not in task.excluded]
    return substitutions.present(db, mine, on)


def _everybody(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
    return substitutions.present(db, [one.id for one in users.seeing(db, task.team_id, None)], on)


def _supervisors(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
    return substitutions.present(db, _led_by(db, task), on)


def _covering_them(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
    found = (one for boss in _led_by(db, task) for one in substitutions.standing_in(db, boss, task.kind, on))
    return list(dict.fromkeys(found))


def _led_by(db: sa.Connection, task: sa.Row[Any]) -> list[str]:
    return [one.id for one in users.holders(db, Role.supervisor, task.team_id)]


def _others_of_the_programme(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
    same = sa.select(teams.c.id).where(teams.c.programme == task.programme)
    return _of_role(db, Role.supervisor, on, memberships.c.team_id.in_(same))


def _administrators(db: sa.Connection, task: sa.Row[Any], on: date) -> list[str]:
    return _of_role(db, Role.administrator, on)


def _of_role(db: sa.Connection, role: Role, on: date, *where: sa.ColumnElement[bool]) -> list[str]:
    query = sa.select(memberships.c.user_id).where(memberships.c.role == role.value, *where).distinct()
    return substitutions.present(db, sorted(db.execute(query).scalars()), on)


UPWARDS: tuple[Finder, ...] = (_supervisors, _covering_them, _others_of_the_programme, _administrators)
LADDER: dict[str, tuple[Finder, ...]] = {
    "acute": (_everybody, *UPWARDS),
    "reminder": (_owner, _team, *UPWARDS), "due": (_owner, _team, *UPWARDS), "supervisor": UPWARDS, "reassign": UPWARDS,
}  # fmt: skip
"""Whom each rung tells: the first of these that finds somebody who is there."""


def was_told(db: sa.Connection, user_id: str, task_id: str) -> bool:
    n = told_table.c
    mine = sa.select(n.id).where(n.user_id == user_id, n.task_id == task_id, n.kind == "escalation")
    return db.execute(mine.limit(1)).first() is not None


def acknowledge(db: sa.Connection, task: sa.Row[Any], user_id: str, reason: str, now: datetime) -> None:
    """This person takes it in hand, which the next rung ends. Said twice, it is written once."""
    free = sa.or_(table.c.acknowledged_by.is_(None), table.c.acknowledged_by != user_id)
    mine = sa.update(table).where(table.c.id == task.id, free).values(acknowledged_by=user_id)
    if db.execute(mine).rowcount:
        details = {"reason": reason} if reason else {}
        tasks.event(db, task.id, task.case_id, "acknowledged", now, user_id, details)
        log(db, Entry(now, user_id, "task.acknowledged", task.id, task.case_id, details))
    notices.see(db, user_id, now, kind="escalation", task_id=task.id)
