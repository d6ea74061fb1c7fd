"""The picture of a campaign's areas in a real browser: light and dark, wide and on a phone, in both languages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_youth_in_the_browser import logged_in
from tests.support.areas import asked, used, whole
from tests.support.served import served, site_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_of_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with site_in(tmp_path_factory.mktemp("areas")) as site:
        for who in ("civic", "youthboss"):
            site.password(who)
        case_id = whole(site)
        asked(site, case_id, "civic.evaluate", due_on="2027-01-29")
        used(site, case_id, "road_poster")
        asked(site, case_id, "civic.work")
        with served(site) as address:
            yield address, f"/cases/{case_id}"


@pytest.mark.parametrize(("scheme", "width", "lang"), [
    ("light", 1280, "da"), ("dark", 1280, "en"), ("light", 390, "en"), ("dark", 390, "da")])  # fmt: skip
def test_the_areas_are_seen_whole_in_every_way_of_looking(
    page_of_case: tuple[str, str], browser: Browser, scheme: Any, width: int, lang: str
) -> None:
    address, path = page_of_case
    page = logged_in(browser, address, "civic", color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(f"{path}?lang={lang}")
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wide, narrow = page.locator(".areas-wide"), page.locator(".areas-narrow")
    expect(wide if width > 720 else narrow).to_be_visible()
    expect(narrow if width > 720 else wide).to_be_hidden()
    assert outside(page) == []
    assert page.evaluate(CONTRASTS) >= 4.5
    if folder := os.environ.get("SHOTS"):
        page.locator("section.areas").screenshot(path=f"{folder}/areas-{scheme}-{width}-{lang}.png")
    page.context.close()


CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true})
  const light = colour => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(one => one / 255)
      .map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
    return .2126 * r + .7152 * g + .0722 * b
  }
  const text = light(getComputedStyle(document.querySelector('.area-label')).fill)
  return Math.min(...[...document.querySelectorAll('rect.area')].map(one => light(getComputedStyle(one).fill))
    .map(tile => (Math.max(text, tile) + .05) / (Math.min(text, tile) + .05)))
}"""


def outside(page: Page) -> list[str]:
    """What is written beyond the edge of its own field."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('.areas-svg')]
      .filter(svg => svg.getBoundingClientRect().width).flatMap(svg => {
        const fields = [...svg.querySelectorAll('rect.area')].map(one => one.getBoundingClientRect())
        return [...svg.querySelectorAll('.area-name, .area-label, .area-turnout')].filter(text => {
          const its = text.getBoundingClientRect()
          return !fields.some(one => its.left >= one.left && its.right <= one.right && its.top >= one.top
            && its.bottom <= one.bottom)
        }).map(one => one.textContent)
      })""")
    return found


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_the_areas_are_seen_whole_beside_the_task_that_chooses_them(
    page_of_case: tuple[str, str], browser: Browser, scheme: Any, width: int
) -> None:
    address, path = page_of_case
    page = logged_in(browser, address, "youthboss", color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(path)
    page.goto(str(page.get_by_role("link", name="Evaluér kampagnen").first.get_attribute("href")))
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert outside(page) == []
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/task-{scheme}-{width}.png", full_page=True)
    page.context.close()


def test_only_material_that_fits_the_work_can_be_chosen(page_of_case: tuple[str, str], browser: Browser) -> None:
    address, path = page_of_case
    page = logged_in(browser, address, "civic")
    page.goto(path)
    mine = page.get_by_role("row").filter(has_text="Tildelt")
    page.goto(str(mine.get_by_role("link", name="Registrér arbejdet i områderne").get_attribute("href")))
    kind, material = page.locator("[name='work.0.kind']"), page.locator("[name='work.0.material']")
    road = material.locator("option").filter(has_text="vej")
    kind.and_(page.locator("[value=posters]")).check(force=True)
    expect(road).to_be_enabled()
    material.select_option(str(road.get_attribute("value")))
    kind.and_(page.locator("[value=stairwells]")).check(force=True)
    expect(material).to_have_value("")
    expect(road).to_be_disabled()
    page.context.close()


def test_a_word_of_the_table_is_not_broken_on_a_phone(page_of_case: tuple[str, str], browser: Browser) -> None:
    address, path = page_of_case
    page = logged_in(browser, address, "civic", viewport={"width": 320, "height": 900})
    page.goto(path)
    wraps = page.evaluate("""() => [...new Set([...document.querySelectorAll('.area-table tbody :is(th, td)')]
      .map(cell => getComputedStyle(cell).overflowWrap))]""")
    assert wraps == ["normal"], "it scrolls instead"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_on_paper_the_picture_and_its_table_are_there(page_of_case: tuple[str, str], browser: Browser) -> None:
    address, path = page_of_case
    page = logged_in(browser, address, "civic")
    page.goto(path)
    page.emulate_media(media="print")
    expect(page.locator(".areas-svg:visible")).to_have_count(1)
    expect(page.locator(".area-table")).to_be_visible()
    page.context.close()
