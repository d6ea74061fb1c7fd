"""A CPR number that becomes known after the case was opened: may I, write it down. It is written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import StringConstraints, ValidationError
from sqlalchemy.exc import IntegrityError

from domain.calendar import local_date
from domain.errors import Refusal
from domain.labels import Label
from domain.newcomers import check_birth
from domain.people import parse_cpr
from domain.programmes import PROGRAMMES, Programme
from domain.tasks import Decision
from domain.text import Text
from store import cases, people
from store.dossier import Dossier
from store.people import Person
from store.users import User
from web.actions import Invalid, Row
from web.citizen import kept_citizen
from web.house import House


class Learnt(Decision):
    cpr: Annotated[str, StringConstraints(strip_whitespace=True, min_length=9, max_length=20), Label(
        Text(da="CPR-nummer", en="CPR number"),
        Text(da="Skrives én gang. Er personen kendt i forvejen, følger sagen med over på den person. Den "
                "telefon, adresse og det sprog, der er skrevet her, gælder da; hvad der stod, kan ses på siden.",
             en="Written once. Where the person is known already, the case goes over to that person. The phone, the "
                "address and the language written here then hold; what stood there is seen on this page."))]


class HasOne(Refusal):
    def __init__(self) -> None:
        super().__init__("cpr_known", Text(
            da="Borgeren har allerede et CPR-nummer.", en="The citizen has a CPR number already."))  # fmt: skip


class HasCase(Refusal):
    """The person with that number has an open case of the same programme."""

    def __init__(self, other: str) -> None:
        super().__init__("duplicate_case", Text(
            da=f"Personen med det nummer har allerede sag {other}. Arbejd videre i den, og luk denne sag.",
            en=f"The person with that number already has case {other}. Go on there, and close this case."
        ))  # fmt: skip


class PhoneUnsaid(Refusal):
    """A number that was known before may be the spouse's: nobody is reached by it because it happens to be there."""

    def __init__(self) -> None:
        super().__init__("phone_needed", Text(
            da="Borgeren skal nås på sin egen telefon. Personen med det CPR-nummer er kendt med et nummer, som ingen "
               "har sagt er sikkert nu. Skriv først det nummer, der er aftalt, under Telefon.",
            en="The citizen is to be reached by their own phone. The person with that CPR number is known with a "
               "number that nobody has said is safe now. First write the number that was agreed under Telephone."
        ))  # fmt: skip


def refuse_an_old_phone(programme: Programme, facts: Any, phone: str, known: Person) -> None:
    """Where a case rests on the phone and `phone`, what is said of it, is empty."""
    if programme.reached_by_phone(facts) and known.phone and not phone:
        raise PhoneUnsaid


def learn(house: House, user: User, case_id: str, given: Mapping[str, Any]) -> str:
    """Of somebody nobody knew the number of. Who is known already is reached as the case says, for that is newer."""
    try:
        typed = Learnt.model_validate(given).cpr
    except ValidationError as error:
        raise Invalid(error, "person") from None
    try:
        return _learn(house, user, case_id, typed)
    except IntegrityError:
        return _learn(house, user, case_id, typed)  # somebody wrote the same number meanwhile


def _learn(house: House, user: User, case_id: str, typed: str) -> str:
    now = house.now()
    with house.store.write() as db:
        case, person = kept_citizen(db, house, user, case_id, lock=True)
        cpr = parse_cpr(typed, local_date(now))
        if person.cpr == cpr.digits:
            return case_id  # a double click
        if person.cpr:
            raise HasOne
        check_birth(PROGRAMMES[case.programme], cpr, Dossier(db, case).facts)
        known = people.by_cpr(db, house.store.secrets, cpr.digits)
        if known is None:
            people.learn_cpr(db, house.store.secrets, person, cpr.digits, case_id, user.id, now)
        else:
            _go_over(db, house, case, person, known, user)
    return case_id


def _go_over(db: sa.Connection, house: House, case: Row, person: Person, known: str, user: User) -> None:
    for one in cases.of_person(db, person.id):
        other = cases.open_case_of(db, one.programme, known) if one.parent_id is None else None
        if one.closed_at is None and other:
            raise HasCase(other)
    now, before = house.now(), people.get(db, house.store.secrets, known, lock=True)
    for one in cases.of_person(db, person.id):
        if one.closed_at is None:
            refuse_an_old_phone(PROGRAMMES[one.programme], Dossier(db, one).facts, person.phone, before)
    # What protects is never taken back.
    said = {name: getattr(person, name) or getattr(before, name) for name in people.DETAILS}
    told = people.change(db, house.store.secrets, before, said, case.id, user.id, now)
    cases.give_to(db, person.id, known, case.id, user.id, now, told)
