"""What a case does to its budget line. Each step looks at what the case holds, so that repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.budget import Balance, Cost, NotEnough, appropriations, crossed
from domain.calendar import local_date
from domain.policies import Policies
from store import budget, cases, tasks
from store.audit import Entry, log
from store.budget import By, Claim, Written
from store.tables_budget import budget_entries as entries
from store.tables_budget import budget_lines as lines

POTS = ("reserved", "committed", "paid")
"""In the order in which money goes through them."""


class NothingHeld(Exception):
    """A case would commit or pay money that it holds on no line."""


class Bill(NamedTuple):
    """What a case costs now; `by`: the person whose decision it is, or nobody's."""

    case_id: str
    cost: Cost
    by: str | None
    now: datetime

    @property
    def claim(self) -> Claim:
        return Claim(self.case_id, self.case_id)


def reserve(db: sa.Connection, bill: Bill, policies: Policies) -> bool:
    """Exactly what the case costs is set aside, whatever it held before; whether the line could bear it."""
    cases.lock(db, bill.case_id)
    line = _line(db, bill, policies)
    mine = budget.held(db, line, bill.case_id)
    if (mine.reserved, mine.committed) == (bill.cost.amount, 0):
        return True
    let_go(db, bill.case_id, bill.now)
    try:
        written = budget.reserve(db, line, bill.claim, bill.cost.amount, _by(db, bill), approved_by=bill.by)
    except NotEnough:
        return False
    _warn(db, bill, line, written, policies)
    return True


def commit(db: sa.Connection, bill: Bill, policies: Policies) -> bool:
    for line, amount in _holding(db, bill, "reserved"):
        budget.commit(db, line.id, bill.claim, amount, _by(db, bill))
    return True


def pay(db: sa.Connection, bill: Bill, policies: Policies) -> bool:
    """Paid in a later year, it still counts in the year of the line: an accrual."""
    for line, amount in _holding(db, bill, "committed"):
        late = local_date(bill.now).year > line.year
        (budget.accrue if late else budget.pay)(db, line.id, bill.claim, amount, _by(db, bill))
    return True


def _holding(db: sa.Connection, bill: Bill, pot: str) -> list[tuple[sa.Row[Any], int]]:
    """The line where the case holds money in that pot, and how much, whatever its facts say by now: so much was
    approved there. Nothing where it has gone on from there already.

    Raises NothingHeld, at every try: what was not there cannot have been paid, and somebody must see it.
    """
    cases.lock(db, bill.case_id)
    every = _held(db, bill.case_id)
    found = [(line, getattr(mine, pot)) for line, mine in every if getattr(mine, pot)]
    later = POTS[POTS.index(pot) + 1 :]
    if not found and not any(getattr(mine, one) for _, mine in every for one in later):
        raise NothingHeld(f"{bill.case_id}: nothing {pot}")
    return found


STEPS: dict[str, Callable[[sa.Connection, Bill, Policies], bool]] = {
    "reserve": reserve, "commit": commit, "pay": pay,
}  # fmt: skip


def let_go(db: sa.Connection, case_id: str, now: datetime) -> None:
    """Whatever the case holds on any line and has not paid is free again."""
    for line, mine in _held(db, case_id):
        if mine.reserved or mine.committed:
            budget.release(db, line.id, Claim(case_id, case_id), By(None, now, _key(db, case_id)))


def _held(db: sa.Connection, case_id: str) -> list[tuple[sa.Row[Any], Balance]]:
    """What the case has on each line that it was ever charged to."""
    mine = sa.select(entries.c.line_id).where(entries.c.claim == case_id, entries.c.case_id == case_id)
    found = db.execute(sa.select(lines).where(lines.c.id.in_(mine)).order_by(lines.c.id)).all()
    return [(line, budget.held(db, line.id, case_id)) for line in found]


def _line(db: sa.Connection, bill: Bill, policies: Policies) -> str:
    cost = bill.cost
    amount = appropriations(local_date(bill.now), policies).get((cost.programme, cost.year, cost.purse), 0)
    opened = By(None, bill.now, f"open:{cost.programme}:{cost.year}:{cost.purse}")
    return budget.open_line(db, cost.programme, cost.year, cost.purse, amount, opened)


def _by(db: sa.Connection, bill: Bill) -> By:
    return By(bill.by, bill.now, _key(db, bill.case_id))


def _key(db: sa.Connection, case_id: str) -> str:
    """The next entry of the case; it is locked, so that two never take the same."""
    count = sa.select(sa.func.count()).select_from(entries).where(entries.c.case_id == case_id)
    return f"{case_id}:{db.execute(count).scalar_one()}"


def _warn(db: sa.Connection, bill: Bill, line: str, written: Written, policies: Policies) -> None:
    """Which alarms the line has reached by this case, said in its history."""
    for level in crossed(written.before, written.after, local_date(bill.now), policies):
        what = f"alarm.budget_{level}"
        if tasks.event(db, "", bill.case_id, what, bill.now, key=f"{bill.case_id}:{line}:{level}"):
            log(db, Entry(bill.now, None, f"case.{what}", bill.case_id, bill.case_id))
