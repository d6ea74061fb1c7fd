"""An expense: every krone of Perspektiv has its case, and above the limit two people approve it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar import local_date
from domain.errors import BadInput
from domain.expense.bill import judge_bill, refuse
from domain.expense.facts import ExpenseFacts
from domain.faults import messages
from domain.paying import Paid
from domain.policies import policies
from domain.programmes import Asked
from domain.roles import Role
from store.dossier import Dossier
from tests.support.civic import campaign
from tests.support.dossier import Case
from tests.support.expenses import APPROVE, CHECK, LARGE, OVERRUN, PAY, SECOND, billed, spend, used
from tests.support.perspektiv import at_talk
from tests.support.refunds import NO, PAID, RIGHT, WHY, YES
from tests.support.world import World, today

CAMPAIGNS = ("civic", "service")


async def test_a_bill_is_reserved_committed_and_paid_on_the_line_of_perspektiv(w: World) -> None:
    case = await billed(w)
    await w.task(case, CHECK)
    assert used(w) == (2000, 0, 0)
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.task(case, PAY)
    assert used(w) == (0, 2000, 0)
    await w.decide(case, PAY, "economy", **PAID)
    await w.stands_at(case, "paid")
    assert used(w) == (0, 0, 2000)


async def test_a_bill_of_a_campaign_is_checked_by_its_lead_and_borne_by_its_own_line(w: World) -> None:
    above = await campaign(w)
    case = await billed(w, above, by="civic", what="print", done_on="2025-10-01", received_on="2025-10-20")
    task = await w.task(case, CHECK)
    assert (task.role, used(w), used(w, 2025, CAMPAIGNS)) == (Role.civic_lead, (0, 0, 0), (2000, 0, 0))
    await w.decide(case, CHECK, "civic", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    await w.task(case, PAY)
    assert used(w, 2025, CAMPAIGNS) == (0, 2000, 0)


async def test_a_bill_of_a_campaign_for_which_a_year_has_no_money_waits_for_the_overrun(w: World) -> None:
    case = await billed(w, await campaign(w), by="civic", what="print")
    await w.decide(case, CHECK, "civic", **RIGHT)
    await w.task(case, OVERRUN)


async def test_above_the_limit_two_people_of_whom_none_checked_it_approve(w: World) -> None:
    case = await billed(w, amount="5.000,01")
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, LARGE, "economy", **YES, second_by="economy")
    second = await w.task(case, SECOND)
    assert w.ids["economy"] in second.excluded
    assert w.ids["outreach"] in second.excluded
    await w.decide(case, SECOND, "economy2", **YES)
    await w.task(case, PAY)


async def test_exactly_the_limit_is_approved_by_one(w: World) -> None:
    case = await billed(w, amount="5.000,00")
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.task(case, APPROVE)


async def test_what_the_line_cannot_bear_waits_for_the_overrun(w: World) -> None:
    above = await at_talk(w)
    spend(w, 1000)
    case = await billed(w, above)
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, OVERRUN, "economy", result="refused", note=WHY)
    await w.stands_at(case, "refused")


async def test_who_checked_a_bill_does_not_approve_its_overrun(w: World) -> None:
    above = await at_talk(w)
    spend(w, 1000)
    case = await billed(w, above)
    await w.decide(case, CHECK, "outreach", **RIGHT)
    assert (await w.task(case, OVERRUN)).excluded == [w.ids["outreach"]]


async def test_a_refused_bill_is_free_money_again(w: World) -> None:
    case = await billed(w)
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, APPROVE, "economy", **NO)
    await w.stands_at(case, "refused")
    assert used(w) == (0, 0, 0)


async def test_payment_is_due_thirty_days_after_the_bill_was_received(w: World) -> None:
    received = today() - timedelta(days=4)
    case = await billed(w, received_on=str(received), done_on=str(received))
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.decide(case, APPROVE, "economy", **YES)
    assert local_date((await w.task(case, PAY)).due_at) >= received + timedelta(days=30)


async def test_the_same_invoice_of_the_same_supplier_is_paid_once(w: World) -> None:
    case = await billed(w, invoice="A-17")
    facts = ExpenseFacts.model_validate({
        "received_on": str(today()), "done_on": str(today()), "what": "course", "supplier": "TOLKEBUREAUET",
        "invoice": "a-17", "amount": "10,00"})  # fmt: skip
    asked = Asked(today(), policies())
    with w.store.read() as db:
        above = Dossier(db, w.case(case)).parent
        assert above is not None
        with pytest.raises(BadInput, match=case):
            refuse(facts, above, asked)
        refuse(facts.model_copy(update={"supplier": "Et andet bureau"}), above, asked)
        refuse(facts, above, Asked(today(), policies(), case))


async def test_an_invoice_may_be_shared_by_cases_that_say_what_the_whole_is_and_come_to_no_more(w: World) -> None:
    whole = {"invoice": "A-18", "invoice_total": "5.000,00"}
    case = await billed(w, **whole)
    asked, facts = Asked(today(), policies()), _bill(**whole, amount="3.000,00")
    with w.store.read() as db:
        above, elsewhere = Dossier(db, w.case(case)).parent, Dossier(db, w.case(await at_talk(w)))
        assert above is not None
        refuse(facts, elsewhere, asked)
        for wrong, where, says in (
            (facts, above, case), (_bill(**whole, amount="3.000,01"), elsewhere, "come to DKK 5,000.01"),
            (_bill(**whole | {"invoice_total": "6.000,00"}), elsewhere, "the whole invoice is DKK 5,000.00"),
            (_bill(**whole | {"invoice_total": None}), elsewhere, "several cases"),
        ):
            with pytest.raises(BadInput, match=says):
                refuse(wrong, where, asked)


async def test_two_approve_a_small_part_of_a_large_invoice(w: World) -> None:
    case = await billed(w, invoice_total="300.000,00")
    await w.decide(case, CHECK, "outreach", **RIGHT)
    await w.task(case, LARGE)


def _bill(**said: Any) -> ExpenseFacts:
    return ExpenseFacts.model_validate({
        "received_on": str(today()), "done_on": str(today()), "what": "interpreter", "supplier": "Tolkebureauet",
        "amount": "100,00"} | said)  # fmt: skip


@pytest.mark.parametrize("wrong", [
    {"amount": "0"}, {"amount": "-5,00"}, {"amount": "5.000.001"}, {"invoice": " "}, {"supplier": "x"},
    {"done_on": "2026-03-03"}, {"received_on": "2026-02-28"},
    {"invoice_total": "10,00"},
])  # fmt: skip
def test_a_bill_that_cannot_be_so_is_refused_at_the_door(wrong: dict[str, str]) -> None:
    on = {"today": date(2026, 3, 2)}
    right = {"received_on": "2026-03-02", "done_on": "2026-03-02", "what": "course", "supplier": "Skolen",
             "invoice": "1", "amount": "10,00"}  # fmt: skip
    ExpenseFacts.model_validate(right, context=on)
    with pytest.raises(ValidationError):
        ExpenseFacts.model_validate(right | wrong, context=on)


BILL = {"received_on": "2026-03-02", "done_on": "2026-03-01", "what": "print", "supplier": "Trykkeriet", "invoice": "1",
        "amount": "10,00"}  # fmt: skip


def billed_on(done_on: str, effort: str = "civic") -> tuple[ExpenseFacts, Case]:
    """A bill, and the case begun on 10 January 2026 that it belongs to."""
    facts = ExpenseFacts.model_validate(BILL | {"done_on": done_on})
    above = Case(facts, "VLG-2026-000001", opened_at=datetime(2026, 1, 10, 9, tzinfo=UTC), programme=effort)
    return facts, above


@pytest.mark.parametrize(("effort", "done_on", "fits"), [
    ("civic", "2024-12-31", False), ("civic", "2025-01-01", True), ("civic", "2026-03-01", True),
    ("perspektiv", "2024-12-31", True),
])  # fmt: skip
def test_nothing_is_charged_to_a_year_before_the_effort_was_begun_that_has_no_money(
    effort: str, done_on: str, fits: bool
) -> None:
    facts, above = billed_on(done_on, effort)
    if fits:
        refuse(facts, above, Asked(date(2026, 3, 2), policies()))
        return
    with pytest.raises(BadInput) as refused:
        refuse(facts, above, Asked(date(2026, 3, 2), policies()))
    assert "Leveret i 2024" in refused.value.text.da
    assert "VLG-2026-000001 blev begyndt 10.01.2026" in refused.value.text.da


@pytest.mark.parametrize(("done_on", "asked"), [("2026-01-09", True), ("2026-01-10", False)])
def test_what_was_delivered_before_the_campaign_was_begun_is_for_its_checker_to_look_at(done_on: str, asked: bool) -> None:
    facts, above = billed_on(done_on)
    judged = judge_bill(Case(facts, parent=above, programme="expense"), date(2026, 3, 2), policies())
    assert judged.answer["met"], "it may be right"
    assert ("før VLG-2026-000001 blev begyndt 10.01.2026" in judged.ruling["because"]["da"]) is asked


@pytest.mark.parametrize(("paid_on", "refused"), [("2026-11-27", True), ("2026-11-28", False)])
def test_nothing_is_paid_before_its_bill_was_received(paid_on: str, refused: bool) -> None:
    known = {"today": date(2026, 11, 29), "task": {"received_on": "2026-11-28"}}
    said = {"result": "paid", "paid_on": paid_on, "reference": "BET-1"}
    if not refused:
        Paid.model_validate(said, context=known)
        return
    with pytest.raises(ValidationError) as wrong:
        Paid.model_validate(said, context=known)
    assert messages(wrong.value)["paid_on"].da == "Modtaget 28.11.2026: kan ikke være betalt 27.11.2026"
