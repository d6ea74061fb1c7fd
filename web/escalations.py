"""Somebody who was told of an escalation takes it in hand."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from domain.errors import BadInput, Refusal
from domain.tasks import FINAL
from domain.text import Text
from store import escalations, tasks, users
from store.users import User
from web.actions import Row, seen_task
from web.house import House

LONGEST = 4000


class NotTold(Refusal):
    def __init__(self) -> None:
        super().__init__("not_told", Text(
            da="Kun den, der har fået eskaleringen at vide, kan tage hånd om den.",
            en="Only somebody who was told of the escalation can take it in hand."), status=403)  # fmt: skip


class InHand(Refusal):
    """Somebody else took it in hand before."""

    def __init__(self, name: str) -> None:
        super().__init__("in_hand", Text(
            da=f"{name} tager allerede hånd om det. Tal med {name}, eller overtag det.",
            en=f"{name} takes care of it already. Talk to {name}, or take it over."), status=409)  # fmt: skip


def acknowledge(house: House, user: User, task_id: str, reason: str = "", instead_of: str | None = None) -> Row:
    """The reason may be left out. The task stays where it is, and the next rung still comes.

    `instead_of`: from whom one knows that one takes it over.
    """
    with house.store.write() as db:
        task = seen_task(db, user, task_id)
        if not escalations.was_told(db, user.id, task_id):
            raise NotTold
        if task.state in FINAL:
            raise tasks.TaskNotOpen(task.state, task.assignee_id)
        take_in_hand(db, user, task, reason, instead_of, house.now())
    return task


def take_in_hand(db: sa.Connection, user: User, task: Row, reason: str, instead_of: str | None, now: datetime) -> None:
    holder = task.acknowledged_by
    if len(reason) > LONGEST:
        raise BadInput("bad_reason", Text(da="Skriv højst 4.000 tegn.", en="Write at most 4,000 characters."))
    if holder not in (None, user.id, instead_of):
        raise InHand(users.display_names(db, {holder})[holder])
    escalations.acknowledge(db, task, user.id, reason.strip(), now)
