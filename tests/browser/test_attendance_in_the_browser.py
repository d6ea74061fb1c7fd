"""The week of a place in a real browser: seen by every eye, filled in by keyboard, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import logging_in
from tests.support.places import place, placement
from tests.support.served import served, site_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A web where a place has two citizens in the week that its clock stands in."""
    with site_in(tmp_path_factory.mktemp("places")) as site:
        park = place(site, "Park og Miljø")
        for name in ("Bo Bang Med Et Langt Navn", "Zeynep Ørskov"):
            placement(site, park, site.case(name))
        site.password("partner")
        with served(site) as address:
            yield address


def logged_in(browser: Browser, address: str, **how: Any) -> Page:
    page = browser.new_context(base_url=address, locale="da-DK", **how).new_page()
    logging_in.log_in(page, "partner")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fremmøde i uge 47")
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1280), ("dark", 390)])
def test_the_week_has_no_accessibility_violation_and_does_not_scroll_sideways(
    address: str, browser: Browser, scheme: Any, width: int
) -> None:
    page = logged_in(browser, address, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.get_by_label("Timer, onsdag").first.fill("99")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("#error-summary")).to_be_focused()
    for address in ("", "/places?week=2026-11-09", "/places?days=all"):
        if address:
            page.goto(address)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_week_is_filled_in_with_the_keyboard_alone(address: str, browser: Browser, javascript: bool) -> None:
    page = logged_in(browser, address, java_script_enabled=javascript)
    row = page.get_by_label("Fremmøde, torsdag 19.11.2026, Bo Bang")
    row.focus()
    page.keyboard.type("Syg")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row).to_have_value("sick")
    expect(page.get_by_label("Fremmøde, mandag 16.11.2026, Bo Bang")).to_have_value("")
    page.context.close()
