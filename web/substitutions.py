"""Who is away and who covers: may I, do, write it down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from domain.calendar import local_date
from domain.errors import BadInput
from domain.roles import Role
from domain.substitution import Away, Colleague, Substitution, uncovered, wrong
from domain.tasks import refuse
from domain.text import Text
from store import substitutions
from store.users import User
from web import policy
from web.actions import Invalid, needs_reason
from web.house import House


def kept(db: sa.Connection, user: User, person_id: str, today: date) -> Colleague:
    """Oneself, or somebody of a team that one leads; others are not there."""
    person = substitutions.colleague(db, person_id, today)
    if person is None or not may_keep(user, person):
        raise policy.NotFound
    return person


def may_keep(user: User, person: Colleague) -> bool:
    led = user.teams_as(Role.supervisor)
    return person.id == user.id or any(team in led and role in policy.STAFF for team, role in person.memberships)


def write(house: House, user: User, person_id: str, given: Mapping[str, Any], change: str | None = None) -> str:
    """An absence, with who covers; the id. `change`: the one that it takes the place of."""
    now = house.now()
    today = local_date(now)
    asked = _valid(given, today)
    with house.store.write() as db:
        substitutions.lock(db, [person_id, *([asked.substitute] if asked.substitute else [])])
        person = kept(db, user, person_id, today)
        if change and change not in {one.id for one in person.away}:
            raise policy.NotFound
        if person.id != user.id:
            needs_reason(asked.reason)
        substitute = substitutions.colleague(db, asked.substitute, today) if asked.substitute else None
        _refuse(asked, person, substitute, change)
        return substitutions.put(
            db, person.id, substitute=asked.substitute, first_on=asked.first_on, last_on=asked.last_on,
            kinds=asked.chosen, reason=asked.reason, by=user.id, now=now, instead=change)  # fmt: skip


def end(house: House, user: User, person_id: str, one_id: str) -> str:
    """They are back today: the cover ends now. Before its first day it is called off."""
    now = house.now()
    today = local_date(now)
    with house.store.write() as db:
        substitutions.lock(db, [person_id])
        person = kept(db, user, person_id, today)
        one = next((one for one in person.away if one.id == one_id), None) or substitutions.get(db, one_id)
        if one is None or one.person != person.id:
            raise policy.NotFound
        substitutions.end(db, one, max(one.first_on, today) - timedelta(days=1), user.id, now)
    return one_id


def _valid(given: Mapping[str, Any], today: date) -> Substitution:
    try:
        return Substitution.model_validate(given, context={"today": today})
    except ValidationError as error:
        raise Invalid(error, "away") from None


def _refuse(asked: Substitution, person: Colleague, substitute: Colleague | None, change: str | None) -> None:
    if asked.substitute and substitute is None:
        raise BadInput("unknown_person", Text(
            da="Vælg en afløser fra listen.", en="Choose a substitute from the list."))  # fmt: skip
    try:
        refuse(wrong(asked, person, substitute, change), "away")
    except ValidationError as error:
        raise Invalid(error, "away") from None


def rows(db: sa.Connection, user: User, today: date, waiting: Mapping[str, int]) -> list[dict[str, Any]]:
    """Everybody in the teams that this person leads, those who are away first: when, covered by whom, what nobody
    covers on some day of it, and how many open tasks wait with them."""
    people = [one for one in substitutions.colleagues(db, user.teams_as(Role.supervisor), today) if may_keep(user, one)]
    found = [_row(db, one, today, waiting.get(one.id, 0)) for one in people]
    return sorted(found, key=lambda row: (row["from"] or date.max, row["name"]))


def _row(db: sa.Connection, person: Colleague, today: date, waiting: int) -> dict[str, Any]:
    first = min((one.first_on for one in person.away), default=None)
    bare = _bare(db, person, today) if first else None
    return {"id": person.id, "name": person.name, "from": first, "waiting": waiting, "bare": bare,
            "here": first is None or first > today, "spans": [span(db, one, today) for one in person.away]}  # fmt: skip


def _bare(db: sa.Connection, person: Colleague, today: date) -> list[Text] | None:
    """The kinds of task that nobody does for them on some day that they are away; None: not one of theirs is done."""
    named, left = [one.substitute for one in person.away if one.substitute], set()
    for day in _days(person, today):
        left |= {kind.kind for kind in uncovered(person, day, substitutions.present(db, named, day))}
    return None if len(left) == len(person.kinds) else [kind.title for kind in person.kinds if kind.kind in left]


def _days(person: Colleague, today: date) -> list[date]:
    """From today on."""
    spans = ((max(one.first_on, today), one.last_on) for one in person.away)
    return sorted({first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)})


def span(db: sa.Connection, one: Away, today: date) -> dict[str, Any]:
    """One absence as pages show it. `is_there`: the substitute, on each day of it."""
    first = max(one.first_on, today)
    there = bool(one.substitute) and all(
        substitutions.present(db, [one.substitute or ""], first + timedelta(days=n))
        for n in range(max((one.last_on - first).days, 0) + 1))  # fmt: skip
    return {"id": one.id, "first_on": one.first_on, "last_on": one.last_on, "substitute": one.substitute,
            "runs": one.meets(today, today), "is_there": there, "kinds": one.kinds}  # fmt: skip


def choices(db: sa.Connection, person: Colleague, today: date) -> list[tuple[str, str]]:
    """Colleagues of the same teams who hold some of the same roles: of whom one may be able to cover."""
    mine = {one for one in person.memberships if one[1] in policy.STAFF}
    near = substitutions.colleagues(db, {team for team, _ in mine}, today)
    return [(one.id, one.name) for one in near if one.id != person.id and mine & one.memberships]
