"""Two browsers at once on the same list and the same task; the keyboard; a mention."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from domain.tasks import Operation
from store import notices
from tests.browser import logging_in
from tests.support.served import served, site_in
from tests.support.site import Site

pytestmark = pytest.mark.browser
WIDE = {"width": 1440, "height": 900}
CHANGED = "Listen er ændret. Vis den igen"
LogIn = Callable[..., Page]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    with site_in(tmp_path_factory.mktemp("live")) as site:
        for who in ("benefit", "benefit2", "supervisor"):
            site.password(who)
        for _ in range(4):
            site.task()
        with served(site) as address:
            yield address, site


@pytest.fixture
def site(town: tuple[str, Site]) -> Site:
    return town[1]


@pytest.fixture
def log_in(town: tuple[str, Site], browser: Browser) -> Iterator[LogIn]:
    contexts = []

    def logged_in(who: str, **how: Any) -> Page:
        context = browser.new_context(base_url=town[0], locale="da-DK", **{"viewport": WIDE} | how)
        contexts.append(context)
        page = context.new_page()
        logging_in.log_in(page, who)
        return page

    yield logged_in
    for context in contexts:
        context.close()


def listening(page: Page, url: str) -> None:
    """The list stands open and hears."""
    with page.expect_response(re.compile("/inbox/changes")):
        page.goto(url)


def violations(page: Page) -> list[str]:
    return [v["id"] for v in Axe().run(page).response["violations"]]


# -- the list --------------------------------------------------------------------------------------------------------


def test_when_a_colleague_takes_a_task_the_list_offers_to_be_shown_again_and_stays_as_it_is(log_in: LogIn, site: Site) -> None:
    one, other = log_in("benefit"), log_in("benefit2")
    task_id = site.task()
    listening(one, "/inbox?view=team&kind=obligation.confirm_coverage")
    expect(one.get_by_text(CHANGED)).to_be_hidden()
    rows, count = one.locator("#tasks tbody tr").count(), int(one.locator("#count-team").inner_text())
    one.locator(f"a[href^='/tasks/{task_id}']").focus()
    other.goto(f"/tasks/{task_id}")
    other.get_by_role("button", name="Tag opgave").click()
    expect(one.get_by_text(CHANGED)).to_be_visible()
    expect(one.locator("#count-team")).to_have_text(str(count - 1))
    assert one.locator("#tasks tbody tr").count() == rows, "nothing moves under the cursor"
    expect(one.locator(f"a[href^='/tasks/{task_id}']")).to_be_focused()
    assert violations(one) == []
    one.get_by_text(CHANGED).click()
    expect(one.locator("#tasks tbody tr")).to_have_count(rows - 1)
    expect(one.get_by_text(CHANGED)).to_be_hidden()
    expect(one.locator("#list")).to_be_focused()
    assert "kind=obligation.confirm_coverage" in one.url


def test_what_is_open_beside_the_list_and_what_is_ticked_stays_so(log_in: LogIn, site: Site) -> None:
    page = log_in("benefit")
    listening(page, "/inbox?view=team")
    page.locator(".row-title").first.click()
    expect(page.locator("#detail h2.task-title")).to_be_visible()
    href = page.locator(".row-title[aria-current]").get_attribute("href")
    site.task()
    page.get_by_text(CHANGED).click()
    expect(page.locator(".row-title[aria-current]")).to_have_attribute("href", href or "")
    expect(page.locator(".row-title[aria-current]")).to_be_focused()
    expect(page.locator("#detail h2.task-title")).to_be_visible()
    site.task()
    expect(page.get_by_text(CHANGED)).to_be_visible()


def test_the_own_list_is_not_disturbed_by_what_others_do(log_in: LogIn, site: Site) -> None:
    page = log_in("benefit")
    listening(page, "/inbox?view=mine")
    count = int(page.locator("#count-team").inner_text())
    site.task()
    expect(page.locator("#count-team")).to_have_text(str(count + 1))
    expect(page.get_by_text(CHANGED)).to_be_hidden()
    site.held("benefit")
    expect(page.get_by_text(CHANGED)).to_be_visible(timeout=12_000)


def test_a_lost_connection_is_said_quietly_and_comes_back_by_itself(log_in: LogIn, site: Site) -> None:
    page = log_in("benefit")
    listening(page, "/inbox?view=team")
    lost = page.get_by_text("Forbindelsen er væk")
    expect(lost).to_be_hidden()
    site.app.state.live.stop()
    page.context.set_offline(True)
    expect(lost).to_be_visible(timeout=12_000)
    site.app.state.live._stopped.clear()
    page.context.set_offline(False)
    expect(lost).to_be_hidden(timeout=12_000)
    site.task()
    expect(page.get_by_text(CHANGED)).to_be_visible(timeout=12_000)


def test_a_task_that_cannot_be_fetched_says_what_to_do(log_in: LogIn, site: Site) -> None:
    page = log_in("benefit")
    page.goto("/inbox?view=team")
    page.context.set_offline(True)
    page.locator(".row-title").first.click()
    expect(page.locator("#detail")).to_contain_text("Opgaven kunne ikke hentes")
    page.context.set_offline(False)
    page.locator(".row-title").first.click()
    expect(page.locator("#detail h2.task-title")).to_be_visible()
    expect(page.locator("#detail")).not_to_have_attribute("aria-busy", "true")


# -- the task --------------------------------------------------------------------------------------------------------


def test_who_has_the_task_open_learns_of_the_other_without_losing_a_letter(log_in: LogIn, site: Site) -> None:
    task_id, one, boss = site.held("benefit"), log_in("benefit"), log_in("supervisor")
    one.clock.install()
    one.goto(f"/tasks/{task_id}")
    reason = one.locator("form.answer").get_by_label("Begrundelse")
    reason.fill("Halvt skrevet")
    boss.goto(f"/tasks/{task_id}")
    expect(boss.locator("#openers")).to_contain_text("Birgit Bang har også opgaven åben")
    one.clock.fast_forward(21_000)
    expect(one.locator("#openers")).to_contain_text("Tove Toft har også opgaven åben (siden 10.00).")
    expect(reason).to_be_focused()
    expect(reason).to_have_value("Halvt skrevet")
    assert violations(one) == []


def test_two_windows_with_two_drafts_lose_neither(log_in: LogIn, site: Site) -> None:
    task_id, page = site.held("benefit"), log_in("benefit")
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"/tasks/{task_id}")
    for each, text in ((other, "Skrevet i det andet vindue"), (page, "Skrevet her")):
        each.locator("form.answer").get_by_label("Begrundelse").fill(text)
        each.locator("form.answer").get_by_label("Begrundelse").blur()
        expect(each.locator("#draft-status")).to_contain_text("Kladde" if each is other else "ikke gemt")
    page.locator("#draft-status summary").click()
    expect(page.locator("#draft-status")).to_contain_text("Skrevet i det andet vindue")
    page.get_by_role("button", name="Gem kladde").click()
    expect(page.locator("form.answer").get_by_label("Begrundelse")).to_have_value("Skrevet her")
    page.locator(".other-draft summary").click()
    expect(page.locator(".other-draft")).to_contain_text("Skrevet i det andet vindue")
    assert violations(page) == []


def test_a_colleague_is_mentioned_from_the_list_and_finds_the_comment_by_the_bell(log_in: LogIn, site: Site) -> None:
    task_id, page = site.held("benefit"), log_in("benefit")
    page.goto(f"/tasks/{task_id}")
    field = page.get_by_label("Ny kommentar")
    field.press_sequentially("Se her @bo")
    expect(page.get_by_role("option", name="Bo Berg benefit2")).to_be_visible()
    assert violations(page) == []
    field.press("Enter")
    expect(field).to_have_value("Se her @Bo Berg ")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("button", name="Tilføj kommentar").click()
    expect(page.locator(".mention")).to_have_text("@Bo Berg")
    other = log_in("benefit2")
    other.get_by_role("link", name="1 ny besked").click()
    assert violations(other) == []
    other.get_by_role("link", name="Bekræft omfattet").click()
    expect(other.locator("#task-comments")).to_contain_text("Se her @Bo Berg")
    expect(other.get_by_role("link", name="Ingen nye beskeder")).to_be_visible()


def test_without_javascript_a_mention_is_typed_and_a_wrong_one_keeps_the_text(log_in: LogIn, site: Site) -> None:
    task_id, page = site.held("benefit"), log_in("benefit", java_script_enabled=False)
    page.goto(f"/tasks/{task_id}")
    page.get_by_label("Ny kommentar").fill("Spørg @ingen om det")
    page.get_by_role("button", name="Tilføj kommentar").click()
    expect(page.locator("#comment-error")).to_contain_text("Vælg et navn fra listen")
    expect(page.get_by_label("Ny kommentar")).to_have_value("Spørg @ingen om det")
    page.get_by_label("Ny kommentar").fill("Spørg @benefit2 om det")
    page.get_by_role("button", name="Tilføj kommentar").click()
    expect(page.locator(".mention")).to_have_text("@benefit2")


# -- the keyboard ----------------------------------------------------------------------------------------------------


def test_the_keyboard_alone_finds_opens_and_claims(log_in: LogIn, site: Site) -> None:
    page = log_in("benefit")
    page.goto("/inbox?view=team")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".row-title").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".row-title").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2.task-title")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".row-title").first).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Udfør opgave")).to_be_visible()
    page.keyboard.press("u")
    page.wait_for_url(re.compile("/inbox"))
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/cases")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/tasks/"))
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("gsc")
    expect(page.locator("#find")).to_have_value("gsc")


def test_a_key_that_finds_nothing_to_press_says_so_and_takes_no_other_task(log_in: LogIn, site: Site) -> None:
    mine, free, page = site.held("benefit2"), site.task(), log_in("benefit2")
    page.goto("/inbox?view=all")
    page.locator(f"a[href^='/tasks/{free}']").click()
    expect(page.locator("#detail h2.task-title")).to_be_visible()
    page.locator(f"a[href^='/tasks/{mine}']").focus()
    page.keyboard.press("c")
    expect(page.locator("#keys-say")).to_have_text("Der er ingen opgave her, som du kan tage.")
    assert violations(page) == []
    assert (site.row(free).state, page.url.count("/inbox")) == ("ready", 1)


def test_a_comment_beside_the_list_leaves_list_and_task_where_they_were(log_in: LogIn, site: Site) -> None:
    for _ in range(20):
        site.held("benefit2")
    page = log_in("benefit2", viewport={"width": 1440, "height": 700})
    page.goto("/inbox?view=mine")
    page.locator(".row-title").nth(15).scroll_into_view_if_needed()
    page.locator(".row-title").nth(15).click()
    page.get_by_label("Ny kommentar").fill("Ringede i dag")
    before = page.evaluate("[scrollY, document.querySelector('.pane').scrollTop]")
    assert min(before) > 100, before
    page.get_by_role("button", name="Tilføj kommentar").click()
    expect(page.locator("#task-comments")).to_contain_text("Ringede i dag")
    page.wait_for_load_state("load")
    after = page.evaluate("[scrollY, document.querySelector('.pane').scrollTop]")
    assert (abs(after[0] - before[0]) < 5, after[1] >= before[1]) == (True, True), (before, after)
    expect(page.locator("#task-comments")).to_be_in_viewport()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_every_shortcut_stands_in_the_dialog_and_escape_gives_the_focus_back(
    log_in: LogIn, scheme: Any, width: int
) -> None:
    page = log_in("benefit", color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto("/inbox?view=team")
    page.locator(".row-title").first.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Genveje på tastaturet")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-key]")).to_have_count(12)
    assert violations(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".row-title").first).to_be_focused()


def test_switched_off_no_key_does_anything(log_in: LogIn) -> None:
    page = log_in("benefit2")
    page.goto("/me")
    page.get_by_label("Brug genveje på tastaturet").uncheck(force=True)
    page.get_by_role("button", name="Gem").click()
    page.goto("/inbox?view=team")
    for key in ("j", "?", "g", "s"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url.endswith("/inbox?view=team")
    assert page.evaluate("document.activeElement === document.body")
    assert violations(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1280), ("dark", 390)])
def test_the_notices_have_no_accessibility_violation(log_in: LogIn, site: Site, scheme: Any, width: int) -> None:
    page = log_in("supervisor", color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto("/notices")
    assert violations(page) == []
    task_id = site.task()
    with site.store.write() as db:
        for kind in ("mention", "escalation"):
            notices.tell(db, [site.ids["supervisor"]], kind, task_id, site.clock.at, actor=site.ids["benefit"])  # type: ignore[arg-type]
    page.goto("/notices")
    page.locator(".unseen summary").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Hvad du vil gøre").first.fill("Jeg ringer")
    page.locator(".unseen").get_by_role("button", name=re.compile("Jeg tager hånd om det")).first.click()
    expect(page.locator(".unseen")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Set")).click()
    expect(page.locator(".unseen")).to_have_count(0)
    site.move(task_id, Operation.exit, "benefit")
