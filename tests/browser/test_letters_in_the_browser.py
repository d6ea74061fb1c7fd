"""Letters in a real browser: Back and reload around the page before sending, and every eye on their pages."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from temporalio.client import Client

from store import posting
from tests.support.letters import put, set_person
from tests.support.site import GUIDE, NOW, Site
from tests.support.stores import new_store

pytestmark = pytest.mark.browser
LOOKS = [(lang, scheme, width) for lang in ("da", "en") for scheme in ("light", "dark") for width in (390, 1280)]


@dataclass
class Running:
    site: Site
    address: str


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = new_store(tmp_path_factory.mktemp("letters"))
    site = Site(store, asyncio.run(Client.connect("127.0.0.1:1", lazy=True)))
    site.password("caseworker")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(site.app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield Running(site, f"http://127.0.0.1:{listening.getsockname()[1]}")
        server.should_exit = True
        thread.join(10)
    store.close()


@pytest.fixture
def page(web: Running, browser: Browser) -> Iterator[Page]:
    made = logged_in(browser, web)
    yield made
    made.context.close()


def logged_in(browser: Browser, web: Running, **how: Any) -> Page:
    page = browser.new_context(base_url=web.address, locale="da-DK", **how).new_page()
    page.set_default_timeout(8_000)
    page.goto("/login?lang=da")
    page.get_by_label("Brugernavn").fill("caseworker")
    page.get_by_label("Adgangskode").fill("correct horse")
    page.locator("main button[type=submit]").click()
    expect(page.locator("form[action='/logout']")).to_be_visible()
    return page


def answer(page: Page, web: Running) -> str:
    """Answers a guidance task as far as the page before sending; the task."""
    task = web.site.held("caseworker", kind=GUIDE)
    page.goto(f"/tasks/{task}")
    page.get_by_label("Vejledt den").fill("18.11.2026")
    page.get_by_label("Digital Post", exact=True).check()
    page.get_by_label("Ikke nødvendig").check()
    page.get_by_label("Bevis").fill("Journal 2026-17")
    page.get_by_role("button", name="Udfør opgave").click()
    expect(page.locator("h1")).to_have_text("Du er ved at sende et brev")
    return task


def failed(web: Running, task: str = "") -> tuple[str, str]:
    """A case whose letter reached nobody, and the letter."""
    case_id = web.site.case()
    letter = put(web.site, case_id, task or web.site.task(case_id, GUIDE))  # type: ignore[arg-type]
    with web.site.store.write() as db:
        posting.failed(db, letter, "Ukendt modtager", NOW)
    return case_id, letter.id


def test_back_and_reload_before_sending_show_the_same_page_and_lose_nothing(page: Page, web: Running) -> None:
    task = answer(page, web)
    page.reload()
    expect(page.locator("h1")).to_have_text("Du er ved at sende et brev")
    page.go_back()
    expect(page.get_by_label("Bevis")).to_have_value("Journal 2026-17")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("Du er ved at sende et brev")
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator("h1")).to_have_text("Du er ved at sende et brev")
    assert web.site.row(task).state == "reserved"


def test_back_after_sending_shows_the_task_with_a_sentence_and_so_does_a_reload(page: Page, web: Running) -> None:
    task = answer(page, web)
    page.get_by_role("button", name="Send brevet").click()
    expect(page.locator("h1")).to_contain_text("Sag ARB-")
    for move in (page.go_back, page.reload):
        move()
        expect(page.locator("main .alert").first).to_contain_text("Opgaven er afsluttet. Breve, der er sendt")
    assert f"/tasks/{task}" in page.url
    page.go_forward()
    expect(page.locator("#letters tbody tr")).to_have_count(1)


def test_a_second_tab_sends_nothing_twice(page: Page, web: Running) -> None:
    answer(page, web)
    second = page.context.new_page()
    second.goto(page.url)
    for tab in (page, second):
        tab.get_by_role("button", name="Send brevet").click()
        expect(tab.locator("#letters tbody tr")).to_have_count(1)


def test_back_after_sending_again_says_that_it_is_sent(page: Page, web: Running) -> None:
    case_id, _ = failed(web)
    page.goto(f"/cases/{case_id}")
    page.get_by_role("link", name="Send igen").click()
    page.get_by_role("button", name="Send brevet").click()
    expect(page.locator("#letters tbody tr")).to_have_count(2)
    for move in (page.go_back, page.reload):
        move()
        expect(page.locator("#refusal")).to_contain_text("Brevet er allerede sendt igen")


def test_an_address_is_corrected_with_the_keyboard_alone(page: Page, web: Running) -> None:
    case_id, letter = failed(web)
    set_person(web.site, case_id, post_exempt=True, address=web.site.store.secrets.seal(  # type: ignore[arg-type]
        "", f"people.{web.site.case_row(case_id).person_id}.address"))  # fmt: skip
    page.goto(f"/letters/{letter}/again")
    page.get_by_role("link", name="Ret borgerens oplysninger").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Adresse", exact=False).first.focus()
    page.keyboard.type("Nygade 7, 2450 København SV")
    page.keyboard.press("Enter")
    expect(page.locator(".alert-success")).to_be_visible()
    page.goto(f"/letters/{letter}/again")
    expect(page.locator("#letter-facts")).to_contain_text("Nygade 7")


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_the_pages_of_letters_have_no_accessibility_violation_and_do_not_scroll_sideways(
    web: Running, browser: Browser, lang: str, scheme: Any, width: int
) -> None:
    page = logged_in(browser, web, color_scheme=scheme, viewport={"width": width, "height": 900})
    answer(page, web)
    sending = page.url
    case_id, letter = failed(web)
    bare, lost = failed(web)
    set_person(web.site, bare, post_exempt=True, protected=True, address=web.site.store.secrets.seal(  # type: ignore[arg-type]
        "", f"people.{web.site.case_row(bare).person_id}.address"))  # fmt: skip
    found = {}
    for path in (sending, f"/cases/{case_id}", f"/cases/{bare}", f"/letters/{letter}/again", f"/letters/{lost}/again",
                 f"/cases/{case_id}/citizen", f"/cases/{bare}/citizen", f"/cases/{case_id}/people"):  # fmt: skip
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        found[path] = [v["id"] for v in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto(f"/cases/{case_id}/citizen?lang={lang}")
    page.locator("#f-phone").fill("1" * 41)
    page.locator("#f-phone").evaluate("box => { box.removeAttribute('maxlength'); box.value = '1'.repeat(41) }")
    page.locator("form.answer button[type=submit]").click()
    expect(page.locator("#error-summary")).to_be_focused()
    found["errors"] = [v["id"] for v in Axe().run(page).response["violations"]]
    assert {path: ids for path, ids in found.items() if ids} == {}
    page.context.close()
