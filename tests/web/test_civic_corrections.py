"""Work of a campaign that was written by mistake, and what a campaign no longer begins, as its lead meets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from domain.event.facts import LATE
from store.tables import cases
from tests.support.areas import asked, campaign, chosen, decided, used, whole
from tests.support.site import Site
from tests.web.test_civic import begun, material, of
from tests.web.test_events import TYPED
from tests.web.test_export import fetched
from tests.web.test_export import whole as whole_of

WHY = "Plakaterne blev skrevet ned to gange."


def frozen(site: Site, days: int = 0) -> str:
    """A campaign so many days after its freeze."""
    case_id = campaign(site)
    chosen(site, case_id, "Tingbjerg")
    site.clock.at = datetime(2026, 11, 16, 9, tzinfo=UTC) + timedelta(days=days)
    return case_id


def posters(site: Site, case_id: str) -> dict[str, Any]:
    return {"kind": "posters", "area": "Husum", "done_on": "2026-11-09", "number": 40,
            "material": used(site, case_id, "poster")}  # fmt: skip


async def sent(site: Site, task_id: str, **answer: Any) -> httpx.Response:
    api = site.api("civic")
    await api.post(f"tasks/{task_id}/claim", json={})
    return await api.post(f"tasks/{task_id}/complete", json={"decision": answer})


async def test_work_written_twice_is_refused_then_taken_back_by_the_lead_and_shown_so(site: Site) -> None:
    case_id = campaign(site)
    chosen(site, case_id, "Tingbjerg", "Husum")
    row = posters(site, case_id)
    first = decided(site, case_id, "civic.work", result="more", note="", work=[row])
    task_id = asked(site, case_id, "civic.work")
    person, address = site.as_("civic"), f"/tasks/{task_id}/complete"
    typed = {f"work.0.{name}": str(value) for name, value in row.items()} | {"work.0.done_on": "09.11.2026"}
    page = await person.submit(await person.get(f"/tasks/{task_id}"), address, press="complete", status=422,
                               result="more", **typed)  # fmt: skip
    assert "Arbejde 1 · Hvad? Står der allerede, registreret den" in page.text("#error-summary")
    assert page.one("[name='work.0.number']")["value"] == "40"
    page = await person.submit(await person.get(f"/tasks/{task_id}"), address, press="add:taken_back", result="more")
    (called,) = [one for one in page.texts("[name='taken_back.0.row'] option") if "40" in one]
    assert called.startswith("Plakater, Husum, 09.11.2026: 40 (registreret ")
    back = {"taken_back.0.row": f"{first}.work.0", "taken_back.0.reason": WHY}
    await person.submit(page, address, press="complete", result="more", **back)
    page = await person.get(f"/cases/{case_id}")
    assert "Taget tilbage" in page.text("main")
    assert page.text("main").count(WHY) == 2, "at the row and where it was decided"
    assert page.text("main").count("Plakater, Husum, 09.11.2026: 40") == 1
    assert f"{first}.work.0" not in page.text("main")
    assert [one for one in page.texts(".areas tbody") if "plakater" in one] == []
    assert f"Taget tilbage: {site.clock.at:%d.%m.%Y}: {WHY}" in (await person.get(f"/tasks/{first}")).text("#task")
    zipped = whole_of(await fetched(site, case_id, "civicboss"))
    assert zipped.count(f"Taget tilbage: {site.clock.at:%d.%m.%Y}: {WHY}") == 1


async def test_a_registration_that_is_sent_again_changes_nothing_and_is_not_refused(site: Site) -> None:
    case_id = campaign(site)
    chosen(site, case_id, "Husum")
    task_id, work = asked(site, case_id, "civic.work"), [posters(site, case_id)]
    for _ in range(2):
        done = await sent(site, task_id, result="more", work=work)
        assert done.status_code == 200, done.text


async def test_the_first_registration_has_nothing_to_take_back(site: Site) -> None:
    case_id = campaign(site)
    chosen(site, case_id, "Tingbjerg")
    page = await site.as_("civic").get(f"/tasks/{asked(site, case_id, 'civic.work')}")
    assert page.soup.select("[name^='taken_back'], [value='add:taken_back']") == []


async def test_the_evaluation_takes_work_back_too(site: Site) -> None:
    case_id = whole(site)
    with site.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.parent_id == case_id).values(closed_at=site.clock.at))
    task_id = asked(site, case_id, "civic.evaluate", due_on="2027-01-30")
    person, address = site.as_("civic"), f"/tasks/{task_id}/complete"
    page = await person.submit(await person.get(f"/tasks/{task_id}"), address, press="add:taken_back")
    keys = [one["value"] for one in page.soup.select("[name='taken_back.0.row'] option") if one["value"]]
    assert len(keys) == 5
    done = await sent(site, task_id, learning=WHY, taken_back=[{"row": keys[3], "reason": WHY}])
    assert done.status_code == 200, done.text
    page = await site.as_("civic").get(f"/cases/{case_id}")
    (husum,) = [one for one in page.texts(".areas tbody") if one.startswith("Husum")]
    assert ("40 opgange" in husum, "plakater" in husum) == (True, False)


async def test_who_chooses_areas_or_partners_anew_begins_with_those_that_stand(site: Site) -> None:
    case_id = whole(site)
    decided(site, case_id, "civic.partners", {"due_on": "2026-11-10"}, note="", partners=[
        {"kind": "housing", "name": "Boligforeningen", "agreed_on": "2026-10-20", "what": "Opgange og plakater"}])
    for who, kind, told, typed in (
        ("youthboss", "civic.areas", {}, {"areas.0.area": "Tingbjerg", "areas.2.area": "Nørrebro"}),
        ("civic", "civic.partners", {"due_on": "2026-11-10"}, {"partners.0.name": "Boligforeningen", "partners.0.agreed_on": "20.10.2026"}),
    ):  # fmt: skip
        task_id = asked(site, case_id, kind, **told)
        await site.api(who).post(f"tasks/{task_id}/claim", json={})
        page = await site.as_(who).get(f"/tasks/{task_id}")
        for name, value in typed.items():
            field = page.one(f"[name='{name}']")
            assert (field.get("value") or field.select_one("option[selected]")["value"]) == value  # type: ignore[index]


async def test_an_area_is_the_one_that_was_chosen_however_it_is_spelled(site: Site) -> None:
    case_id = campaign(site)
    chosen(site, case_id, "Husum")
    done = await sent(site, (task_id := asked(site, case_id, "civic.work")), result="more",
                      work=[posters(site, case_id) | {"area": " husum"}])  # fmt: skip
    assert done.status_code == 200, done.text
    assert site.row(task_id).decision["work"][0]["area"] == "Husum"
    facts = TYPED | {"held_on": "2026-11-10", "area": "HUSUM"}
    opened = await site.api("civic").post(f"cases/{case_id}/open/event", json={"facts": facts})
    assert opened.status_code == 201, opened.text
    (event,) = of(site, "event")
    assert event.facts["area"] == "Husum"
    moved = await site.api("civic").post(f"cases/{event.id}/correct", json={
        "facts": {"area": "husum", "place": "Biblioteket"}, "reason": "Flyttet til biblioteket."})  # fmt: skip
    assert moved.status_code == 200, moved.text
    assert of(site, "event")[0].facts["area"] == "Husum"


async def test_a_frozen_campaign_says_at_once_that_it_begins_no_material(site: Site) -> None:
    case_id, person = frozen(site), site.as_("civic")
    page = await person.get(f"/cases/{case_id}")
    assert page.soup.select("a[href$='/open/material']") == []
    assert "Begynd et materiale: Intet nyt begynder fra 16.11.2026." in page.text("main")
    page = await person.get(f"/cases/{case_id}/open/material")
    assert "Intet nyt begynder fra 16.11.2026." in page.text("#heed")
    assert page.soup.select("[name=form]") == []


@pytest.mark.parametrize(("days", "is_offered"), [(0, True), (LATE, False)])
async def test_a_frozen_campaign_writes_down_only_events_that_were_held_before(
    site: Site, days: int, is_offered: bool
) -> None:
    case_id, person = frozen(site, days), site.as_("civic")
    page = await person.get(f"/cases/{case_id}/open/event")
    assert page.text("#heed").startswith("Intet nyt begynder fra 16.11.2026.")
    assert ("Et arrangement, der blev holdt før, kan stadig skrives ned." in page.text("#heed")) == is_offered
    assert bool(page.soup.select("[name=place]")) == is_offered
    if is_offered:
        await person.submit(page, f"/cases/{case_id}/open/event", **TYPED | {"held_on": "15.11.2026"})
        assert len(of(site, "event")) == 1


async def test_a_campaign_without_areas_says_at_once_that_it_holds_no_event_but_begins_material(site: Site) -> None:
    case_id, person = await begun(site), site.as_("civic")
    page = await person.get(f"/cases/{case_id}")
    assert "Planlæg et arrangement: Kampagnens områder er ikke valgt endnu" in page.text("main")
    page = await person.get(f"/cases/{case_id}/open/event")
    assert "Kampagnens områder er ikke valgt endnu" in page.text("#heed")
    assert page.soup.select("[name=place]") == []
    await material(site, case_id)
    assert len(of(site, "material")) == 1


@pytest.mark.parametrize(("until", "passes"), [("", True), ("2027-02-15", True), ("2027-01-20", False)])
async def test_a_campaign_that_is_suspended_beyond_its_freeze_says_what_passes(
    site: Site, until: str, passes: bool
) -> None:
    case_id = await begun(site)
    asks = {"reason": "Budgettet er ikke vedtaget."} | ({"until": until} if until else {})
    done = await site.api("civicboss").post(f"cases/{case_id}/suspend", json=asks)
    assert done.status_code == 200, done.text
    page = await site.as_("civic").get(f"/cases/{case_id}")
    says = "Kampagnen indefryses ikke, mens den er i bero: intet nyt begynder fra 31.01.2027, og alt standser, når " \
        "valgstederne lukker 01.02.2027."
    assert page.texts("#misses .alert-text") == ([says] if passes else [])
