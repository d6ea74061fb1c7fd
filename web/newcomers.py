"""Opening a case that stands alone, by hand or by program: may I, do, and who referred."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError

from domain.calendar import local_date
from domain.errors import BadInput
from domain.newcomers import Newcomer, check_birth
from domain.people import parse_cpr
from domain.programmes import PROGRAMMES, Programme
from domain.roles import Role
from domain.text import Text
from store import cases, people, places, sharing, teams
from store.audit import Entry, log
from store.people import Identity
from store.users import User
from web import policy
from web.actions import Invalid
from web.case_actions import checked
from web.cpr import refuse_an_old_phone
from web.forms import label_of
from web.house import House
from web.whole import keys as whole_keys

ABOUT = {
    True: ("person_missing", Text(da="Sagen handler om en person: skriv, hvem det er.",
                                  en="The case is about a person: say who it is.")),
    False: ("person_not_wanted", Text(da="Sagen handler ikke om en person: udelad personen.",
                                      en="The case is not about a person: leave the person out.")),
}  # fmt: skip


def programme_named(db: sa.Connection, user: User, name: str) -> Programme:
    """The programme whose cases stand alone, and which this person may open."""
    programme = PROGRAMMES.get(name)
    if programme is None or programme.belongs_to:
        raise BadInput("unknown_programme", Text(
            da="Programmet findes ikke i denne version.",
            en="This programme is not part of this version."))  # fmt: skip
    if not _may_open(db, user, programme):
        raise policy.Forbidden
    return programme


def _may_open(db: sa.Connection, user: User, programme: Programme) -> bool:
    roles = user.roles & programme.opened_by
    if not programme.begun_by_own_team or not roles & policy.STAFF:
        return bool(roles)
    team = teams.of_programme(db, programme.name)
    return any(user.has(role, team) for role in roles)


def like(db: sa.Connection, user: User, programme: Programme, case_id: str) -> dict[str, Any]:
    """The facts of a case that one sees, to begin another like it; nothing of one that is about somebody."""
    case = cases.get(db, case_id) if case_id else None
    is_like = case is not None and case.programme == programme.name and not programme.about_person
    return dict(case.facts) if case and is_like and policy.may_see_case(user, case) else {}


def like_url(user: User, case: Any) -> str | None:
    """Where this person begins another case like this one."""
    programme = PROGRAMMES[case.programme]
    may = programme.begins and not programme.about_person and user.roles & programme.opened_by
    return f"/new/{programme.name}?like={case.id}" if may else None


def read(given: Mapping[str, Any], house: House) -> tuple[Identity, str]:
    """Who it is about, and the referrer's own reference; raises Invalid with the field."""
    try:
        new = Newcomer.model_validate(given, context={"today": local_date(house.now())})
    except ValidationError as error:
        raise Invalid(error, "person") from None
    return Identity.of(new, new.cpr), new.reference


def open_case(house: House, user: User, programme_name: str, who: Identity | None, facts: Mapping[str, Any],
              reference: str = "", key: str | None = None) -> str:  # fmt: skip
    """A case, of one person where the programme is about people; its number. A partner's is a referral, and what it
    gets is the id of that: who has an open case is referred once more, and the partner is not told so. The same key
    of the same person is the same case, or referral."""
    now = house.now()
    today = local_date(now)
    with house.store.read() as db:
        programme = programme_named(db, user, programme_name)
    if programme.about_person != (who is not None):
        raise BadInput(*ABOUT[programme.about_person])
    _refuse_cpr_in(reference, today)
    cpr = parse_cpr(who.cpr, today) if who is not None and (who.cpr or programme.needs_cpr) else None
    whole = checked(house, programme, facts if user.roles & policy.STAFF else said_outside(programme, facts), now)
    if cpr is not None:
        check_birth(programme, cpr, whole)
    who = replace(who, cpr=cpr.digits if cpr else "") if who is not None else None
    programme.admits(whole, today, house.policies)
    by = f"{programme.name}:{sha256(f'{user.id} {key}'.encode()).hexdigest()}" if key else None
    with house.store.write() as db:
        partner = _partner_team(db, user, programme)
        before = _made_with(db, by, partner) if by else None
        if before is not None:
            return before
        known = people.by_cpr(db, house.store.secrets, who.cpr) if who and who.cpr else None
        running = cases.open_case_of(db, programme.name, known) if known and partner else None
        if running is None:
            told: list[Entry] = []
            stood = people.get(db, house.store.secrets, known, lock=True) if known and not partner else None
            person = known if known and partner else _put(db, house, who, told) if who else None
            running = cases.open_case(
                db, programme, person_id=person, facts=whole.model_dump(mode="json", by_alias=True),
                doubts=programme.doubts(whole, today), extra={}, actor=user.id, now=now, key=by)  # fmt: skip
            if who and stood:
                refuse_an_old_phone(programme, whole, who.phone, stood)
            log(db, *(replace(one, case_id=running, actor=user.id) for one in told))
            said = None
        else:
            said = _otherwise(db, running, whole)
        referral = sharing.refer(db, running, partner, user.id, reference.strip(), now, said, by) if partner else None
    house.deliver(running)
    return referral or running


def _made_with(db: sa.Connection, key: str, partner: str | None) -> str | None:
    return sharing.referred_with(db, key) if partner else cases.opened_with(db, key)


def _otherwise(db: sa.Connection, case_id: str, facts: BaseModel) -> dict[str, Any]:
    """What this says that the case does not have so."""
    case = cases.get(db, case_id)
    assert case is not None
    return {name: value for name, value in facts.model_dump(mode="json", by_alias=True).items()
            if value not in (None, "", False) and value != case.facts.get(name)}  # fmt: skip


def _refuse_cpr_in(reference: str, today: date) -> None:
    """It is shown without a consent. Ten digits that no CPR number can have are a number of their own."""
    for written in re.findall(r"(?<![0-9])[0-9]{6}[\s-]?[0-9]{4}(?![0-9])", reference):
        with suppress(BadInput):
            parse_cpr(written, today)
            break
    else:
        return
    raise BadInput("cpr_in_reference", Text(
        da="Skriv ikke et CPR-nummer i jeres egen reference.",
        en="Do not write a CPR number in your own reference."))  # fmt: skip


def said_outside(programme: Programme, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is no partner's to say."""
    inside = {key for key, info in whole_keys(programme.facts) if label_of(key, info).inside}
    return {key: value for key, value in facts.items() if key not in inside}


def _put(db: sa.Connection, house: House, who: Identity, told: list[Entry]) -> str:
    return people.put_all(db, house.store.secrets, [who], house.now(), told)[0]


def _partner_team(db: sa.Connection, user: User, programme: Programme) -> str | None:
    """The team that refers, rather than one that only has citizens at its place. The staff open a case."""
    if user.roles & programme.opened_by & policy.STAFF or Role.partner not in user.roles:
        return None
    theirs = user.teams_as(Role.partner)
    return min(theirs - places.teams_of_places(db) or theirs, key=lambda team: user.team_names[team])


def ways(db: sa.Connection, user: User) -> list[dict[str, Any]]:
    """The programmes that this person may open a case of by hand."""
    return [{"url": f"/new/{one.name}", "title": one.begins}
            for one in PROGRAMMES.values() if one.begins and _is_offered(db, user, one)]  # fmt: skip


def _is_offered(db: sa.Connection, user: User, programme: Programme) -> bool:
    """Not where no team has the programme: whoever asks for its page is told so."""
    with suppress(teams.NoTeam):
        return _may_open(db, user, programme)
    return False
