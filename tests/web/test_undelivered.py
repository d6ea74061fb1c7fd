"""Whoever has the task of a letter that reached nobody sees the letter, why it failed, and the way to send it again."""

from __future__ import annotations

from activities.messages import OpenTask
from domain.tasks import Operation
from store import cases
from tests.support.site import NOW, Site
from tests.web.test_letters import SUBJECT
from tests.web.test_letters_again import a_failed_letter, fail, press

REACH = "undelivered_letter.reach"


async def a_lost_letter(site: Site) -> tuple[str, str, str]:
    """The case, the letter that failed, and the case which that began."""
    case_id, letter_id = await a_failed_letter(site)
    with site.store.read() as db:
        [lost] = [one.id for one in cases.below(db, case_id)]
    site.activities.open_task(OpenTask(case_id=lost, stage="undelivered", visit=1, now=NOW, task_id="reach", kind=REACH,
                                       data={"sent_by": "caseworker"}))  # fmt: skip
    return case_id, letter_id, lost


async def test_the_task_shows_the_letter_why_it_failed_its_case_and_the_way_to_send_it_again(site: Site) -> None:
    case_id, letter_id, _ = await a_lost_letter(site)
    page = await site.as_("caseworker").get("/tasks/reach")
    [row] = page.texts("#letters tbody tr")
    assert SUBJECT in row
    assert "Kunne ikke leveres Ukendt modtager" in row
    assert page.one("#letters a[href$='/again']")["href"] == f"/letters/{letter_id}/again"
    assert page.has(f"a[href='/cases/{case_id}']")
    assert "Sendt af Sagsbehandler" in page.texts(".facts tr")


async def test_who_may_not_send_it_sees_it_without_the_button(site: Site) -> None:
    await a_lost_letter(site)
    page = await site.as_("benefit").get("/tasks/reach")
    assert page.has("#letters")
    assert not page.has("#letters a[href$='/again']")


async def test_once_it_is_sent_again_the_task_is_told_and_says_so(site: Site) -> None:
    _, letter_id, lost = await a_lost_letter(site)
    before = site.row("reach").version
    await press(site.as_("caseworker"), letter_id)
    assert site.row("reach").version == before + 1
    page = await site.as_("caseworker").get("/tasks/reach")
    assert "Sendt igen" in page.text("#letters")
    assert not page.has("#letters a[href$='/again']")
    page = await site.as_("caseworker").get(f"/cases/{lost}")
    assert f"Brevet {SUBJECT}, 19.11.2026" in page.texts(".facts tr"), "by its name, also when it was sent again"


async def test_the_letters_own_case_leads_to_the_case_of_its_failure_and_a_second_word_begins_no_other(site: Site) -> None:
    case_id, letter_id, lost = await a_lost_letter(site)
    fail(site, letter_id)
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert page.texts("a[href*='/cases/BRE-']") == [lost]
    assert not page.has("a[href$='/open/undelivered_letter']"), "nobody opens one by hand"


async def test_that_the_citizen_was_told_otherwise_takes_a_reason_of_twenty_characters(site: Site) -> None:
    await a_lost_letter(site)
    site.move("reach", Operation.claim, "caseworker", assignee_id=site.ids["caseworker"])
    person = site.as_("caseworker")
    page = await person.get("/tasks/reach")
    page = await person.submit(page, "/tasks/reach/complete", press="complete", status=422,
                               otherwise="personally", reason="x" * 19)  # fmt: skip
    await person.submit(page, "/tasks/reach/complete", press="complete", reason="x" * 20)
    assert site.row("reach").decision == {"otherwise": "personally", "reason": "x" * 20}
