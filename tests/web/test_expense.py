"""An expense by hand: what was bought for a citizen, and what economy sees of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from activities.budget import BudgetActivities
from activities.messages import Charge
from domain.budget import appropriations
from domain.policies import policies
from store.tables import cases
from tests.support.document import Document
from tests.support.site import Site
from tests.web.test_perspektiv import opened

TYPED = {"received_on": "19.11.2026", "done_on": "17.11.2026", "what": "interpreter", "supplier": "Tolkebureauet",
         "invoice": "a-17", "amount": "1.450,50"}  # fmt: skip


async def registered(site: Site, above: str, status: int = 200, **typed: str) -> Document:
    person, address = site.as_("outreach"), f"/cases/{above}/open/expense"
    return await person.submit(await person.get(address), address, status=status, **TYPED | typed)


def bills(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.programme == "expense").order_by(cases.c.id)))


async def test_economy_sees_the_krone_and_its_case_but_not_the_citizen(site: Site) -> None:
    above = await opened(site)
    await registered(site, above)
    (bill,) = bills(site)
    site_activities = BudgetActivities(site.store, policies())
    site_activities.charge(Charge(case_id=bill.id, stage="check", visit=1, now=site.clock.at, step="reserve"))
    person = site.as_("economy")
    page = await person.get("/budgets")
    (line,) = [row for row in page.texts("tbody tr") if row.startswith("Perspektiv 2026")]
    assert "1.450,50" in line
    page = await person.get(f"/cases/{bill.id}")
    assert "1.450,50" in page.text()
    assert "Tolk, Tolkebureauet" in page.text()
    assert "Samira" not in page.text()
    assert not page.has(f"a[href='/cases/{above}']")
    await person.get(f"/cases/{above}", 404)


async def test_an_alarm_of_the_budget_line_stands_once_in_the_history_of_the_bill(site: Site) -> None:
    whole = appropriations(date(2026, 11, 19), policies())["perspektiv", 2026, "effort"] // 100
    await registered(site, await opened(site), amount=str(whole * 85 // 100))
    bill = bills(site)[0].id
    BudgetActivities(site.store, policies()).charge(
        Charge(case_id=bill, stage="check", visit=1, now=site.clock.at, step="reserve"))
    assert (await site.as_("economy").get(f"/cases/{bill}")).text("main").count("80 % af budgetlinjen er brugt") == 1


async def test_economy_finds_every_bill_by_number_supplier_and_filter_and_nothing_that_it_does_not_see(site: Site) -> None:
    above = await opened(site)
    await registered(site, above)
    number = bills(site)[0].id
    economy, other = site.as_("economy"), site.as_("youth")
    for where in ("/cases", "/cases?programme=expense&open=1", f"/cases?q={number}"):
        page = await economy.get(where)
        assert number in page.text("table")
        assert above not in page.text("main")
        assert number not in (await other.get(where)).text("main")
    found = await economy.submit(await economy.get("/me"), "/search", q="tolkebureau")
    assert number in found.text("table")
    assert (await economy.submit(await economy.get("/me"), "/search", q=number)).response.url.path == f"/cases/{number}"
    for who, count in (("economy", 1), ("youth", 0)):
        assert len((await site.api(who).get("cases?programme=expense")).json()["items"]) == count
    assert "Ingen sager" in (await economy.submit(await economy.get("/me"), "/search", q="Samira")).text("main")


@pytest.mark.parametrize(("invoice", "supplier"), [
    ("A-17 ", "tolkebureauet"), ("a - 17", "Tolke-bureauet"), ("A\u201117", " Tolke\u00a0 bureauet."),
])  # fmt: skip
async def test_an_invoice_that_is_registered_twice_is_refused_and_nothing_typed_is_lost(
    site: Site, invoice: str, supplier: str
) -> None:
    above = await opened(site)
    await registered(site, above)
    page = await registered(site, above, 422, invoice=invoice, supplier=supplier)
    assert f"Fakturaen er allerede registreret i {bills(site)[0].id}." in page.text()
    assert page.one("#f-amount")["value"] == "1.450,50"
    assert len(bills(site)) == 1
