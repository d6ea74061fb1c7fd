"""Each page of the web in each language, light and dark, on each width: nothing that axe or the eye objects to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from store import users
from tests.browser.test_reports_in_the_browser import AREAS
from tests.browser.test_reports_in_the_browser import filled as reported
from tests.support.every_page import NO_PAGE, PAGES, Shown
from tests.support.served import served, site_in
from tests.support.site import Site
from tests.support.town import Names, filled
from tests.web.test_routes import routes_of

pytestmark = pytest.mark.browser
LOOKS: dict[str, tuple[tuple[Any, int], ...]] = {
    "da": (("light", 1440), ("dark", 390)), "en": (("dark", 1280), ("light", 390)),
}  # fmt: skip
"""What axe sees: each language in both colours, each colour wide and narrow."""
SERVED_BY_SCRIPT = {"Vælg alle, der vises"}
"""A box that ticks the others: without a script each is ticked by hand, so it is not offered."""
WIDTHS = (1440, 1280, 720)
"""720 is what a window of 1440 shows at 200 % zoom."""



@dataclass
class Town:
    site: Site
    address: str
    names: Names

    def opened(self, browser: Browser, shown: Shown, lang: str = "da", status: int = 200, **how: Any) -> Page:
        context = browser.new_context(base_url=self.address, **{"viewport": {"width": 1440, "height": 900}} | how)
        cookies = {"handleplan_lang": lang}
        if shown.who:
            with self.site.store.write() as db:
                cookies["handleplan_session"], _ = users.open_session(db, self.site.ids[shown.who], self.site.clock.at)
        context.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])  # type: ignore[typeddict-item]
        page = context.new_page()
        page.set_default_timeout(10_000)
        answer = page.goto(shown.address.format_map(self.names))
        assert answer, shown
        assert answer.status == status, (answer.status, page.url)
        return page


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site_in(tmp_path_factory.mktemp("town")) as site:
        names = asyncio.run(filled(site))
        reported(site, AREAS[:2])
        with served(site) as address:
            yield Town(site, address, names)


def test_every_page_stands_in_the_table_or_says_why_it_is_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    with site_in(tmp_path_factory.mktemp("routes")) as site:
        asked = {route.path for route in routes_of(site.app) if "GET" in route.methods}
    pages = {path for path in asked if not path.startswith("/api/")}
    assert pages == {one.route for one in PAGES} | set(NO_PAGE)
    assert len({one.name for one in PAGES}) == len(PAGES)


def objections(page: Page) -> list[str]:
    """What axe finds, with the first element of each. A colour on its way to another is neither."""
    page.evaluate("document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish())")
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]


def shape(page: Page) -> list[str]:
    """What is wrong with the page as a document, and whether it scrolls sideways."""
    return list(page.evaluate("""() => {
        const wrong = [], ids = [...document.querySelectorAll('[id]')].map(one => one.id), h1 = document.querySelectorAll('h1');
        if (document.documentElement.scrollWidth > innerWidth) wrong.push('sideways');
        if (h1.length !== 1) wrong.push(h1.length + ' h1');
        const words = text => text.replace(/\\s+/g, ' ').trim();
        if (h1.length && !words(document.title).startsWith(words(h1[0].textContent))) wrong.push('title: ' + document.title);
        const twice = ids.filter((one, at) => ids.indexOf(one) !== at);
        return twice.length ? [...wrong, 'twice: ' + twice] : wrong;
    }"""))


@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_nothing_objects_to_the_page_in_any_language_colours_and_width(town: Town, browser: Browser, shown: Shown) -> None:
    found = {}
    for lang, looks in LOOKS.items():
        page = town.opened(browser, shown, lang)
        assert page.locator("html").get_attribute("lang") == lang
        page.evaluate(Axe().axe_script)
        for scheme, width in looks:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            found[lang, scheme, width] = shape(page) + objections(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[lang, width] = shape(page)
        page.context.close()
    assert {look: wrong for look, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", ["task-work", "task-offers", "report-committee"])
def test_a_date_is_read_whole_on_a_narrow_phone(town: Town, browser: Browser, name: str) -> None:
    [shown] = [one for one in PAGES if one.name == name]
    page = town.opened(browser, shown, viewport={"width": 360, "height": 900})
    dates = page.locator(".date-picker__external-input:visible").all()
    for one in dates:
        one.fill("28.10.2026")
    assert [one.evaluate("one => one.scrollWidth - one.clientWidth") for one in dates] == [0] * len(dates) != []
    page.context.close()


def test_rows_of_a_case_are_read_whole_on_a_narrow_phone(town: Town, browser: Browser) -> None:
    """However many answers a row has and however long they are, none lies beyond the edge or without its question."""
    [shown] = [one for one in PAGES if one.name == "case-campaign"]
    page = town.opened(browser, shown, viewport={"width": 360, "height": 900})
    tables = page.locator("table.lines:visible").all()
    for one in tables:
        one.evaluate("""table => table.querySelectorAll('tbody tr').forEach(row => ['Sted', 'Antal', 'Ejer', 'Mere'].forEach(label => {
            const cell = row.appendChild(document.createElement('td'));
            cell.dataset.label = label;
            cell.textContent = 'Opgangene i Tingbjerg og Husum. '.repeat(9) + 'u'.repeat(90);
        }))""")
    beyond = [one.evaluate("one => one.parentElement.scrollWidth - one.parentElement.clientWidth") for one in tables]
    assert beyond == [0] * len(tables) != []
    labels = page.locator("table.lines td:visible").evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert [said for said in labels if len(said.strip('": ')) < 3] == [], "each answer says what it answers"
    page.context.close()


@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_without_javascript_the_page_says_all_that_it_says_with_it(town: Town, browser: Browser, shown: Shown) -> None:
    said = []
    for javascript in (True, False):
        page = town.opened(browser, shown, java_script_enabled=javascript)
        said.append({line.strip() for line in page.locator("main").inner_text().splitlines() if line.strip()})
        page.context.close()
    with_it, without = said
    assert with_it - without <= SERVED_BY_SCRIPT
