"""Economy writes on a budget line: may I, do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from domain.bookkeeping import Appropriation, Counter
from domain.budget import Balance, appropriations
from domain.calendar import local_date
from domain.errors import Refusal
from domain.money import kroner
from domain.programmes import PROGRAMMES
from domain.text import Text
from store import budget, budget_pages, cases
from store.budget import By
from store.users import User
from web import policy
from web.actions import Invalid
from web.house import House


def allot(house: House, user: User, given: Mapping[str, Any], key: str) -> str:
    """The line's id; opened with the plan's money where nothing has touched it yet. The same key writes once."""
    try:
        wanted = Appropriation.model_validate(given, context={"today": local_date(house.now())})
    except ValidationError as error:
        raise Invalid(error, "") from None
    now, which = house.now(), (wanted.programme, wanted.year, wanted.purse)
    planned = appropriations(local_date(now), house.policies).get(which, 0)
    with house.store.write() as db:
        line = budget.open_line(db, *which, planned, By(None, now, "open:" + ":".join(map(str, which))))
        budget.lock(db, line)
        stands = budget.balance(db, line)
        if wanted.ore < 0 and stands.allotted + wanted.ore < stands.used:
            raise Refusal("below_used", _too_much_less(stands))
        budget.allot(db, line, wanted.ore, By(user.id, now, f"allot:{key}", wanted.reason))
    return line


def _too_much_less(stands: Balance) -> Text:
    has = kroner(max(stands.left, 0))
    if stands.used:
        return Text(da=f"Der er allerede brugt af linjen: bevillingen kan højst nedsættes med {has.da} kr.",
                    en=f"Some of the line is used: the appropriation can be cut by DKK {has.en} at most.")  # fmt: skip
    return Text(da=f"Så meget er der ikke på linjen: bevillingen kan højst nedsættes med {has.da} kr.",
                en=f"The line has less: the appropriation can be cut by DKK {has.en} at most.")  # fmt: skip


def counter(house: House, user: User, line_id: str, entry_id: int, given: Mapping[str, Any]) -> str:
    try:
        wanted = Counter.model_validate(given)
    except ValidationError as error:
        raise Invalid(error, "") from None
    with house.store.write() as db:
        entry = payment_of(db, line_id, entry_id)
        budget.counter(db, line_id, entry_id, By(user.id, house.now(), f"counter:{entry_id}", wanted.reason))
        case = cases.get(db, entry.case_id) if entry.case_id else None
        if case is not None and case.closed_at and (ending := PROGRAMMES[case.programme].taken_back):
            cases.ended_as(db, case.id, ending)
    return line_id


def payment_of(db: sa.Connection, line_id: str, entry_id: int) -> Any:
    """A payment of the line that has not been taken back."""
    entry = budget_pages.payment(db, line_id, entry_id)
    if entry is None:
        raise policy.NotFound
    if entry.countered:
        raise Refusal("already_countered", Text(
            da="Betalingen er allerede ført tilbage.", en="The payment was taken back before."))  # fmt: skip
    return entry
