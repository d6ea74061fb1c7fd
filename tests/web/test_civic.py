"""Campaigns as people and programs use them: no area without turnout, no stairwell without consent, nothing unchecked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from activities.budget import BudgetActivities
from activities.messages import Charge, Judge, OpenTask
from domain.policies import policies
from store.tables import cases
from store.tables import tasks as tasks_table
from tests.support.site import Site

FACTS = {"name": "Stem i dit kvarter", "election": "referendum", "election_on": "2027-02-01",
         "compares_with": "2021-11-16"}  # fmt: skip
TYPED = FACTS | {"election_on": "01.02.2027", "compares_with": "16.11.2021", "audience": "first_time"}
NOTE = "Besluttet på mødet ud fra valgdeltagelsen pr. valgsted."
CHOSEN = {"result": "chosen", "areas": [{"area": "Tingbjerg", "languages": "arabisk"}], "note": NOTE}
TURNOUT = "Valgdag;Valgsted;Bydel;Valgdeltagelse\n16.11.2021;Tingbjerg Skole;Tingbjerg;33,3\n"


def of(site: Site, programme: str) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.programme == programme).order_by(cases.c.id)))


async def begun(site: Site, **facts: Any) -> str:
    sent = await site.api("civic").post("cases", json={"programme": "civic", "facts": FACTS | facts})
    assert sent.status_code == 201, sent.text
    return str(sent.json()["id"])


def asked(site: Site, case_id: str, kind: str, rule: str, stage: str, **data: Any) -> str:
    task_id, here = str(uuid4()), {"case_id": case_id, "stage": stage, "visit": 2, "now": site.clock.at}
    site.activities.judge(Judge(**here, rule=rule))
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=data))
    return task_id


async def material(site: Site, above: str, form: str = "flyer") -> str:
    person, address = site.as_("civic"), f"/cases/{above}/open/material"
    page = await person.get(address)
    await person.post(address, page.filled(page.form(address)) | {"form": form, "name": "Stem, hvor du bor"})
    return str(of(site, "material")[-1].id)


async def billed(site: Site, above: str) -> str:
    person, address = site.as_("civic"), f"/cases/{above}/open/expense"
    await person.submit(await person.get(address), address, received_on="19.11.2026", done_on="17.11.2026",
                        what="print", supplier="Trykkeriet", invoice="t-9", amount="2.400,50")  # fmt: skip
    return str(of(site, "expense")[-1].id)


async def test_a_campaign_is_begun_by_its_lead_and_is_about_nobody(site: Site) -> None:
    person = site.as_("civic")
    page = await person.submit(await person.get("/new/civic"), "/new/civic", **TYPED)
    (case,) = of(site, "civic")
    assert page.response.url.path == f"/cases/{case.id}"
    assert case.id.startswith("VLG-")
    assert case.person_id is None
    assert "Stem i dit kvarter" in page.text()


async def test_a_campaign_compares_with_an_earlier_election_and_nothing_typed_is_lost(site: Site) -> None:
    person = site.as_("civic")
    page = await person.submit(await person.get("/new/civic"), "/new/civic", status=422,
                               **TYPED | {"election_on": "01.03.2025", "compares_with": "01.06.2025"})  # fmt: skip
    assert "Skal være et tidligere valg end kampagnens" in page.text()
    assert page.one("#f-name")["value"] == FACTS["name"]
    assert of(site, "civic") == []


async def test_no_campaign_is_begun_for_an_election_that_is_over(site: Site) -> None:
    person = site.as_("civic")
    page = await person.submit(await person.get("/new/civic"), "/new/civic", status=422,
                               **TYPED | {"election_on": "18.11.2026"})  # fmt: skip
    assert "Valget er holdt: en kampagne føres før et valg" in page.text("#f-election_on-error")
    assert page.one("#f-name")["value"] == FACTS["name"]
    sent = await site.api("civic").post("cases", json={"programme": "civic", "facts": FACTS | {"election_on": "2026-11-18"}})
    assert (sent.status_code, sent.json()["errors"][0]["code"]) == (422, "election_over")
    assert of(site, "civic") == []
    await begun(site, election_on="2026-11-19")


async def test_no_campaign_is_begun_once_the_polls_have_closed(site: Site) -> None:
    """20:00 in Copenhagen."""
    facts = FACTS | {"election_on": "2026-11-19"}
    site.clock.at = datetime(2026, 11, 19, 19, 0, tzinfo=UTC)
    sent = await site.api("civic").post("cases", json={"programme": "civic", "facts": facts})
    assert (sent.status_code, sent.json()["errors"][0]["code"]) == (422, "election_over")
    site.clock.at = datetime(2026, 11, 19, 18, 59, tzinfo=UTC)
    await begun(site, election_on="2026-11-19")


async def corrected(site: Site, case_id: str, **facts: str) -> int:
    sent = await site.api("civic").post(f"cases/{case_id}/correct", json={"facts": facts, "reason": NOTE})
    return sent.status_code


async def test_the_day_of_an_election_is_put_in_the_past_only_once_the_campaign_has_run(site: Site) -> None:
    """What is under way would be given up over a slip of the hand."""
    case_id = await begun(site, election_on="2026-11-25")
    assert await corrected(site, case_id, election_on="2026-11-18") == 422
    assert await corrected(site, case_id, election_on="2026-11-24") == 200
    site.clock.at += timedelta(days=6)
    assert await corrected(site, case_id, name="Stem ved broen") == 200, "its own day is no obstacle"
    assert await corrected(site, case_id, election_on="2026-11-23") == 200


async def test_the_api_has_no_way_to_say_origin(site: Site) -> None:
    sent = await site.api("civic").post("cases", json={"programme": "civic", "facts": FACTS | {"origin": "x"}})
    assert sent.status_code == 422
    assert of(site, "civic") == []


async def test_areas_are_chosen_once_the_turnout_is_read_in(site: Site) -> None:
    case_id = await begun(site)
    task_id = asked(site, case_id, "civic.areas", "civic.areas", "areas")
    api = site.api("civicboss")
    await api.post(f"tasks/{task_id}/claim", json={})
    shut = await api.post(f"tasks/{task_id}/complete", json={"decision": CHOSEN})
    assert (shut.status_code, shut.json()["code"]) == (409, "precondition_missing")
    assert "er ikke læst ind endnu" in shut.text
    await read_in(site)
    done = await api.post(f"tasks/{task_id}/complete", json={"decision": CHOSEN})
    assert done.status_code == 200, done.text


async def read_in(site: Site) -> None:
    person = site.as_("civic")
    sent = {"csrf": await person.csrf(), "kind": "turnout"}
    await person.post("/import", sent, files={"file": ("valg.csv", TURNOUT.encode(), "text/csv")})


async def test_the_summary_of_errors_says_in_which_row_each_is(site: Site) -> None:
    task_id = asked(site, await begun(site), "civic.work", "civic.milestones", "running")
    person, address = site.as_("civic"), f"/tasks/{task_id}/complete"
    page = await person.submit(await person.get(f"/tasks/{task_id}"), address, press="add:work", result="more",
                               **{"work.0.kind": "posters", "work.0.number": "få"})  # fmt: skip
    assert page.text("button[value='add:work']") == "Tilføj arbejde 3"
    page = await person.submit(page, address, status=422, press="complete", **{"work.1.number": "mange"})
    assert [one for one in page.texts("#error-summary li") if "Antal" in one] == [
        f"Arbejde {number} · Antal: Skriv et helt tal" for number in (1, 2)]


async def test_a_stairwell_without_its_owners_consent_is_refused_beside_the_field(site: Site) -> None:
    task_id = asked(site, await begun(site), "civic.work", "civic.milestones", "running")
    person = site.as_("civic")
    row = {"kind": "stairwells", "area": "Tingbjerg", "done_on": "18.11.2026", "number": "40"}
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", status=422,
                               press="complete", result="more", **{f"work.0.{key}": value for key, value in row.items()})  # fmt: skip
    for sentence in ("Skriv, hvilken ejer der har sagt ja", "Skriv, hvilke opgange det er", "Vælg, hvilket materiale det er"):
        assert sentence in page.text("#error-summary")
    assert page.one("[name='work.0.number']")["value"] == "40"
    assert site.row(task_id).state != "completed"


async def test_work_on_the_day_before_the_election_is_refused_with_the_day(site: Site) -> None:
    task_id = asked(site, await begun(site, election_on="2026-11-20"), "civic.work", "civic.milestones", "running")
    api = site.api("civic")
    await api.post(f"tasks/{task_id}/claim", json={})
    work = [{"kind": "posters", "area": "Tingbjerg", "done_on": "2026-11-19", "number": 4, "material": "x"}]
    sent = await api.post(f"tasks/{task_id}/complete", json={"decision": {"result": "more", "work": work}})
    assert sent.status_code == 422
    assert "Intet nyt begynder fra 19.11.2026" in sent.text


@pytest.mark.parametrize("form", ["flyer", "message", "road_poster"])
async def test_what_nobody_found_neutral_cannot_be_marked_as_sent(site: Site, form: str) -> None:
    case_id = await material(site, await begun(site), form)
    task_id = asked(site, case_id, "material.dispatch", "material.may_send", "dispatch")
    api = site.api("civic")
    await api.post(f"tasks/{task_id}/claim", json={})
    sent = {"decision": {"result": "sent", "sent_on": "2026-11-19"}}
    shut = await api.post(f"tasks/{task_id}/complete", json=sent)
    assert (shut.status_code, shut.json()["code"]) == (409, "precondition_missing")
    assert "Neutraliteten var ikke godkendt 19.11.2026" in shut.text
    assert site.row(task_id).state != "completed"


async def test_a_closed_campaign_offers_no_material_and_begins_none(site: Site) -> None:
    above = await begun(site)
    person, address = site.as_("civic"), f"/cases/{above}/open/material"
    page = await person.get(address)
    sent = page.filled(page.form(address)) | {"form": "flyer", "name": "Stem, hvor du bor"}
    with site.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == above).values(closed_at=site.clock.at, outcome="evaluated"))
    refused = await person.post(address, sent, 409)
    assert "Sagen er lukket." in refused.text()
    assert of(site, "material") == []
    page = await person.get(f"/cases/{above}")
    assert "Begynd et materiale" not in page.text()
    assert "Registrér udgift" in page.text(), "a bill may come late"


ARABIC = "صوّت في تينغبيارغ."


async def written(site: Site, **answer: Any) -> str:
    """Material with its draft and its versions; the task of the check."""
    case_id = await material(site, await begun(site))
    for kind, said in (
        ("material.draft", {"result": "ready", "wording": "Stem den 1. februar i Tingbjerg."}),
        ("material.translate", answer),
    ):  # fmt: skip
        task_id = asked(site, case_id, kind, "material.form", kind.partition(".")[2])
        done = await site.api("civic").post(f"tasks/{task_id}/complete", json={"decision": said})
        assert done.status_code == 200, done.text
    return asked(site, case_id, "material.neutrality", "material.form", "neutrality")


async def test_the_jurist_reads_the_wording_in_each_language_beside_the_check(site: Site) -> None:
    """As its language is written: from the right, and said aloud by whoever listens to the page."""
    versions = [{"language": "Arabisk", "wording": ARABIC}, {"language": "oromiffa", "wording": "Votit e Tingbjerg"}]
    page = await site.as_("jurist").get(f"/tasks/{await written(site, result='versions', versions=versions, checked='yes')}")
    assert "Stem den 1. februar i Tingbjerg." in page.text("#task")
    assert page.text("#task td[lang=ar][dir=auto]") == ARABIC
    assert "Votit e Tingbjerg" in page.texts("#task td[dir=auto]:not([lang])")


async def test_whoever_mends_what_was_sent_back_reads_why_and_goes_on_from_the_text_as_it_was(site: Site) -> None:
    versions = [{"language": "arabisk", "wording": ARABIC}]
    check = await written(site, result="versions", versions=versions, checked="yes")
    case_id = site.row(check).case_id
    said = {"decision": {"result": "change", "note": "Den sidste sætning taler for et parti."}}
    assert (await site.api("jurist").post(f"tasks/{check}/complete", json=said)).status_code == 200
    for kind, typed in (("draft", "textarea[name=wording]"), ("translate", "textarea[name='versions.0.wording']")):
        task_id = asked(site, case_id, f"material.{kind}", "material.form", kind)
        await site.api("civic").post(f"tasks/{task_id}/claim", json={})
        page = await site.as_("civic").get(f"/tasks/{task_id}")
        assert "Den sidste sætning taler for et parti." in page.text("#task")
        assert page.one(typed).text.strip() == {"draft": "Stem den 1. februar i Tingbjerg.", "translate": ARABIC}[kind]
    assert not page.has("[name=checked][checked]"), "read again by another"


async def test_material_that_was_at_the_check_before_texts_were_asked_for_is_read_as_it_was(site: Site) -> None:
    check = await written(site, result="danish_only")
    with site.store.write() as db:
        db.execute(sa.update(tasks_table).where(tasks_table.c.kind == "material.translate").values(
            decision={"languages": "dansk, somali", "checked": "yes"}))  # fmt: skip
    page = await site.as_("jurist").get(f"/tasks/{check}")
    assert "dansk, somali" in page.text("#task")


@pytest.mark.parametrize(("answer", "where"), [
    ({"result": "versions", "checked": "yes"}, "versions"),
    ({"result": "versions", "versions": [{"language": "arabisk", "wording": ARABIC}]}, "checked"),
    ({"result": "versions", "versions": [{"language": "arabisk"}], "checked": "yes"}, "versions.0.wording"),
    ({"result": "versions", "versions": [{"language": "Dansk", "wording": "Kom og stem"}], "checked": "yes"},
     "versions.0.language"),
    ({"result": "danish_only", "versions": [{"language": "arabisk", "wording": ARABIC}]}, "result"),
    ({}, "result"),
])  # fmt: skip
async def test_a_version_is_the_text_in_its_language_and_has_been_read(
    site: Site, answer: dict[str, Any], where: str
) -> None:
    task_id = asked(site, await material(site, await begun(site)), "material.translate", "material.form", "languages")
    api = site.api("civic")
    await api.post(f"tasks/{task_id}/claim", json={})
    sent = await api.post(f"tasks/{task_id}/complete", json={"decision": answer})
    assert sent.status_code == 422
    assert [".".join(map(str, one["loc"][1:])) for one in sent.json()["errors"]] == [where]


async def test_economy_sees_every_krone_of_a_campaign_with_its_case(site: Site) -> None:
    bill = await billed(site, await begun(site))
    BudgetActivities(site.store, policies()).charge(
        Charge(case_id=bill, stage="check", visit=1, now=site.clock.at, step="reserve"))  # fmt: skip
    page = await site.as_("economy").get(f"/cases/{bill}")
    assert "2.400,50" in page.text()
    lines = await site.as_("economy").get("/budgets")
    assert any(row.startswith("Demokratisk deltagelse 2026") for row in lines.texts("tbody tr"))


@pytest.mark.parametrize("who", ["caseworker", "outreach", "youth"])
async def test_another_team_sees_no_campaign(site: Site, who: str) -> None:
    await site.as_(who).get(f"/cases/{await begun(site)}", 404)
