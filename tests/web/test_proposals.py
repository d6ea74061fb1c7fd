"""What is proposed is explained in words, never carried out by itself, and says nobody's name to a list."""

from __future__ import annotations

from typing import Any

from store.tables import tasks
from tests.support.site import Site
from tests.web.test_vacancies import DEMAND, decided, offered, task

NOTE = "Et notat om, hvad der blev talt om og aftalt."
TALK = {"held_on": "2026-11-19", "result": "goes_on", "seeks": "leisure_job", "hours": "5",
        "wishes": [{"industry": "restaurant"}], "note": NOTE}  # fmt: skip
LATE = [{"day": "friday", "start": "18:00", "end": "22:00"}]


async def searching(site: Site, name: str = "Amal Berg", born_on: str = "2010-01-15", **talk: Any) -> str:
    """A young person who has said what is sought; the id of the task that finds it."""
    facts = {"born_on": born_on, "referred_by": "self", "area": "Nordparken"}
    opened = await site.api("youth").post("cases", json={"programme": "youth", "person": {"name": name}, "facts": facts})
    case_id = str(opened.json()["id"])
    first = task(site, case_id, "youth.first_talk", rule="youth.guardian", referred_on="2026-11-18")
    await decided(site, "youth", first, **TALK | talk)
    return task(site, case_id, "youth.match", visit=4, rule="youth.limits")


def case_of(site: Site, task_id: str) -> str:
    return str(site.row(task_id).case_id)


async def test_on_the_task_each_vacancy_stands_with_what_speaks_for_and_against_it_the_best_first(site: Site) -> None:
    shop = await offered(site, industry="shop", area="Havnen", employer="Kiosken")
    bakery = await offered(site)
    found = await searching(site)
    page = await site.as_("youth").get(f"/tasks/{found}")
    assert [one.split()[0] for one in page.texts("#proposals ol > li > strong")] == [bakery, shop]
    first = page.texts("#proposals ol > li")[0]
    assert "Bageren på Torvet" in first
    assert page.texts("#proposals ol > li:first-child ul[aria-label='For'] li"), "reasons in words"
    assert "Score" not in page.text()
    assert site.row(found).state == "ready", "nothing is decided"


async def test_what_breaks_a_rule_is_ruled_out_with_the_rule(site: Site) -> None:
    late = await offered(site, week=LATE)
    page = await site.as_("youth").get(f"/tasks/{await searching(site)}")
    assert not page.has("#proposals ol")
    [out] = page.texts("#proposals details li")
    assert late in out
    assert "mellem kl. 06:00 og 20:00" in out


async def test_a_vacancy_under_an_unlawful_demand_is_proposed_to_nobody(site: Site) -> None:
    await offered(site, contact=DEMAND)
    page = await site.as_("youth").get(f"/tasks/{await searching(site)}")
    assert not page.has("#proposals li")


async def test_for_all_each_gets_at_most_one_place_and_no_place_goes_twice_and_the_list_shows_no_name(site: Site) -> None:
    bakery, shop = await offered(site), await offered(site, industry="shop", employer="Kiosken")
    seeking = [case_of(site, await searching(site, name)) for name in ("Amal Berg", "Bo Dahl", "Celine Eg")]
    page = await site.as_("youth").get("/proposals")
    assert "3 søger." in page.text()
    given = page.texts("tbody th")
    assert len(given) == 2
    assert set(given) < set(seeking)
    assert {cell.split()[0][: len(bakery)] for cell in page.texts("tbody td:nth-of-type(1)")} == {bakery, shop}
    assert not {"Amal", "Bo Dahl", "Celine"} & set(page.text().split())


async def test_who_has_been_matched_or_seeks_in_another_team_is_not_in_the_pool(site: Site) -> None:
    await offered(site)
    found = await searching(site)
    assert "1 søger." in (await site.as_("youthboss").get("/proposals")).text()
    assert "0 søger." in (await site.as_("supervisor").get("/proposals")).text()
    with site.store.write() as db:
        db.execute(tasks.update().where(tasks.c.id == found).values(state="exited"))
    assert "0 søger." in (await site.as_("youthboss").get("/proposals")).text()
