"""Stories of expenses: each ending, for the replay tests."""

from __future__ import annotations

from tests.support.expenses import APPROVE, CHECK, LARGE, OVERRUN, PAY, SECOND, billed, spend
from tests.support.perspektiv import at_talk
from tests.support.refunds import LAPSED, NO, PAID, RIGHT, WHY, YES
from tests.support.world import World


async def expense_paid(w: World) -> str:
    """Above the limit, over the line: the overrun is approved, then the bill by two people."""
    above = await at_talk(w)
    spend(w, 1000)
    case = await billed(w, above, amount="6.000,00")
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, OVERRUN, "economy", result="approved", note=WHY)
    await w.decide(case, LARGE, "economy", **YES, second_by="supervisor")
    await w.decide(case, SECOND, "outreachboss", **YES)
    await w.decide(case, PAY, "economy2", **PAID)
    await w.stands_at(case, "paid")
    return case


async def expense_refused(w: World) -> str:
    """Corrected while it waits for approval, checked anew, refused."""
    case = await billed(w)
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.task(case, APPROVE)
    w.correct_facts(case, amount="90.00")
    await w.say(case, "correct")
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, APPROVE, "economy", **NO)
    await w.stands_at(case, "refused")
    return case


async def expense_withdrawn(w: World) -> str:
    """Approved, and lapsed before it was paid."""
    case = await billed(w)
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.decide(case, PAY, "economy", **LAPSED)
    await w.stands_at(case, "withdrawn")
    return case


STORIES = [expense_paid, expense_refused, expense_withdrawn]
