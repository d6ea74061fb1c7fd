"""Complaint, access to the file and the documents in a real browser: for every eye, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from activities.messages import OpenTask
from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.tasks import Operation
from store import cases
from tests.browser import logging_in
from tests.support.served import served, site_in
from tests.support.site import NOW, OWN, REASON, Site
from tests.web.test_complaint import complained
from tests.web.test_plan_page import DANISH, SEARCH, WORK, planned

pytestmark = pytest.mark.browser
LOOKS = [("da", "light", 1280), ("en", "dark", 1280), ("en", "light", 390), ("da", "dark", 390)]
COUNTED = {"counted_from": "2026-11-18", "late": True}
OF_COMPLAINT: dict[str, tuple[str, dict[str, Any]]] = {
    "complaint.clarify": ("received", {}), "complaint.forward": ("forwarding", COUNTED),
    "complaint.board": ("board", {}), "complaint.carry_out": ("effect", {"decided_on": "2026-11-18"}),
    "complaint.carry_out_benefit": ("effect", {"decided_on": "2026-11-18"}),
}  # fmt: skip
OF_ACCESS: dict[str, tuple[str, dict[str, Any]]] = {
    "access_to_file.decide": ("received", {"received_on": "2026-11-18"}),
    "access_to_file.hand_over": ("handing_over", {"received_on": "2026-11-18"}),
}
ASKED = {"received_on": "2026-11-18", "asked_by": "citizen", "scope": "whole", "text": "Jeg vil se min sag."}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A case with a plan, a complaint and a request for access, each task of them in the hands of one person.

    The address, and the paths of the pages by what they are.
    """
    with site_in(tmp_path_factory.mktemp("complaints")) as site:
        for role in (Role.caseworker, Role.benefit_officer):
            site.give("legal", role, OWN)
        complaint, again = complained(site)
        case_id = str(site.case_row(complaint).parent_id)
        planned(site, case_id, WORK, SEARCH, DANISH, visit=7)
        access = asked_for(site, case_id)
        pages = {"case": f"/cases/{case_id}", "complaint": f"/cases/{complaint}", "access": f"/cases/{access}",
                 "complaint.reassess": f"/tasks/{again}",
                 "new complaint": f"/cases/{case_id}/open/complaint",
                 "new access": f"/cases/{case_id}/open/access_to_file"}  # fmt: skip
        for of, kinds in ((complaint, OF_COMPLAINT), (access, OF_ACCESS)):
            pages |= {kind: f"/tasks/{taken(site, of, kind, *how)}" for kind, how in kinds.items()}
        site.password("legal")
        with served(site) as address:
            yield address, pages


def asked_for(site: Site, case_id: str) -> str:
    with site.store.write() as db:
        parent = cases.get(db, case_id)
        assert parent
        facts = PROGRAMMES["access_to_file"].facts.model_validate(ASKED).model_dump(mode="json")
        return cases.open_belonging(db, PROGRAMMES["access_to_file"], parent, facts=facts, key="a",
                                    actor=site.ids["caseworker"], now=NOW)  # fmt: skip


def taken(site: Site, case_id: str, kind: str, stage: str, data: dict[str, Any]) -> str:
    site.activities.open_task(OpenTask(
        case_id=case_id, stage=stage, visit=3, now=NOW, task_id=kind, kind=kind, data=data))  # fmt: skip
    if site.row(kind).state == "ready":
        site.move(kind, Operation.claim, "legal", assignee_id=site.ids["legal"])
    return kind


def logged_in(browser: Browser, address: str, **how: Any) -> Page:
    page = browser.new_context(base_url=address, locale="da-DK", **how).new_page()
    logging_in.log_in(page, "legal")
    return page


def faults(page: Page) -> list[str]:
    """What axe finds, and a page that scrolls sideways."""
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return violations(page) if fits else [*violations(page), "sideways"]


def violations(page: Page) -> list[str]:
    return [str(v["id"]) for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_no_page_of_complaint_or_access_has_an_accessibility_violation(
    town: tuple[str, dict[str, str]], browser: Browser, lang: str, scheme: Any, width: int
) -> None:
    address, pages = town
    page = logged_in(browser, address, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {}
    for name, path in pages.items():
        page.goto(f"{path}?lang={lang}")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        found[name] = faults(page)
        if name.startswith("new"):
            page.locator("main form.answer button.button-primary").click()
            expect(page.locator("#error-summary")).to_be_focused()
            found[f"{name}, with errors"] = faults(page)
    assert {name: ids for name, ids in found.items() if ids} == {}
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_complaint_is_registered_and_what_was_typed_survives_a_mistake(
    town: tuple[str, dict[str, str]], browser: Browser, javascript: bool
) -> None:
    address, pages = town
    words = f"Jeg er ikke enig i planen. {'Med' if javascript else 'Uden'} script."
    page = logged_in(browser, address, java_script_enabled=javascript)
    page.goto(pages["case"])
    page.get_by_role("link", name="Registrér klage").click()
    page.get_by_label("Klagen", exact=True).fill(words)
    page.get_by_label("Klagen modtaget").fill("20.11.2026")
    page.get_by_role("button", name="Registrér klage").click()
    expect(page.locator("#error-summary")).to_contain_text("Datoen er ikke kommet endnu")
    expect(page.get_by_label("Klagen", exact=True)).to_have_value(words)
    page.get_by_label("Klagen modtaget").fill("18.11.2026")
    page.get_by_label("Mundtligt").check()
    page.get_by_label("Borgeren selv").check()
    page.get_by_role("button", name="Registrér klage").click()
    expect(page.locator("h1")).to_contain_text("Sag KLA-")
    expect(page.locator("main")).to_contain_text(words)
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_refusal_of_access_asks_what_is_left_out_and_keeps_the_reasons(
    town: tuple[str, dict[str, str]], browser: Browser, javascript: bool
) -> None:
    address, pages = town
    page = logged_in(browser, address, java_script_enabled=javascript)
    page.goto(pages["access_to_file.decide"])
    page.get_by_label("Afslag", exact=True).check()
    page.locator("form.answer").get_by_label("Begrundelse").fill(REASON)
    page.get_by_role("button", name="Udfør opgave").click()
    expect(page.locator("#error-summary")).to_contain_text("Skriv, hvad der undtages")
    expect(page.locator("form.answer").get_by_label("Begrundelse")).to_have_value(REASON)
    page.context.close()


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_the_documents_are_fetched_from_the_task_and_open_without_a_server(
    town: tuple[str, dict[str, str]], browser: Browser, tmp_path: Path, width: int, javascript: bool
) -> None:
    address, pages = town
    page = logged_in(browser, address, java_script_enabled=javascript)
    page.goto(pages["access_to_file.hand_over"])
    with page.expect_download() as loading:
        page.get_by_role("link", name="Hent alle dokumenter").click()
    loading.value.save_as(tmp_path / "sag.zip")
    page.context.close()
    with ZipFile(tmp_path / "sag.zip") as archive:
        archive.extractall(tmp_path)
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    found, first = {}, tmp_path / "index.html"
    page.goto(first.as_uri())
    links = [str(a.get_attribute("href")) for a in page.locator("a").all()]
    for link in ["index.html", *(link for link in links if link.endswith(".html"))]:
        page.goto((tmp_path / link).as_uri())
        expect(page.locator("h1")).to_be_visible()
        found[link] = violations(page)
    assert len(found) >= 5
    assert {link: ids for link, ids in found.items() if ids} == {}
    page.goto(first.as_uri())
    page.get_by_role("link", name="Lav plan").click()
    expect(page.locator("table", has=page.locator("caption"))).to_contain_text("Beplantning i parken")
    page.context.close()
