"""The budget lines as pages show them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from domain.areas import percent
from domain.budget import DONE, NAMES, NO_ALLOTMENT, POTS, PURSES, Balance, appropriations, reached
from domain.calendar import local_date
from domain.money import kroner
from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.text import Text
from store import budget, budget_pages
from store.users import User
from web import policy
from web.house import House

SUMS = ("allotted", "reserved", "committed", "paid", "left")
COUNTERED = Text(da="Modposteret: betalingen er ført tilbage", en="Countered: the payment was taken back")
SYSTEM = Text(da="Systemet", en="The system")


def every_line(db: sa.Connection, house: House) -> list[dict[str, Any]]:
    """Those of the plan and those that cases have opened, this year's first."""
    today = local_date(house.now())
    opened = {(one.programme, one.year, one.purse): one.id for one in budget_pages.opened(db)}
    planned = appropriations(today, house.policies)
    every = sorted(opened.keys() | planned.keys(), key=lambda key: (abs(key[1] - today.year), -key[1], key[0], key[2]))
    return [_line(db, house, key, opened.get(key), planned.get(key, 0)) for key in every]


def alarms(db: sa.Connection, house: House, user: User) -> list[dict[str, Any]]:
    """For economy: the lines of this year and the last that have reached one."""
    if Role.economy not in user.roles:
        return []
    since = local_date(house.now()).year - 1
    lines = [one_line(db, house, one.id) for one in budget_pages.opened(db) if one.year >= since]
    return [one for one in lines if one and one["alarm"]]


def one_line(db: sa.Connection, house: House, line_id: str) -> dict[str, Any] | None:
    row = budget_pages.line(db, line_id)
    return _line(db, house, (row.programme, row.year, row.purse), line_id, 0) if row else None


def _line(db: sa.Connection, house: House, key: tuple[str, int, str], line_id: str | None,
          planned: int) -> dict[str, Any]:  # fmt: skip
    """A line that no case has touched yet is as the plan has it."""
    programme, year, purse = key
    stands = budget.balance(db, line_id) if line_id else Balance(allotted=planned)
    alarms = reached(stands, local_date(house.now()), house.policies)
    change = urlencode({"programme": programme, "year": year, "purse": purse})
    return {"key": {"id": line_id, "programme": programme, "year": year, "purse": purse}, "balance": stands,
            "url": f"/budgets/{line_id}" if line_id else None, "change_url": f"/budgets/change?{change}",
            "name": NAMES[programme], "year": year, "purse": PURSES[purse], "share": _share(stands),
            "is_full": stands.left <= 0, "alarm": alarms[-1] if alarms else None, "used": kroner(stands.used),
            "sums": {name: kroner(getattr(stands, name)) for name in SUMS}}  # fmt: skip


def _share(stands: Balance) -> Text:
    share = stands.share()
    return NO_ALLOTMENT if share is None else percent(share)


def entries(db: sa.Connection, user: User, line_id: str, before: int, limit: int) -> list[dict[str, Any]]:
    return [_entry(user, one) for one in budget_pages.entries_of(db, line_id, before, limit)]


def _entry(user: User, one: Any) -> dict[str, Any]:
    """The case is a link for whoever may see it."""
    may_write = Role.economy in user.roles and one.kind in budget.PAYMENTS and not one.countered
    counter = f"/budgets/{one.line_id}/entries/{one.id}/counter"
    what = COUNTERED if one.pot == "paid" else DONE[one.kind]
    if one.pot in ("reserved", "committed"):
        what = Text(da=f"{what.da} ({POTS[one.pot].da})", en=f"{what.en} ({POTS[one.pot].en})")
    return {"id": one.id, "at": one.at, "kind": one.kind, "what": what, "ore": one.amount,
            "amount": kroner(one.amount), "case": one.case_id,
            "url": _url(user, one.case_id, one.team_id, one.programme), "by": one.display_name or SYSTEM,
            "above": _above(user, one), "over": one.approved_by is not None, "reason": one.reason,
            "counter_url": counter if may_write else None}  # fmt: skip


def by(entry: dict[str, Any], lang: str) -> str:
    """Who wrote it; the system where no person decided it."""
    said: Text | str = entry["by"]
    return said.in_(lang) if isinstance(said, Text) else said


def _above(user: User, one: Any) -> dict[str, Any] | None:
    """What the krone belongs to: the number and the programme alone, for economy pays without knowing for whom."""
    if one.above_id is None:
        return None
    return {"case": one.above_id, "name": one.above_programme, "programme": PROGRAMMES[one.above_programme].title,
            "url": _url(user, one.above_id, one.above_team, one.above_programme)}  # fmt: skip


def _url(user: User, case_id: str | None, team_id: str, programme: str) -> str | None:
    return f"/cases/{case_id}" if case_id and policy.sees(user, team_id, programme) else None
