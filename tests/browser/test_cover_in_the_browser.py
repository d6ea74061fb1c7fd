"""Somebody is away and covered, as both see it in a browser: what is done in whose place, and what never is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.calendar import local_date
from domain.tasks import Operation
from domain.text import da_date
from tests.browser import logging_in
from tests.support.served import served, site_in
from tests.support.site import COVERED, Site

pytestmark = pytest.mark.browser
METTE, SARA = "benefit", "benefit2"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    with site_in(tmp_path_factory.mktemp("cover")) as site:
        for who in (METTE, SARA):
            site.password(who)
        with served(site) as address:
            yield address, site


def test_the_substitute_does_what_is_held_but_not_what_four_eyes_are_to_see(town: tuple[str, Site], browser: Browser) -> None:
    address, site = town
    free, proposed = site.held(METTE), site.task(not_by=SARA)
    if site.row(proposed).state == "ready":
        site.move(proposed, Operation.claim, METTE, assignee_id=site.ids[METTE])
    assert site.row(proposed).assignee_id == site.ids[METTE]
    _goes_away(_logged_in(browser, address, METTE), da_date(local_date(site.clock.at)))

    page = _logged_in(browser, address, SARA)
    page.goto("/inbox?view=mine")
    expect(page.locator("#tasks tbody tr")).to_have_count(1)
    expect(page.locator("#tasks tbody tr")).to_contain_text("for Birgit Bang")
    page.goto(f"/tasks/{proposed}")
    expect(page.locator("#task-form")).to_contain_text("En anden person end forslagsstilleren skal afgøre dette.")
    expect(page.get_by_role("button", name="Udfør opgave")).to_have_count(0)

    page.goto(f"/tasks/{free}")
    _decides(page)
    expect(page.locator("main")).to_contain_text("udført Bo Berg for Birgit Bang")
    assert (site.row(free).decided_by, site.row(free).acting_for) == (site.ids[SARA], site.ids[METTE])
    page.goto(f"/tasks/{free}")
    expect(page.locator("#task-history")).to_contain_text("Bo Berg for Birgit Bang")
    assert site.row(proposed).state != "completed"


def _logged_in(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_context(base_url=address, locale="da-DK").new_page()
    logging_in.log_in(page, who)
    return page


def _goes_away(page: Page, today: str) -> None:
    page.goto("/me/away")
    page.get_by_label("Væk fra").fill(today)
    page.get_by_label("Til og med").fill(today)
    page.get_by_label("Afløser").select_option(label="Bo Berg")
    page.locator("main form[action^='/away/'] button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Bo Berg")


def _decides(page: Page) -> None:
    page.locator("input[name=covered][value=true]").check(force=True)
    for name in ("decided_on", "reference", "reason"):
        page.locator(f"form.answer [name={name}]").fill(COVERED[name])
    page.get_by_role("button", name="Udfør opgave").click()
