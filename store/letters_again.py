"""A letter that reached nobody, sent again: the same text to whoever gets it now, as a new letter of the same task."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.errors import Refusal
from domain.letters import Letter
from domain.overtaken import is_overtaken, is_taken_back
from domain.policies import Policies
from domain.text import Text
from store import cases, letters
from store.dossier import Dossier
from store.letters import Outgoing, Sender
from store.secrets import Secrets

Row = sa.Row[Any]
FAILED = "failed"


class NotFailed(Refusal):
    def __init__(self) -> None:
        super().__init__("letter_not_failed", Text(
            da="Kun et brev, der ikke kunne leveres, kan sendes igen.",
            en="Only a letter that could not be delivered can be sent again."))  # fmt: skip


class SentAgain(Refusal):
    """`by`: the user who was faster."""

    def __init__(self, by: str | None, name: str = "") -> None:
        self.by = by
        who = Text(da=f" af {name}", en=f" by {name}") if name else Text(da="", en="")
        super().__init__("letter_sent_again", Text(
            da=f"Brevet er allerede sendt igen{who.da}.", en=f"The letter has already been sent again{who.en}."
        ))  # fmt: skip


class TakenBack(Refusal):
    def __init__(self) -> None:
        super().__init__("decision_taken_back", Text(
            da="Afgørelsen, som brevet fortæller om, er taget tilbage. Brevet kan ikke sendes igen.",
            en="The decision that the letter tells of was taken back. The letter cannot be sent again."))  # fmt: skip


class Overtaken(Refusal):
    def __init__(self) -> None:
        super().__init__("letter_overtaken", Text(
            da="Sagen er kommet videre siden brevet, og det siger ikke længere, hvad der gælder. Det sendes ikke igen.",
            en="The case has moved on since the letter: it no longer says what holds. It cannot be sent again."
        ))  # fmt: skip


def why_not(db: sa.Connection, letter: Row, case: Row) -> Refusal | None:
    """Only the last letter of a task, where it failed, and only while it says what holds."""
    newest = letters.newest_of(db, letter.task_id)
    if newest is not None and newest.id != letter.id:
        return SentAgain(newest.sent_by)
    if letter.state != FAILED:
        return NotFailed()
    dossier = Dossier(db, case)
    if is_taken_back(letter, dossier):
        return TakenBack()
    return Overtaken() if is_overtaken(letter, dossier) else None


def compose(db: sa.Connection, secrets: Secrets, failed: Row, municipality: str, contact: str, now: datetime,
            policies: Policies) -> Outgoing:  # fmt: skip
    """The same text, signed as it was, with today's date; recipient, channel and address as they are now."""
    case = cases.get(db, failed.case_id)
    assert case is not None
    content = letters.content_of(db, secrets, failed.id)
    letter = Letter(subject=content["subject"], blocks=content["blocks"], versions=failed.versions, way=failed.way)
    sender = Sender(municipality, contact, signed_by=content["signed"]["name"], role=content["signed"]["role"])
    return letters.compose(db, secrets, case, failed.kind, letter, sender, now, policies)


def put(db: sa.Connection, secrets: Secrets, failed: Row, outgoing: Outgoing, actor: str, now: datetime) -> str:
    """The id of the new letter; the failed one stays on file as it is."""
    return letters.put(db, secrets, failed.case_id, failed.task_id, outgoing, actor, now, failed.number + 1)
