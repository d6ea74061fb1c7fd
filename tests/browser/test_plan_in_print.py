"""The plan on paper: no navigation, picture and table whole, told apart without colours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import logging_in
from tests.support.served import served, site_in
from tests.web.test_plan_page import DANISH, SEARCH, WORK, planned

pytestmark = pytest.mark.browser
PROJECT = {"activity": "municipal_project_work", "title": "Projekt Grøn By", "thursday": "6", "friday": "3",
           "employer_type": "municipal", "project": "Grøn By", "safety_approved": True}  # fmt: skip
COURSE = {"activity": "guidance_and_upskilling", "title": "Hygiejnebevis", "friday": "2", "ends_on": "2026-12-20",
          "employment_aim": "Køkkenmedhjælper i en kantine"}  # fmt: skip
TRANSIT = {"activity": "transit", "title": "Fra park til sprogcenter", "monday": "1", "tuesday": "1"}
A4 = 681
"""The width of what is printed: 21 cm less the margins, in pixels of 1/96 inch."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with site_in(tmp_path_factory.mktemp("plan")) as site:
        case_id = site.case()
        planned(site, case_id, WORK, SEARCH, DANISH | {"monday": "2"}, PROJECT, COURSE, TRANSIT)
        site.password("caseworker")
        with served(site) as address:
            yield address, f"/cases/{case_id}/plan"


def opened(browser: Browser, plan: tuple[str, str], **how: Any) -> Page:
    page = browser.new_context(base_url=plan[0], locale="da-DK", **how).new_page()
    logging_in.log_in(page, "caseworker")
    page.goto(plan[1])
    return page


def test_picture_and_table_stand_whole_on_a_page_without_navigation(plan: tuple[str, str], browser: Browser) -> None:
    page = opened(browser, plan)
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    page.context.close()
    paper = "\n".join(pages)
    for hidden in ("Min indbakke", "Log af", "English", "Tilgængelighedserklæring", "Tilbage til sagen"):
        assert hidden not in paper, hidden
    assert "Zeynep Ørskov" in pages[0]
    [picture] = [text for text in pages if "Ugen fra 02.11.2026" in text]
    for said in ("1 · 7,5 t", "3 · 3,5 t", "4 · 6 t", "6. Transport mellem aktiviteter"):
        assert said in picture, said
    [table] = [text for text in pages if "Aktiviteter og timer" in text]
    for said in ("1. Nytteindsats", "6. Transport mellem aktiviteter", "Fra park til sprogcenter", "I alt"):
        assert said in table, said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_nothing_is_cut_off_and_activities_differ_by_pattern(
    plan: tuple[str, str], browser: Browser, scheme: Any
) -> None:
    page = opened(browser, plan, color_scheme=scheme, viewport={"width": A4, "height": 1000})
    page.emulate_media(media="print", color_scheme=scheme)
    for part in ("svg.plan-wide >> nth=0", "svg.plan-wide >> nth=1", ".plan-table"):
        box = page.locator(part).bounding_box()
        assert box, part
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= A4, part
    expect(page.locator("svg.plan-narrow").first).to_be_hidden()
    style = "(one, what) => getComputedStyle(one)[what]"
    fills = {one.evaluate(style, "fill") for one in page.locator("svg.plan-wide .act:not(.act-all)").all()}
    assert fills == {"rgb(255, 255, 255)"}
    patterns = {one.get_attribute("fill") for one in page.locator("svg.plan-wide >> nth=0 >> .act-pattern").all()}
    assert len(patterns) == 6, "one for each activity"
    assert float(page.locator(".hatch").first.evaluate(style, "opacity")) >= 0.5
    assert page.locator("h1").evaluate(style, "color") == "rgb(26, 26, 26)", "dark on white, whatever the screen shows"
    page.context.close()
