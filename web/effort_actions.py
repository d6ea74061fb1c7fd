"""What people do with the effort of a case: another stage, days on which nothing can be demanded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from domain.calendar import local_date
from domain.errors import BadInput, Refusal
from domain.programmes import PROGRAMMES
from domain.spells import LONGEST, TOO_LONG, SpellReport
from domain.text import Text
from store import cases, spells
from store.users import User
from web import policy
from web.actions import Invalid, Row, needs_reason, seen_case
from web.house import House
from workflows.registry import CASES


class NoWay(Refusal):
    def __init__(self) -> None:
        super().__init__("no_way", Text(
            da="Sagen kan ikke gå dertil fra det trin, den står på.",
            en="The case cannot go there from the step at which it stands."))  # fmt: skip


def moves(user: User, case: Row) -> dict[str, Text]:
    """The stages that this person may move the case to, with what that is called."""
    if case.closed_at is not None or case.suspended_at is not None or not policy.may_keep_effort(user, case):
        return {}
    programme = CASES[case.programme]
    return {stage: says for stage, says in programme.moves.items() if programme.may_move(case.stage, stage)}


def move(house: House, user: User, case_id: str, to: str, reason: str) -> None:
    """To another stage that the map allows, with a reason; tasks of the stage that is left are withdrawn."""
    now = house.now()
    with house.store.write() as db:
        cases.lock(db, case_id)
        case = seen_case(db, user, case_id)
        if case.closed_at is not None:
            raise cases.CaseIsClosed
        if not policy.may_keep_effort(user, case):
            raise policy.Forbidden
        if to not in moves(user, case):
            raise NoWay
        needs_reason(reason)
        cases.tell(db, case, "move", {"to": to}, user.id, reason, now)
    house.deliver(case_id)


def effort_case(db: sa.Connection, user: User, case_id: str) -> Row:
    """A case with a plan whose effort this person may keep; also a closed one, for what comes to light afterwards."""
    case = seen_case(db, user, case_id)
    if PROGRAMMES[case.programme].week is None:
        raise policy.NotFound(case.id)
    if not policy.may_keep_effort(user, case):
        raise policy.Forbidden
    return case


def report_spell(house: House, user: User, case_id: str, given: Mapping[str, Any]) -> str:
    """Sickness or leave: nothing can be demanded on these days. The id of the spell."""
    now = house.now()
    with house.store.write() as db:
        case = effort_case(db, user, case_id)
        try:
            spell = SpellReport.model_validate(given, context={"today": local_date(now)})
        except ValidationError as error:
            raise Invalid(error, "body") from None
        if case.closed_at is not None and spell.from_on > local_date(case.closed_at):
            raise cases.CaseIsClosed
        spell_id = spells.report(db, case, spell, user.id, now, house.policies)
    house.deliver(case_id)
    return spell_id


def end_spell(house: House, user: User, case_id: str, spell_id: str, to_on: date | None) -> None:
    """The last day becomes known; a day before the first takes the spell back."""
    now = house.now()
    if to_on is None:
        raise BadInput("date_missing", Text(da="Skriv den sidste dag.", en="Write the last day."))
    with house.store.write() as db:
        case = effort_case(db, user, case_id)
        row = _changeable(db, case, spell_id)
        if to_on - row.from_on > LONGEST:
            raise BadInput("spell_too_long", Text(da=f"{TOO_LONG.da}.", en=f"{TOO_LONG.en}."))
        spells.end(db, case, spell_id, to_on, user.id, now, house.policies)
    house.deliver(case_id)


def take_back_spell(house: House, user: User, case_id: str, spell_id: str) -> None:
    """It was registered by mistake: the days can be demanded after all."""
    with house.store.write() as db:
        case = effort_case(db, user, case_id)
        before = _changeable(db, case, spell_id).from_on - timedelta(days=1)
        spells.end(db, case, spell_id, before, user.id, house.now(), house.policies)
    house.deliver(case_id)


def _changeable(db: sa.Connection, case: Row, spell_id: str) -> Row:
    row = spells.get(db, case.id, spell_id)
    if row is None:
        raise policy.NotFound(case.id)
    if row.kind == "exempt":
        raise BadInput("exempt_by_assessment", Text(
            da="En fritagelse ændres ved en ny individuel vurdering.",
            en="An exemption is changed by a new individual assessment."))  # fmt: skip
    return row
