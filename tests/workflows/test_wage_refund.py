"""A claim for a wage refund: each ending, four eyes, and what the budget line says meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from domain.calendar import local_date
from store.tables_budget import budget_entries
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
    economy,
    employed,
    line,
    spend,
    used,
)
from tests.support.world import World, today

NOTE = "Overskridelsen dækkes af næste års bevilling."


def kinds(w: World, case: str) -> list[str]:
    e = budget_entries
    with w.store.read() as db:
        return list(db.execute(sa.select(e.c.kind).where(e.c.case_id == case).order_by(e.c.id)).scalars())


async def test_opening_reserves_approval_commits_and_payment_pays(w: World) -> None:
    case = await claimed(w, await employed(w))
    await w.task(case, CHECK)
    assert used(w) == (2000, 0, 0)
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.task(case, APPROVE)
    assert used(w) == (2000, 0, 0)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.task(case, PAY)
    assert used(w) == (0, 2000, 0)
    await w.decide(case, PAY, "economy", **PAID)
    assert (await w.stands_at(case, "paid")).closed_at
    assert used(w) == (0, 0, 2000)


async def test_payment_is_due_thirty_days_after_the_claim_was_received(w: World) -> None:
    received = today() - timedelta(days=4)
    case = await claimed(w, await employed(w), received_on=str(received))
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    task = await w.task(case, PAY)
    assert local_date(task.due_at) >= received + timedelta(days=30)
    assert (task.due["rule"], task.due["kind"]) == ("wage_refund.pay", "target")


@pytest.mark.parametrize("stage", ["check", "approve", "pay"])
async def test_a_claim_that_ends_unpaid_frees_its_money(w: World, stage: str) -> None:
    case = await claimed(w, await employed(w))
    if stage == "check":
        await w.decide(case, CHECK, "youth", result="withdrawn", note=WHY)
        ended = "withdrawn"
    else:
        await w.decide(case, CHECK, "youth", **RIGHT)
        ended = "refused"
    if stage == "approve":
        await w.decide(case, APPROVE, "economy", **NO)
    if stage == "pay":
        await w.decide(case, APPROVE, "economy", **YES)
        await w.decide(case, PAY, "economy", **LAPSED)
        ended = "withdrawn"
    assert (await w.stands_at(case, ended)).closed_at
    assert used(w) == (0, 0, 0)
    assert kinds(w, case)[-1] == "release", "by a counter-entry: what was written stays"


async def test_a_claim_that_is_closed_by_hand_frees_its_money(w: World) -> None:
    case = await claimed(w, await employed(w))
    await w.task(case, CHECK)
    await w.say(case, "close")
    assert (await w.stands_at(case, "closed")).closed_at
    assert used(w) == (0, 0, 0)


async def test_above_the_limit_a_second_person_approves_and_never_the_first(w: World) -> None:
    case = await claimed(w, await employed(w), pay="250,01")
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, LARGE, "economy", **YES, second_by="economy")
    task = await w.task(case, SECOND)
    assert task.role == "economy"
    assert set(task.excluded) == {w.ids["economy"], w.ids["youth"]}
    assert used(w)[1] == 0, "nothing is committed by one"
    await w.decide(case, SECOND, "economy2", **YES)
    await w.task(case, PAY)
    assert used(w) == (0, 5000, 0)


async def test_the_second_may_be_the_supervisor_and_may_refuse(w: World) -> None:
    case = await claimed(w, await employed(w), pay="300")
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, LARGE, "economy", **YES, second_by="supervisor")
    await w.decide(case, SECOND, "youthboss", **NO)
    assert (await w.stands_at(case, "refused")).closed_at
    assert used(w) == (0, 0, 0)


async def test_five_thousand_kroner_need_one_person(w: World) -> None:
    case = await claimed(w, await employed(w), pay="250,00")
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.task(case, APPROVE)


async def test_who_checked_a_claim_does_not_approve_it(w: World) -> None:
    case = await claimed(w, await employed(w))
    await w.decide(case, CHECK, "youth", **RIGHT)
    assert (await w.task(case, APPROVE)).excluded == [w.ids["youth"]]


@pytest.mark.parametrize(("left", "shut"), [(2000, False), (1999, True)])
async def test_over_the_line_approval_stays_shut_until_an_overrun_is_approved(w: World, left: int, shut: bool) -> None:
    youth = await employed(w)
    spend(w, left)
    case = await claimed(w, youth)
    await w.decide(case, CHECK, "youth", **RIGHT)
    if not shut:
        await w.task(case, APPROVE)
        return
    assert (await w.task(case, OVERRUN)).excluded == [w.ids["youth"]], "not by whoever checked it"
    assert kinds(w, case) == []
    await w.decide(case, OVERRUN, "economy", result="approved", note=NOTE)
    await w.task(case, APPROVE)
    assert line(w).left == -100
    with w.store.read() as db:
        e = budget_entries
        assert db.execute(sa.select(e.c.approved_by).where(e.c.case_id == case)).scalar_one() == w.ids["economy"]


async def test_an_overrun_that_is_refused_ends_the_claim(w: World) -> None:
    youth = await employed(w)
    spend(w, 1)
    case = await claimed(w, youth)
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, OVERRUN, "economy", result="refused", note=NOTE)
    assert (await w.stands_at(case, "refused")).closed_at
    assert kinds(w, case) == []


async def test_the_claim_that_uses_the_line_up_says_so_in_its_history(w: World) -> None:
    youth = await employed(w)
    spend(w, 2000)
    case = await claimed(w, youth)
    await w.task(case, CHECK)
    assert "alarm.budget_100" in {e.what for e in w.history(case)}


async def test_a_corrected_claim_reserves_its_new_amount_and_is_checked_anew(w: World) -> None:
    case = await claimed(w, await employed(w))
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.task(case, PAY)
    w.correct_facts(case, hourly_pay="90.00")
    await w.say(case, "correct")
    await w.task(case, CHECK)
    assert used(w) == (1800, 0, 0)


async def test_work_of_december_is_charged_to_its_own_year_when_it_is_paid_in_january(w: World) -> None:
    """As an accrual; work of this year that is paid this year is a payment."""
    year = today().year - 1
    case = await claimed(w, await employed(w, weeks=60), month=date(year, 12, 1))
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.decide(case, PAY, "economy", **PAID)
    await w.stands_at(case, "paid")
    assert kinds(w, case) == ["reserve", "commit", "accrue"]
    assert (used(w, year), used(w, year + 1)) == ((0, 0, 2000), (0, 0, 0))


async def test_nothing_personal_reaches_the_engine(w: World) -> None:
    economy(w)
    case = await claimed(w, await employed(w), invoice="SKOLEN-4711")
    await w.decide(case, CHECK, "youth", **RIGHT)
    await w.task(case, APPROVE)
    history = str(await w.handle(case).fetch_history())
    assert "4711" not in history
    assert "hourly" not in history
