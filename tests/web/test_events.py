"""Events as the civic lead plans them: in an area that was chosen, before the freeze, counted in the area after."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from domain.calendar import at_local, local_date
from domain.event.programme import EVENT
from domain.material.programme import MATERIAL
from tests.support.areas import asked, campaign, chosen, decided, under, used, whole
from tests.support.site import Site
from tests.web.test_civic import of

TYPED = {"name": "Vælgermøde", "area": "Tingbjerg", "place": "Beboerhuset", "held_on": "10.11.2026", "start": "17:00",
         "end": "19:00"}  # fmt: skip


async def planned(site: Site, above: str, status: int = 200, **typed: Any) -> Any:
    person, address = site.as_("civic"), f"/cases/{above}/open/event"
    return await person.submit(await person.get(address), address, status=status, **TYPED | typed)


async def test_an_event_is_planned_in_an_area_that_the_campaign_chose(site: Site) -> None:
    above = campaign(site)
    chosen(site, above, "Tingbjerg", "Husum")
    page = await site.as_("civic").get(f"/cases/{above}/open/event")
    assert [one["value"] for one in page.soup.select("[name=area] option") if one["value"]] == ["Tingbjerg", "Husum"]
    await planned(site, above)
    (case,) = of(site, "event")
    assert (case.parent_id, case.facts["area"], case.person_id) == (above, "Tingbjerg", None)
    page = await site.as_("civic").get(f"/cases/{above}")
    assert "Arrangement: Vælgermøde" in page.text("main"), "the campaign's page says what it is called"


@pytest.mark.parametrize(("typed", "says", "where"), [
    ({"area": "Valby"}, "Vælg noget, som sagen har", "#error-summary"),
    ({"held_on": "16.11.2026"}, "Intet nyt begynder fra 16.11.2026", "#refusal"),
    ({"end": "16:00"}, "Slutter, før det begynder", "#error-summary"),
])  # fmt: skip
async def test_what_cannot_be_planned_is_refused_and_nothing_typed_is_lost(
    site: Site, typed: dict[str, str], says: str, where: str
) -> None:
    above = campaign(site)
    chosen(site, above, "Tingbjerg")
    page = await planned(site, above, 422, **typed)
    assert says in page.text(where)
    assert page.one("[name=place]")["value"] == "Beboerhuset"
    assert of(site, "event") == []


async def test_an_event_is_moved_only_to_where_and_when_the_campaign_may_be(site: Site) -> None:
    above = campaign(site)
    chosen(site, above, "Tingbjerg")
    await planned(site, above)
    (case,) = of(site, "event")
    person, address = site.as_("civic"), f"/cases/{case.id}/facts"
    for typed, says in (({"area": "Valby"}, "Vælg noget, som sagen har"), ({"held_on": "17.11.2026"}, "Intet nyt begynder")):
        page = await person.submit(await person.get(address), address, status=422, reason="Flyttet.", **typed)
        assert says in page.text("main")
    assert of(site, "event")[0].facts == case.facts


async def test_an_event_that_was_held_long_ago_is_put_right_and_keeps_its_day(site: Site) -> None:
    """A day that stands is not judged again; another one is."""
    above = campaign(site)
    chosen(site, above, "Tingbjerg")
    await planned(site, above)
    (case,) = of(site, "event")
    site.clock.at += timedelta(days=40)
    person, address = site.as_("civic"), f"/cases/{case.id}/facts"
    page = await person.submit(await person.get(address), address, status=422, reason="En anden dag.", held_on="09.11.2026")
    assert "Datoen ligger for tidligt" in page.text("#error-summary")
    await person.submit(await person.get(address), address, reason="Et andet sted.", place="Biblioteket")
    assert of(site, "event")[0].facts == case.facts | {"place": "Biblioteket"}


async def test_the_work_of_an_area_is_registered_from_what_there_is_to_choose(site: Site) -> None:
    case_id = whole(site, after=False)
    task = asked(site, case_id, "civic.work")
    page = await site.as_("civic").get(f"/tasks/{task}")
    areas = [one["value"] for one in page.soup.select("[name='work.0.area'] option") if one["value"]]
    assert areas == ["Tingbjerg", "Husum", "Nørrebro"]
    materials = page.texts("[name='work.0.material'] option")
    assert any("Flyer til opgange: Stem, hvor du bor" in one and "brugt fra 01.11.2026" in one for one in materials)


async def test_material_is_offered_for_the_work_that_is_made_of_it(site: Site) -> None:
    case_id = whole(site, after=False)
    poster, message = used(site, case_id, "road_poster"), used(site, case_id, "message")
    task = asked(site, case_id, "civic.work")
    page = await site.as_("civic").get(f"/tasks/{task}")
    fits = {one["value"]: one.get("data-shown-when") for one in page.soup.select("[name='work.0.material'] option")}
    assert fits[poster] == "work.0.kind=posters"
    assert "work.0.kind=stairwells" in fits.values()
    assert message not in fits


async def test_districts_to_choose_stand_the_lowest_turnout_first(site: Site) -> None:
    case_id = whole(site, after=False)
    task = asked(site, case_id, "civic.areas")
    await site.api("youthboss").post(f"tasks/{task}/claim", json={})
    page = await site.as_("youthboss").get(f"/tasks/{task}")
    offered = [one for one in page.texts("[name='areas.0.area'] option") if one][:3]
    assert offered[0] == "Tingbjerg (Tingbjerg Skole: 33,3 %)"
    assert offered[1].startswith("Nørrebro")


async def test_whoever_answers_that_it_was_held_before_it_has_begun_is_refused(site: Site) -> None:
    above, day = campaign(site), local_date(site.clock.at)
    chosen(site, above, "Tingbjerg")
    case_id = under(site, above, EVENT, **TYPED | {"held_on": str(day)})
    task, api, said = asked(site, case_id, "event.hold", held_on=str(day)), site.api("civic"), {"result": "held", "people": 42}
    site.clock.at = at_local(day, time(16, 59))
    await api.post(f"tasks/{task}/claim", json={})
    early = await api.post(f"tasks/{task}/complete", json={"decision": said})
    assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "not_yet")
    site.clock.at = at_local(day, time(17))
    assert (await api.post(f"tasks/{task}/complete", json={"decision": said})).status_code == 200


async def test_who_makes_language_versions_sees_what_is_spoken_in_the_areas_as_they_are_chosen_now(site: Site) -> None:
    above = campaign(site)
    task = asked(site, under(site, above, MATERIAL, form="flyer", name="Stem, hvor du bor"), "material.translate")
    for areas, says in (([("Tingbjerg", "")], "Ikke skrevet ned, da områderne blev valgt"),
                        ([("Tingbjerg", "arabisk"), ("Husum", ""), ("Nørrebro", "urdu, somali")],
                         "Tingbjerg: arabisk · Nørrebro: urdu, somali")):  # fmt: skip
        rows = [{"area": area, "languages": spoken} for area, spoken in areas]
        site.clock.at += timedelta(minutes=1)
        decided(site, above, "civic.areas", result="chosen", note="Efter valgdeltagelsen.", areas=rows)
        site.clock.at += timedelta(minutes=1)
        page = await site.as_("civic").get(f"/tasks/{task}")
        assert f"Sprog, der tales i kampagnens områder {says}" in page.texts("table.facts tr")


async def test_those_who_came_count_in_their_area(site: Site) -> None:
    page = await site.as_("civic").get(f"/cases/{whole(site)}")
    (row,) = [one for one in page.texts(".areas tbody") if one.startswith("Tingbjerg")]
    assert "47 deltagere" in row


@pytest.mark.parametrize(("days", "called"), [
    (60, "Planlæg et arrangement"), (3, "Skriv et arrangement ned, der blev holdt")])  # fmt: skip
async def test_from_the_freeze_on_the_button_says_that_only_what_was_held_is_written_down(
    site: Site, days: int, called: str
) -> None:
    site.clock.at -= timedelta(days=days)
    case_id = campaign(site)
    chosen(site, case_id, "Tingbjerg")
    person, way = site.as_("civic"), f"/cases/{case_id}/open/event"
    assert (await person.get(f"/cases/{case_id}")).text(f"a[href='{way}']") == called
    assert (await person.get(way)).h1 == called
