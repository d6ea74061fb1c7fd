"""A report in a real browser: without JavaScript, in the dark, on a phone and on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_youth_in_the_browser import logged_in
from tests.support.outcomes import Youth, jobs
from tests.support.served import served, site_in
from tests.support.site import Site

pytestmark = pytest.mark.browser
PAGE = "/reports/youth_outcomes"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    with site_in(tmp_path_factory.mktemp("reports")) as site:
        for who in ("youth", "economy"):
            site.password(who)
        filled(site)
        with served(site) as address:
            yield address, site


AREAS = ("Bispebjerg og omegn ved den lange vej mod nord", "Valby", "Tingbjerg", "Amager")


def filled(site: Site, areas: tuple[str, ...] = AREAS) -> None:
    """In each area jobs that held and did not, and some who still wait."""
    for n, area in enumerate(areas):
        for one in jobs(site.store, 9 + n, f"2026-0{2 + n}-02", area=area):
            one.followed(f"2026-0{5 + n}-04", 3)
        for one in jobs(site.store, 6, f"2026-0{2 + n}-12", area=area, born_on="2007-05-05"):
            one.followed(f"2026-0{3 + n}-26", 1, "looks_again")
        for _ in range(7):
            Youth(site.store, "2026-02-02", area=area)


@pytest.mark.parametrize(("scheme", "width", "lang"), [("light", 1440, "da"), ("dark", 1280, "en"), ("dark", 390, "da")])
def test_the_pages_have_no_accessibility_violation_and_do_not_scroll_sideways(
    town: tuple[str, Site], browser: Browser, scheme: Any, width: int, lang: str
) -> None:
    how: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = logged_in(browser, town[0], "youth", **how)
    for path in (f"/reports?lang={lang}", PAGE, f"{PAGE}?from=01.07.2026&to=01.06.2026"):
        page.goto(path)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_report_is_found_its_period_chosen_and_a_file_fetched(
    town: tuple[str, Site], browser: Browser, javascript: bool
) -> None:
    page = logged_in(browser, town[0], "economy", java_script_enabled=javascript)
    page.goto("/reports")
    page.get_by_role("link", name="Unge: job og pladser").click()
    expect(page.get_by_role("heading", name="Unge: job og pladser", exact=True)).to_be_visible()
    page.locator("#from").fill("01.03.2026")
    page.locator("#to").fill("30.04.2026")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(months(page)).to_have_text(["marts", "april"])
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent som xlsx").click()
    assert download.value.suggested_filename == "youth_outcomes_2026-03-01_2026-04-30.xlsx"
    page.context.close()


def months(page: Page) -> Any:
    return page.get_by_role("region", name="måned for måned").locator("tbody th")


def test_on_paper_the_pictures_and_tables_are_there_and_the_forms_are_not(town: tuple[str, Site], browser: Browser) -> None:
    page = logged_in(browser, town[0], "youth")
    page.goto(PAGE)
    page.emulate_media(media="print")
    assert page.locator("section.report table").first.is_visible()
    assert page.locator("svg.plan-wide").first.is_visible()
    for hidden in ("form.filters", "nav.side", ".buttons"):
        assert not page.locator(hidden).first.is_visible()
    page.context.close()


def test_the_committees_report_is_read_in_the_dark_on_a_phone_and_fetched_for_a_meeting(
    town: tuple[str, Site], browser: Browser
) -> None:
    for scheme, width in (("light", 1440), ("dark", 1280), ("dark", 390)):
        how: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
        page = logged_in(browser, town[0], "economy", **how)
        page.goto("/reports/committee")
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.get_by_role("region", name="Budgetlinjer").locator("tfoot th")).to_have_text("I alt")
        with page.expect_download() as download:
            page.get_by_role("link", name="Hent som pdf").click()
        assert download.value.suggested_filename.startswith("committee_2026-01-01")
        page.context.close()


def test_printed_from_the_page_a_table_ends_once_and_its_head_is_repeated(town: tuple[str, Site], browser: Browser) -> None:
    page = logged_in(browser, town[0], "economy")
    page.goto("/reports/committee")
    printed = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert len(printed) > 2
    whole = " ".join(" ".join(printed).split())
    assert "Vis" not in whole.split()
    totals = page.locator("section.report tfoot tr").count()
    assert len(re.findall(r"I alt(?: vist)? [\d–]", whole)) == totals
    page.context.close()


def test_a_table_is_a_stop_of_the_keyboard_only_where_it_scrolls(town: tuple[str, Site], browser: Browser) -> None:
    boxes = """() => [...document.querySelectorAll('section.report .scroll')].map(
        one => [one.scrollWidth > one.clientWidth, one.tabIndex === 0])"""
    page = logged_in(browser, town[0], "economy", viewport={"width": 390, "height": 900})
    page.goto("/reports/committee")
    narrow = page.evaluate(boxes)
    assert any(scrolls for scrolls, _ in narrow)
    assert [is_stop for _, is_stop in narrow] == [scrolls for scrolls, _ in narrow]
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_function("!document.querySelector('#youth_backlog-all').parentElement.querySelector('.scroll[tabindex]')")
    wide = page.evaluate(boxes)
    assert [is_stop for _, is_stop in wide] == [scrolls for scrolls, _ in wide] != [scrolls for scrolls, _ in narrow]
    page.context.close()
    page = logged_in(browser, town[0], "economy", java_script_enabled=False)
    page.goto("/reports/committee")
    assert page.locator("section.report .scroll:not([tabindex='0'])").count() == 0, "as it was without the script"
    page.context.close()


def test_nothing_is_drawn_outside_its_picture(town: tuple[str, Site], browser: Browser) -> None:
    for width, kind in ((1280, "plan-wide"), (390, "plan-narrow")):
        page = logged_in(browser, town[0], "youth", viewport={"width": width, "height": 900})
        page.goto(PAGE)
        outside = page.evaluate("""kind => [...document.querySelectorAll(`section.report svg.${kind}`)].flatMap(svg => {
          const box = svg.getBoundingClientRect()
          return [...svg.querySelectorAll('text, rect')].filter(one => {
            const its = one.getBoundingClientRect()
            return its.right > box.right + 1 || its.left < box.left - 1 || its.bottom > box.bottom + 1
          }).map(one => one.textContent)
        })""", kind)
        assert outside == []
        assert page.locator(f"section.report svg.{kind}").first.is_visible()
        page.context.close()
