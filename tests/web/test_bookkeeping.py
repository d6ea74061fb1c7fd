"""Economy changes an appropriation and takes a payment back: each an entry of its own, with a reason and a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from activities.messages import CloseCase
from domain.budget import Balance
from store import budget
from store.budget import By, Claim
from tests.support.document import Document
from tests.support.site import Site
from tests.web.test_wage_refund import charge, claim, claims, youth

WHY = "Besluttet af udvalget den 12. november, punkt 4."
MORE = {"programme": "youth", "year": "2027", "purse": "service", "change": "more", "amount": "1.500.000,50",
        "reason": WHY}  # fmt: skip


def stands(site: Site, programme: str = "youth", year: int = 2027, purse: str = "service") -> Balance:
    with site.store.read() as db:
        line = budget.line_of(db, programme, year, purse)
        assert line
        return budget.balance(db, line.id)


async def changed(site: Site, status: int = 200, **typed: str) -> Document:
    person = site.as_("economy")
    page = await person.get("/budgets/change")
    return await person.submit(page, "/budgets/change", status=status, **MORE | typed)


async def test_a_year_that_the_plan_says_nothing_of_gets_its_appropriation_by_hand(site: Site) -> None:
    page = await changed(site)
    assert page.h1 == "Unge i job og uddannelse 2027, Servicemidler"
    assert stands(site) == Balance(allotted=1_500_000_50)
    assert f"Bevilget {WHY}" in page.texts("section tbody tr")[0]
    assert "Erik Eng" in page.texts("section tbody tr")[0], "who did it"


async def test_a_line_of_the_plan_is_changed_from_what_the_plan_gave_it_and_the_form_knows_the_line(site: Site) -> None:
    person = site.as_("economy")
    page = await person.get("/budgets/change", programme="civic", year="2025", purse="service")
    assert page.one("#f-year")["value"] == "2025"
    assert page.has("input[name=programme][value=civic][checked]")
    await changed(site, programme="civic", year="2025", change="less", amount="100.000")
    assert stands(site, "civic", 2025) == Balance(allotted=400_000_00)


@pytest.mark.parametrize(("typed", "said"), [
    ({"amount": "-5"}, "Beløb i kroner: Beløbet skal være over 0"), ({"amount": "1,234"}, "Skriv beløbet som 1.234,50"),
    ({"amount": "0"}, "over 0"), ({"reason": "Fordi"}, "Begrundelse: Skriv mindst 20 tegn"),
    ({"year": "1999"}, "År: Mindst 2024"), ({"programme": ""}, "Indsats: Feltet skal udfyldes"),
    ({"amount": "99999999999"}, "Beløb i kroner: Højst 1.000.000.000"),
])  # fmt: skip
async def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(
    site: Site, typed: dict[str, str], said: str
) -> None:
    page = await changed(site, 422, **typed)
    assert said in " ".join(page.texts("#error-summary li"))
    with site.store.read() as db:
        assert budget.line_of(db, "youth", 2027, "service") is None


async def test_a_double_click_writes_one_entry(site: Site) -> None:
    person = site.as_("economy")
    page = await person.get("/budgets/change")
    await person.submit(page, "/budgets/change", **MORE)
    await person.submit(page, "/budgets/change", **MORE)
    assert stands(site) == Balance(allotted=1_500_000_50)
    await changed(site)
    assert stands(site).allotted == 2 * 1_500_000_50, "the same wish from a new page is a new one"


async def paid(site: Site) -> tuple[Any, Document]:
    """A claim that is paid, and the page of its line."""
    case_id = await youth(site)
    await claim(site, case_id, hourly_pay="100")
    [made] = claims(site, case_id)
    for step in ("reserve", "commit", "pay"):
        charge(site, made.id, step)
    with site.store.read() as db:
        line = budget.line_of(db, "youth", 2026, "service")
    assert line
    return made, await site.as_("economy").get(f"/budgets/{line.id}")


async def test_a_payment_is_taken_back_once_by_an_entry_of_its_own(site: Site) -> None:
    made, page = await paid(site)
    way = str(page.one("section tbody a[href$='/counter']")["href"])
    person = site.as_("economy")
    form = await person.get(way)
    assert f"2.000,00 kr. betalt for sag {made.id}" in form.text()
    page = await person.submit(form, way, reason="Beløbet kom retur fra banken: forkert kontonummer.")
    assert stands(site, year=2026) == Balance(allotted=2_300_000_00)
    rows = page.texts("section tbody tr")
    assert rows[0].count("Modposteret: betalingen er ført tilbage") == 1
    assert "Beløbet kom retur" in rows[0]
    assert "Betalt" in rows[1]
    assert not page.has("a[href$='/counter']")
    gone = await person.get(way, status=409)
    assert "Betalingen er allerede ført tilbage." in gone.text()
    case = await site.as_("youthboss").get(f"/cases/{made.id}")
    assert "Betalingen er ført tilbage. Begrundelse: Beløbet kom retur fra banken" in case.text()


async def test_what_is_used_of_a_line_cannot_be_cut_away(site: Site) -> None:
    await paid(site)
    page = await changed(site, 409, year="2026", change="less", amount="2.299.000")
    assert "højst nedsættes med 2.298.000,00 kr." in page.text()
    await changed(site, year="2026", change="less", amount="2.298.000")
    assert stands(site, year=2026).left == 0
    page = await changed(site, 409, year="2030", change="less", amount="10")
    assert "højst nedsættes med 0,00 kr." in page.text()


@pytest.mark.parametrize(("spent", "says", "never"), [
    (True, "Der er allerede brugt af linjen", "Så meget er der ikke"),
    (False, "Så meget er der ikke på linjen", "allerede brugt"),
])  # fmt: skip
async def test_a_line_of_which_nothing_was_spent_is_not_said_to_be_used(
    site: Site, spent: bool, says: str, never: str
) -> None:
    if spent:
        await paid(site)
    text = (await changed(site, 409, year="2026", change="less", amount="3.000.000")).text()
    assert says in text
    assert never not in text


async def test_after_its_payment_was_taken_back_the_same_weeks_can_be_claimed_anew(site: Site) -> None:
    made, page = await paid(site)
    close(site, made.id)
    way = str(page.one("a[href$='/counter']")["href"])
    person = site.as_("economy")
    await person.submit(await person.get(way), way, reason="Beløbet kom retur fra banken i går.")
    assert site.case_row(made.id).outcome == "withdrawn"
    await claim(site, made.parent_id, hourly_pay="100")
    assert len(claims(site, made.parent_id)) == 2


def close(site: Site, case_id: str) -> None:
    site.activities.close_case(CloseCase(case_id=case_id, stage="paid", visit=9, now=site.clock.at, outcome="paid"))


async def test_two_who_take_the_same_payment_back_take_it_back_once(site: Site) -> None:
    _, page = await paid(site)
    way = str(page.one("a[href$='/counter']")["href"])
    first, second = site.as_("economy"), site.as_("economy")
    forms = [await one.get(way) for one in (first, second)]
    await first.submit(forms[0], way, reason="Beløbet kom retur fra banken i går.")
    await second.submit(forms[1], way, status=409, reason="Det er en fejl, at det blev betalt.")
    assert stands(site, year=2026) == Balance(allotted=2_300_000_00)


async def test_only_a_payment_is_taken_back(site: Site) -> None:
    now = datetime.fromisoformat("2026-11-19T09:00:00+00:00")
    with site.store.write() as db:
        line = budget.open_line(db, "youth", 2026, "service", 100_00, By(None, now, "open"))
        budget.reserve(db, line, Claim("x"), 50_00, By(None, now, "x"))
    person = site.as_("economy")
    assert not (await person.get(f"/budgets/{line}")).has("a[href$='/counter']")
    for entry in (1, 2, 99):
        await person.get(f"/budgets/{line}/entries/{entry}/counter", status=404)


@pytest.mark.parametrize("who", ["supervisor", "youth", "caseworker"])
async def test_only_economy_writes_on_a_line(site: Site, who: str) -> None:
    _, page = await paid(site)
    await site.as_(who).get("/budgets/change", status=403)
    way = str(page.one("a[href$='/counter']")["href"])
    await site.as_(who).get(way, status=403)
    if who == "supervisor":
        assert not (await site.as_(who).get(page.path)).has("a[href$='/counter'], a[href^='/budgets/change']")
