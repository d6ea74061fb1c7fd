"""What people do with letters that reached nobody, the same for pages and API: may I, do, write it down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store import cases, letters, letters_again, tasks, users
from store.letters import Outgoing
from store.letters_again import SentAgain
from store.users import User
from web import policy
from web.actions import seen_case
from web.house import House
from web.letters import LetterChanged

Row = sa.Row[Any]


def held_letter(db: sa.Connection, user: User, letter_id: str) -> Row:
    """A letter of a case that one sees, which one may send again if it failed."""
    letter = letters.get(db, letter_id)
    if letter is None:
        raise policy.NotFound
    case = seen_case(db, user, letter.case_id)
    if not policy.may_send_again(user, case, tasks.get(db, letter.task_id)):
        raise policy.Forbidden
    return letter


def would_send_again(house: House, user: User, letter_id: str) -> Outgoing:
    """The letter as it would go now."""
    with house.store.read() as db:
        return _composed(house, db, held_letter(db, user, letter_id), house.now())


def send_again(house: House, user: User, letter_id: str, confirm: str | None = None) -> str:
    """The id of the new letter. `confirm`: the digest of the one that the person has read; a program sends none."""
    now, secrets = house.now(), house.store.secrets
    with house.store.write() as db:
        cases.lock(db, held_letter(db, user, letter_id).case_id)
        failed = held_letter(db, user, letter_id)
        outgoing = _composed(house, db, failed, now)
        if confirm is not None and confirm != outgoing.digest(secrets):
            raise LetterChanged
        return letters_again.put(db, secrets, failed, outgoing, user.id, now)


def _composed(house: House, db: sa.Connection, failed: Row, now: datetime) -> Outgoing:
    case = cases.get(db, failed.case_id)
    assert case is not None
    refusal = letters_again.why_not(db, failed, case)
    if isinstance(refusal, SentAgain):
        name = users.display_names(db, {refusal.by}).get(refusal.by, "") if refusal.by else ""
        raise SentAgain(refusal.by, name)
    if refusal is not None:
        raise refusal
    return letters_again.compose(
        db, house.store.secrets, failed, house.municipality, house.contact, now, house.policies)  # fmt: skip
