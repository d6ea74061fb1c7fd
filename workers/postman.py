"""Hands letters over to the post, at least once each, and notes what became of them."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from domain.errors import Refusal
from domain.policies import Policies
from store import cases, letters, people, posting
from store.db import Store
from workers.post import Parcel, Post, Status

EVERY = 5.0
"""Seconds between looks."""
logger = logging.getLogger("handleplan.postman")
Row = sa.Row[Any]


class Postman:
    """`confirms`: the post tells when Digital Post has arrived. Else it counts as delivered when it is handed over."""

    def __init__(self, store: Store, post: Post, policies: Policies, *, confirms: bool) -> None:
        self._store, self._post, self._policies, self._confirms = store, post, policies, confirms

    async def run(self) -> None:
        """For ever; survives the post's and the database's absence."""
        while True:
            try:
                await asyncio.to_thread(self.round, datetime.now(UTC))
            except (Refusal, OSError) as error:
                logger.info("no round: %s", type(error).__name__)
            await asyncio.sleep(EVERY)

    def round(self, now: datetime) -> int:
        """One look at what waits and at what the post tells; how many letters were handed over."""
        with self._store.read() as db:
            due = posting.due(db, now)
        taken = sum(self._hand_over(letter, now) for letter in due)
        for status in self._post.statuses():
            self._note(status, now)
        return taken

    def _hand_over(self, letter: Row, now: datetime) -> bool:
        try:
            self._post.hand_over(self._parcel(letter))
        except OSError as error:
            with self._store.write() as db:
                posting.not_taken(db, letter, type(error).__name__, now)
            logger.warning("letter %s not handed over: %s", letter.id, type(error).__name__)
            return False
        there = letter.channel == "digital_post" and not self._confirms
        with self._store.write() as db:
            posting.handed_over(db, letter, now, self._policies, delivered=there)
        return True

    def _parcel(self, letter: Row) -> Parcel:
        secrets = self._store.secrets
        with self._store.read() as db:
            to = letters.content_of(db, secrets, letter.id)["recipient"] | {"kind": letter.recipient}
            case = cases.get(db, letter.case_id)
            if letter.recipient == "citizen" and case is not None and case.person_id:
                to["cpr"] = people.get(db, secrets, case.person_id).cpr
            document = letters.pdf_of(db, secrets, letter.id)
        return Parcel(id=letter.id, case_id=letter.case_id, channel=letter.channel, subject=letter.subject,
                      created_at=letter.created_at, recipient=to, pdf=document)  # fmt: skip

    def _note(self, status: Status, now: datetime) -> None:
        with self._store.write() as db:
            letter = letters.get(db, status.letter_id)
            if letter is None:
                logger.warning("a status of an unknown letter: %s", status.letter_id)
            elif status.state == "delivered":
                posting.delivered(db, letter, status.at, now, self._policies)
            else:
                posting.failed(db, letter, status.error, now)
        if letter is None:
            self._post.refuse(status)
        else:
            self._post.noted(status)
