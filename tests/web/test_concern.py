"""A concern is told to the specialists and to nobody else: not to whoever reported it, not to their supervisor."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import Judge, OpenTask
from domain.roles import Role
from store.tables import cases
from tests.support.site import SPECIALISTS, Site
from tests.web.test_perspektiv import completed, opened

SIGNS = "Borgeren måtte ikke gå ud alene, og en svoger ventede udenfor."
TYPED = {"seen_on": "19.11.2026", "acute": "false", "children": "true", "signs": SIGNS}
EVERYBODY = ("outreach", "outreach2", "outreachboss", "supervisor", "caseworker", "admin", "economy", "legal")


async def reported(site: Site) -> tuple[str, str]:
    """The case above, and the concern."""
    above, person = await opened(site), site.as_("outreach")
    page = await person.get(f"/cases/{above}/open/concern")
    page = await person.submit(page, f"/cases/{above}/open/concern", **TYPED)
    assert page.response.url.path == f"/cases/{above}"
    assert "Det er meldt. Kun specialisterne kan læse det nu." in page.text(".alert")
    with site.store.read() as db:
        return above, str(db.execute(sa.select(cases.c.id).where(cases.c.programme == "concern")).scalar_one())


def assess(site: Site, case_id: str) -> str:
    here: dict[str, Any] = {"case_id": case_id, "stage": "received", "visit": 1, "now": site.clock.at}
    site.activities.judge(Judge(**here, rule="concern.urgency"))
    site.activities.open_task(OpenTask(**here, task_id="concern-task", kind="concern.assess", data={"acute": False}))
    return "concern-task"


async def test_the_specialist_reads_who_it_is_about_and_what_was_seen(site: Site) -> None:
    _, concern = await reported(site)
    page = await site.as_("specialist").get(f"/cases/{concern}")
    assert SIGNS in page.text()
    assert "Samira Holm" in page.text()
    page = await site.as_("specialist").get(f"/tasks/{assess(site, concern)}")
    assert "Vurdér tegn på vold eller social kontrol" in page.h1


@pytest.mark.parametrize("who", EVERYBODY)
async def test_nobody_else_sees_the_concern_or_that_there_is_one(site: Site, who: str) -> None:
    above, concern = await reported(site)
    task_id, person, api = assess(site, concern), site.as_(who), site.api(who)
    await person.get(f"/cases/{concern}", 404)
    await person.get(f"/tasks/{task_id}", 404)
    assert (await api.get(f"cases/{concern}")).status_code == 404
    assert (await api.get(f"tasks/{task_id}")).status_code == 404
    for address in ("/inbox?view=all", "/cases", f"/cases?q={concern}"):
        found = (await person.client.get(address)).text
        assert f"/cases/{concern}" not in found, address
        assert task_id not in found, address
    assert (await api.get("cases", params={"q": concern})).json()["items"] == []
    if who.startswith("outreach"):
        seen = await person.get(f"/cases/{above}")
        assert concern not in seen.response.text
        assert SIGNS not in seen.response.text
        assert (await api.get(f"cases/{above}")).json()["below"] == []


async def test_who_may_see_who_looked_at_the_citizen_does_not_learn_of_the_specialist(site: Site) -> None:
    above, concern = await reported(site)
    await site.as_("specialist").get(f"/cases/{concern}")
    person_id = site.case_row(above).person_id
    seen = (await site.api("outreachboss").get(f"people/{person_id}/lookups")).json()["items"]
    assert seen
    assert concern not in str(seen)
    assert concern not in (await site.as_("outreachboss").get("/lookups")).text()


@pytest.mark.parametrize("who", ["admin", "auditor"])
async def test_who_answers_for_the_log_sees_that_somebody_looked_and_not_at_whom(site: Site, who: str) -> None:
    above, concern = await reported(site)
    specialist = site.as_("specialist")
    await specialist.get(f"/cases/{concern}")
    await specialist.get(f"/tasks/{assess(site, concern)}")
    page = await site.as_(who).get("/lookups")
    assert "Vera Vagt" in page.text("tbody")
    assert "En fortrolig sag" in page.text("tbody")
    assert concern not in page.response.text
    assert "Vurdér tegn" not in page.response.text
    for number in (concern, above):
        page = await site.as_(who).get(f"/lookups?q={number}")
        assert "Vera Vagt" not in page.text()
    assert concern in (await site.as_("specialistboss").get("/lookups")).text("tbody")


@pytest.mark.parametrize("who", ["admin", "auditor", "outreachboss", "supervisor"])
async def test_asked_who_looked_at_one_person_nobody_but_its_team_answers_for_the_concern(site: Site, who: str) -> None:
    above, concern = await reported(site)
    await site.as_("specialist").get(f"/cases/{concern}")
    await site.as_("specialist").get(f"/tasks/{assess(site, concern)}")
    address = f"people/{site.case_row(above).person_id}/lookups"
    answer = await site.api(who).get(address)
    assert not [word for word in (site.ids["specialist"], "confidential", concern) if word in answer.text]
    if who != "supervisor":
        seen = [(one["case_id"], one["purpose"]) for one in answer.json()["items"]]
        assert (above, "case page") in seen
    mine = (await site.api("specialistboss").get(address)).json()["items"]
    assert [one["case_id"] for one in mine if one["who"] == site.ids["specialist"]] == [concern] * 2


async def test_what_the_specialist_corrects_of_the_citizen_does_not_name_them_on_the_page_of_another_case(
        site: Site) -> None:
    above, concern = await reported(site)
    outreach, specialist = site.as_("outreach"), site.as_("specialist")
    page = await outreach.get(f"/cases/{above}/citizen")
    await outreach.submit(page, f"/cases/{above}/citizen", language="Somali")
    page = await specialist.get(f"/cases/{concern}/citizen")
    page = await specialist.submit(page, f"/cases/{concern}/citizen", phone="00 00 00 17", protected="true")
    assert page.texts("main section h3 .sub") == ["Vera Vagt", "En anden medarbejder"], "of the other case, no name"
    for who in ("outreach", "outreachboss"):
        page = await site.as_(who).get(f"/cases/{above}/citizen")
        assert "Vera Vagt" not in page.response.text
        assert page.texts("main section h3 .sub") == ["En anden medarbejder", "Omar Opsøg"]
        assert "Vera Vagt" not in (await site.as_(who).get(f"/cases/{above}")).response.text
    assert [one.actor_id for one in site.audited("case.citizen")] == [site.ids["outreach"], site.ids["specialist"]]


async def test_a_child_is_notified_of_no_earlier_than_the_signs_were_seen(site: Site) -> None:
    _, concern = await reported(site)
    site.activities.open_task(OpenTask(case_id=concern, stage="notification", visit=2, now=site.clock.at,
                                       task_id="notify", kind="concern.notify", data={}))  # fmt: skip
    sent = await completed(site, "notify", "specialist", notified_on="2026-11-18", reference="J-2026-17")
    assert sent.status_code == 422
    [error] = sent.json()["errors"]
    assert error["loc"] == ["decision", "notified_on"]
    assert "cannot lie before 19 November 2026, when the signs were seen" in error["message"]
    sent = await completed(site, "notify", "specialist", notified_on="2026-11-19", reference="J-2026-17")
    assert sent.status_code == 200, sent.text


async def test_whoever_reports_by_program_is_not_told_the_number_that_counts_the_concerns_of_the_year(site: Site) -> None:
    above = await opened(site)
    facts = {"seen_on": "2026-11-19", "acute": False, "children": True, "signs": SIGNS}
    sent = [await site.api("outreach").post(f"cases/{above}/open/concern", json={"facts": facts}) for _ in range(2)]
    assert [(one.status_code, one.json()) for one in sent] == [(201, {"id": None})] * 2
    site.give("outreach", Role.outreach_worker, SPECIALISTS)
    seen = await site.api("outreach").post(f"cases/{above}/open/concern", json={"facts": facts})
    assert seen.json()["id"].startswith("BEK-"), "of their own team they are told it"


async def test_reporting_looks_like_any_look_at_the_case(site: Site) -> None:
    above, concern = await reported(site)
    looked = [one for one in site.lookups("outreach") if one.case_id == above]
    assert {(one.action, one.details["purpose"]) for one in looked} == {("view.case", "case page")}
    assert not [one for one in site.lookups("outreach") if one.case_id == concern]
    log = (await site.as_("outreachboss").get(f"/lookups?q={above}")).text("tbody")
    assert "Sagens side" in log
    assert "under sagen" not in log
    answer = await site.as_("outreachboss").client.get(f"/cases/{above}/export.zip")
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    [name] = [name for name in files.namelist() if name.endswith("opslag.csv")]
    rows = files.read(name).decode("utf-8-sig")
    assert "Sagens side" in rows
    assert "under sagen" not in rows


async def test_the_documents_of_the_case_above_do_not_hold_it(site: Site) -> None:
    above, concern = await reported(site)
    person = site.as_("outreachboss")
    answer = await person.client.get(f"/cases/{above}/export.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names
    assert not [name for name in names if concern in name]
