"""The ten most frequent jobs, each by mouse and by keyboard alone, in the presses that docs/clicks.md writes down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, expect

from domain.tasks import OPEN
from store import users
from store.tables import tasks
from tests.browser.hands import Hand, Keyboard, Mouse
from tests.support.served import served, site_in
from tests.support.site import OWN, REASON, Site

pytestmark = pytest.mark.browser
CLICKS = Path(__file__).resolve().parents[2] / "docs" / "clicks.md"
WIDE = {"width": 1440, "height": 900}
Job = Callable[[Hand, Site], None]


def written_down() -> dict[str, tuple[int, int]]:
    """Job to its presses by mouse and by keyboard."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|[^|]*\| (\d+) \| (\d+) \|$", CLICKS.read_text(), re.M)
    return {name: (int(mouse), int(keys)) for name, mouse, keys in rows}


def first_row(page: Page) -> Locator:
    return page.locator("#tasks .row-title").first


def operation(page: Page, name: str) -> Locator:
    return page.locator(f"#task .operations form[action*='/{name}']")


def unfold(page: Page, name: str) -> Locator:
    return page.locator(f"#task details.operation:has(form[action*='/{name}']) summary")


def opened(hand: Hand, site: Site, who: str = "benefit", view: str = "mine") -> str:
    """The first task of the list, open beside it; its id."""
    hand.page.goto(f"/inbox?view={view}")
    hand.press(first_row(hand.page), key="j Enter")
    expect(hand.page.locator("#detail #task")).to_be_visible()
    hand.page.wait_for_function("!document.querySelector('#detail').hasAttribute('aria-busy')")
    return re.search("task=([0-9a-f-]+)", hand.page.url).group(1)  # type: ignore[union-attr]


def decide_and_next(hand: Hand, site: Site) -> None:
    site.held("benefit", age=timedelta(days=2))
    follows = site.held("benefit", age=timedelta(days=1))
    task_id, page = opened(hand, site), hand.page
    hand.press(page.locator("form.answer input[name=covered][value=true]"))
    for name, text in (("decided_on", "18.11.2026"), ("reference", "KY-2026-1"), ("reason", REASON)):
        hand.write(page.locator(f"form.answer #f-{name}"), text)
    hand.press(page.locator("form.answer button[value=next]"))
    expect(page.locator("#detail form.answer")).to_have_attribute("action", re.compile(follows))
    assert site.row(task_id).state == "completed"


def take_the_most_urgent(hand: Hand, site: Site) -> None:
    urgent = site.task(age=timedelta(days=300))
    hand.page.goto("/inbox")
    hand.press(hand.page.locator("main form[action^='/tasks/next'] button"), key="n")
    expect(hand.page.locator("form.answer")).to_be_visible()
    assert site.row(urgent).assignee_id == site.ids["benefit"]


def take_from_the_queue(hand: Hand, site: Site) -> None:
    site.task(age=timedelta(days=400))
    hand.page.goto("/inbox?view=team")
    task_id = first_row(hand.page).get_attribute("href").split("/")[2].split("?")[0]  # type: ignore[union-attr]
    hand.press(hand.page.locator("#tasks form[action*='/claim'] button").first, key="j c")
    expect(hand.page.locator("form.answer")).to_be_visible()
    assert site.row(task_id).assignee_id == site.ids["benefit"]


def put_on_hold_for_a_week(hand: Hand, site: Site) -> None:
    site.held("benefit")
    task_id, page = opened(hand, site), hand.page
    hand.press(unfold(page, "suspend"))
    hand.press(operation(page, "suspend").locator(".quick button").nth(1))
    expect(page.locator("main .alert-success")).to_be_visible()
    assert site.row(task_id).state == "suspended"


def give_to_a_colleague(hand: Hand, site: Site) -> None:
    site.held("benefit")
    task_id, page = opened(hand, site), hand.page
    hand.press(unfold(page, "delegate"))
    hand.choose(operation(page, "delegate").locator("select"), "Bo Berg")
    hand.press(operation(page, "delegate").locator("button[type=submit]").last)
    expect(page.locator("main .alert-success")).to_be_visible()
    assert site.row(task_id).assignee_id == site.ids["benefit2"]


def hand_over_everything(hand: Hand, site: Site) -> None:
    ids, page = [site.held("benefit") for _ in range(3)], hand.page
    page.goto("/inbox")
    hand.press(page.locator("#tasks-pick-all"))
    hand.press(page.locator("#bulk button[value=delegate]"))
    hand.choose(page.locator("#bulk-person"), "Bo Berg")
    hand.write(page.locator("#bulk-reason"), "Syg i dag")
    hand.press(page.locator("form[action^='/tasks/bulk/run'] button[type=submit]"))
    expect(page.locator("#bulk-result form button")).to_be_visible()
    assert {site.row(t).assignee_id for t in ids} == {site.ids["benefit2"]}


def find_a_citizens_case(hand: Hand, site: Site) -> None:
    case_id, page = site.case("Ophelia Qvist"), hand.page
    page.goto("/inbox")
    hand.write(page.locator("#find"), "Ophelia Qvist", key="/")
    hand.press(page.locator("form.find button"), key="Enter")
    page.wait_for_url("**/search/*")
    hand.press(page.locator("main .row-title").first, key="j Enter")
    expect(page.locator("h1")).to_contain_text(case_id)


def ask_a_colleague(hand: Hand, site: Site) -> None:
    site.held("benefit")
    opened(hand, site)
    page = hand.page
    hand.write(page.locator("#comment-text"), "@benefit2 ser du på den? ")
    hand.press(page.locator("#task-comments form button[type=submit]"))
    expect(page.locator(".mention")).to_have_text("@benefit2")


def move_a_deadline(hand: Hand, site: Site) -> None:
    site.held("benefit2", age=timedelta(days=30))
    task_id, page = opened(hand, site, "supervisor", "all&due=overdue"), hand.page
    hand.press(unfold(page, "deadline"))
    form = operation(page, "deadline")
    hand.write(form.locator("#op-deadline-date"), "18.12.2026")
    hand.write(form.locator("textarea"), "Aftalt med borgeren")
    hand.press(form.locator("button[type=submit]").last)
    expect(page.locator("main .alert-success")).to_be_visible()
    assert f"{site.row(task_id).due_at:%d.%m.%Y}" == "18.12.2026"


def share_out_the_queue(hand: Hand, site: Site) -> None:
    task_id, page = site.task(), hand.page
    page.goto("/workload")
    hand.press(page.locator(f"a[href='/workload/{site.teams[OWN]}/share']"))
    hand.write(page.locator("#reason"), "Fordelt mandag morgen")
    hand.press(page.locator("main form button[type=submit]"))
    expect(page.locator("#bulk-result form button")).to_be_visible()
    assert site.row(task_id).assignee_id is not None


JOBS: dict[str, tuple[str, Job]] = {job.__name__: (who, job) for who, job in (
    ("benefit", decide_and_next), ("benefit", take_the_most_urgent), ("benefit", take_from_the_queue),
    ("benefit", put_on_hold_for_a_week), ("benefit", give_to_a_colleague), ("benefit", hand_over_everything),
    ("caseworker", find_a_citizens_case), ("benefit", ask_a_colleague), ("supervisor", move_a_deadline),
    ("supervisor", share_out_the_queue),
)}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    with site_in(tmp_path_factory.mktemp("jobs")) as site, served(site) as address:
        yield address, site


@pytest.fixture
def morning(town: tuple[str, Site]) -> tuple[str, Site]:
    """Nobody has anything to do yet."""
    with town[1].store.write() as db:
        db.execute(sa.update(tasks).where(tasks.c.state.in_(OPEN)).values(state="exited"))
    return town


@contextmanager
def at_work(browser: Browser, address: str, site: Site, who: str, lang: str) -> Iterator[Page]:
    with site.store.write() as db:
        token, _ = users.open_session(db, site.ids[who], site.clock.at)
    context = browser.new_context(base_url=address, viewport=WIDE, locale="da-DK" if lang == "da" else "en-GB")
    context.add_cookies([{"name": "handleplan_session", "value": token, "url": address},
                         {"name": "handleplan_lang", "value": lang, "url": address}])  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(8_000)
    complaints: list[Any] = []
    page.on("pageerror", lambda error: complaints.append(error))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("hand", [Mouse, Keyboard])
@pytest.mark.parametrize("name", JOBS)
def test_a_frequent_job_takes_the_presses_written_down(
    morning: tuple[str, Site], browser: Browser, name: str, hand: type[Mouse | Keyboard], lang: str
) -> None:
    address, site = morning
    who, job = JOBS[name]
    with at_work(browser, address, site, who, lang) as page:
        working = hand(page)
        job(working, site)
    assert working.pressed == written_down()[name][hand is Keyboard]


def test_every_job_that_is_written_down_is_done_and_the_other_way_round() -> None:
    assert written_down().keys() == JOBS.keys()
    assert len(JOBS) == 10
