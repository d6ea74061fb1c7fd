"""A choice of areas before the turnout is there: it says who can do something about it, to whoever reads it."""

from __future__ import annotations

from tests.support.site import Site
from tests.web.test_civic import asked, begun

WHO = "Valgdeltagelsen fra 16.11.2021 er ikke læst ind endnu: det gør en administrator eller projektleder under Indlæsning."


async def test_the_supervisor_is_told_who_reads_the_turnout_in_and_the_lead_is_led_there(site: Site) -> None:
    task_id = asked(site, await begun(site), "civic.areas", "civic.areas", "areas")
    for who, led in (("civicboss", False), ("civic", True)):
        page = await site.as_(who).get(f"/tasks/{task_id}")
        assert WHO in page.text("main")
        assert page.has("section.areas a[href='/import']") == led


async def test_nobody_is_asked_for_an_area_where_there_is_none_to_choose(site: Site) -> None:
    task_id = asked(site, await begun(site), "civic.areas", "civic.areas", "areas")
    person, address = site.as_("civicboss"), f"/tasks/{task_id}"
    await site.api("civicboss").post(f"tasks/{task_id}/claim", json={})
    page = await person.submit(await person.get(address), f"{address}/complete", press="complete", status=422,
                               result="chosen", note="Besluttet på mødet ud fra valgdeltagelsen.")  # fmt: skip
    assert any(WHO in one for one in page.texts("#error-summary li")), page.texts("#error-summary li")
    assert "Skriv mindst ét område" not in page.text()
