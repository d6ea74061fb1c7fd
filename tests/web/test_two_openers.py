"""Two people, or two windows of one, at the same task: each is told, and no draft is lost silently."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.tasks import Operation
from store import users
from tests.support.document import Document
from tests.support.site import OTHER, Person, Site

BY_HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}


async def asks(person: Person, page: Document, status: int = 200, **changed: str) -> str:
    """What the open page asks by itself."""
    sent = {"csrf": await person.csrf(), "version": str(page.one("#task-version")["value"]),
            "shown": str(page.one("#openers input")["value"])} | changed  # fmt: skip
    path = str(page.one("#openers")["hx-post"])
    answer = await person.client.post(path, data=sent, headers=BY_HTMX)
    assert answer.status_code == status, answer.text
    return answer.text


async def test_who_comes_second_sees_who_has_it_open_and_since_when(site: Site) -> None:
    task_id = site.held("benefit")
    assert not (await site.as_("benefit").get(f"/tasks/{task_id}")).has("#openers p")
    site.clock.at += timedelta(seconds=50)
    page = await site.as_("supervisor").get(f"/tasks/{task_id}")
    assert page.text("#openers") == "Birgit Bang har også opgaven åben (siden 10.00)."


async def test_the_page_of_who_came_first_learns_of_it_and_is_silent_while_nothing_is_new(site: Site) -> None:
    task_id, first = site.held("benefit"), site.as_("benefit")
    page = await first.get(f"/tasks/{task_id}")
    assert await asks(first, page, 204) == ""
    await site.as_("supervisor").get(f"/tasks/{task_id}")
    assert "Tove Toft har også opgaven åben" in await asks(first, page)
    assert await asks(first, page, 204, shown=f":{site.ids['supervisor']}") == ""


@pytest.mark.parametrize(("seconds", "there"), [(60, True), (61, False)])
async def test_who_left_is_gone_after_a_minute(site: Site, seconds: int, there: bool) -> None:
    task_id = site.held("benefit")
    await site.as_("benefit").get(f"/tasks/{task_id}")
    site.clock.at += timedelta(seconds=seconds)
    page = await site.as_("supervisor").get(f"/tasks/{task_id}")
    assert page.has("#openers p") is there


async def test_whoever_stays_is_there_since_they_came(site: Site) -> None:
    task_id, first = site.held("benefit"), site.as_("benefit")
    page = await first.get(f"/tasks/{task_id}")
    for _ in range(10):
        site.clock.at += timedelta(seconds=20)
        await asks(first, page, 204)
    assert "siden 10.00" in (await site.as_("supervisor").get(f"/tasks/{task_id}")).text("#openers")


async def test_an_open_page_keeps_nobody_logged_in(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    csrf = await person.csrf()
    for _ in range(int(users.IDLE / timedelta(minutes=5)) - 1):
        site.clock.at += timedelta(minutes=5)
        sent = {"csrf": csrf, "version": "1", "shown": ":"}
        await person.client.post(str(page.one("#openers")["hx-post"]), data=sent, headers=BY_HTMX)
    site.clock.at += timedelta(minutes=6)
    assert (await person.get("/inbox")).path == "/login"


async def test_the_page_says_when_the_task_has_changed_or_is_gone(site: Site) -> None:
    task_id, first = site.held("benefit"), site.as_("benefit")
    page = await first.get(f"/tasks/{task_id}")
    site.move(task_id, Operation.release, "supervisor", assignee_id=None)
    assert "Opgaven er ændret, siden du åbnede den" in await asks(first, page)
    site.move(task_id, Operation.forward, "supervisor", team_id=site.teams[OTHER])
    before = len(site.lookups("benefit"))
    assert "Du kan ikke længere se opgaven." in await asks(first, page)
    assert len(site.lookups("benefit")) == before, "what a page asks by itself is no look of a person's"


async def test_a_task_that_is_over_is_watched_by_nobody(site: Site) -> None:
    task_id = site.held("benefit")
    site.move(task_id, Operation.exit, "benefit")
    assert not (await site.as_("benefit").get(f"/tasks/{task_id}")).has("#openers")


# -- drafts ----------------------------------------------------------------------------------------------------------


def typed(page: Document, task_id: str, **fields: str) -> dict[str, Any]:
    return page.filled(page.form(f"/tasks/{task_id}/complete"), **fields)


async def saves_itself(person: Person, task_id: str, sent: dict[str, Any], status: int = 200) -> str:
    answer = await person.client.post(f"/tasks/{task_id}/draft", data=sent, headers=BY_HTMX)
    assert answer.status_code == status, answer.text
    return answer.text


def kept(site: Site, task_id: str) -> str:
    from store import tasks

    with site.store.read() as db:
        draft = tasks.draft(db, task_id)
    assert draft is not None
    return str(draft.fields["reason"])


async def test_one_page_saves_its_draft_again_and_again(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    for reason in ("Først", "Så", "Til sidst"):
        assert "Kladde gemt" in await saves_itself(person, task_id, typed(page, task_id, reason=reason))
    assert kept(site, task_id) == "Til sidst"


async def test_the_second_saver_of_an_older_draft_is_told_and_both_texts_can_be_read(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    here, there = await person.get(f"/tasks/{task_id}"), await person.get(f"/tasks/{task_id}")
    await saves_itself(person, task_id, typed(there, task_id, reason="Skrevet i det andet vindue"))
    told = await saves_itself(person, task_id, typed(here, task_id, reason="Skrevet her"), 409)
    assert "ikke gemt" in told
    assert "Skrevet i det andet vindue" in told
    assert kept(site, task_id) == "Skrevet i det andet vindue"
    page = await person.post(f"/tasks/{task_id}/complete", typed(here, task_id, reason="Skrevet her") | {"action": "draft"}, 409)
    assert "Skrevet i det andet vindue" in page.text(".other-draft")
    assert "Birgit Bang gemte kl. 10.00" in page.text(".other-draft summary")
    assert page.one("form.answer [name=reason]").text.strip() == "Skrevet her"
    await person.submit(page, f"/tasks/{task_id}/complete", press="draft")
    assert kept(site, task_id) == "Skrevet her", "whoever has read both may go on from theirs"
    await saves_itself(person, task_id, typed(there, task_id, reason="Endnu en gang der"), 409)


async def test_a_refused_decision_does_not_write_over_the_other_draft_either(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    here, there = await person.get(f"/tasks/{task_id}"), await person.get(f"/tasks/{task_id}")
    await saves_itself(person, task_id, typed(there, task_id, reason="Skrevet i det andet vindue"))
    page = await person.post(f"/tasks/{task_id}/complete", typed(here, task_id, reason="Kort"), 422)
    assert "Skrevet i det andet vindue" in page.text(".other-draft")
    page = await person.post(f"/tasks/{task_id}/complete", typed(page, task_id, reason="Kort"), 422)
    assert not page.has(".other-draft"), "told once, on the page that had not seen it"


async def test_the_same_words_in_two_windows_are_no_conflict(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    pages = [await person.get(f"/tasks/{task_id}") for _ in range(2)]
    for page in pages:
        await saves_itself(person, task_id, typed(page, task_id, reason="Det samme"))


@pytest.mark.parametrize("how", ["delegate", "release and claim"])
async def test_a_draft_survives_a_change_of_owner(site: Site, how: str) -> None:
    task_id, first, second = site.held("benefit"), site.as_("benefit"), site.as_("benefit2")
    page = await first.get(f"/tasks/{task_id}")
    await saves_itself(first, task_id, typed(page, task_id, reason="Begyndt af Birgit"))
    page = await first.get(f"/tasks/{task_id}")
    if how == "delegate":
        await first.submit(page, f"/tasks/{task_id}/delegate", person=site.ids["benefit2"], reason="Ferie")
        page = await second.get(f"/tasks/{task_id}")
    else:
        await first.submit(page, f"/tasks/{task_id}/release")
        page = await second.submit(await second.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    assert page.one("form.answer [name=reason]").text.strip() == "Begyndt af Birgit"
    assert "skrevet af Birgit Bang" in page.text()
    await saves_itself(second, task_id, typed(page, task_id, reason="Fortsat af Bo"))
    assert kept(site, task_id) == "Fortsat af Bo"
