"""What people do with cases, the same for pages and API: may I, do, tell the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError, create_model

from domain.calendar import local_date
from domain.errors import BadInput, Refusal
from domain.newcomers import check_birth
from domain.people import parse_cpr
from domain.programmes import PROGRAMMES, Asked, Programme
from domain.receiving import standing
from domain.roles import Role
from domain.tasks import refuse
from domain.text import Text, joined
from store import cases, people, users
from store.audit import Entry, log
from store.dossier import Dossier
from store.tables import cases as cases_table
from store.users import User
from web import forms, policy
from web.actions import Invalid, Row, ahead, needs_reason, seen_case
from web.house import House
from web.offers import offers_of
from web.whole import Offers, keys


def led_case(db: sa.Connection, user: User, case_id: str, reason: str) -> Row:
    """A case that this person, as supervisor of its team, is about to change for a reason."""
    case = seen_case(db, user, case_id)
    if not user.has(Role.supervisor, case.team_id):
        raise policy.Forbidden
    needs_reason(reason)
    return case


class FactsChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("stale_version", Text(
            da="En anden har rettet oplysningerne imens. Se dem efter; det, du skrev, står nedenfor.",
            en="Somebody else has corrected the facts meanwhile. Look them over; your text is below."))  # fmt: skip


def checked(house: House, programme: Programme, facts: Mapping[str, Any], now: datetime,
            corrects: Mapping[str, Any] | None = None, offers: Offers | None = None) -> BaseModel:  # fmt: skip
    """The facts as the programme has them; raises Invalid with what does not hold. `corrects`: those that stand;
    `offers`: what they may choose from."""
    known: dict[str, Any] = {"today": local_date(now), "now": now, "policies": house.policies}
    known |= {"corrects": programme.facts.model_validate(corrects)} if corrects else {}
    known |= {name: {key for key, _ in found} for name, found in (offers or {}).items()}
    try:
        return strict(programme.facts).model_validate(facts, context=known)
    except ValidationError as error:
        raise Invalid(error, "facts") from None


def programme_under(case: Row, name: str) -> Programme:
    """The programme of that name whose cases a person may open under this one."""
    programme = PROGRAMMES.get(name)
    if programme is None or case.programme not in programme.belongs_to or programme.by_hand is None:
        raise policy.NotFound
    return programme


def open_under(house: House, user: User, case_id: str, name: str, facts: Mapping[str, Any], key: str | None,
               reason: str = "") -> str:  # fmt: skip
    """A case that belongs to this one, opened by hand; its number. The same key opens one."""
    now = house.now()
    with house.store.write() as db:
        parent = seen_case(db, user, case_id)
        programme = programme_under(parent, name)
        if not policy.may_open_under(user, parent, programme):
            raise policy.Forbidden
        if programme.only_while_open and parent.closed_at is not None:
            raise cases.CaseIsClosed
        offers = offers_of(db, programme, case_id)
        valid = checked(house, programme, facts, now, offers=offers)
        whole = f"{name}:{case_id}:{sha256(f'{user.id} {key or uuid4().hex}'.encode()).hexdigest()}"
        if cases.opened_with(db, whole) is None:
            cases.lock(db, case_id)
            _check_choices(db, programme, case_id, valid, Asked(local_date(now), house.policies), offers)
        opened = cases.open_belonging(
            db, programme, _above(db, programme, parent), facts=valid.model_dump(mode="json", by_alias=True),
            actor=user.id, now=now, key=whole, reason=reason.strip())  # fmt: skip
    house.deliver(opened)
    return opened


def _above(db: sa.Connection, programme: Programme, case: Row) -> Row:
    """A case that was joined with another learns no more of how the person is reached: then the one that stands."""
    return (programme.reached and cases.get(db, standing(Dossier(db, case)).case_id)) or case


NOT_OFFERED = Text(da="Vælg noget, som sagen har.", en="Choose something that the case has.")


def _check_choices(db: sa.Connection, programme: Programme, parent_id: str, facts: BaseModel, asked: Asked,
                   offered: Offers) -> None:  # fmt: skip
    lists = {key: forms.label_of(key, info).options_from for key, info in keys(programme.facts)}
    given = {key: name for key, name in lists.items() if name and name in offered}
    try:
        refuse([((key,), "not_offered", NOT_OFFERED) for key, name in given.items()
                if getattr(facts, key) not in (None, *dict(offered[name]))], programme.name)  # fmt: skip
    except ValidationError as error:
        raise Invalid(error, "facts") from None
    above = cases.get(db, parent_id)
    if programme.refuses and above is not None:
        programme.refuses(facts, Dossier(db, above), asked)


def left_undone(db: sa.Connection, case: Row) -> list[Text]:
    """Why the case cannot be closed by hand yet."""
    return PROGRAMMES[case.programme].left_undone(Dossier(db, case)) if case.closed_at is None else []


CASE_SIGNALS = ("suspend", "resume", "close")


def cannot_wait(case: Row) -> bool:
    """Whether its facts say that somebody may be in danger now."""
    return PROGRAMMES[case.programme].acute_rule(case.facts) is not None


def change_case(house: House, user: User, case_id: str, what: str, reason: str, until: date | None = None) -> None:
    """Suspend, resume or close, by a supervisor of the case's team, with a reason that stays in the store."""
    now = house.now()
    wake = ahead(until, now) if what == "suspend" else None
    details = {"until": wake.isoformat()} if wake else {}
    with house.store.write() as db:
        cases.lock(db, case_id)
        case = led_case(db, user, case_id, reason)
        if what == "close" and (owed := left_undone(db, case)):
            raise Refusal("left_undone", joined(owed))
        if what == "resume" and case.suspended_at is None:
            raise Refusal("not_suspended", Text(da="Sagen er ikke sat i bero.", en="The case is not suspended."))
        if what == "suspend" and case.suspended_at is not None:
            raise Refusal("suspended", Text(da="Sagen er allerede sat i bero.", en="The case is already suspended."))
        if what == "suspend" and cannot_wait(case):
            raise policy.CannotWait
        cases.tell(db, case, what, details, user.id, reason, now)
        if what == "suspend":
            cases.suspended(db, case_id, wake, now)
    house.deliver(case_id)


@cache
def strict(facts: type[BaseModel]) -> type[BaseModel]:
    """The same facts without room for a slip: a misspelt name must not pass for a correction."""
    return create_model(facts.__name__, __base__=facts, __cls_kwargs__={"extra": "forbid"})


def correct_case(house: House, user: User, case_id: str, facts: Mapping[str, Any], reason: str,
                 seen: str | None = None) -> None:  # fmt: skip
    """Replace facts; the rule is applied anew where no person has decided yet. `seen`: digest of what one saw."""
    now = house.now()
    with house.store.write() as db:
        cases.lock(db, case_id)
        case = seen_case(db, user, case_id)
        if not policy.may_correct(user, case):
            raise policy.Forbidden
        needs_reason(reason)
        if seen and seen != cases.facts_digest(case.facts):
            raise FactsChanged
        programme = PROGRAMMES[case.programme]
        offers = offers_of(db, programme, case.parent_id)
        whole = checked(house, programme, {**case.facts, **facts}, now, case.facts, offers)
        programme.admits(whole, local_date(now), house.policies)
        _check_birth(db, house, programme, case, whole)
        if case.parent_id:
            asked = Asked(local_date(now), house.policies, case_id)
            _check_choices(db, programme, case.parent_id, whole, asked, offers)
        new = whole.model_dump(mode="json", by_alias=True)
        if all(new[name] == case.facts.get(name) for name in new):
            raise BadInput("nothing_changed", Text(
                da="Ingen oplysning er ændret.", en="No fact is changed."))  # fmt: skip
        cases.correct(db, case, new, programme.doubts(whole, local_date(now)), user.id, reason, now)
    house.deliver(case_id)


def _check_birth(db: sa.Connection, house: House, programme: Programme, case: Row, facts: BaseModel) -> None:
    person = people.get(db, house.store.secrets, case.person_id) if case.person_id else None
    if person is not None and person.cpr:
        check_birth(programme, parse_cpr(person.cpr, local_date(house.now())), facts)


def reassign_case(house: House, user: User, case_id: str, person: str, reason: str) -> None:
    with house.store.write() as db:
        case = led_case(db, user, case_id, reason)
        to = users.get(db, person)
        if to is None or case.team_id not in to.teams:
            raise BadInput("not_in_team", Text(da="Vælg en person i teamet.", en="Choose a person of the team."))
        db.execute(sa.update(cases_table).where(cases_table.c.id == case_id).values(responsible_id=to.id))
        log(db, Entry(house.now(), user.id, "case.reassign", case_id, case_id, {"to": to.id, "reason": reason}))


def note_try(house: House, user: User, case_id: str) -> None:
    """Somebody asks for another try of what fails in the case."""
    with house.store.write() as db:
        case = seen_case(db, user, case_id)
        if not user.has(Role.supervisor, case.team_id):
            raise policy.Forbidden
        log(db, Entry(house.now(), user.id, "case.try_again", case_id, case_id))
