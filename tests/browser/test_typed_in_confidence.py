"""What is typed of a concern is not brought back by the browser, least of all to who logs in afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.logging_in import log_in
from tests.support.served import served, site_in
from tests.support.site import Site
from tests.web.test_concern import SIGNS, assess, reported

pytestmark = pytest.mark.browser
WHO = ("outreach", "outreach2", "specialist", "specialistboss")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The address, a case whose concern is told, and the task of that concern, held by the specialist."""
    with site_in(tmp_path_factory.mktemp("confidence")) as site:
        for who in WHO:
            site.password(who)
        above, task_id = asyncio.run(_told(site))
        with served(site) as address:
            yield address, above, task_id


async def _told(site: Site) -> tuple[str, str]:
    async with site:
        above, concern = await reported(site)
        task_id = assess(site, concern)
        await site.api("specialist").post(f"tasks/{task_id}/claim", json={})
        return above, task_id


@pytest.fixture
def page(town: tuple[str, str, str], browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=town[0], locale="da-DK")
    yield context.new_page()
    context.close()


def left_for_somebody_else(page: Page, who: str, back_to: str) -> None:
    """Logged out with the form filled in and not sent; then Back, as somebody else."""
    page.get_by_role("button", name="Log af").click()
    log_in(page, who)
    for _ in range(6):
        if page.url.endswith(back_to):
            return
        page.go_back()
    raise AssertionError(page.url)


def test_the_report_of_a_concern_is_empty_for_who_goes_back_to_it_after_logging_out(
        page: Page, town: tuple[str, str, str]) -> None:  # fmt: skip
    form = f"/cases/{town[1]}/open/concern"
    log_in(page, "outreach")
    page.goto(form)
    page.locator("#f-signs").fill(SIGNS)
    page.locator("#f-acute").check()
    left_for_somebody_else(page, "outreach2", form)
    expect(page.locator("#f-signs")).to_have_value("")
    expect(page.locator("#f-acute")).not_to_be_checked()


def test_what_the_specialist_typed_and_did_not_save_is_gone_too(page: Page, town: tuple[str, str, str]) -> None:
    task = f"/tasks/{town[2]}"
    log_in(page, "specialist")
    page.goto(task)
    page.locator("#comment-text").fill(SIGNS)
    page.goto("/inbox")
    page.go_back()
    expect(page.locator("#comment-text")).to_have_value("")


def test_a_page_that_the_browser_kept_whole_is_asked_for_anew(page: Page, town: tuple[str, str, str]) -> None:
    form = f"/cases/{town[1]}/open/concern"
    log_in(page, "outreach")
    page.goto(form)
    page.locator("#f-signs").fill(SIGNS)
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator("#f-signs")).to_have_value("")
