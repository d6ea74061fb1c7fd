"""The people beside a citizen in a case: may I, do, write it down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from domain.calendar import local_date
from domain.errors import BadInput
from domain.parties import FORMS, PARTIES, Interpreter, refuse_a_minor, refuse_the_citizen
from domain.programmes import PROGRAMMES
from domain.tasks import Decision
from domain.text import Text
from store import cases, parties, people
from store.users import User
from web import policy
from web.actions import Invalid, Row, seen_case
from web.house import House

OF_AGE = Text(da="Bekræftet myndig", en="Confirmed to be of age")
PROFESSIONAL = {True: Text(da="Professionel tolk", en="Professional interpreter"),
                False: Text(da="Ikke professionel", en="No professional")}  # fmt: skip


def kept_case(db: sa.Connection, user: User, case_id: str) -> Row:
    """A case that one sees and whose people one may keep."""
    case = seen_case(db, user, case_id)
    if not policy.may_keep_people(user, case):
        raise policy.Forbidden
    if case.closed_at is not None:
        raise cases.CaseIsClosed
    return case


def add(house: House, user: User, case_id: str, kind: str, given: Mapping[str, Any]) -> str:
    """A representative or an interpreter of the case; the id."""
    now = house.now()
    today = local_date(now)
    with house.store.write() as db:
        case = kept_case(db, user, case_id)
        if kind not in PROGRAMMES[case.programme].parties:
            raise policy.NotFound
        party = _valid(FORMS[kind], given, today)
        if isinstance(party, Interpreter):
            refuse_a_minor(party, party.since or today, house.policies)
            if case.person_id:
                refuse_the_citizen(party, people.get(db, house.store.secrets, case.person_id).name)
        said = party.model_dump(exclude={"of_age"}, exclude_none=True)
        return parties.add(db, house.store.secrets, case.id, kind, actor=user.id, now=now, **{"since": today} | said)


def end(house: House, user: User, case_id: str, party_id: str, until: date | None) -> str:
    """Stands no longer, from the day after `until`; today if no day is given."""
    now = house.now()
    with house.store.write() as db:
        case = kept_case(db, user, case_id)
        party = parties.get(db, party_id)
        if party is None or party.case_id != case.id:
            raise policy.NotFound(case.id)
        last = until or local_date(now)
        if not party.since <= last <= local_date(now):
            raise BadInput("bad_end", Text(
                da="Slutdatoen skal ligge mellem startdatoen og i dag.",
                en="The last day must lie between the first day and today."))  # fmt: skip
        parties.end(db, party, last, user.id, now)
    return party_id


def _valid(model: type[Decision], given: Mapping[str, Any], today: date) -> Decision:
    try:
        return model.model_validate(given, context={"today": today})
    except ValidationError as error:
        raise Invalid(error, "person") from None


def rows(db: sa.Connection, house: House, user: User, case: Row) -> list[dict[str, Any]]:
    """Who stands or stood beside the citizen, as pages show it; addresses and birth dates to who reads identity."""
    full, today = policy.may_read_identity(user), local_date(house.now())
    above = [case.parent_id] if case.parent_id else []
    return [
        {"id": p.id, "kind": PARTIES[p.kind], "name": p.name, "address": p.address if full else "",
         "language": p.language, "since": p.since, "until": p.until, "stands": p.stands(today),
         "born_on": (date.fromisoformat(p.born_on) if p.born_on else None) if full else None,
         "of_age": OF_AGE if p.kind == "interpreter" and not p.born_on else None,
         "professional": None if p.professional is None else PROFESSIONAL[p.professional], "own": p.case_id == case.id}
        for p in parties.of_case(db, house.store.secrets, case.id, *above)
    ]  # fmt: skip
