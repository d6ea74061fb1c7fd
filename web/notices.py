"""The bell: what somebody is to hear of, and that they have."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import FINAL
from store import notices, tasks
from store.tables import tasks as tasks_table
from store.users import User
from web import policy, words
from web.escalations import take_in_hand
from web.house import House
from web.views import Names

PAGE = 30
MET: tuple[notices.Kind, ...] = ("mention", "acute")
"""Notices that opening the task answers."""


def listed(db: sa.Connection, user: User, before: int | None) -> tuple[list[dict[str, Any]], int | None]:
    """A page of notices, newest first, and where the next one begins. A case is named by its number alone."""
    rows = notices.of(db, user.id, PAGE + 1, before)
    shown, more = rows[:PAGE], len(rows) > PAGE
    about = {row.id: row for row in db.execute(
        sa.select(tasks_table).where(tasks_table.c.id.in_({row.task_id for row in shown})))}  # fmt: skip
    name = Names(db, {row.actor_id for row in shown} | {row.acknowledged_by for row in about.values()})
    return [_view(user, row, about[row.task_id], name) for row in shown], shown[-1].id if more else None


def _view(user: User, notice: sa.Row[Any], task: sa.Row[Any], name: Names) -> dict[str, Any]:
    holder = task.acknowledged_by if task.acknowledged_by != user.id else None
    return {
        "id": notice.id, "kind": notice.kind, "at": notice.at, "seen_at": notice.seen_at, "case_id": task.case_id,
        "title": kind_named(task.kind).title, "programme_title": PROGRAMMES[task.programme].title,
        "actor": name(notice.actor_id), "is_reminder": notice.rung == "rung.reminder",
        "says": words.TOLD.get(notice.rung, words.TOLD["rung.due"]),
        "in_hand": holder, "in_hand_name": name(holder),
        "url": f"/tasks/{task.id}" if policy.may_see(user, task) else None,
    }  # fmt: skip


def acknowledge(house: House, user: User, notice_id: int, reason: str = "", instead_of: str | None = None,
                *, only_seen: bool = False) -> None:  # fmt: skip
    """The notice is seen; of an escalation the task's history says who takes care of it, and why if they say so."""
    now = house.now()
    with house.store.write() as db:
        notice = notices.get(db, user.id, notice_id)
        if notice is None:
            raise policy.NotFound
        if not notices.see(db, user.id, now, notice_id=notice_id) or notice.kind != "escalation":
            return
        task = tasks.get(db, notice.task_id)
        assert task is not None
        if task.state not in FINAL and not only_seen:
            take_in_hand(db, user, task, reason, instead_of, now)


def see_met(house: House, user: User, task_id: str) -> None:
    """Whoever opens the task has met the comments that mention them, and that it cannot wait."""
    with house.store.read() as db:
        waiting = [kind for kind in MET if notices.has_unseen(db, user.id, kind, task_id)]
    if waiting:
        with house.store.write() as db:
            for kind in waiting:
                notices.see(db, user.id, house.now(), kind=kind, task_id=task_id)
