"""Filters that people keep under a name and share; the place in a list that survives opening a task."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.tasks import Operation
from store import filters
from tests.support.document import Document
from tests.support.site import ASSESS, CONFIRM, COVERED, GUIDE, Person, Site

KEPT = ".side h2:has(a[href='/filters']) + ul a"


def titles(page: Document) -> list[str]:
    return [str(a["href"]).partition("?")[0].removeprefix("/tasks/") for a in page.soup.select("#tasks .row-title")]


async def keep(person: Person, address: str, name: str, status: int = 200, share: str = "") -> Document:
    return await person.submit(await person.get(address), "/filters", status=status, name=name, share=share)


async def test_a_kept_filter_stands_in_the_menu_and_shows_the_same_list(site: Site) -> None:
    late, _ = site.task(age=timedelta(days=40)), site.task()
    person = site.as_("benefit")
    page = await keep(person, f"/inbox?view=team&due=overdue&kind={CONFIRM}&sort=received", "  De   sene ")
    assert "Filteret er gemt" in page.text()
    assert page.texts(KEPT) == ["De sene"]
    assert page.one(KEPT)["aria-current"] == "page"
    assert len(page.soup.select("nav.side [aria-current]")) == 1, "one is in one place"
    page = await person.get(str((await person.get("/cases")).one(KEPT)["href"]))
    assert titles(page) == [late]
    assert page.one("#filter-sort option[selected]")["value"] == "received"


async def test_a_filter_shared_with_a_team_is_there_for_the_team_and_for_nobody_else(site: Site) -> None:
    await keep(site.as_("supervisor"), "/inbox?view=all&due=today", "Dagens", share=site.teams["Arbejdspligt"])
    await keep(site.as_("supervisor"), "/inbox?view=all&due=week", "Kun min")
    page = await site.as_("benefit").get("/inbox")
    assert page.texts(KEPT) == ["Dagens"]
    page = await site.as_("benefit").get("/filters")
    assert "Tove Toft" in page.text()
    assert not page.has("main form")
    assert (await site.as_("youth").get("/inbox")).texts(KEPT) == []


async def test_a_filter_is_not_shared_with_a_team_that_one_is_not_in(site: Site) -> None:
    person = site.as_("benefit")
    page = await person.get("/inbox?view=team&due=today")
    sent = page.filled(page.form("/filters"), name="Andres") | {"share": site.teams["Unge"]}
    page = await person.post("/filters", sent, 422)
    assert "Del det med et af dine egne teams." in page.text()


async def test_a_name_is_given_once_and_deleting_frees_it(site: Site) -> None:
    person = site.as_("benefit")
    await keep(person, "/inbox?view=team&due=today", "Mit", share=site.teams["Arbejdspligt"])
    page = await keep(person, "/inbox?view=team&due=week", " Mit", 409)
    assert "Du har allerede et filter med det navn." in page.text()
    assert (await site.as_("benefit2").get("/inbox")).texts(KEPT) == ["Mit"], "what is shared stays shared"
    page = await person.get("/filters")
    page = await person.submit(page, str(page.one("main form")["action"]))
    assert "Filteret er slettet." in page.text()
    assert page.texts(KEPT) == []


async def test_one_cannot_delete_what_another_shares(site: Site) -> None:
    await keep(site.as_("supervisor"), "/inbox?view=all&due=today", "Dagens", share=site.teams["Arbejdspligt"])
    with site.store.read() as db:
        shared = filters.of(db, site.ids["supervisor"], set())[0].id
    person = site.as_("benefit")
    sent = (await person.get("/inbox")).filled((await person.get("/inbox")).form("/logout"))
    await person.post(f"/filters/{shared}/forget", sent, 404)
    assert (await person.get("/inbox")).texts(KEPT) == ["Dagens"]


async def test_signs_that_turn_a_name_round_and_an_order_that_there_is_not_are_left_out(site: Site) -> None:
    person = site.as_("benefit")
    page = await person.get("/inbox?view=team&due=today")
    sent = page.filled(page.form("/filters"), name="Dagens\u202e liste") | {"sort": "zz"}
    page = await person.post("/filters", sent)
    assert page.texts(KEPT) == ["Dagens liste"]
    assert "sort" not in str(page.one(KEPT)["href"])


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
async def test_a_filter_needs_a_name(site: Site, name: str) -> None:
    page = await keep(site.as_("benefit"), "/inbox?view=team", name, 422)
    assert "Giv filteret et navn på 1 til 80 tegn." in page.text()


async def test_there_is_an_end_to_how_many_one_keeps(site: Site) -> None:
    with site.store.write() as db:
        for n in range(filters.MOST):
            filters.keep(db, site.ids["benefit"], f"Nr. {n}", {"view": "team"}, None, site.clock.at)
    page = await keep(site.as_("benefit"), "/inbox?view=team", "En til", 409)
    assert "Man kan gemme 50 filtre" in page.text()


async def test_a_kept_filter_that_is_no_longer_understood_shows_what_is(site: Site) -> None:
    with site.store.write() as db:
        filters.keep(db, site.ids["benefit"], "Gammelt", {"view": "team", "due": "fortnight", "x": 1, "q": 7}, None,
                     site.clock.at)  # fmt: skip
    page = await site.as_("benefit").get("/inbox")
    assert page.one(KEPT)["href"] == "/inbox?view=team"


async def test_lists_narrow_by_person_state_and_working_days(site: Site) -> None:
    free, held = site.task(), site.held("benefit2", site.case(), kind=CONFIRM)
    far = site.task(kind=ASSESS)
    person = site.as_("supervisor")
    for narrowed, expected in (("person=nobody", {free, far}), (f"person={site.ids['benefit2']}", {held}),
                               ("state=reserved", {held}), ("due=today", set()),
                               ("person=nobody&state=reserved", set())):  # fmt: skip
        assert set(titles(await person.get(f"/inbox?view=all&{narrowed}"))) == expected, narrowed
    due = site.row(free).due_at
    site.clock.at = due - timedelta(hours=2)
    person = site.as_("supervisor")
    assert free in titles(await person.get("/inbox?view=all&due=today"))
    assert set(titles(await person.get("/inbox?view=all&due=week"))) >= {free, held}


async def test_what_is_on_hold_is_out_of_sight_until_it_is_asked_for(site: Site) -> None:
    held, busy = site.held("benefit"), site.held("benefit")
    person = site.as_("benefit")
    page = await person.submit(await person.get(f"/tasks/{held}"), f"/tasks/{held}/suspend", press="20.11.2026")
    assert site.row(held).state == "suspended"
    page = await person.get("/inbox")
    assert titles(page) == [busy]
    assert [t for t in page.texts(".side a") if t.startswith(("Min indbakke", "Sat på pause"))] == [
        "Min indbakke 1", "Sat på pause 1"]  # fmt: skip
    page = await person.get(str(page.one(".side a[href*=suspended]")["href"]))
    assert page.h1 == "Sat på pause"
    assert titles(page) == [held]
    assert "til 20.11.2026" in page.text("#tasks")


async def test_back_from_a_task_leads_to_the_same_page_filter_and_row(site: Site) -> None:
    case_id = site.case()
    for n in range(60):
        site.task(case_id, age=timedelta(minutes=n))
    person = site.as_("benefit")
    page = await person.get("/inbox?view=team&sort=-due")
    page = await person.get(str(page.one("a[rel=next]")["href"]))
    listed = titles(page)
    task = await person.get(str(page.soup.select("#tasks .row-title")[3]["href"]))
    back = str(task.one("a.way-back")["href"])
    assert back.endswith(f"#t-{listed[3]}")
    page = await person.get(back)
    assert titles(page) == listed
    assert page.has(f"#t-{listed[3]}")


async def test_the_way_back_survives_taking_a_task_a_draft_and_an_error(site: Site) -> None:
    task_id = site.task()
    person = site.as_("benefit")
    page = await person.get(f"/inbox?view=team&kind={CONFIRM}")
    page = await person.submit(page, f"/tasks/{task_id}/claim")
    assert page.path == f"/tasks/{task_id}"
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="draft", reference="KY-1")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, reason="kort")
    assert f"kind={CONFIRM.replace('.', '.')}" in str(page.one("a.way-back")["href"])
    page = await person.submit(page, f"/tasks/{task_id}/complete", **COVERED)
    assert page.path == "/inbox"
    assert parse_qs(urlsplit(str(page.response.url)).query)["kind"] == [CONFIRM]
    assert f"Se sag {site.row(task_id).case_id}" in page.text()


async def test_complete_and_next_opens_the_one_that_follows_in_the_list(site: Site) -> None:
    first, second, third = (site.held("benefit", age=timedelta(days=d)) for d in (3, 2, 1))
    other = site.held("benefit", kind=CONFIRM, age=timedelta(days=9))
    person = site.as_("benefit")
    page = await person.get("/inbox?view=mine&sort=-due")
    assert titles(page) == [third, second, first, other]
    page = await person.get(str(page.soup.select("#tasks .row-title")[1]["href"]))
    page = await person.submit(page, f"/tasks/{second}/complete", press="next", **COVERED)
    assert page.path == f"/tasks/{first}"
    assert "Her er den næste opgave." in page.text()
    page = await person.submit(page, f"/tasks/{first}/complete", press="next", **COVERED)
    assert page.path == f"/tasks/{other}"
    page = await person.submit(page, f"/tasks/{other}/complete", press="next", **COVERED)
    assert page.path == f"/tasks/{third}", "from the end one begins at the top"


async def test_from_the_queue_the_next_is_taken_and_not_only_shown(site: Site) -> None:
    first, taken, third = (site.task(age=timedelta(days=d)) for d in (3, 2, 1))
    person = site.as_("benefit")
    page = await person.submit(await person.get("/inbox?view=team"), f"/tasks/{first}/claim")
    site.move(taken, Operation.claim, "benefit2", assignee_id=site.ids["benefit2"])
    page = await person.submit(page, f"/tasks/{first}/complete", press="next", **COVERED)
    assert page.path == f"/tasks/{third}"
    assert page.has("form.answer")
    assert site.row(third).assignee_id == site.ids["benefit"]


async def test_when_the_list_is_done_the_next_comes_from_the_queue(site: Site) -> None:
    mine, waiting = site.held("benefit"), site.task()
    person = site.as_("benefit")
    page = await person.get("/inbox")
    page = await person.get(str(page.one("#tasks .row-title")["href"]))
    page = await person.submit(page, f"/tasks/{mine}/complete", press="next", **COVERED)
    assert page.path == f"/tasks/{waiting}"
    assert site.row(waiting).assignee_id == site.ids["benefit"]
    page = await person.submit(page, f"/tasks/{waiting}/complete", press="next", **COVERED)
    assert page.path == "/inbox"
    assert "Der er ikke flere opgaver at tage nu." in page.text()


async def test_in_a_list_of_everybody_s_tasks_the_next_is_one_that_one_may_do(site: Site) -> None:
    mine, anothers = site.held("benefit", age=timedelta(days=3)), site.held("benefit2", age=timedelta(days=2))
    free, last = site.task(age=timedelta(days=1)), site.held("benefit2")
    person = site.as_("benefit")
    page = await person.get("/inbox?view=all")
    assert titles(page) == [mine, anothers, free, last]
    page = await person.get(str(page.soup.select("#tasks .row-title")[0]["href"]))
    page = await person.submit(page, f"/tasks/{mine}/complete", press="next", **COVERED)
    assert (page.path, site.row(free).assignee_id) == (f"/tasks/{free}", site.ids["benefit"])
    page = await person.submit(page, f"/tasks/{free}/complete", press="next", **COVERED)
    assert page.path == "/inbox"


async def test_the_list_says_how_many_there_are_on_all_its_pages(site: Site) -> None:
    for n in range(53):
        site.task(age=timedelta(days=40) if n else timedelta())
    person = site.as_("benefit")
    page = await person.get("/inbox?view=all&due=overdue")
    assert "Viser 50 af 52 opgaver" in page.text("#shown")
    page = await person.get(str(page.one("a[rel=next]")["href"]))
    assert "Viser 2 af 52 opgaver" in page.text("#shown")
    page = await person.get("/cases?programme=obligation")
    assert "Viser 50 af 53 sager" in page.text(".head")


async def test_a_task_open_beside_the_list_stays_there_after_it_is_taken(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    page = await person.get(f"/inbox?view=all&task={task_id}")
    assert page.has("#detail h2.task-title")
    assert page.one("tr.selected")["id"] == f"t-{task_id}"
    page = await person.submit(page, f"/tasks/{task_id}/start")
    assert page.path == "/inbox"
    assert page.has("#detail form.answer")
    page = await person.submit(page, f"/tasks/{task_id}/complete", **COVERED)
    assert page.path == "/inbox"
    assert page.has("#detail .empty")


async def test_what_one_may_not_see_does_not_open_beside_the_list(site: Site) -> None:
    task_id = site.task(kind=GUIDE)
    await site.as_("stranger").get(f"/inbox?view=all&task={task_id}", 404)


@pytest.mark.parametrize("place", ["view=evil", "%00", "x" * 2000, "view=mine&sort=drop", "cursor=!!", "//evil.example"])
async def test_a_way_back_that_makes_no_sense_leads_nowhere_else(site: Site, place: str) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}", **{"in": place})
    for link in page.soup.select("a.way-back"):
        assert str(link["href"]).startswith("/inbox?view=mine")
    if place not in ("view=mine&sort=drop", "cursor=!!"):
        await person.submit(page, f"/tasks/{task_id}/complete", press="next", **COVERED)


async def test_an_error_beside_the_list_leaves_the_list_where_it_is(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/inbox?view=all&state=reserved&task={task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, reason="kort")
    assert page.has("#detail #error-summary")
    assert titles(page) == [task_id]
    assert page.one("tr.selected")["id"] == f"t-{task_id}"
    assert page.one("#filter-state option[selected]")["value"] == "reserved"
    assert page.h1 == "Alle opgaver"


async def test_on_hold_past_the_deadline_says_so(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/suspend", date="01.06.2027")
    assert "til efter sin frist" in page.text()


async def test_no_cpr_number_stands_in_the_address_of_a_list(site: Site) -> None:
    page = await site.as_("benefit").get("/inbox", 422, view="team", q="010290-0000")
    assert "CPR" in page.text()


async def test_delegating_from_a_list_leads_back_to_it(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(str((await person.get("/inbox?view=mine&state=reserved")).soup.select("#tasks .row-title")[0]["href"]))
    page = await person.submit(page, f"/tasks/{task_id}/delegate", person=site.ids["benefit2"], reason="")
    assert page.path == "/inbox"
    assert site.row(task_id).assignee_id == site.ids["benefit2"]

