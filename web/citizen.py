"""Where a citizen lives and how they get post: may I, do, write it down. The old values are kept, sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import StringConstraints, ValidationError

from domain.errors import Refusal
from domain.labels import Label
from domain.phones import A_PHONE, KEPT
from domain.programmes import PROGRAMMES
from domain.tasks import Decision
from domain.text import Text
from store import cases, people, users
from store.dossier import Dossier
from store.people import Correction, Person
from store.users import User
from web import forms, mending, policy
from web.actions import Invalid, Row, seen_case
from web.house import House
from web.written import written

Said = StringConstraints(strip_whitespace=True, max_length=40)
HIDDEN = Text(da="Adressebeskyttet", en="Protected address")
NO_ADDRESS = Text(
    da="Borgeren er fritaget for Digital Post, men har ingen adresse: breve på papir kan ikke sendes, før adressen er "
       "registreret.",
    en="The citizen is exempt from Digital Post but has no address: letters on paper cannot be sent until the address "
       "is registered.")  # fmt: skip

ANOTHER = Text(da="En anden medarbejder", en="Another colleague")
NO_PHONE = Text(
    da="Borgeren skal nås på sin egen telefon, men der er ikke skrevet noget nummer. Skriv det i borgerens "
       "oplysninger, eller ret på sagen, hvordan borgeren kan nås sikkert.",
    en="The citizen is to be reached by their own phone, but no number is written down. Write it in the citizen's "
       "details, or correct on the case how the citizen can be reached safely.")  # fmt: skip


class Citizen(Decision):
    """Who the citizen is stands in the CPR register; this is how to reach them."""

    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), Label(
        Text(da="Adresse", en="Address"), Text(da="Gade, nummer, postnummer og by.", en="Street, number, town."))] = ""
    protected: Annotated[bool, Label(
        Text(da="Er adressen beskyttet?", en="Is the address protected?"),
        Text(da="Ja: den vises ikke, og den skrives kun på breve på papir.",
             en="Yes: it is not shown, and stands on letters on paper only."))]  # fmt: skip
    post_exempt: Annotated[bool, Label(
        Text(da="Er borgeren fritaget for Digital Post?", en="Is the citizen exempt from Digital Post?"),
        Text(da="Ja: breve sendes på papir.", en="Yes: letters go on paper."))]  # fmt: skip
    phone: Annotated[str, Said, A_PHONE, Label(Text(da="Telefon", en="Telephone"))] = ""
    language: Annotated[str, Said, Label(
        Text(da="Sprog", en="Language"),
        Text(da="Det sprog, der tolkes til, hvis der er brug for tolk.", en="What is interpreted into, if needed."))
    ] = ""  # fmt: skip


class CitizenChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("stale_version", Text(
            da="En anden har rettet borgerens oplysninger imens. Se dem efter; det, du skrev, står nedenfor.",
            en="Somebody else has corrected the citizen's details meanwhile. Look them over; your text is below."
        ))  # fmt: skip


def kept_citizen(db: sa.Connection, house: House, user: User, case_id: str, *,
                 lock: bool = False) -> tuple[Row, Person]:  # fmt: skip
    """The citizen of a case that one sees, whose details one may keep; also when the case is closed, for letters go
    astray afterwards too."""
    case = seen_case(db, user, case_id)
    if not policy.may_keep_citizen(user, case):
        raise policy.Forbidden
    if case.person_id is None:
        raise policy.NotFound(case.id)
    return case, people.get(db, house.store.secrets, case.person_id, lock=lock)


def values(person: Person, *, shown: bool = False) -> dict[str, Any]:
    """The details as the form has them; `shown`: without an address that is protected."""
    found = {name: getattr(person, name) for name in Citizen.model_fields}
    return found | {"address": ""} if shown and person.protected else found


def correct(house: House, user: User, case_id: str, given: Mapping[str, Any], seen: str | None = None) -> str:
    """Replace what is given; what is left out stays. `seen`: digest of what one had before one's eyes."""
    now, secrets = house.now(), house.store.secrets
    with house.store.write() as db:
        case, person = kept_citizen(db, house, user, case_id, lock=True)
        try:
            wanted = Citizen.model_validate({**values(person), **given}, context={KEPT: person.phone}).model_dump()
        except ValidationError as error:
            raise Invalid(error, "person") from None
        if wanted == values(person):
            return case_id  # a double click, or nothing is changed
        if seen and seen != person.digest(secrets):
            raise CitizenChanged
        people.correct(db, secrets, person, wanted, case.id, user.id, now)
    return case_id


def typed_over(person: Person, given: Mapping[str, Any]) -> dict[str, Any]:
    """A form says everything: what is empty is to be empty, but a protected address that was never shown stays."""
    empty = {"address": "", "phone": "", "language": ""}
    if person.protected:
        empty.pop("address")
    return {**empty, **given}


def lacks_address(person: Person) -> bool:
    return person.post_exempt and not person.address.strip()


def lacks_phone(db: sa.Connection, store: Any, user: User, case: Row) -> dict[str, Any] | None:
    """That an open case says to use a phone whose number nobody has written down, and where it is written."""
    programme = PROGRAMMES[case.programme]
    if case.person_id is None or case.closed_at or not programme.reached_by_phone(Dossier(db, case).facts):
        return None
    known = people.get(db, store.secrets, case.person_id).phone.strip()
    return None if known else {"says": NO_PHONE, "url": mending.citizen_url(user, case)}


def post(db: sa.Connection, house: House, user: User, case: Row) -> dict[str, Any]:
    """How the citizen of a case gets letters, what is in the way of it, and where that is corrected."""
    known = people.get(db, house.store.secrets, case.person_id) if case.person_id else None
    return {"post_exempt": known is not None and known.post_exempt, "citizen_url": mending.citizen_url(user, case),
            "lacks_address": NO_ADDRESS if known and lacks_address(known) else None,
            "lacks_phone": lacks_phone(db, house.store, user, case)}  # fmt: skip


def before(db: sa.Connection, house: House, user: User, person: Person) -> list[dict[str, Any]]:
    """What was corrected, the newest first: when, by whom, and what stood there. Who did it from a case that this
    person may not see is not named, whatever case it is: where confidential ones alone were silent, silence would
    tell."""
    found = people.corrections(db, house.store.secrets, person.id)
    seen = {one.id for one in cases.of_person(db, person.id) if policy.may_see_case(user, one)}
    name = users.display_names(db, {one.actor for one in found if one.actor})

    def by(one: Correction) -> Text | str:
        return name.get(one.actor or "", "") if one.case_id in seen or not one.actor else ANOTHER

    return [{"at": one.at, "by": by(one), "was": _was(one.before, person)} for one in found]


def _was(old: dict[str, Any], person: Person) -> list[dict[str, Any]]:
    hidden = {"address": HIDDEN} if person.protected and "address" in old else {}
    said = written(Citizen, {k: v for k, v in old.items() if k not in hidden and v != ""})
    empty = [{"label": forms.label_of(k, Citizen.model_fields[k]).title, "value": Text(da="Tomt", en="Empty")}
             for k, v in old.items() if v == "" and k not in hidden]  # fmt: skip
    return [*({"label": forms.label_of(k, Citizen.model_fields[k]).title, "value": v} for k, v in hidden.items()),
            *said, *empty]  # fmt: skip

