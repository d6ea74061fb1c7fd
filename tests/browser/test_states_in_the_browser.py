"""What a page shows when there is nothing, when something is away, and when it is not for whoever asks: for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from store import outbox, users
from store.db import DatabaseAway
from store.tables import outbox as outbox_table
from tests.browser.test_every_page import Town, objections, shape
from tests.support.every_page import PAGES, Shown
from tests.support.served import served, site_in

pytestmark = pytest.mark.browser
EMPTY = [one for one in PAGES if "{" not in one.address and one.who]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A municipality on its first day: people, and nothing else."""
    with site_in(tmp_path_factory.mktemp("empty")) as site, served(site) as address:
        yield Town(site, address, {})


def faults(page: Page) -> dict[str, list[str]]:
    """In the light on a wide screen and in the dark on a phone."""
    page.evaluate(Axe().axe_script)
    found = {}
    looks: tuple[tuple[Any, int], ...] = (("light", 1440), ("dark", 390))
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found[scheme] = shape(page) + objections(page)
    page.context.close()
    return {look: wrong for look, wrong in found.items() if wrong}


@pytest.mark.parametrize("shown", EMPTY, ids=lambda one: one.name)
def test_nothing_objects_to_a_page_that_has_nothing_to_show(empty: Town, browser: Browser, shown: Shown) -> None:
    assert faults(empty.opened(browser, shown)) == {}


@pytest.mark.parametrize(("who", "address", "status", "says"), [
    ("partner", "/overview", 403, "Ingen adgang"), ("benefit", "/no-such-page", 404, "Siden findes ikke"),
    ("benefit", "/tasks/none", 404, "Siden findes ikke"), (None, "/no-such-page", 404, "Siden findes ikke"),
])  # fmt: skip
def test_nothing_objects_to_a_refusal(
    empty: Town, browser: Browser, who: str | None, address: str, status: int, says: str
) -> None:
    page = empty.opened(browser, Shown("refused", "", who, address), status=status)
    assert page.locator("h1").inner_text() == says
    assert faults(page) == {}


def test_nothing_objects_to_the_login_after_a_session_that_ended_with_something_typed(empty: Town, browser: Browser) -> None:
    task_id = empty.site.held("benefit")
    page = empty.opened(browser, Shown("task", "", "benefit", f"/tasks/{task_id}"))
    page.get_by_label("Ny kommentar").fill("Ring til borgeren i morgen.")
    empty.site.clock.at += users.IDLE + timedelta(minutes=1)
    page.get_by_role("button", name="Tilføj kommentar").click()
    page.locator("#username").wait_for()
    assert "Det, du skrev, er her endnu" in page.locator("main").inner_text()
    assert faults(page) == {}


def test_nothing_objects_to_a_task_while_the_engine_is_away(empty: Town, browser: Browser) -> None:
    site, task_id = empty.site, empty.site.held("benefit")
    with site.store.write() as db:
        outbox.put(db, site.row(task_id).case_id, "signal", "decided", {}, site.clock.at)
        db.execute(sa.update(outbox_table).values(error=outbox.AWAY[0], attempts=3))
    site.clock.at += timedelta(minutes=20)
    page = empty.opened(browser, Shown("task", "", "benefit", f"/tasks/{task_id}"))
    assert "Sagerne har stået stille siden" in page.locator("main").inner_text()
    assert faults(page) == {}


def test_nothing_objects_to_a_page_while_the_database_is_away(
    empty: Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseAway

    page = empty.opened(browser, Shown("inbox", "", "benefit", "/inbox"))
    monkeypatch.setattr(empty.site.store, "read", away)
    page.reload()
    assert page.locator("h1").inner_text() == "Midlertidigt utilgængelig"
    assert faults(page) == {}
