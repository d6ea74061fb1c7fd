"""What is seen of the overview: where one is in the menu of a phone, links as links, whose numbers are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import logging_in
from tests.support.served import served, site_in

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 800}
LogIn = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with site_in(tmp_path_factory.mktemp("overview")) as site:
        site.password("supervisor")
        site.task(age=timedelta(days=60))
        with served(site) as found:
            yield found


@pytest.fixture
def log_in(address: str, browser: Browser) -> Iterator[LogIn]:
    contexts = []

    def logged_in(**how: Any) -> Page:
        contexts.append(browser.new_context(base_url=address, locale="da-DK", **how))
        page = contexts[-1].new_page()
        logging_in.log_in(page, "supervisor")
        return page

    yield logged_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/inbox?view=mine", "/overview", "/reports", "/overview/obligation#oldest-title"])
def test_on_a_phone_the_menu_shows_where_one_is_and_the_page_stays_where_it_was(log_in: LogIn, path: str) -> None:
    page = log_in(viewport=PHONE)
    page.goto(path)
    box = page.locator(".side [aria-current]").bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= PHONE["width"]) == (True, True), box
    assert (page.evaluate("scrollY") > 0) == ("#" in path)


def test_what_leads_from_an_overdue_number_looks_like_a_link_and_the_drawing_has_its_sign(log_in: LogIn) -> None:
    page = log_in(viewport={"width": 1280, "height": 900})
    page.goto("/overview/obligation")
    line = "one => getComputedStyle(one).textDecorationLine"
    assert page.locator("#stages td a .mark").first.evaluate(line) == "underline"
    sign = page.locator("svg.map-wide use.late").bounding_box()
    assert sign is not None
    assert 5 < sign["width"] < 30


def test_a_printed_overview_says_whose_numbers_it_has(log_in: LogIn) -> None:
    page = log_in()
    page.goto("/overview")
    page.emulate_media(media="print")
    assert not page.locator("form.filters").is_visible()
    assert page.locator("#counted-for").inner_text() == "Talt for alle dine teams: Arbejdspligt"
    assert page.locator("#counted-for").is_visible()
