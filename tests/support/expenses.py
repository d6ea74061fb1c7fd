"""Bills under the case of a spouse-supported citizen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from domain.budget import Balance
from domain.expense.programme import EXPENSE
from store import budget, cases
from store.budget import By, Claim
from tests.support.perspektiv import at_talk
from tests.support.refunds import economy
from tests.support.world import World, today

CHECK, APPROVE, LARGE, SECOND, OVERRUN, PAY = (
    f"expense.{k}" for k in ("check", "approve", "approve_large", "approve_second", "overrun", "pay"))  # fmt: skip
WHOLE = 4_800_000_00


async def billed(w: World, above: str | None = None, by: str = "outreach", **facts: Any) -> str:
    """An interpreter for 2.000 kr., under a case of its own where none is given."""
    above = above or await at_talk(w)
    economy(w)
    said = {"received_on": str(today()), "done_on": str(today()), "what": "interpreter", "supplier": "Tolkebureauet",
            "invoice": f"F-{uuid4().hex[:8]}", "amount": "2.000,00"} | facts  # fmt: skip
    made = EXPENSE.facts.model_validate(said)
    with w.store.write() as db:
        case_id = cases.open_belonging(
            db, EXPENSE, w.case(above), facts=made.model_dump(mode="json"), key=uuid4().hex,
            actor=w.ids[by], now=datetime.now(UTC))  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


def used(w: World, year: int | None = None, line: tuple[str, str] = ("perspektiv", "effort")) -> tuple[int, int, int]:
    """Reserved, committed, paid on the line of Perspektiv or another (programme, purse), in kroner."""
    with w.store.read() as db:
        found = budget.line_of(db, line[0], year or today().year, line[1])
        stands = budget.balance(db, found.id) if found else Balance()
    return stands.reserved // 100, stands.committed // 100, stands.paid // 100


def spend(w: World, kroner: int) -> None:
    """Somebody else takes all but so much of the line."""
    now = datetime.now(UTC)
    with w.store.write() as db:
        found = budget.open_line(db, "perspektiv", today().year, "effort", WHOLE, By(None, now, "open:perspektiv"))
        budget.reserve(db, found, Claim("others"), WHOLE - kroner * 100, By(None, now, "others"))
