"""Somebody who was told of an escalation takes it in hand."""

from __future__ import annotations

from domain.errors import BadInput, Refusal
from domain.tasks import FINAL
from domain.text import Text
from store import escalations, tasks
from store.users import User
from web.actions import Row, seen_task
from web.house import House

LONGEST = 4000


class NotTold(Refusal):
    def __init__(self) -> None:
        super().__init__("not_told", Text(
            da="Kun den, der har fået eskaleringen at vide, kan tage hånd om den.",
            en="Only somebody who was told of the escalation can take it in hand."), status=403)  # fmt: skip


def acknowledge(house: House, user: User, task_id: str, reason: str = "") -> Row:
    """The reason may be left out. The task stays where it is, and the next rung still comes."""
    with house.store.write() as db:
        task = seen_task(db, user, task_id)
        if not escalations.was_told(db, user.id, task_id):
            raise NotTold
        if task.state in FINAL:
            raise tasks.TaskNotOpen(task.state, task.assignee_id)
        if len(reason) > LONGEST:
            raise BadInput("bad_reason", Text(da="Skriv højst 4.000 tegn.", en="Write at most 4,000 characters."))
        escalations.acknowledge(db, task, user.id, reason.strip(), house.now())
    return task
