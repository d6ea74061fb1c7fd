"""Letters of a case: written once for each task, sealed, handed over by the postman, and what became of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.calendar import local_date
from domain.errors import BadInput
from domain.letters import Channel, Letter, channel_of
from domain.parties import REPRESENTATIVE, age
from domain.people import parse_cpr
from domain.policies import Policies
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import Decision
from domain.text import Text, da_date
from store import cases, parties, pdf, people, tasks, undelivered
from store.audit import Entry, log
from store.dossier import Dossier
from store.people import Person
from store.secrets import Secrets
from store.tables import teams
from store.tables_letters import letters

Row = sa.Row[Any]
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
LISTED = [c for c in letters.c if c.name not in ("content", "pdf")]
"""Everything but what is sealed."""


class NoRecipient(BadInput):
    def __init__(self) -> None:
        super().__init__("no_recipient", Text(
            da="Sagen har ingen borger, som brevet kan sendes til.",
            en="The case has no citizen to write to."))  # fmt: skip


class TooYoung(BadInput):
    mended_at = "people"

    def __init__(self, years: int) -> None:
        super().__init__("recipient_too_young", Text(
            da=f"Borgeren er under {years} år, og brevet skal til forældremyndighedens indehaver. Registrér "
               "indehaveren som partsrepræsentant på sagen, og prøv igen.",
            en=f"The citizen is under {years}, and the letter must go to the holder of custody. Register the holder "
               "as representative on the case and try again."))  # fmt: skip


class NoAddress(BadInput):
    mended_at = "citizen"

    def __init__(self) -> None:
        super().__init__("address_missing", Text(
            da="Brevet skal sendes på papir, men modtagerens adresse mangler. Få adressen på borgeren registreret, "
               "eller registrér en partsrepræsentant, og prøv igen.",
            en="The letter must go on paper, but the recipient's address is missing. Have the citizen's address "
               "registered, or register a representative, and try again."))  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """The letterhead, and who signs."""

    municipality: str
    contact: str
    signed_by: str
    role: str


@dataclass(frozen=True)
class Outgoing:
    """A letter as it would go out now: all that stands on it is in `content`."""

    kind: str
    letter: Letter
    recipient: str
    channel: Channel
    content: dict[str, Any] = field(repr=False)
    """What the PDF is made from: data, never markup."""

    @property
    def is_handed_over(self) -> bool:
        return self.channel == "handed_over"

    def digest(self, secrets: Secrets) -> str:
        """Differs as soon as recipient, channel or text differ."""
        whole = json.dumps([self.kind, self.recipient, self.channel, self.content], sort_keys=True)
        return secrets.blind(whole, "letter")[:32]


def compose(db: sa.Connection, secrets: Secrets, case: Row, kind: str, letter: Letter, sender: Sender, now: datetime,
            policies: Policies) -> Outgoing:  # fmt: skip
    """The letter with its recipient, channel and letterhead; refuses, in a sentence, one that nobody can get."""
    today = local_date(now)
    if case.person_id is None:
        raise NoRecipient
    person = people.get(db, secrets, case.person_id)
    above = [case.parent_id] if case.parent_id else []
    represented = next((p for p in parties.of_case(db, secrets, case.id, *above)
                        if p.kind == REPRESENTATIVE and p.stands(today)), None)  # fmt: skip
    if represented is None:
        _refuse_a_child(person, now, policies)
    # Only the citizen's CPR number is known, so that Digital Post reaches nobody else.
    channel = channel_of(letter.way, digital=represented is None and not person.post_exempt)
    name, address = (represented.name, represented.address) if represented else (person.name, person.address)
    on_paper = channel in ("letter", "quick_letter")
    if on_paper and not address.strip():
        raise NoAddress
    if person.protected and represented is None and not on_paper:
        address = ""  # a protected address is written only where the post needs it
    team = db.execute(sa.select(teams.c.name).where(teams.c.id == case.team_id)).scalar_one()
    content = letter.model_dump(mode="json", include={"subject", "blocks"}) | {
        "case_id": case.id, "written_on": da_date(letter.handed_on or today),
        "sender": {"name": sender.municipality, "unit": team, "contact": sender.contact},
        "recipient": {"name": name, "address": address},
        "signed": {"name": sender.signed_by, "role": sender.role},
    }  # fmt: skip
    who = "representative" if represented else "citizen"
    return Outgoing(kind=kind, letter=letter, recipient=who, channel=channel, content=content)


def of_task(db: sa.Connection, secrets: Secrets, task: Row, decision: Decision, sender: Sender, now: datetime,
            policies: Policies) -> Outgoing | None:  # fmt: skip
    """What completing the task with this decision sends; None when it sends nothing."""
    name = kind_named(task.kind).letter
    if name is None:
        return None
    case = cases.get(db, task.case_id)
    assert case is not None
    write = PROGRAMMES[task.programme].letters[name]
    letter = write(Dossier(db, case), decision.model_dump(mode="json"), local_date(now), policies)
    return None if letter is None else compose(db, secrets, case, name, letter, sender, now, policies)


def _refuse_a_child(person: Person, now: datetime, policies: Policies) -> None:
    today = local_date(now)
    years = policies.at("post.min_age", today).as_(int)
    try:
        born_on = parse_cpr(person.cpr, today).born_on
    except BadInput:
        return  # a number that gives no possible age, such as one above 125, does not make a child
    if age(born_on, today) < years:
        raise TooYoung(years)


def put(db: sa.Connection, secrets: Secrets, case_id: str, task_id: str, outgoing: Outgoing, actor: str,
        now: datetime, number: int = 1) -> str:  # fmt: skip
    """Keep the letter that this task sends, once for each number; its id. The postman takes it from here."""
    mine = [letters.c.task_id == task_id, letters.c.number == number]
    known = db.execute(sa.select(letters.c.id).where(*mine)).scalar_one_or_none()
    if known is not None:
        return str(known)
    letter_id, by_hand = str(uuid4()), outgoing.is_handed_over
    document = pdf.render(outgoing.content, now)
    sealed = {
        "content": secrets.seal(json.dumps(outgoing.content), f"letters.{letter_id}.content"),
        "pdf": secrets.seal_bytes(document, f"letters.{letter_id}.pdf"),
    }
    given: dict[str, Any] = {"state": "waiting"}
    if by_hand:
        on = outgoing.letter.handed_on or local_date(now)
        given = {"state": "delivered", "handed_over_at": now, "delivered_at": now, "received_on": on}
    db.execute(sa.insert(letters).values(
        id=letter_id, case_id=case_id, task_id=task_id, number=number, kind=outgoing.kind,
        subject=outgoing.letter.subject, recipient=outgoing.recipient, way=outgoing.letter.way,
        channel=outgoing.channel, versions=list(outgoing.letter.versions), created_at=now, sent_by=actor, attempts=0,
        **given, **sealed))  # fmt: skip
    details: dict[str, Any] = {"kind": outgoing.kind, "channel": outgoing.channel, "recipient": outgoing.recipient}
    details |= {"number": number} if number > 1 else {}
    what = "letter.by_hand" if by_hand else "letter.written" if number == 1 else "letter.again"
    tasks.event(db, task_id, case_id, what, now, actor, {"channel": outgoing.channel}, key=f"letter:{letter_id}:{what}")
    log(db, Entry(now, actor, what, letter_id, case_id, details))
    undelivered.look_again(db, case_id, now)
    return letter_id


def get(db: sa.Connection, letter_id: str) -> Row | None:
    """The letter without what is sealed."""
    return db.execute(sa.select(*LISTED).where(letters.c.id == letter_id)).one_or_none()


def newest_of(db: sa.Connection, task_id: str) -> Row | None:
    """The letter of this task that counts: the one that was sent last."""
    mine = sa.select(*LISTED).where(letters.c.task_id == task_id).order_by(letters.c.number.desc()).limit(1)
    return db.execute(mine).one_or_none()


def of_case(db: sa.Connection, case_id: str) -> list[Row]:
    """The newest first, without what is sealed."""
    query = sa.select(*LISTED).where(letters.c.case_id == case_id)
    return list(db.execute(query.order_by(letters.c.created_at.desc(), letters.c.number.desc(), letters.c.id)))


def pdf_of(db: sa.Connection, secrets: Secrets, letter_id: str) -> bytes:
    """The document as it was sent."""
    sealed = db.execute(sa.select(letters.c.pdf).where(letters.c.id == letter_id)).scalar_one()
    return secrets.open_bytes(sealed, f"letters.{letter_id}.pdf")


def content_of(db: sa.Connection, secrets: Secrets, letter_id: str) -> dict[str, Any]:
    """What the document was made from."""
    sealed = db.execute(sa.select(letters.c.content).where(letters.c.id == letter_id)).scalar_one()
    found: dict[str, Any] = json.loads(secrets.open(sealed, f"letters.{letter_id}.content"))
    return found
