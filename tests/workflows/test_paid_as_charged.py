"""Whatever is corrected when: what cases say is paid is what stands as paid on the lines, to the øre."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import product
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from domain.budget import Cost
from domain.errors import BadInput, Refusal
from domain.paying import left_undone, unchanged_since_check
from domain.policies import policies
from domain.programmes import PROGRAMMES, Asked, kind_named
from domain.tasks import OPEN, Operation
from domain.wage_refund.facts import RefundFacts
from store import budget, charges, incidents, users
from store.budget import By, Claim
from store.dossier import Dossier
from store.tables import cases, tasks
from tests.support import refunds
from tests.support.dated import Dated
from tests.support.expenses import APPROVE, CHECK, PAY, billed, used
from tests.support.perspektiv import at_talk
from tests.support.refunds import PAID, RIGHT, YES, claimed, employed
from tests.support.world import REASON, World, eventually, today
from web import actions
from web.actions import Args
from web.case_actions import change_case, correct_case
from web.house import House
from workers.incidents import try_again

ANSWERS = {CHECK: ("outreach", RIGHT), APPROVE: ("economy", YES), PAY: ("economy", PAID)}
LAST_YEAR = Dated(lambda: {"done_on": str(today().replace(year=today().year - 1, day=1))})
DEARER = {"amount": "1500.00"}
CHANGES = (DEARER, LAST_YEAR, DEARER | LAST_YEAR)


class Story(NamedTuple):
    """`at`: the task that is open when the facts are corrected; whether that comes before it is answered, and whether
    the case hears of both at once."""

    at: str
    change: Mapping[str, str]
    first: bool
    together: bool


STORIES = [Story(*one) for one in product(ANSWERS, CHANGES, (True, False), (True, False))]


def house(w: World) -> House:
    return House(w.store, w.courier, policies(), "Prøveby", production=False, demo=False)


def user(w: World, name: str) -> users.User:
    with w.store.read() as db:
        found = users.get(db, w.ids[name])
    assert found
    return found


async def answer(w: World, case: str, kind: str) -> bool:
    return await decide(w, await w.task(case, kind))


async def decide(w: World, task: sa.Row[Any]) -> bool:
    """As a person does, unless the page refuses it: a task that they read may be gone when they answer it."""
    who, fields = ANSWERS[task.kind]
    case = task.case_id
    try:
        if task.state == "ready":
            actions.operate(house(w), user(w, who), task.id, Operation.claim, Args())
        actions.operate(house(w), user(w, who), task.id, Operation.complete, Args(decision=fields))
    except Refusal:
        return False
    finally:
        await w.courier.deliver(case)
    return True


async def correct(w: World, case: str, change: Mapping[str, str]) -> bool:
    try:
        correct_case(house(w), user(w, "outreach"), case, dict(change), REASON)
    except Refusal:
        return False
    await w.courier.deliver(case)
    return True


async def disturb(w: World, case: str, story: Story) -> None:
    if story.first:
        await correct(w, case, story.change)
    await answer(w, case, story.at)
    if not story.first:
        await correct(w, case, story.change)


def open_task(w: World, case: str) -> sa.Row[Any] | None:
    query = sa.select(tasks).where(tasks.c.case_id == case, tasks.c.state.in_(OPEN), tasks.c.kind.in_(ANSWERS))
    with w.store.read() as db:
        return db.execute(query).first()


async def to_its_end(w: World, case: str) -> None:
    async with asyncio.timeout(60):
        while w.case(case).closed_at is None:
            if task := open_task(w, case):
                await decide(w, task)
            await asyncio.sleep(0.01)


def said_to_be_paid(w: World) -> dict[tuple[str, int, str], int]:
    said: Counter[tuple[str, int, str]] = Counter()
    with w.store.read() as db:
        for row in db.execute(sa.select(cases).where(cases.c.outcome == "paid")):
            cost: Cost = PROGRAMMES[row.programme].cost(Dossier(db, row), policies())  # type: ignore[misc]
            said[cost.programme, cost.year, cost.purse] += cost.amount // 100
    return dict(said)


async def test_what_cases_say_is_paid_stands_on_the_lines_whatever_is_corrected_when(w: World) -> None:
    above, told = await at_talk(w), {}
    for story in STORIES:
        case = await billed(w, above)
        told[case] = story
        for kind in ANSWERS:
            await w.task(case, kind)
            if kind == story.at:
                break
            await answer(w, case, kind)
    async with w.worker_away():
        for case, story in told.items():
            if story.together:
                await disturb(w, case, story)
    for case, story in told.items():
        if not story.together:
            await disturb(w, case, story)
        await to_its_end(w, case)
    assert {w.case(case).outcome for case in told} == {"paid"}
    said = said_to_be_paid(w)
    years = (today().year, today().year - 1)
    assert [used(w, year) for year in years] == [(0, 0, said["perspektiv", year, "effort"]) for year in years]
    assert len({w.case(case).facts["amount"] for case in told}) == 2, "some were corrected, and some refused"


async def test_what_was_answered_as_paid_is_charged_where_it_was_committed_whatever_the_facts_say_since(w: World) -> None:
    case = await at_payment(w)
    async with w.worker_away():
        await w.decide(case, PAY, "economy", **PAID)
        w.correct_facts(case, **LAST_YEAR)
    await w.stands_at(case, "paid")
    assert (used(w), used(w, today().year - 1)) == ((0, 0, 2000), (0, 0, 0))


async def test_nothing_of_a_bill_is_corrected_or_closed_once_it_is_answered_as_paid(w: World) -> None:
    case = await at_payment(w)
    async with w.worker_away():
        assert await answer(w, case, PAY)
        with pytest.raises(BadInput, match="paid as it was approved"):
            correct_case(house(w), user(w, "outreach"), case, DEARER, REASON)
        with pytest.raises(Refusal, match="closes by itself"):
            change_case(house(w), user(w, "outreachboss"), case, "close", REASON)
    await w.stands_at(case, "paid")


async def test_what_was_corrected_since_it_was_checked_is_not_paid(w: World) -> None:
    case = await at_payment(w)
    async with w.worker_away():
        assert await correct(w, case, DEARER)
        held = await w.claim(case, PAY, "economy")
        with pytest.raises(actions.PreconditionMissing, match="checked and approved again"):
            actions.operate(house(w), user(w, "economy"), held.id, Operation.complete, Args(decision=PAID))


async def test_a_refund_that_is_answered_as_paid_is_not_corrected_or_closed_either(w: World) -> None:
    case = await claimed(w, await employed(w))
    await w.decide(case, refunds.CHECK, "youth", **RIGHT)
    await w.decide(case, refunds.APPROVE, "economy", **YES)
    await w.task(case, refunds.PAY)
    programme = PROGRAMMES["wage_refund"]
    facts, asked = RefundFacts.model_validate(w.case(case).facts), Asked(today(), policies(), case)
    assert programme.refuses
    with w.store.read() as db:
        programme.refuses(facts, Dossier(db, w.case(w.case(case).parent_id)), asked)
        assert programme.left_undone(Dossier(db, w.case(case))) == []
    async with w.worker_away():
        await w.decide(case, refunds.PAY, "economy", **PAID)
        with w.store.read() as db:
            with pytest.raises(BadInput, match="paid as it was approved"):
                programme.refuses(facts, Dossier(db, w.case(w.case(case).parent_id)), asked)
            assert programme.left_undone is left_undone
            assert left_undone(Dossier(db, w.case(case)))
    guard = kind_named(refunds.PAY).guard
    assert programme.rules[str(guard)] is unchanged_since_check


async def test_a_payment_that_holds_nothing_never_passes_and_is_an_incident_until_somebody_mends_it(w: World) -> None:
    case, now = await at_payment(w), datetime.now(UTC)
    with w.store.write() as db:
        charges.let_go(db, case, now)
    await w.decide(case, PAY, "economy", **PAID)

    def seen() -> list[incidents.Incident]:
        with w.store.read() as db:
            return incidents.found(db, {w.case(case).team_id})

    found = await eventually(lambda: seen() or None, 20)
    assert [(one.case_id, one.step, one.error) for one in found] == [(case, "charge", "NothingHeld")]
    assert w.case(case).closed_at is None
    with w.store.write() as db:
        row = budget.line_of(db, "perspektiv", today().year, "effort")
        assert row
        for step in (budget.reserve, budget.commit):
            step(db, row.id, Claim(case, case), 2_000_00, By(w.ids["economy"], now, f"mended:{step.__name__}"))
    await try_again(w.client, w.store, w.courier, case)
    await w.stands_at(case, "paid")
    assert used(w) == (0, 0, 2000)


async def at_payment(w: World) -> str:
    case = await billed(w)
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.task(case, PAY)
    return case
