"""Stories of wage refunds: each ending, for the replay tests."""

from __future__ import annotations

from tests.support.refunds import (
    APPROVE,
    CHECK,
    LAPSED,
    LARGE,
    NO,
    OVERRUN,
    PAID,
    PAY,
    RIGHT,
    SECOND,
    WHY,
    YES,
    claimed,
    employed,
    spend,
)
from tests.support.world import World


async def wage_refund_paid(w: World) -> str:
    """Above the limit, over the line: the overrun is approved, then the refund by two people."""
    youth = await employed(w)
    spend(w, 1000)
    case = await claimed(w, youth, pay="300")
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, OVERRUN, "economy", result="approved", note=WHY)
    await w.decide(case, LARGE, "economy", **YES, second_by="supervisor")
    await w.decide(case, SECOND, "youthboss", **YES)
    await w.decide(case, PAY, "economy2", **PAID)
    await w.stands_at(case, "paid")
    return case


async def wage_refund_refused(w: World) -> str:
    """Corrected while it waits for approval, checked anew, refused."""
    case = await claimed(w, await employed(w))
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.task(case, APPROVE)
    w.correct_facts(case, hourly_pay="90.00")
    await w.say(case, "correct")
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, APPROVE, "economy", **NO)
    await w.stands_at(case, "refused")
    return case


async def wage_refund_withdrawn(w: World) -> str:
    """Approved, and lapsed before it was paid."""
    case = await claimed(w, await employed(w))
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.decide(case, PAY, "economy", **LAPSED)
    await w.stands_at(case, "withdrawn")
    return case


STORIES = [wage_refund_paid, wage_refund_refused, wage_refund_withdrawn]
