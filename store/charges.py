"""What a case does to its budget line. Each step looks at what the case holds, so that repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from domain.budget import Cost, NotEnough, appropriations, crossed
from domain.calendar import local_date
from domain.policies import Policies
from store import budget, cases, tasks
from store.audit import Entry, log
from store.budget import By, Claim, Written
from store.tables_budget import budget_entries as entries


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
    cases.lock(db, bill.case_id)
    line = _line(db, bill, policies)
    reserved = budget.held(db, line, bill.case_id).reserved
    if reserved:
        budget.commit(db, line, bill.claim, reserved, _by(db, bill))
    return True


def pay(db: sa.Connection, bill: Bill, policies: Policies) -> bool:
    """Paid in a later year, it still counts in the year of the line: an accrual."""
    cases.lock(db, bill.case_id)
    line = _line(db, bill, policies)
    committed = budget.held(db, line, bill.case_id).committed
    if committed:
        late = local_date(bill.now).year > bill.cost.year
        (budget.accrue if late else budget.pay)(db, line, bill.claim, committed, _by(db, bill))
    return True


STEPS: dict[str, Callable[[sa.Connection, Bill, Policies], bool]] = {
    "reserve": reserve, "commit": commit, "pay": pay,
}  # fmt: skip


def let_go(db: sa.Connection, case_id: str, now: datetime) -> None:
    """Whatever the case holds on any line and has not paid is free again."""
    query = sa.select(entries.c.line_id).where(entries.c.claim == case_id, entries.c.case_id == case_id).distinct()
    for line in sorted(db.execute(query).scalars()):
        mine = budget.held(db, line, case_id)
        if mine.reserved or mine.committed:
            budget.release(db, line, Claim(case_id, case_id), By(None, now, _key(db, case_id)))


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
