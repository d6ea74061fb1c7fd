"""A partner refers in a real browser, the consultant writes a consent down and takes it back, the partner's page follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from store.tables import cases
from tests.browser import logging_in
from tests.support.served import served, site_in
from tests.support.site import CLUB, Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    with site_in(tmp_path_factory.mktemp("youth")) as site:
        site.password("club")
        for who in ("youth", "company", "economy"):
            site.password(who)
        with served(site) as address:
            yield address, site


def logged_in(browser: Browser, address: str, who: str, **how: Any) -> Page:
    page = browser.new_context(base_url=address, locale="da-DK", **how).new_page()
    logging_in.log_in(page, who)
    return page


def refer(page: Page, name: str) -> None:
    page.goto("/referrals")
    page.get_by_role("link", name="Henvis en ung").click()
    page.get_by_label("Navn").fill(name)
    page.get_by_label(re.compile("Fødselsdato")).fill("15.01.2010")
    page.get_by_label(re.compile("Hvem henviser")).select_option(label="En ungdomsklub")
    page.get_by_label(re.compile("Jeres egen reference")).fill("K-17")
    page.get_by_role("button", name="Henvis en ung").click()
    expect(page.get_by_text("Henvisningen er sendt.")).to_be_visible()


def newest(site: Site) -> str:
    with site.store.read() as db:
        found = db.execute(sa.select(cases.c.id).where(cases.c.programme == "youth").order_by(cases.c.id.desc())).first()
    assert found
    return str(found.id)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_withdrawn_consent_makes_the_open_page_of_the_partner_go_dark(
    town: tuple[str, Site], browser: Browser, javascript: bool
) -> None:
    address, site = town
    club = logged_in(browser, address, "club", java_script_enabled=javascript)
    name = "Amal Berg" if javascript else "Bo Dahl"
    refer(club, name)
    expect(club.get_by_text(name)).to_have_count(0)
    case_id = newest(site)
    staff = logged_in(browser, address, "youth", java_script_enabled=javascript)
    staff.goto(f"/cases/{case_id}")
    staff.get_by_role("link", name="Samtykker: skriv ned eller træk tilbage").click()
    staff.get_by_label(re.compile("Hvem må få det at vide")).select_option(label=CLUB)
    staff.get_by_label("Hvor langt forløbet er", exact=True).check()
    staff.get_by_label("Den unge selv").check()
    staff.get_by_label(re.compile("Givet den")).fill("19.11.2026")
    staff.get_by_role("button", name="Skriv samtykket ned").click()
    expect(staff.get_by_text("Gælder til og med 19.11.2027")).to_be_visible()
    if not javascript:
        club.reload()
    expect(club.get_by_text(name)).to_be_visible()
    staff.get_by_role("button", name=re.compile("Træk tilbage")).click()
    expect(staff.get_by_text("Trukket tilbage 19.11.2026")).to_be_visible()
    if not javascript:
        club.reload()
    expect(club.get_by_text(name)).to_have_count(0)
    expect(club.get_by_text("K-17").first).to_be_visible()
    for page in (club, staff):
        page.context.close()


@pytest.mark.parametrize(("scheme", "width", "lang"), [("light", 1440, "da"), ("dark", 1280, "en"), ("dark", 390, "da")])
def test_the_pages_have_no_accessibility_violation_and_do_not_scroll_sideways(
    town: tuple[str, Site], browser: Browser, scheme: Any, width: int, lang: str
) -> None:
    address, site = town
    how: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    club = logged_in(browser, address, "club", **how)
    refer(club, "Celine Eg")
    case_id, staff = newest(site), logged_in(browser, address, "youth", **how)
    club.goto("/new/youth")
    club.get_by_role("button", name="Henvis en ung").click()
    for page, path in ((club, ""), (club, f"/referrals?lang={lang}"), (staff, f"/cases/{case_id}?lang={lang}"),
                       (staff, f"/cases/{case_id}/consents"), (staff, f"/cases/{case_id}/people"), (staff, "/new/youth")):  # fmt: skip
        if path:
            page.goto(path)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    for page in (club, staff):
        page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_vacancies_proposals_and_budgets_have_no_accessibility_violation_and_do_not_scroll_sideways(
    town: tuple[str, Site], browser: Browser, scheme: Any, width: int
) -> None:
    address, _ = town
    how: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    company, economy = (logged_in(browser, address, who, **how) for who in ("company", "economy"))
    company.goto("/new/vacancy")
    company.get_by_role("button", name="Opret et ledigt job").click()
    expect(company.locator("#error-summary")).to_be_visible()
    pages = [(company, ""), (company, "/new/vacancy"), (company, "/proposals"), (economy, "/budgets")]
    for page, path in pages:
        if path:
            page.goto(path)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    for page in (company, economy):
        page.context.close()
