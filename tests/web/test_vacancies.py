"""A vacancy is a case about no person; a consultant may choose one of its free places for a young person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from activities.messages import Judge, OpenTask
from store.tables import cases, lookups
from tests.support.document import Document
from tests.support.site import Site

TYPED = {
    "employer": "Bageren på Torvet", "sector": "private", "cvr": "12 34 56 74", "what": "leisure_job",
    "industry": "restaurant", "tasks": "Hjælp i butikken", "area": "Nordparken", "hours": "4", "places": "1",
    "starts_on": "01.12.2026", "contact_name": "Bente Bager", "contact_phone": "20 11 22 33",
    "week.0.day": "saturday", "week.0.start": "10.00", "week.0.end": "14.00",
}  # fmt: skip
FACTS: dict[str, Any] = {
    "employer": "Bageren på Torvet", "sector": "private", "what": "leisure_job", "industry": "restaurant",
    "tasks": "Hjælp i butikken", "area": "Nordparken", "hours": "4", "starts_on": "2026-12-01",
    "dangerous": False, "week": [{"day": "saturday", "start": "10:00", "end": "14:00"}],
}  # fmt: skip
OFFERS = {"talked_on": "2026-11-19", "channel": "phone", "demand": False, "result": "offers"}
DEMAND = OFFERS | {"demand": True, "demanded": "Det skal helst være en dansker."}
REASON = "Den unge har selv ønsket at arbejde i et bageri."


async def new(site: Site, who: str = "company", status: int = 200, **typed: str) -> Document:
    person = site.as_(who)
    page = await person.get("/new/vacancy")
    return await person.submit(page, "/new/vacancy", status=status, **TYPED | typed)


async def test_a_number_of_a_company_is_typed_in_one_line(site: Site) -> None:
    page = await site.as_("company").get("/new/vacancy")
    for name in ("cvr", "p_number"):
        assert page.has(f"input#f-{name}[maxlength='20']")
    assert page.has("textarea#f-tasks")


def vacancies(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.programme == "vacancy").order_by(cases.c.id)))


def task(site: Site, case_id: str, kind: str, visit: int = 2, rule: str = "", **data: Any) -> str:
    task_id, here = str(uuid4()), {"case_id": case_id, "stage": kind.partition(".")[2], "visit": visit, "now": site.clock.at}
    if rule:
        site.activities.judge(Judge(**here, rule=rule))
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=data))
    return task_id


async def decided(site: Site, who: str, task_id: str, status: int = 200, **decision: Any) -> Any:
    api = site.api(who)
    await api.post(f"tasks/{task_id}/claim", json={})
    sent = await api.post(f"tasks/{task_id}/complete", json={"decision": decision})
    assert sent.status_code == status, sent.text
    return sent.json()


async def offered(site: Site, contact: dict[str, Any] = OFFERS, **facts: Any) -> str:
    """A vacancy with what the employer said of it."""
    opened = await site.api("company").post("cases", json={"programme": "vacancy", "facts": FACTS | facts})
    case_id = str(opened.json()["id"])
    await decided(site, "company", task(site, case_id, "vacancy.approach", rule="vacancy.offer"), **contact)
    return case_id


async def searching(site: Site, visit: int = 2, name: str = "Amal Berg") -> str:
    """A young person's search for a match; the task's id."""
    opened = await site.api("youth").post("cases", json={
        "programme": "youth", "person": {"name": name}, "facts": {"born_on": "2010-01-15", "referred_by": "youth_club"}})  # fmt: skip
    return task(site, opened.json()["id"], "youth.match", rule="youth.limits")


async def choices(site: Site, match: str, who: str = "youth") -> list[str]:
    await site.api(who).post(f"tasks/{match}/claim", json={})
    page = await site.as_(who).get(f"/tasks/{match}")
    return [one["value"] for one in page.one("select[name=vacancy]").select("option") if one["value"]]


# -- a case without a person ---------------------------------------------------------------------------------------


async def test_a_vacancy_is_added_without_a_person_and_its_page_is_about_the_employer(site: Site) -> None:
    page = await new(site)
    [case] = vacancies(site)
    assert (page.path, case.person_id, case.stage) == (f"/cases/{case.id}", None, "outreach")
    assert case.id.startswith("LED-2026-")
    assert case.team_id == site.teams["Virksomhedsservice"]
    assert "Bageren på Torvet" in page.one(".identity").get_text()
    assert "Lørdag" in page.text()
    assert "Sagens personer" not in page.texts("h2")
    form = await site.as_("company").get("/new/vacancy")
    assert "Hvem det handler om" not in form.text()
    assert "Navn" not in form.texts("label")


async def test_every_fault_is_said_at_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    page = await new(site, status=422, hours="5", ends_on="30.11.2026", cvr="12345678")
    said = set(page.texts("#error-summary li"))
    assert "CVR-nummer: CVR-nummeret har otte cifre og skal kunne findes i CVR" in said
    page = await new(site, status=422, hours="5", ends_on="30.11.2026")
    assert {"Timer om ugen: Vagterne giver 4 timer om ugen", "Sidste arbejdsdag: Slutter, før det begynder"} <= set(page.texts("#error-summary li"))
    assert page.one("#f-week-0-start")["value"] == "10.00"
    page = await new(site, status=422, sector="municipal", cvr="")
    assert "CVR-nummer: En offentlig arbejdsgiver har et CVR-nummer" in page.texts("#error-summary li")
    assert vacancies(site) == []


async def test_a_program_opens_a_vacancy_without_a_person_and_is_told_where_one_is_missing_or_not_wanted(site: Site) -> None:
    api = site.api("integration")
    made = await api.post("cases", json={"programme": "vacancy", "facts": FACTS})
    assert made.status_code == 201
    person = {"name": "Amal Berg"}
    wanted = await api.post("cases", json={"programme": "vacancy", "person": person, "facts": FACTS})
    assert (wanted.status_code, wanted.json()["code"]) == (422, "person_not_wanted")
    missing = await api.post("cases", json={"programme": "youth", "facts": {"born_on": "2010-01-15", "referred_by": "self"}})
    assert (missing.status_code, missing.json()["code"]) == (422, "person_missing")


async def test_another_like_it_begins_with_the_same_facts_for_who_sees_the_case(site: Site) -> None:
    case_id = await offered(site)
    person = site.as_("company")
    page = await person.get(f"/cases/{case_id}")
    form = await person.get(str(page.one("a[href*='?like=']")["href"]))
    assert form.one("#f-employer")["value"] == "Bageren på Torvet"
    assert form.one("#f-week-0-start")["value"] == "10:00"
    await person.submit(form, "/new/vacancy", starts_on="05.12.2026")
    first, second = vacancies(site)
    assert {k: v for k, v in first.facts.items() if k != "starts_on"} == {
        k: v for k, v in second.facts.items() if k != "starts_on"}  # fmt: skip
    empty = await site.as_("youth").get(f"/new/vacancy?like={case_id}")
    assert not empty.one("#f-employer").get("value"), "of another team's case nothing is shown"
    assert not (await site.as_("youth").get("/new/youth", like=case_id)).text().count("Bageren")


@pytest.mark.parametrize(("who", "may"), [("company", True), ("youth", True), ("supervisor", True), ("caseworker", False), ("club", False)])
async def test_who_may_add_a_vacancy(site: Site, who: str, may: bool) -> None:
    await site.as_(who).get("/new/vacancy", status=200 if may else 403)


async def test_whoever_adds_a_vacancy_of_another_team_is_not_led_to_a_page_that_they_may_not_see(site: Site) -> None:
    page = await new(site, "youth")
    assert page.path == "/cases"
    assert len(vacancies(site)) == 1


async def test_an_employer_is_found_by_its_name_in_lists_and_by_programs_but_by_the_own_team_alone(site: Site) -> None:
    await new(site)
    person = site.as_("company")
    page = await person.get("/cases")
    found = await person.submit(page, "/search", q="bageren")
    assert "Bageren på Torvet" in found.text()
    assert "Bageren" in (await person.get("/cases")).text()
    api = site.api("company")
    [case] = vacancies(site)
    assert [one["id"] for one in (await api.get("cases?q=torvet")).json()["items"]] == [case.id]
    assert (await api.get("cases?q=100%")).json()["items"] == []
    assert (await site.api("caseworker").get("cases?q=torvet")).json()["items"] == []


async def test_the_pages_of_a_case_without_a_person_leave_no_trace_of_a_lookup_of_one(site: Site) -> None:
    case_id = await offered(site)
    await site.as_("company").get(f"/cases/{case_id}")
    await site.as_("company").get(f"/cases/{case_id}/facts")
    with site.store.read() as db:
        assert db.execute(sa.select(lookups).where(lookups.c.case_id == case_id, lookups.c.action == "view.case")).all() == []


async def test_the_facts_are_corrected_with_the_week_and_the_case_hears_of_it(site: Site) -> None:
    case_id = await offered(site)
    person = site.as_("company")
    page = await person.get(f"/cases/{case_id}/facts")
    page = await person.submit(page, f"/cases/{case_id}/facts", reason="To vagter i stedet for en", hours="6",
                               **{"week.1.day": "sunday", "week.1.start": "10.00", "week.1.end": "12.00"})  # fmt: skip
    assert page.path == f"/cases/{case_id}"
    assert [one["day"] for one in site.case_row(case_id).facts["week"]] == ["saturday", "sunday"]


# -- what may be offered -------------------------------------------------------------------------------------------


async def test_an_offer_wants_the_facts_whole_first(site: Site) -> None:
    opened = await site.api("company").post("cases", json={
        "programme": "vacancy", "facts": {**FACTS, "hours": None, "week": [], "what": "apprenticeship"}})  # fmt: skip
    case_id = opened.json()["id"]
    approach = task(site, case_id, "vacancy.approach", rule="vacancy.offer")
    refused = await decided(site, "company", approach, status=409, **OFFERS)
    assert refused["code"] == "precondition_missing"
    assert "timer om ugen, virksomheden skal være godkendt som praktiksted" in refused["message"]
    await site.api("company").post(f"cases/{case_id}/correct", json={
        "reason": "Aftalt i telefonen", "facts": {"hours": "37", "approved_firm": True}})  # fmt: skip
    await decided(site, "company", approach, **OFFERS)


async def test_a_demand_wants_the_employers_words(site: Site) -> None:
    opened = await site.api("company").post("cases", json={"programme": "vacancy", "facts": FACTS})
    person, approach = site.as_("company"), task(site, opened.json()["id"], "vacancy.approach", rule="vacancy.offer")
    await person.post(f"/tasks/{approach}/claim", {"csrf": await person.csrf()})
    page = await person.get(f"/tasks/{approach}")
    typed = {"talked_on": "19.11.2026", "channel": "phone", "demand": "true", "result": "call_again"}
    page = await person.submit(page, f"/tasks/{approach}/complete", press="complete", status=422, **typed)
    assert "Skriv, hvad arbejdsgiveren kræver" in page.text()
    await person.submit(page, f"/tasks/{approach}/complete", press="complete", **typed | {"demanded": "Ingen med tørklæde"})
    assert site.row(approach).state == "completed"


async def test_only_open_vacancies_without_a_demand_and_with_a_free_place_can_be_chosen(site: Site) -> None:
    free = await offered(site)
    await offered(site, DEMAND)
    await offered(site, OFFERS | {"result": "call_again"})
    await offered(site, ends_on="2026-12-01", starts_on="2026-11-01")
    assert await choices(site, await searching(site)) == [free, vacancies(site)[-1].id]
    site.clock.at += timedelta(days=13)
    assert await choices(site, await searching(site)) == [free], "the last one's last day was yesterday"
    await site.api("companyboss").post(f"cases/{free}/suspend", json={"reason": "Arbejdsgiveren holder ferie"})
    assert await choices(site, await searching(site)) == []


async def test_after_the_supervisor_wrote_that_the_demand_was_taken_back_it_can_be_chosen(site: Site) -> None:
    case_id = await offered(site, DEMAND)
    demand = task(site, case_id, "vacancy.demand", visit=3, rule="vacancy.demand")
    page = await site.as_("companyboss").get(f"/tasks/{demand}")
    assert "»Det skal helst være en dansker.«" in page.text()
    sent = await site.api("company").post(f"tasks/{demand}/claim", json={})
    assert sent.status_code == 403
    await decided(site, "companyboss", demand, result="taken_back", note="Arbejdsgiveren har forstået reglerne.")
    assert await choices(site, await searching(site)) == [case_id]


# -- choosing ------------------------------------------------------------------------------------------------------


async def test_what_a_match_leaves_empty_is_taken_from_the_vacancy_and_checked_against_the_law(site: Site) -> None:
    case_id = await offered(site)
    match = await searching(site)
    person = site.as_("youth")
    await person.post(f"/tasks/{match}/claim", {"csrf": await person.csrf()})
    page = await person.get(f"/tasks/{match}")
    late = {"result": "matched", "vacancy": case_id, "reason": REASON,
            "week.0.day": "saturday", "week.0.start": "16.00", "week.0.end": "21.00"}  # fmt: skip
    page = await person.submit(page, f"/tasks/{match}/complete", press="complete", status=422, **late)
    assert "Arbejdstiden skal ligge mellem kl. 06:00 og 20:00." in page.text()
    own = {"result": "matched", "vacancy": case_id, "reason": REASON, "starts_on": "05.12.2026"}
    page = await person.get(f"/tasks/{match}")
    await person.submit(page, f"/tasks/{match}/complete", press="complete", **own)
    decision = site.row(match).decision
    assert (decision["employer"], decision["industry"], decision["week"][0]["start"]) == ("Bageren på Torvet", "restaurant", "10:00")
    assert decision["starts_on"] == "2026-12-05", "what the consultant says stands"
    await decided(site, "youth", match, **own | {"starts_on": "2026-12-05"})


async def test_no_agreement_is_made_on_a_place_that_is_blocked_or_has_become_unlawful_since_the_match(site: Site) -> None:
    case_id, match = await offered(site), await searching(site)
    await decided(site, "youth", match, result="matched", vacancy=case_id, reason=REASON)
    young = str(site.row(match).case_id)
    agree = task(site, young, "youth.agreement", visit=3, rule="youth.match", starts_on="2026-12-01", parents=True,
                 contract=False)  # fmt: skip
    agreed = {"result": "agreed", "parents_informed_on": "2026-11-19"}
    await site.api("company").post(f"cases/{case_id}/correct", json={
        "facts": {"industry": "bar"}, "reason": "Arbejdsgiveren er et værtshus."})  # fmt: skip
    refused = await decided(site, "youth", agree, status=409, **agreed)
    assert refused["code"] == "precondition_missing"
    assert "serverer alkohol" in refused["message"]
    await site.api("company").post(f"cases/{case_id}/correct", json={
        "facts": {"industry": "restaurant"}, "reason": "Det er alligevel et bageri."})  # fmt: skip
    confirm = task(site, case_id, "vacancy.confirm", visit=3, rule="vacancy.standing", talked_on="2026-11-19")
    await decided(site, "company", confirm, **DEMAND | {"result": "stands"})
    refused = await decided(site, "youth", agree, status=409, **agreed)
    assert f"Pladsen {case_id} er spærret" in refused["message"]
    await decided(site, "youth", agree, result="fell_through")


async def test_the_last_place_is_chosen_once(site: Site) -> None:
    case_id = await offered(site)
    first, second = await searching(site), await searching(site, name="Bo Berg")
    assert await choices(site, second, "youth2") == [case_id]
    chosen = {"result": "matched", "vacancy": case_id, "reason": REASON}
    await decided(site, "youth", first, **chosen)
    refused = await decided(site, "youth2", second, status=422, **chosen)
    assert [one["code"] for one in refused["errors"] if one["loc"][-1] == "vacancy"] == ["vacancy_taken"]
    assert await choices(site, second, "youth2") == []
    await decided(site, "youth", first, **chosen)


async def test_a_decision_taken_back_gives_the_place_back(site: Site) -> None:
    case_id = await offered(site)
    match = await searching(site)
    await decided(site, "youth", match, result="matched", vacancy=case_id, reason=REASON)
    other = await searching(site, name="Bo Berg")
    assert await choices(site, other) == []
    again = await site.api("youthboss").post(f"tasks/{match}/reopen", json={"reason": "Forkert ung"})
    assert again.status_code == 200, again.text
    assert await choices(site, other) == [case_id]


async def test_no_case_that_is_not_offered_is_named_by_a_match(site: Site) -> None:
    match = await searching(site)
    refused = await decided(site, "youth", match, status=422, result="matched", vacancy=site.case(), reason=REASON)
    assert "vacancy_taken" in {one["code"] for one in refused["errors"]}
