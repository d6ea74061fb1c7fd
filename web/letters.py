"""The letter that completing a task sends, as it would be now; and the letters of a case as pages show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.errors import Refusal
from domain.letters import CHANNELS, RECEIPT, RECIPIENTS, STATES, received_on
from domain.roles import ROLE_TITLES, Role
from domain.tasks import Decision
from domain.text import Text, dated
from store import cases, letters, letters_again, tasks
from store.letters import Outgoing, Sender
from store.users import User
from web import policy
from web.house import House

Row = sa.Row[Any]
PROTECTED = Text(da="Adressebeskyttet", en="Protected address")
BY_HAND = Text(da="Udleveret samme dag", en="Handed over on that day")
LEVELS = {"waiting": ("soon", "hourglass"), "handed_over": ("info", "email"), "delivered": ("ok", "check"),
          "failed": ("overdue", "warning")}  # fmt: skip


class LetterChanged(Refusal):
    """What would be sent is no longer what the person saw."""

    def __init__(self) -> None:
        super().__init__("letter_changed", Text(
            da="Brevet, modtageren eller forsendelsen er ændret, siden du så det. Læs det igen, før du sender.",
            en="The letter, its recipient or its way has changed since you saw it. Read it again before you send."
        ))  # fmt: skip


def of_task(house: House, db: sa.Connection, user: User, task: Row, decision: Decision,
            now: datetime) -> Outgoing | None:  # fmt: skip
    """What completing the task with this decision sends; None when it sends nothing."""
    sender = Sender(house.municipality, house.contact, user.name, ROLE_TITLES[Role(task.role)].da)
    return letters.of_task(db, house.store.secrets, task, decision, sender, now, house.policies)


def about(house: House, user: User, outgoing: Outgoing, protected: bool, now: datetime) -> dict[str, Any]:
    """To whom, how, and when it counts as received: what a person reads before the letter goes."""
    to, on = outgoing.content["recipient"], local_date(now)
    address: Text | str = PROTECTED if protected and outgoing.recipient == "citizen" else to["address"]
    if outgoing.is_handed_over:
        received, because = outgoing.letter.handed_on or on, BY_HAND
    else:
        received = received_on(outgoing.channel, on, house.policies)
        because = house.policies.at(RECEIPT[outgoing.channel], on).says
    return {
        "by_hand": outgoing.is_handed_over, "name": to["name"], "recipient": RECIPIENTS[outgoing.recipient],
        "address": address if policy.may_read_identity(user) else "", "channel": CHANNELS[outgoing.channel],
        "received_on": dated(received), "because": because, "subject": outgoing.content["subject"],
        "blocks": outgoing.content["blocks"],
    }  # fmt: skip


def rows(db: sa.Connection, user: User, case: Row) -> list[dict[str, Any]]:
    """The letters of a case, the newest first; one that failed says whether it was sent again, or who may do so."""
    found, readable = letters.of_case(db, case.id), policy.may_read_identity(user)
    last = {one.task_id: one for one in sorted(found, key=lambda one: one.number)}

    def may_be_sent_again(one: Row) -> bool:
        return (one.state == letters_again.FAILED and letters_again.why_not(db, one, case) is None
                and policy.may_send_again(user, case, tasks.get(db, one.task_id)))  # fmt: skip

    return [
        _row(one, readable=readable) | {
            "again_on": newest.created_at if (newest := last[one.task_id]).number > one.number else None,
            "again_url": f"/letters/{one.id}/again" if may_be_sent_again(one) else None,
        } for one in found
    ]  # fmt: skip


def above(db: sa.Connection, user: User, case: Row, fact: str | None) -> dict[str, Any] | None:
    """The letter of the case above that this fact names, and where it is; None without such a fact."""
    parent = cases.get(db, case.parent_id) if fact and case.parent_id else None
    if fact is None or parent is None:
        return None
    named = [one for one in rows(db, user, parent) if one["id"] == case.facts[fact]]
    return {"rows": named, "case_id": parent.id, "case_url": f"/cases/{parent.id}"}


def _row(one: Row, *, readable: bool) -> dict[str, Any]:
    level, symbol = LEVELS[one.state]
    return {
        "id": one.id, "subject": one.subject, "url": f"/letters/{one.id}.pdf" if readable else None,
        "created_at": one.created_at, "recipient": RECIPIENTS[one.recipient], "channel": CHANNELS[one.channel],
        "state": STATES[one.state], "level": level, "symbol": symbol,
        "received_on": one.received_on, "error": one.error,
    }  # fmt: skip
