"""The people beside a citizen in a case, sealed as people are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.errors import Refusal
from domain.parties import REPRESENTATIVE
from domain.text import Text
from store.audit import Entry, log
from store.secrets import Secrets
from store.tables_letters import parties

SEALED = ("name", "address", "born_on")


class OneAtATime(Refusal):
    def __init__(self) -> None:
        super().__init__("representative_known", Text(
            da="Sagen har allerede en partsrepræsentant. Afslut den registrering først.",
            en="The case already has a representative. End that registration first."))  # fmt: skip


@dataclass(frozen=True)
class Party:
    id: str
    case_id: str
    kind: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    born_on: str = field(repr=False)
    language: str
    professional: bool | None
    since: date
    until: date | None

    def stands(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


def add(db: sa.Connection, secrets: Secrets, case_id: str, kind: str, *, name: str, since: date, actor: str,
        now: datetime, address: str = "", born_on: date | None = None, language: str = "",
        professional: bool | None = None) -> str:  # fmt: skip
    """The id of the new party; a second representative beside one who still stands is refused."""
    if kind == REPRESENTATIVE and any(p.kind == kind and p.until is None for p in of_case(db, secrets, case_id)):
        raise OneAtATime
    party_id = str(uuid4())
    plain = {"name": name, "address": address, "born_on": born_on.isoformat() if born_on else ""}
    sealed = {key: secrets.seal(value, f"parties.{party_id}.{key}") for key, value in plain.items()}
    db.execute(sa.insert(parties).values(
        id=party_id, case_id=case_id, kind=kind, since=since, language=language, professional=professional,
        by_id=actor, at=now, **sealed))  # fmt: skip
    log(db, Entry(now, actor, "case.party_added", party_id, case_id, {"kind": kind}))
    return party_id


def end(db: sa.Connection, party: sa.Row[Any], until: date, actor: str, now: datetime) -> None:
    """Ended once; asked again it changes nothing."""
    still = [parties.c.id == party.id, parties.c.until.is_(None)]
    if db.execute(sa.update(parties).where(*still).values(until=until)).rowcount:
        details = {"kind": party.kind, "until": until.isoformat()}
        log(db, Entry(now, actor, "case.party_ended", party.id, party.case_id, details))


def get(db: sa.Connection, party_id: str) -> sa.Row[Any] | None:
    """The row as it is kept: sealed."""
    return db.execute(sa.select(parties).where(parties.c.id == party_id)).one_or_none()


def of_case(db: sa.Connection, secrets: Secrets, *case_ids: str) -> list[Party]:
    """Everybody who stands or stood beside the citizen in these cases, the newest first."""
    query = sa.select(parties).where(parties.c.case_id.in_(case_ids)).order_by(parties.c.at.desc(), parties.c.id)
    return [_opened(row, secrets) for row in db.execute(query)]


def _opened(row: sa.Row[Any], secrets: Secrets) -> Party:
    plain = {key: secrets.open(getattr(row, key), f"parties.{row.id}.{key}") for key in SEALED}
    return Party(id=row.id, case_id=row.case_id, kind=row.kind, language=row.language, professional=row.professional,
                 since=row.since, until=row.until, **plain)  # fmt: skip
