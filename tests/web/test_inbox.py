"""The inbox: what one sees, in which order, and how one goes through it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.tasks import Operation
from tests.support.document import Document
from tests.support.site import ASSESS, CONFIRM, COVERED, GUIDE, OTHER, OWN, Person, Site

ROW = "#tasks tbody tr"


def links(page: Document) -> list[str]:
    """The tasks of the list, without where they are opened from."""
    return [str(a["href"]).partition("?")[0] for a in page.soup.select(f"{ROW} .row-title")]


def cases_on(page: Document) -> list[str]:
    return [row.split()[0] for row in page.texts(f"{ROW} td.case")]


async def walk(person: Person, page: Document) -> list[str]:
    """Every row of every page, as one meets them by »Næste«."""
    found = links(page)
    while page.has("a[rel=next]"):
        page = await person.get(str(page.one("a[rel=next]")["href"]))
        found += links(page)
    return found


async def test_mine_are_the_tasks_one_holds_with_the_persons_name(site: Site) -> None:
    site.held("benefit", site.case("Åse Holm"))
    site.held("benefit2", site.case("Omar Said"))
    page = await site.as_("benefit").get("/inbox")
    assert len(page.texts(ROW)) == 1
    assert "Åse Holm" in page.text("#tasks")
    assert "Bekræft omfattet" in page.text("#tasks")


async def test_the_shared_queue_shows_what_one_may_take_but_no_names(site: Site) -> None:
    site.task(site.case("Åse Holm"))
    site.task(kind=GUIDE)
    site.task(site.case(team=OTHER))
    site.held("benefit2")
    page = await site.as_("benefit").get("/inbox?view=team")
    assert len(page.texts(ROW)) == 1
    assert "Åse" not in page.text("#tasks")
    assert page.has(f"{ROW} form[action*='/claim']")


async def test_all_are_the_teams_open_tasks_and_no_other_teams(site: Site) -> None:
    site.task()
    site.task(kind=GUIDE)
    site.held("benefit2")
    site.task(site.case(team=OTHER))
    page = await site.as_("benefit").get("/inbox?view=all")
    assert len(page.texts(ROW)) == 3
    assert len(page.soup.select(f"{ROW} form[action*='/claim']")) == 1


async def test_done_are_ones_own_decisions_newest_first(site: Site) -> None:
    first, second, others = (site.held(by) for by in ("benefit", "benefit", "benefit2"))
    for task_id, by in ((first, "benefit"), (second, "benefit"), (others, "benefit2")):
        site.clock.at += timedelta(minutes=1)
        site.move(task_id, Operation.complete, by, decided_by=site.ids[by], completed_at=site.clock.at)
    page = await site.as_("benefit").get("/inbox?view=done")
    assert links(page) == [f"/tasks/{second}", f"/tasks/{first}"]


@pytest.mark.parametrize(("view", "says"), [
    ("mine", "Du har ingen opgaver. Tag en fra den fælles kø."), ("team", "Der er ingen ledige opgaver til dit team."),
    ("all", "Ingen opgaver passer til filteret."), ("done", "Du har ikke udført nogen opgaver endnu."),
])  # fmt: skip
async def test_an_empty_list_says_why(site: Site, view: str, says: str) -> None:
    page = await site.as_("benefit").get(f"/inbox?view={view}")
    assert says in page.text()
    assert not page.has("#tasks")


async def test_filters_narrow_the_list_and_can_be_taken_off_one_by_one(site: Site) -> None:
    site.task()
    late = site.task(age=timedelta(days=30))
    site.task(kind=GUIDE, age=timedelta(days=30))
    person = site.as_("supervisor")
    page = await person.get(f"/inbox?view=all&kind={CONFIRM}&due=overdue&programme=obligation")
    assert links(page) == [f"/tasks/{late}"]
    off = [f"Fjern filter: {what}" for what in ("Bekræft omfattet", "Arbejdspligt", "Over frist")]
    assert page.texts(".tags .tag") == off
    page = await person.get(str(page.soup.select(".tags .tag")[0]["href"]))
    assert len(page.texts(ROW)) == 2
    assert not page.has("#filter-kind option[selected]")


async def test_the_filter_form_keeps_what_was_chosen(site: Site) -> None:
    case_id = site.case()
    site.task(case_id)
    page = await site.as_("benefit").get(f"/inbox?view=team&q={case_id.lower()}&due=&kind={CONFIRM}")
    assert cases_on(page) == [case_id]
    assert page.one("#filter-q")["value"] == case_id.lower()
    assert page.one("#filter-kind option[selected]")["value"] == CONFIRM
    assert page.one(".filters input[name=view]")["value"] == "team"


async def offered(person: Person, where: str) -> dict[str, list[str]]:
    """The kinds of task that one may narrow a list to, by programme."""
    groups = (await person.get(where)).soup.select("#filter-kind optgroup")
    return {str(one["label"]): [str(kind["value"]) for kind in one.select("option")] for one in groups}


async def test_the_filter_of_ones_own_work_offers_what_is_for_ones_roles(site: Site) -> None:
    for view in ("mine", "team"):
        kinds = await offered(site.as_("benefit"), f"/inbox?view={view}")
        assert CONFIRM in kinds["Arbejdspligt"]
        assert ASSESS not in kinds["Arbejdspligt"]
        assert "Demokratisk deltagelse" not in kinds


async def test_the_filter_of_everybodys_work_offers_every_kind_under_its_programme(site: Site) -> None:
    kinds = await offered(site.as_("supervisor"), "/inbox?view=all")
    assert kinds == {p.title.da: [k.kind for k in p.kinds] for p in PROGRAMMES.values() if p.kinds}
    assert await offered(site.as_("supervisor"), "/inbox?view=all&programme=youth") == {
        PROGRAMMES["youth"].title.da: [k.kind for k in PROGRAMMES["youth"].kinds]}  # fmt: skip


async def test_what_a_list_is_narrowed_to_can_always_be_chosen(site: Site) -> None:
    assert (await offered(site.as_("benefit"), f"/inbox?view=team&kind={ASSESS}"))["Arbejdspligt"].count(ASSESS) == 1
    assert await offered(site.as_("benefit"), "/inbox?view=team&programme=youth")


async def test_the_list_sorts_by_due_date_both_ways(site: Site) -> None:
    order = [site.task(age=timedelta(days=d)) for d in (9, 6, 2)]
    person = site.as_("benefit")
    page = await person.get("/inbox?view=team")
    assert await walk(person, page) == [f"/tasks/{t}" for t in order]
    assert page.one("th[aria-sort=ascending]")
    page = await person.get(str(page.one("th a.sort")["href"]))
    assert await walk(person, page) == [f"/tasks/{t}" for t in reversed(order)]
    assert page.one("th[aria-sort=descending]")


@pytest.mark.parametrize("sort", ["id;drop", "title", "tasks.c.state", "due,id", "completed;", "-"])
async def test_sorting_by_anything_else_is_refused(site: Site, sort: str) -> None:
    page = await site.as_("benefit").get("/inbox", 422, sort=sort)
    assert "Ukendt sortering." in page.text()


async def test_pages_neither_repeat_nor_skip_while_the_list_changes(site: Site) -> None:
    case_id = site.case()
    all_tasks = [site.task(case_id, age=timedelta(minutes=n)) for n in range(120)]
    person = site.as_("benefit")
    page = await person.get("/inbox?view=team")
    assert "50 af 120 opgaver" in page.text(".head")
    first = links(page)
    gone = {first[0].removeprefix("/tasks/")}
    site.move(next(iter(gone)), Operation.claim, "benefit2", assignee_id=site.ids["benefit2"])
    for n in range(5):
        site.task(case_id, age=timedelta(days=1, minutes=n))
    found = await walk(person, page)
    assert len(found) == len(set(found))
    assert {f"/tasks/{t}" for t in all_tasks} <= set(found)
    assert len(parse_qs(urlsplit(str(page.one("a[rel=next]")["href"])).query)["cursor"]) == 1


async def test_counters_stand_in_the_menu(site: Site) -> None:
    site.held("benefit")
    site.task()
    site.task()
    page = await site.as_("benefit").get("/inbox")
    assert page.texts(".side li:nth-of-type(1) .count, .side li:nth-of-type(2) .count") == ["1", "2"]
    assert page.texts(".side [aria-current]") == ["Min indbakke 1"]


@pytest.mark.parametrize(("days", "badge"), [
    (7, "7 hverdage over frist"), (1, "1 hverdag over frist"), (-1, "1 hverdag tilbage"), (-2, "2 hverdage tilbage"),
])  # fmt: skip
async def test_a_deadline_is_counted_in_working_days(site: Site, days: int, badge: str) -> None:
    site.days_after_due(site.task(), days)
    page = await site.as_("benefit").get("/inbox?view=team")
    assert page.texts("#tasks .mark") == [badge]


async def test_the_day_itself_says_so_before_and_after_the_hour(site: Site) -> None:
    task_id = site.task()
    due = site.row(task_id).due_at
    for moment, badge in ((due - timedelta(hours=1), "Frist i dag"), (due + timedelta(minutes=1), "Over frist")):
        site.clock.at = moment
        page = await site.as_("benefit").get("/inbox?view=team")
        assert page.texts("#tasks .mark") == [badge]


async def test_in_english_the_badge_is_english(site: Site) -> None:
    site.days_after_due(site.task(), 7)
    page = await site.as_("benefit").get("/inbox?view=team&lang=en")
    assert page.texts("#tasks .mark") == ["7 working days overdue"]


async def test_next_task_takes_the_most_urgent_one(site: Site) -> None:
    site.task()
    urgent = site.task(age=timedelta(days=3))
    person = site.as_("benefit")
    page = await person.submit(await person.get("/inbox?view=team"), "/tasks/next")
    assert page.path == f"/tasks/{urgent}"
    assert site.row(urgent).assignee_id == site.ids["benefit"]


async def test_from_a_narrowed_list_the_next_task_is_one_of_it_or_none(site: Site) -> None:
    site.give("benefit", Role.caseworker, OWN)
    urgent, other = site.task(age=timedelta(days=60)), site.task(kind=GUIDE)
    person = site.as_("benefit")
    page = await person.submit(await person.get(f"/inbox?view=team&kind={GUIDE}"), "/tasks/next")
    assert page.path == f"/tasks/{other}"
    page = await person.submit(await person.get(f"/inbox?view=team&kind={GUIDE}"), "/tasks/next")
    assert (page.path, site.row(urgent).state) == ("/inbox", "ready")
    assert "Ingen ledig opgave passer til filteret." in page.text()


async def test_at_the_end_of_a_narrowed_list_nothing_else_is_taken(site: Site) -> None:
    mine, free, person = site.held("benefit"), site.task(), site.as_("benefit")
    case_id = site.row(mine).case_id
    page = await person.get(f"/inbox?view=mine&q={case_id}")
    page = await person.get(str(page.one("#tasks .row-title")["href"]))
    page = await person.submit(page, f"/tasks/{mine}/complete", press="next", **COVERED)
    assert (page.path, site.row(free).state) == ("/inbox", "ready")
    assert "Der er ikke flere opgaver til dig på listen." in page.text()


async def test_next_task_says_when_there_is_none(site: Site) -> None:
    person = site.as_("benefit")
    page = await person.submit(await person.get("/inbox"), "/tasks/next")
    assert "Der er ingen opgaver, du kan tage nu." in page.text()


async def test_the_list_can_be_put_in_another_order(site: Site) -> None:
    late = site.task(age=timedelta(days=40))
    new, old = site.task(kind=ASSESS), site.task(age=timedelta(days=3))
    person = site.as_("supervisor")
    for order, expected in (("due", [late, old, new]), ("-due", [new, old, late]), ("received", [late, old, new]),
                            ("-received", [new, old, late])):  # fmt: skip
        page = await person.get("/inbox", view="all", sort=order)
        assert links(page) == [f"/tasks/{t}" for t in expected], order
        assert page.one("#filter-sort option[selected]")["value"] == order
    assert "modtaget" in page.text("#tasks"), "what the list is ordered by is shown"
    assert not (await person.get("/inbox", view="done")).has("#filter-sort")
