from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from domain.calendar import local_date
from tests.browser import civic_walk, logging_in, perspektiv_walk, youth_walk

pytestmark = [pytest.mark.browser, pytest.mark.engine]
REASON = "Afgørelsen er truffet efter gennemgang af ophold og arbejde."
Opened = Callable[..., Page]


@pytest.fixture
def as_user(browser: Browser, demo: str) -> Iterator[Opened]:
    """Logs a person in, in Danish, and fails at the end if the browser complained."""
    contexts, complaints = [], []

    def log_in(name: str, **how: Any) -> Page:
        context = browser.new_context(base_url=demo, locale="da-DK", **how)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" and not expected(m) else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        logging_in.log_in(page, name, f"{name}-demo")
        return page

    yield log_in
    for context in contexts:
        context.close()
    assert complaints == []


def expected(message: ConsoleMessage) -> bool:
    """The browser notes each refusal that a test provokes: an answer, a page that is not, a concern of others."""
    asked = message.location["url"].partition("?")[0]
    return "422" in message.text or asked.endswith("/no-such-page") or "/cases/BEK-" in asked


def decide(page: Page, covered: str = "Ja") -> None:
    page.get_by_label(covered, exact=True).check()
    page.get_by_label("Ydelsesafgørelsens dato").fill("20.11.2026")
    page.get_by_label("Reference i ydelsessystemet").fill("KY-2026-77")
    page.locator("form.answer").get_by_label("Begrundelse").fill(REASON)
    page.get_by_role("button", name="Udfør opgave").click()


def see_the_case(page: Page, case: str) -> None:
    """From the list, where one is led back to after deciding."""
    expect(page.locator("main")).to_contain_text("Din beslutning er gemt")
    page.get_by_role("link", name=f"Se sag {case}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sag {case}")


def take_one(page: Page) -> str:
    """Takes the first free task; its case number."""
    page.goto("/inbox?view=team")
    page.get_by_role("button", name="Tag opgave").first.click()
    return page.locator("#task a[href^='/cases/']").first.inner_text()


def current_step(page: Page) -> str:
    page.get_by_text("Forløbet som tabel").click()
    return page.locator(".map-table tr:has(td:text-is('Nu')) th").inner_text()


def test_a_benefit_officer_decides_and_sees_the_case_move_on_the_map(as_user: Opened) -> None:
    page = as_user("benefit", viewport={"width": 1280, "height": 900})
    case = take_one(page)
    decide(page)
    see_the_case(page, case)
    page.wait_for_timeout(700)
    page.goto(f"/cases/{case}")
    assert "Vejledning" in current_step(page)
    expect(page.locator("main > section > .timeline")).to_contain_text("Bekræft omfattet: udført")


def test_without_javascript_the_same_decision_can_be_taken(as_user: Opened) -> None:
    page = as_user("benefit", java_script_enabled=False)
    case = take_one(page)
    decide(page, "Nej")
    see_the_case(page, case)


def test_what_was_typed_is_kept_and_the_error_summary_takes_focus(as_user: Opened) -> None:
    page = as_user("benefit")
    take_one(page)
    page.get_by_label("Ja", exact=True).check()
    page.locator("form.answer").get_by_label("Begrundelse").fill("For kort")
    page.get_by_role("button", name="Udfør opgave").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Skriv mindst 20 tegn")
    expect(page.locator("form.answer").get_by_label("Begrundelse")).to_have_value("For kort")


def test_a_draft_saves_itself_and_is_there_again(as_user: Opened) -> None:
    page = as_user("benefit")
    take_one(page)
    page.get_by_label("Reference i ydelsessystemet").fill("KY-kladde")
    page.get_by_label("Reference i ydelsessystemet").blur()
    expect(page.locator("#draft-status")).to_contain_text("Kladde gemt")
    page.reload()
    expect(page.get_by_label("Reference i ydelsessystemet")).to_have_value("KY-kladde")


def test_on_a_wide_screen_a_task_opens_beside_the_list(as_user: Opened) -> None:
    page = as_user("benefit", viewport={"width": 1440, "height": 900})
    page.goto("/inbox?view=mine")
    page.locator(".row-title").first.click()
    expect(page.locator("#detail h2.task-title")).to_be_visible()
    assert page.locator("h1").count() == 1
    assert "/inbox" in page.url


def test_a_supervisor_sees_where_cases_stand_and_what_is_escalated(as_user: Opened) -> None:
    page = as_user("supervisor")
    page.goto("/overview")
    expect(page.locator("#overdue tbody tr").first).to_contain_text("Eskaleret")
    page.locator("#overdue .row-title").first.click()
    expect(page.locator("#task")).to_contain_text("Eskaleret til teamlederen")
    page.goto("/overview")
    page.locator("#programmes").get_by_role("link", name="Arbejdspligt").click()
    expect(page.locator("svg.map-svg").first).to_be_visible()


def guide(page: Page) -> str:
    """Takes a guidance task and answers it; the case number. The page before sending is open then."""
    page.goto("/inbox?view=team&kind=obligation.guidance")
    page.get_by_role("button", name="Tag opgave").first.click()
    case = page.locator("#task a[href^='/cases/']").first.inner_text()
    page.get_by_label("Vejledt den").fill("20.11.2026")
    page.get_by_label("Digital Post", exact=True).check()
    page.get_by_label("Ikke nødvendig").check()
    page.get_by_label("Bevis").fill("Journal 2026-17")
    page.get_by_role("button", name="Udfør opgave").click()
    return case


def every(asks: Any, address: str) -> list[Any]:
    """All pages of a list."""
    found, cursor = [], ""
    while cursor is not None:
        page = asks.get(f"{address}&cursor={cursor}" if cursor else address).json()
        found, cursor = [*found, *page["items"]], page["next"]
    return found


def test_every_case_and_every_task_of_the_demo_opens(as_user: Opened) -> None:
    asks = as_user("supervisor").request
    cases = every(asks, "/api/v1/cases?limit=200")
    paths = [f"/cases/{c['id']}" for c in cases] + [f"/tasks/{t['id']}" for t in every(asks, "/api/v1/tasks?view=all&limit=200")]
    assert len({c["programme"] for c in cases}) >= 5
    assert {path: code for path in paths if (code := asks.get(path).status) != 200} == {}


def test_a_letter_is_read_before_it_is_sent_and_stands_on_the_case(as_user: Opened) -> None:
    page = as_user("caseworker", java_script_enabled=False)
    case = guide(page)
    expect(page.locator("h1")).to_have_text("Du er ved at sende et brev")
    page.get_by_role("link", name="Tilbage og ret").click()
    expect(page.get_by_label("Bevis")).to_have_value("Journal 2026-17")
    page.get_by_role("button", name="Udfør opgave").click()
    page.get_by_role("button", name="Send brevet").click()
    see_the_case(page, case)
    expect(page.locator("#letters tbody tr")).to_contain_text("Digital Post")
    href = page.locator("#letters a").first.get_attribute("href") or ""
    assert page.request.get(href).body().startswith(b"%PDF")


def test_what_letters_brought_has_no_accessibility_violation(as_user: Opened) -> None:
    page = as_user("caseworker", color_scheme="dark", viewport={"width": 390, "height": 900})
    case = guide(page)
    found = {}
    for press, path in (("", ""), ("Send brevet", ""), ("", f"/cases/{case}/people")):
        if press:
            page.get_by_role("button", name=press).click()
        if path:
            page.goto(path)
            page.get_by_role("button", name="Tilføj tolk").click()
        found[page.url] = [v["id"] for v in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert {path: ids for path, ids in found.items() if ids} == {}


LOOKS = [("da", "light", 1440), ("en", "dark", 1280), ("da", "dark", 390)]


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_no_page_has_an_accessibility_violation_or_scrolls_sideways(
    as_user: Opened, lang: str, scheme: Any, width: int
) -> None:
    page = as_user("supervisor", color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto("/inbox?view=all")
    task = page.locator(".row-title").first.get_attribute("href") or ""
    page.goto("/cases")
    case = page.locator(".row-title").first.get_attribute("href") or ""
    found = {}
    for path in ("/inbox?view=all", "/inbox?view=mine", task, case, "/cases", "/overview",
                 "/overview/obligation", "/workload", "/ahead", "/forgotten", "/incidents", "/import", "/lookups", "/me",
                 "/accessibility", "/no-such-page"):  # fmt: skip
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        found[path] = [v["id"] for v in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert {path: ids for path, ids in found.items() if ids} == {}


def below(page: Page, programme: str) -> str:
    """The case of that kind under the one on the page."""
    return page.locator(f"a[href^='/cases/{programme}-']").first.get_attribute("href") or ""


def followed(page: Page) -> str:
    """The citizen whom the README names, the first of the year; their page stands open."""
    page.goto("/cases?programme=obligation&stage=requirement_met")
    case = page.locator(".row-title").first.get_attribute("href") or ""
    assert case.endswith("-000001")
    page.goto(case)
    return case


def test_a_supervisor_follows_a_citizen_from_intake_to_exit(as_user: Opened) -> None:
    page = as_user("supervisor", viewport={"width": 1280, "height": 900})
    case = followed(page)
    expect(page.locator("main")).to_contain_text("Kravene opfyldt")
    absence, complaint = below(page, "UDE"), below(page, "KLA")
    page.goto(f"{case}/plan")
    expect(page.locator("main")).to_contain_text("Beplantning og stier, Fælledparken")
    expect(page.locator("main svg").first).to_be_visible()
    page.goto(f"{case}/weeks")
    assert page.locator("tbody tr").count() >= 15
    expect(page.locator("tbody")).to_contain_text("Rettet")
    page.goto(absence)
    expect(page.locator("main")).to_contain_text("Fradrag gennemført")
    expect(page.locator("#letters tbody tr")).to_have_count(2)
    page.goto(complaint)
    expect(page.locator("main")).to_contain_text("Medhold")
    for path in (absence, complaint):
        page.goto(path)
        href = page.locator("#letters a").first.get_attribute("href") or ""
        assert page.request.get(href).body().startswith(b"%PDF")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_what_is_told_of_the_effort_has_no_accessibility_violation(as_user: Opened, scheme: Any, width: int) -> None:
    page = as_user("supervisor", color_scheme=scheme, viewport={"width": width, "height": 900})
    case = followed(page)
    absence, complaint = below(page, "UDE"), below(page, "KLA")
    page.goto("/inbox?view=all&kind=absence.evidence")
    evidence = page.locator(".row-title").first.get_attribute("href") or ""
    found = {}
    for path in (case, f"{case}/plan", f"{case}/weeks", absence, complaint, evidence):
        page.goto(path)
        found[path] = [v["id"] for v in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert {path: ids for path, ids in found.items() if ids} == {}


def test_a_young_person_is_taken_from_referral_to_a_job_with_the_wages_refunded_and_the_consent_withdrawn(
    as_user: Opened, running: tuple[str, Path]
) -> None:
    """By those who take part, each logged in as themselves. The claim, the session, the proposals and the budget line
    have no accessibility violation."""

    youth_walk.walk(as_user, running[1], local_date(datetime.now(UTC)), without_violation)


def test_a_citizen_is_taken_from_a_lead_to_a_plan_while_a_concern_stays_with_the_specialist(
    as_user: Opened, running: tuple[str, Path]
) -> None:
    """By those who take part, each logged in as themselves; economy pays for the interpreter without knowing whose."""
    perspektiv_walk.walk(as_user, running[1], local_date(datetime.now(UTC)), without_violation)


def test_a_campaign_is_taken_from_the_turnout_file_to_its_evaluation(as_user: Opened) -> None:
    """By those who take part, each logged in as themselves; its flyer is found neutral before it is handed out."""
    civic_walk.walk(as_user, local_date(datetime.now(UTC)), without_violation)


def without_violation(page: Page) -> None:
    assert [v["id"] for v in Axe().run(page).response["violations"]] == [], page.url
