"""Claims for a wage refund under the case of a young person who has a job."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from domain.budget import Balance
from domain.roles import Role
from domain.wage_refund.programme import WAGE_REFUND
from store import budget, cases
from store.budget import By, Claim
from tests.support.dated import Dated
from tests.support.world import World, today
from tests.support.youth import AGREE, AGREED, START, matched

CHECK, APPROVE, LARGE, SECOND, OVERRUN, PAY = (
    f"wage_refund.{k}" for k in ("check", "approve", "approve_large", "approve_second", "overrun", "pay"))  # fmt: skip
WHY = "Arbejdsgiveren har sendt den forkerte faktura."
RIGHT, YES, NO = {"result": "correct"}, {"result": "approved"}, {"result": "refused", "note": WHY}
PAID = Dated(lambda: {"result": "paid", "paid_on": str(today()), "reference": "BET-17"})
WHOLE = 2_300_000_00
"""The plan's money for young people of one year, in øre."""
LAPSED = {"result": "withdrawn", "note": WHY}


def mondays(month: date) -> list[date]:
    """Of the month of that day."""
    first = month.replace(day=1)
    days = [first + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.weekday() == 0 and day.month == first.month]


def last_month() -> date:
    return (today().replace(day=1) - timedelta(days=1)).replace(day=1)


def economy(w: World) -> None:
    """Three of economy, once: a task that only one can take is theirs at once."""
    for name in ("economy", "economy2", "economy3"):
        if name not in w.ids:
            w.hire(name, Role.economy)
    for year in (today().year, today().year - 1):
        fund(w, "youth", "service", year, WHOLE)
        fund(w, "perspektiv", "effort", year, 4_800_000_00)


def fund(w: World, programme: str, purse: str, year: int, amount: int) -> None:
    """A line as the plan has it, also for years of which the plan says nothing."""
    with w.store.write() as db:
        key = f"open:{programme}:{year}:{purse}"
        budget.open_line(db, programme, year, purse, amount, By(None, datetime.now(UTC), key))


async def employed(w: World, weeks: int = 30, **match: Any) -> str:
    """The case of somebody whose municipal job began so many weeks ago."""
    economy(w)
    case = await matched(w, days=-7 * weeks, **{"sector": "municipal"} | match)
    await w.decide(case, AGREE, "youth", **AGREED)
    await w.decide(case, START, "youth", result="started")
    return case


def claim_of(month: date | None = None, hours: str = "5", pay: str = "100,00", weeks: int = 4,
             **facts: Any) -> dict[str, Any]:  # fmt: skip
    """4 weeks of 5 hours at 100 kr. are 2.000 kr."""
    month = month or last_month()
    rows = [{"monday": str(one), "hours": hours} for one in mondays(month)[:weeks]]
    return {"received_on": str(today()), "month": str(month), "weeks": rows, "hourly_pay": pay,
            "invoice": f"F-{uuid4().hex[:8]}", **facts}  # fmt: skip


async def claimed(w: World, youth: str, **facts: Any) -> str:
    made = WAGE_REFUND.facts.model_validate(claim_of(**facts))
    with w.store.write() as db:
        case_id = cases.open_belonging(
            db, WAGE_REFUND, w.case(youth), facts=made.model_dump(mode="json"), key=uuid4().hex, actor=w.ids["youth"],
            now=datetime.now(UTC))  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


def line(w: World, year: int | None = None) -> Balance:
    """How the line of young people's refunds stands."""
    with w.store.read() as db:
        found = budget.line_of(db, "youth", year or last_month().year, "service")
        return budget.balance(db, found.id) if found else Balance()


def used(w: World, year: int | None = None) -> tuple[int, int, int]:
    """Reserved, committed, paid, in kroner."""
    stands = line(w, year)
    return stands.reserved // 100, stands.committed // 100, stands.paid // 100


def spend(w: World, kroner: int) -> None:
    """Somebody else takes all but so much of the line."""
    now = datetime.now(UTC)
    with w.store.write() as db:
        found = budget.open_line(db, "youth", last_month().year, "service", WHOLE, By(None, now, "open:youth"))
        budget.reserve(db, found, Claim("others"), WHOLE - kroner * 100, By(None, now, "others"))
