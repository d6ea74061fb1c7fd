"""What whoever gets the documents of a case may read of other people in them."""

from __future__ import annotations

import re

import sqlalchemy as sa

from domain.roles import ROLE_TITLES, Role
from domain.text import Text
from store import export, parties, people
from store.export import Row
from store.secrets import Secrets
from web import words

HIDDEN_CPR, HIDDEN_NAME, HIDDEN_ADDRESS = "XXXXXX-XXXX", "[navn udeladt]", "[adresse udeladt]"
COLLEAGUE = "Medarbejder"
CPR = re.compile(r"(?<!\d)([0-9]{6})[- ]?([0-9]{4})(?!\d)")


class Mask:
    """The citizen's own number stays; others' numbers, the parties beside them, and a protected address do not.

    Staff who signed a decision or a letter are named; others by their role.
    """

    def __init__(self, db: sa.Connection, secrets: Secrets, cases: list[Row]) -> None:
        ids = [case.id for case in cases]
        self.person = people.get(db, secrets, cases[0].person_id) if cases[0].person_id else None
        self._names, self._roles = export.staff(db, ids)
        beside = parties.of_case(db, secrets, *ids)
        hidden = {party.name: HIDDEN_NAME for party in beside} | {party.address: HIDDEN_ADDRESS for party in beside}
        if self.person and self.person.protected:
            hidden[self.person.address] = HIDDEN_ADDRESS
        # The longest first: a name may be part of an address.
        longest = sorted((word for word in hidden if word.strip()), key=lambda word: (-len(word), word))
        self._hidden = [(word, hidden[word]) for word in longest]

    def text(self, value: Text | str | None) -> str:
        said = value.da if isinstance(value, Text) else value or ""
        for word, instead in self._hidden:
            said = re.sub(re.escape(word), instead, said, flags=re.IGNORECASE)
        return CPR.sub(lambda found: found[0] if self._is_own(found) else HIDDEN_CPR, said)

    def staff(self, user_id: str | None) -> str:
        if user_id is None:
            return words.SYSTEM.da
        role = self._roles.get(user_id)
        return self._names.get(user_id) or (ROLE_TITLES[Role(role)].da if role else COLLEAGUE)

    def both(self, actor: str | None, acting_for: str | None) -> str:
        """Who did it, and for whom."""
        return f"{self.staff(actor)} for {self.staff(acting_for)}" if acting_for else self.staff(actor)

    def _is_own(self, found: re.Match[str]) -> bool:
        return self.person is not None and found[1] + found[2] == self.person.cpr
