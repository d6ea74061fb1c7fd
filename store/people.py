"""Identity: the only home of names, CPR numbers and addresses, encrypted; found again by blind index."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from domain.newcomers import Newcomer
from domain.phones import numbers
from store.audit import Entry, log
from store.secrets import Secrets
from store.tables import audit, name_words, people

WORDS_SEARCHED = 4
FIELDS = ("cpr", "name", "address", "phone")
SAID = ("name", "address", "phone", "protected", "language")
DETAILS = ("address", "phone", "protected", "language", "post_exempt")
"""What people correct by hand."""
ANY_SAYS = tuple(name for name in SAID if name in DETAILS)
CORRECTED, LEARNT = "case.citizen", "case.cpr_learnt"


@dataclass(frozen=True)
class Person:
    id: str
    cpr: str
    name: str
    address: str
    protected: bool
    language: str
    phone: str
    post_exempt: bool = False
    """Exempt from Digital Post: gets letters on paper."""

    def digest(self, secrets: Secrets) -> str:
        """Differs as soon as one of the details differs."""
        return secrets.blind(json.dumps([getattr(self, name) for name in DETAILS]), "person")[:32]

    @property
    def masked_cpr(self) -> str:
        """Empty while nobody knows the number."""
        return f"{self.cpr[:6]}-****" if self.cpr else ""

    @property
    def written_cpr(self) -> str:
        return f"{self.cpr[:6]}-{self.cpr[6:]}" if self.cpr else ""


@dataclass(frozen=True)
class Identity:
    """What a source says of who a person is. What it leaves out (an empty text, None) takes nothing back.

    Without a CPR number nobody is known again: each such identity is a person of its own.
    """

    cpr: str = field(repr=False)
    name: str = field(repr=False)
    address: str = field(repr=False)
    protected: bool | None
    language: str
    phone: str = field(default="", repr=False)

    @classmethod
    def of(cls, new: Newcomer, cpr: str) -> Identity:
        """Who a new case is about; protection is never taken back by it."""
        return cls(cpr, new.name, new.address, new.protected or None, new.language, new.phone)

    def over(self, known: Person) -> Identity:
        """This, with what is known where the source is silent: a protected address stays protected."""
        silent = {name: getattr(known, name) for name in SAID if getattr(self, name) in ("", None)}
        return replace(self, **silent)


def put(
    db: sa.Connection, secrets: Secrets, *, cpr: str, name: str, address: str,
    protected: bool | None, language: str, now: datetime, phone: str = "",
) -> str:  # fmt: skip
    """The id of the person with this CPR, made or brought up to date."""
    told: list[Entry] = []
    (person_id,) = put_all(db, secrets, [Identity(cpr, name, address, protected, language, phone)], now, told)
    log(db, *told)
    return person_id


def put_all(db: sa.Connection, secrets: Secrets, identities: Sequence[Identity], now: datetime,
            told: list[Entry]) -> list[str]:  # fmt: skip
    """The ids of these people, each CPR once, made or brought up to date; without a CPR they are always made.

    What stood there otherwise before is kept as when it is corrected: `told` is for the caller to log, last of all.
    """
    held = _held(db, secrets, identities)
    ids = [held[one.cpr].id if one.cpr in held else str(uuid4()) for one in identities]
    made, changed, words = [], [], []
    for person_id, said in zip(ids, identities, strict=True):
        one = said.over(held[said.cpr]) if said.cpr in held else said
        values = _sealed(secrets, person_id, one) | {"updated_at": now}
        if one.cpr in held:
            changed.append({"known_id": person_id} | values)
            told += _replaced(secrets, held[one.cpr], {name: getattr(one, name) for name in ANY_SAYS}, None, None, now)
        else:
            # Of the id where nobody knows the number: no search for a number finds it.
            index = secrets.blind(one.cpr, "cpr") if one.cpr else secrets.blind(person_id, "no cpr")
            made.append({"id": person_id, "cpr_index": index, "created_at": now} | values)
        words += [{"word_index": w, "person_id": person_id} for w in sorted(_word_indexes(secrets, one.name))]
    if made:
        db.execute(sa.insert(people), made)
    if changed:
        db.execute(sa.update(people).where(people.c.id == sa.bindparam("known_id")), changed)
        db.execute(sa.delete(name_words).where(name_words.c.person_id.in_(one.id for one in held.values())))
    if words:
        db.execute(sa.insert(name_words), words)
    return ids


def changed(db: sa.Connection, secrets: Secrets, identities: Sequence[Identity]) -> list[Identity]:
    """Those of them who are known under another name, address or protection."""
    held = _held(db, secrets, identities)
    return [one for one in identities if one.cpr in held and not _same(held[one.cpr], one)]


def _held(db: sa.Connection, secrets: Secrets, identities: Sequence[Identity]) -> dict[str, Person]:
    """Those of them who are known, by CPR."""
    known = by_cprs(db, secrets, [one.cpr for one in identities])
    rows = db.execute(sa.select(people).where(people.c.id.in_(known.values())))
    return {person.cpr: person for person in (_opened(row, secrets) for row in rows)}


def _same(person: Person, one: Identity) -> bool:
    said = one.over(person)
    return all(getattr(person, name) == getattr(said, name) for name in SAID)


def _sealed(secrets: Secrets, person_id: str, one: Identity) -> dict[str, Any]:
    sealed = {name: secrets.seal(getattr(one, name), f"people.{person_id}.{name}") for name in FIELDS}
    return sealed | {"protected": bool(one.protected), "language": one.language}


def get(db: sa.Connection, secrets: Secrets, person_id: str, *, lock: bool = False) -> Person:
    """`lock`: whoever changes the person besides waits until this transaction ends."""
    query = sa.select(people).where(people.c.id == person_id)
    return _opened(db.execute(query.with_for_update() if lock else query).one(), secrets)


class Correction(NamedTuple):
    """Details that a person changed, and what they were before."""

    at: datetime
    actor: str | None
    case_id: str | None
    """From which case it was corrected."""
    before: dict[str, Any]


def correct(db: sa.Connection, secrets: Secrets, person: Person, wanted: Mapping[str, Any], case_id: str, actor: str,
            now: datetime) -> None:  # fmt: skip
    """Change those of the details that differ. The old values stay in the log, sealed."""
    log(db, *change(db, secrets, person, wanted, case_id, actor, now))


def change(db: sa.Connection, secrets: Secrets, person: Person, wanted: Mapping[str, Any], case_id: str, actor: str,
           now: datetime) -> list[Entry]:  # fmt: skip
    """`correct`, with what is still to be logged."""
    told = _replaced(secrets, person, wanted, case_id, actor, now)
    differs = [name for name in wanted if wanted[name] != getattr(person, name)]
    sealed = {name: secrets.seal(wanted[name], f"people.{person.id}.{name}") if name in FIELDS else wanted[name]
              for name in differs}  # fmt: skip
    if differs:
        db.execute(sa.update(people).where(people.c.id == person.id).values(**sealed, updated_at=now))
    if "post_exempt" in differs:
        told.append(Entry(now, actor, "case.post_exempt", case_id, case_id, {"exempt": wanted["post_exempt"]}))
    return told


def _replaced(secrets: Secrets, person: Person, wanted: Mapping[str, Any], case_id: str | None, actor: str | None,
              now: datetime) -> list[Entry]:  # fmt: skip
    """That other details stand there now, the old ones sealed. Digests tell whether a number was there before."""
    before = {name: getattr(person, name) for name in wanted if wanted[name] != getattr(person, name)}
    if not before:
        return []
    details: dict[str, Any] = {
        "changed": sorted(before),
        "old": base64.b64encode(secrets.seal(json.dumps(before), _where(person.id))).decode(),
    }
    if "phone" in before:
        details["numbers"] = [[secrets.blind(one, "phone") for one in sorted(numbers(text))]
                              for text in (person.phone, wanted["phone"])]  # fmt: skip
    return [Entry(now, actor, CORRECTED, person.id, case_id, details)]



def learn_cpr(db: sa.Connection, secrets: Secrets, person: Person, cpr: str, case_id: str, actor: str,
              now: datetime) -> None:  # fmt: skip
    """From now on the person is found by it. Who has that number already is another person: see before."""
    values = {"cpr_index": secrets.blind(cpr, "cpr"), "cpr": secrets.seal(cpr, f"people.{person.id}.cpr")}
    db.execute(sa.update(people).where(people.c.id == person.id).values(**values, updated_at=now))
    log(db, Entry(now, actor, LEARNT, person.id, case_id))


def corrections(db: sa.Connection, secrets: Secrets, person_id: str) -> list[Correction]:
    """The newest first, with those of whom the person was taken for before the CPR number was known."""
    learnt = sa.select(audit.c.details).where(audit.c.subject == person_id, audit.c.action == LEARNT)
    all_ids = [person_id, *(details["was"] for details in db.execute(learnt).scalars() if "was" in details)]
    mine = sa.select(audit).where(audit.c.subject.in_(all_ids), audit.c.action == CORRECTED)
    return [
        Correction(r.at, r.actor_id, r.case_id,
                   json.loads(secrets.open(base64.b64decode(r.details["old"]), _where(r.subject))))
        for r in db.execute(mine.order_by(audit.c.seq.desc()))
    ]  # fmt: skip


def _where(person_id: str) -> str:
    return f"audit.{person_id}.old"


def names(db: sa.Connection, secrets: Secrets, ids: set[str]) -> dict[str, str]:
    rows = db.execute(sa.select(people.c.id, people.c.name).where(people.c.id.in_(ids)))
    return {r.id: secrets.open(r.name, f"people.{r.id}.name") for r in rows}


def by_cpr(db: sa.Connection, secrets: Secrets, cpr: str) -> str | None:
    return by_cprs(db, secrets, [cpr]).get(cpr)


def by_cprs(db: sa.Connection, secrets: Secrets, cprs: Iterable[str]) -> dict[str, str]:
    """The ids of those who are known, by CPR."""
    cpr_of = {secrets.blind(cpr, "cpr"): cpr for cpr in cprs if cpr}
    query = sa.select(people.c.cpr_index, people.c.id).where(people.c.cpr_index.in_(cpr_of))
    return {cpr_of[row.cpr_index]: row.id for row in db.execute(query)}


def matching_name(secrets: Secrets, text: str) -> sa.Select[Any] | None:
    """The ids of people whose name has every word of `text`; None when there is no word to look for."""
    indexes = sorted(_word_indexes(secrets, text))[:WORDS_SEARCHED]
    if not indexes:
        return None
    return (
        sa.select(name_words.c.person_id).where(name_words.c.word_index.in_(indexes))
        .group_by(name_words.c.person_id).having(sa.func.count() == len(indexes))
    )  # fmt: skip


def _opened(row: sa.Row[Any], secrets: Secrets) -> Person:
    plain = {field: secrets.open(getattr(row, field), f"people.{row.id}.{field}") for field in FIELDS}
    return Person(id=row.id, protected=row.protected, language=row.language, post_exempt=row.post_exempt, **plain)


def _word_indexes(secrets: Secrets, text: str) -> set[str]:
    folded = unicodedata.normalize("NFC", text).casefold()
    return {secrets.blind(word, "name")[:32] for word in re.findall(r"\w+", folded)}
