"""The history of a late case in a real browser: folded on the screen, opened by hand, whole on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.test_every_page import LOOKS, Town, objections, shape
from tests.support.every_page import Shown
from tests.support.ladders import nobody_came
from tests.support.served import served, site_in

pytestmark = pytest.mark.browser
CASE = Shown("case", "/cases/{case_id}", "supervisor", "/cases/{case}")


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A case with two tasks that nobody did."""
    with site_in(tmp_path_factory.mktemp("late")) as site:
        case_id = site.case()
        nobody_came(site, site.task(case_id), site.task(case_id))
        with served(site) as address:
            yield Town(site, address, {"case": case_id})


def test_earlier_escalations_are_out_of_sight_until_they_are_opened_by_key_without_a_script(late: Town, browser: Browser) -> None:
    page = late.opened(browser, CASE, viewport={"width": 360, "height": 800}, java_script_enabled=False)
    folds, reminder = page.locator(".earlier"), page.locator(".earlier").first.get_by_text("Påmindelse: fristen nærmer sig")
    expect(folds).to_have_count(2)
    expect(reminder).to_be_hidden()
    page.locator(".earlier > summary").first.press("Enter")
    expect(reminder).to_be_visible()
    expect(folds.nth(1).get_by_text("Påmindelse: fristen nærmer sig")).to_be_hidden()
    page.context.close()


def test_on_paper_nothing_of_the_history_is_folded(late: Town, browser: Browser) -> None:
    page = late.opened(browser, CASE)
    paper = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    page.context.close()
    for rung in ("Påmindelse: fristen nærmer sig", "Fristen er overskredet", "Eskaleret til teamlederen", "skal fordeles på ny"):
        assert paper.count(rung) == 2, rung


@pytest.mark.parametrize("lang", LOOKS)
def test_nothing_objects_to_an_opened_history(late: Town, browser: Browser, lang: str) -> None:
    page = late.opened(browser, CASE, lang)
    page.evaluate(Axe().axe_script)
    for summary in page.locator(".earlier > summary").all():
        summary.click()
    for scheme, width in (*LOOKS[lang], ("light", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert shape(page) + objections(page) == []
    page.context.close()
