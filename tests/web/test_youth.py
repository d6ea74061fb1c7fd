"""A partner refers, the consultant follows the path, and consent decides what the partner sees."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from activities.messages import Judge, OpenTask
from domain.newcomers import Newcomer
from domain.programmes import PROGRAMMES
from store.tables import cases, outbox, people, sessions
from store.tables_sharing import referrals
from tests.support.document import Document
from tests.support.site import CLUB, SCHOOL, Site

TYPED = {"name": "Amal Berg", "phone": "20 30 40 50", "reference": "K-17", "born_on": "15.01.2010",
         "referred_by": "youth_club", "wish": "Vil gerne arbejde i en butik."}  # fmt: skip
JSON = {"person": {"name": "Amal Berg"}, "facts": {"born_on": "2010-01-15", "referred_by": "youth_club"},
        "programme": "youth"}  # fmt: skip
NOTE = "Et notat om, hvad der blev talt om og aftalt."
DATA: dict[str, dict[str, Any]] = {
    "youth.reach": {"tried": ["phone"], "another_way": True}, "youth.first_talk": {"referred_on": "2026-11-18"},
    "youth.agreement": {"starts_on": "2026-12-01", "parents": True, "contract": False},
}  # fmt: skip
RULES = {"youth.first_talk": "youth.guardian", "youth.receive": "youth.age", "youth.match": "youth.limits"}


async def refer(site: Site, who: str = "club", **typed: str | None) -> Document:
    person = site.as_(who)
    page = await person.get("/new/youth")
    return await person.submit(page, "/new/youth", **TYPED | typed)


def young(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.programme == "youth").order_by(cases.c.id)))


def task(site: Site, case_id: str, kind: str, visit: int = 2) -> str:
    task_id, stage = str(uuid4()), kind.partition(".")[2]
    here = {"case_id": case_id, "stage": stage, "visit": visit, "now": site.clock.at}
    if kind in RULES:
        site.activities.judge(Judge(**here, rule=RULES[kind]))
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=DATA.get(kind, {})))
    return task_id


async def consented(site: Site, case_id: str, to: str = CLUB, status: int = 200, **given: str) -> Document:
    person = site.as_("youth")
    page = await person.get(f"/cases/{case_id}/consents")
    typed = {"recipient": site.teams[to], "scope": "both", "given_by": "person", "given_on": "18.11.2026"} | given
    return await person.submit(page, f"/cases/{case_id}/consents", status=status, **typed)


# -- referring -----------------------------------------------------------------------------------------------------


async def test_a_partner_refers_and_the_case_lands_with_the_youth_team(site: Site) -> None:
    page = await refer(site)
    assert page.path == "/referrals"
    assert "Henvisningen er sendt." in page.text()
    [case] = young(site)
    assert (case.stage, case.team_id) == ("referral", site.teams["Unge"])
    shown = await site.as_("youth").get(f"/cases/{case.id}")
    assert "Henvist af Klub Nord den 19.11.2026" in shown.text()
    assert "Vil gerne arbejde i en butik." in shown.text()
    with site.store.read() as db:
        start = db.execute(sa.select(outbox).where(outbox.c.case_id == case.id)).one()
    for personal in ("Amal", "2010", "butik", "20 30"):
        assert personal not in str(start.payload), "nothing personal reaches the engine"


async def test_every_fault_of_a_referral_is_said_at_once_and_nothing_typed_is_lost(site: Site) -> None:
    person = site.as_("club")
    page = await person.get("/new/youth")
    page = await person.submit(page, "/new/youth", status=422, **TYPED | {"name": "", "born_on": "40.01.2010"})
    assert {"Navn: Feltet skal udfyldes", "Fødselsdato: Den dag findes ikke i kalenderen"} <= set(page.texts("#error-summary li"))
    assert page.one("#f-wish").get_text(strip=True) == TYPED["wish"]
    assert young(site) == []


async def test_under_thirteen_is_refused_with_the_reason(site: Site) -> None:
    person = site.as_("club")
    page = await person.get("/new/youth")
    page = await person.submit(page, "/new/youth", status=422, **TYPED | {"born_on": "20.11.2013"})
    assert "Den unge er under 13 år og kan ikke henvises" in page.one("#refusal").get_text()
    assert young(site) == []


async def test_a_birth_date_that_the_cpr_number_contradicts_is_refused_on_the_page_and_by_program(site: Site) -> None:
    person = site.as_("youth")
    page = await person.get("/new/youth")
    page = await person.submit(page, "/new/youth", status=422, **{k: v for k, v in TYPED.items() if k != "reference"}, cpr="1601105002")
    assert "Fødselsdatoen er en anden end den i CPR-nummeret." in page.one("#refusal").get_text()
    sent = await site.api("club").post("cases", json=JSON | {"person": {"name": "Amal Berg", "cpr": "160110-5002"}})
    assert (sent.status_code, sent.json()["code"]) == (422, "born_on_differs")
    assert young(site) == []


async def test_a_double_click_refers_once_and_two_without_a_cpr_are_two_people(site: Site) -> None:
    person = site.as_("club")
    page = await person.get("/new/youth")
    for _ in range(2):
        await person.submit(page, "/new/youth", **TYPED)
    assert len(young(site)) == 1
    await refer(site, "school")
    first, second = young(site)
    assert first.person_id != second.person_id


async def test_the_same_cpr_from_another_partner_is_the_same_case_and_changes_nothing_known_of_the_person(site: Site) -> None:
    cpr = "1501105002"
    await refer(site, cpr=cpr)
    with site.store.read() as db:
        before = list(db.execute(sa.select(people)))
    page = await refer(site, "school", cpr=cpr, name="En Anden", reference="S-1")
    assert page.path == "/referrals", "a partner is not told that the young person has a case"
    [case] = young(site)
    with site.store.read() as db:
        assert list(db.execute(sa.select(people))) == before
        assert len(db.execute(sa.select(referrals).where(referrals.c.case_id == case.id)).all()) == 2


async def test_staff_who_open_a_case_of_somebody_with_one_are_told_which(site: Site) -> None:
    api = site.api("youth")
    person = JSON["person"] | {"cpr": "1501105002"}
    first = (await api.post("cases", json=JSON | {"person": person})).json()["id"]
    again = await api.post("cases", json=JSON | {"person": person})
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_case")
    assert first in again.text


async def test_a_case_without_a_cpr_is_refused_where_the_programme_needs_one(site: Site) -> None:
    facts = {"benefit": "none"}
    sent = await site.api("caseworker").post("cases", json={"programme": "obligation", "person": {"name": "Bo"}, "facts": facts})
    assert (sent.status_code, sent.json()["code"]) == (422, "cpr_missing")


async def test_a_partner_refers_by_program_and_reads_only_its_own(site: Site) -> None:
    club, school = site.api("club"), site.api("school")
    made = await club.post("cases", json=JSON | {"reference": "K-18"})
    assert made.status_code == 201
    [one] = (await club.get("referrals")).json()["items"]
    assert (one["reference"], one["shared"], one["name"], one["stage"]) == ("K-18", False, None, None)
    assert (await school.get("referrals")).json()["items"] == []
    assert (await club.get(f"cases/{made.json()['id']}")).status_code == 403


async def test_what_is_no_partners_to_say_is_not_asked_of_it_and_not_taken_from_it(site: Site) -> None:
    page = await site.as_("club").get("/new/youth")
    assert not page.has("[name=pocket_money_job]")
    assert (await site.as_("youth").get("/new/youth")).has("[name=pocket_money_job]")
    facts = JSON["facts"] | {"pocket_money_job": True, "pocket_money_talk_on": "2026-11-01"}
    for who, kept in (("club", False), ("youth", True)):
        await site.api(who).post("cases", json=JSON | {"facts": facts})
        assert young(site)[-1].facts["pocket_money_job"] is kept


async def test_a_partner_may_open_no_other_programme(site: Site) -> None:
    await site.as_("club").get("/new/obligation", status=403)
    await site.as_("club").get("/new/complaint", status=404)
    sent = await site.api("club").post("cases", json=JSON | {"programme": "obligation"})
    assert sent.status_code == 403


def test_no_field_of_a_programmes_facts_has_the_name_of_a_field_of_the_person() -> None:
    """Both stand in one form, of a programme that is about people."""
    for programme in PROGRAMMES.values():
        if programme.begins and programme.about_person:
            assert not set(Newcomer.model_fields) & set(programme.facts.model_fields), programme.name


# -- doubles -------------------------------------------------------------------------------------------------------


async def test_the_consultant_is_shown_who_it_may_be_and_joins_the_cases(site: Site) -> None:
    await refer(site)
    await refer(site, "school", name="amal BERG ", reference="S-1")
    await refer(site, "school", name="Amal Dahl", born_on="16.01.2010")
    first, second, _ = young(site)
    opened = task(site, second.id, "youth.receive")
    person = site.as_("youth")
    await person.post(f"/tasks/{opened}/claim", {"csrf": await person.csrf()})
    page = await person.get(f"/tasks/{opened}")
    assert page.texts("#f-same_as option") == ["", f"{first.id}, Amal Berg"], "the same name; a name in common is too little"
    assert "Den unge er 16 år." in page.text()
    page = await person.submit(page, f"/tasks/{opened}/complete", result="same", same_as=first.id)
    assert site.row(opened).state == "completed"
    with site.store.read() as db:
        told = str([m.payload for m in db.execute(sa.select(outbox).where(outbox.c.case_id == second.id))])
    assert first.id not in told


async def test_no_case_can_be_joined_with_one_that_was_not_offered(site: Site) -> None:
    await refer(site)
    [case] = young(site)
    opened = task(site, case.id, "youth.receive")
    api = site.api("youth")
    await api.post(f"tasks/{opened}/claim", json={})
    decision = {"result": "same", "same_as": site.case()}
    sent = await api.post(f"tasks/{opened}/complete", json={"decision": decision})
    assert [e["code"] for e in sent.json()["errors"]] == ["same_as_unknown"]


# -- consent -------------------------------------------------------------------------------------------------------


async def test_the_partners_page_is_dark_without_consent_and_goes_dark_when_it_is_withdrawn(site: Site) -> None:
    page = await refer(site)
    assert "Amal" not in page.text()
    assert "K-17" in page.text()
    [case] = young(site)
    await consented(site, case.id)
    club, school = site.as_("club"), site.as_("school")
    page = await club.get("/referrals")
    assert {"Amal Berg", "K-17"} <= {cell.strip() for cell in page.texts("td")}
    shown = page.one("#referrals")["hx-get"].partition("shown=")[2]
    still = await club.client.get("/referrals", params={"part": "list", "shown": shown})
    assert still.status_code == 204, "an open page that shows what it may is left alone"
    assert "Amal" not in (await school.get("/referrals")).text()
    boss = site.as_("youth")
    page = await boss.get(f"/cases/{case.id}/consents")
    action = page.one("form[action$='/withdraw']")["action"]
    page = await boss.submit(page, action)
    assert "Trukket tilbage 19.11.2026" in page.text()
    dark = await club.client.get("/referrals", params={"part": "list", "shown": shown})
    assert dark.status_code == 200
    assert "Amal" not in dark.text
    assert [one["name"] for one in (await site.api("club").get("referrals")).json()["items"]] == [None]


@pytest.mark.parametrize(("scope", "open_title", "closed_title"), [
    ("progress", "Kontakt", "Afsluttet"), ("result", "I gang", "I job eller plads"), ("both", "Kontakt", "I job eller plads")])  # fmt: skip
async def test_a_partner_sees_what_the_scope_says_and_no_more(site: Site, scope: str, open_title: str, closed_title: str) -> None:
    await refer(site)
    [case] = young(site)
    await consented(site, case.id, scope=scope)
    club = site.api("club")
    for values, title in (({"stage": "contact"}, open_title),
                          ({"outcome": "kept", "closed_at": site.clock.at}, closed_title)):  # fmt: skip
        with site.store.write() as db:
            db.execute(sa.update(cases).where(cases.c.id == case.id).values(**values))
        [one] = (await club.get("referrals")).json()["items"]
        assert one["stage_title"] == title


async def test_a_consent_ends_with_its_last_day(site: Site) -> None:
    await refer(site)
    [case] = young(site)
    await consented(site, case.id, expires_on="20.11.2026")
    club = site.api("club")
    for day, name in ((0, "Amal Berg"), (1, "Amal Berg"), (2, None)):
        site.clock.at += timedelta(days=1) if day else timedelta()
        club = site.api("club")
        [one] = (await club.get("referrals")).json()["items"]
        assert one["name"] == name, day


@pytest.mark.parametrize(("born_on", "given_by", "said"), [
    ("18.11.2011", "guardian", "skal selv give samtykket"), ("19.11.2011", "person", "en forælder eller værge skal give"),
    ("19.11.2011", "guardian", "skal selv give samtykket"), ("18.11.2011", "person", None),
    ("20.11.2011", "guardian", None)])  # fmt: skip
async def test_from_fifteen_the_young_person_consents_before_that_a_guardian_until_the_day_before(
    site: Site, born_on: str, given_by: str, said: str | None
) -> None:
    """Given on 18.11.2026; today is 19.11.2026."""
    await refer(site, born_on=born_on)
    [case] = young(site)
    page = await consented(site, case.id, status=422 if said else 200, given_by=given_by)
    if said:
        assert said in page.one("#refusal").get_text()
    else:
        last = "19.11.2026" if given_by == "guardian" else "18.11.2027"
        assert f"Gælder til og med {last}" in page.text()


async def test_a_consent_lasts_at_most_twelve_months(site: Site) -> None:
    await refer(site)
    [case] = young(site)
    page = await consented(site, case.id, status=422, expires_on="19.11.2027")
    assert "højst gælde til 18.11.2027" in page.one("#refusal").get_text()
    assert page.one("#f-expires_on")["value"] == "19.11.2027", "what was typed is kept"


async def test_a_new_consent_takes_the_place_of_the_last_to_that_partner_alone(site: Site) -> None:
    await refer(site)
    [case] = young(site)
    await consented(site, case.id)
    await consented(site, case.id, to=SCHOOL)
    page = await consented(site, case.id, scope="result")
    assert sum("Gælder til" in cell for cell in page.texts("#consents td")) == 2
    assert sum("Trukket tilbage" in cell for cell in page.texts("#consents td")) == 1


async def test_only_the_cases_own_people_keep_its_consents_and_only_where_the_programme_shares(site: Site) -> None:
    await refer(site)
    [case] = young(site)
    await site.as_("caseworker").get(f"/cases/{case.id}/consents", status=404)
    await site.as_("caseworker").get(f"/cases/{site.case()}/consents", status=404)
    await site.as_("club").get(f"/cases/{case.id}/consents", status=403)


# -- the path ------------------------------------------------------------------------------------------------------


async def claimed(site: Site, kind: str, **facts: str) -> tuple[Any, str, str]:
    """A consultant with a task of this kind; its id, its case's."""
    await refer(site, **facts)
    [case] = young(site)
    opened = task(site, case.id, kind)
    person = site.as_("youth")
    await person.post(f"/tasks/{opened}/claim", {"csrf": await person.csrf()})
    return person, opened, case.id


async def test_below_fifteen_the_first_talk_waits_for_a_guardian_on_the_case(site: Site) -> None:
    person, opened, case_id = await claimed(site, "youth.first_talk", born_on="19.12.2011")
    typed = {"held_on": "19.11.2026", "result": "goes_on", "seeks": "leisure_job", "hours": "5,5", "note": NOTE}
    page = await person.get(f"/tasks/{opened}")
    page = await person.submit(page, f"/tasks/{opened}/complete", press="complete", status=409, **typed)
    assert "skriv først en forælder eller værge på sagen" in page.text()
    people_page = await person.get(f"/cases/{case_id}/people")
    await person.submit(people_page, f"/cases/{case_id}/people/guardian",
                        **{"guardian.name": "Mona Berg", "guardian.address": "20 11 22 33"})  # fmt: skip
    page = await person.get(f"/tasks/{opened}")
    await person.submit(page, f"/tasks/{opened}/complete", press="complete", **typed)
    assert site.row(opened).state == "completed"


async def test_a_guardian_is_no_party_of_a_programme_for_adults(site: Site) -> None:
    page = await site.as_("caseworker").get(f"/cases/{site.case()}/people")
    assert not page.has("form[action$='/people/guardian']")


async def test_after_fourteen_days_a_channel_that_was_tried_is_refused(site: Site) -> None:
    person, opened, _ = await claimed(site, "youth.reach")
    page = await person.get(f"/tasks/{opened}")
    page = await person.submit(page, f"/tasks/{opened}/complete", status=422, tried_on="19.11.2026", channel="phone",
                               result="not_reached")  # fmt: skip
    assert "Den vej er prøvet" in page.text()


async def test_a_match_that_breaks_the_rules_on_working_time_on_some_date_is_refused_at_its_shift(site: Site) -> None:
    person, opened, _ = await claimed(site, "youth.match")
    typed = {"result": "matched", "what": "leisure_job", "employer": "Bageren", "sector": "private", "cvr": "12345674",
             "p_number": "1012345678", "industry": "restaurant", "starts_on": "01.12.2026", "reason": NOTE,
             "dangerous": "false",
             "week.0.day": "saturday", "week.0.start": "10.00", "week.0.end": "14.00"}  # fmt: skip
    page = await person.get(f"/tasks/{opened}")
    assert "Fylder 18 år den 15.01.2028" in page.text()
    late = typed | {"week.0.start": "16.00", "week.0.end": "21.00"}
    page = await person.submit(page, f"/tasks/{opened}/complete", press="complete", status=422, **late)
    assert "Arbejdstiden skal ligge mellem kl. 06:00 og 20:00." in page.text()
    page = await person.get(f"/tasks/{opened}")
    await person.submit(page, f"/tasks/{opened}/complete", press="complete", **typed)
    assert site.row(opened).state == "completed"


async def test_the_agreement_wants_the_parents_informed_before_the_first_day_of_work(site: Site) -> None:
    person, opened, _ = await claimed(site, "youth.agreement")
    page = await person.get(f"/tasks/{opened}")
    page = await person.submit(page, f"/tasks/{opened}/complete", status=422, result="agreed")
    assert "Skal være sket, før arbejdet begynder" in page.text()
    site.clock.at += timedelta(days=14)
    person = site.as_("youth")
    page = await person.get(f"/tasks/{opened}")
    page = await person.submit(page, f"/tasks/{opened}/complete", status=422, result="agreed",
                               parents_informed_on="02.12.2026")  # fmt: skip
    assert "Ligger efter første arbejdsdag" in page.text()
    await person.submit(page, f"/tasks/{opened}/complete", result="agreed", parents_informed_on="01.12.2026")
    assert site.row(opened).state == "completed"


@pytest.mark.parametrize(("params", "keeps"), [({"part": "list", "shown": "x"}, False), ({}, True), ({"part": "1"}, True)])
async def test_a_page_that_asks_by_itself_keeps_nobody_logged_in(site: Site, params: dict[str, str], keeps: bool) -> None:
    """The second part of a long list is asked for by a person."""
    club, began = site.as_("club"), site.clock.at
    site.clock.at += timedelta(minutes=20)
    await club.client.get("/referrals", params=params)
    with site.store.read() as db:
        [session] = db.execute(sa.select(sessions).where(sessions.c.user_id == site.ids["club"]))
    assert session.seen_at == (site.clock.at if keeps else began)


# -- what a second look found --------------------------------------------------------------------------------------


async def test_what_a_second_referral_says_otherwise_is_told_on_the_case_and_the_partner_gets_the_same_answer(
    site: Site,
) -> None:
    person = JSON["person"] | {"cpr": "1501105002"}
    first = await site.api("club").post("cases", json=JSON | {"person": person})
    other = {"facts": JSON["facts"] | {"wish": "Bor hos sin moster", "school": "Skolen ved Søen"}}
    again = await site.api("school").post("cases", json=JSON | {"person": person} | other)
    [case] = young(site)
    assert (first.status_code, again.status_code) == (201, 201)
    assert case.id not in first.text + again.text, "its number would tell that there was one"
    [mine] = (await site.api("school").get("referrals")).json()["items"]
    assert again.json()["id"] == mine["id"]
    page = await site.as_("youth").get(f"/cases/{case.id}")
    assert "Bor hos sin moster" in page.text(".timeline")
    assert "Skolen ved Søen" in page.text(".timeline")


@pytest.mark.parametrize("reference", ["1501105002", "barn 150110-5002", "150110 5002"])
async def test_a_cpr_number_is_no_reference_of_ones_own(site: Site, reference: str) -> None:
    person = site.as_("club")
    page = await person.submit(await person.get("/new/youth"), "/new/youth", status=422, **TYPED | {"reference": reference})
    assert "Skriv ikke et CPR-nummer i jeres egen reference." in page.text()
    sent = await site.api("club").post("cases", json=JSON | {"reference": reference})
    assert (sent.status_code, sent.json()["code"]) == (422, "cpr_in_reference")
    assert young(site) == []


@pytest.mark.parametrize("reference", ["20261119001234", "9999999999", "K-17/2026"])
async def test_a_file_number_that_is_no_cpr_number_is_a_reference(site: Site, reference: str) -> None:
    sent = await site.api("club").post("cases", json=JSON | {"reference": reference})
    assert sent.status_code == 201, sent.text


async def test_a_name_of_spaces_is_no_name_for_a_program_either(site: Site) -> None:
    sent = await site.api("club").post("cases", json=JSON | {"person": {"name": "   "}})
    assert sent.status_code == 422


async def test_two_who_join_two_cases_with_each_other_leave_one_that_stands(site: Site) -> None:
    await refer(site)
    await refer(site, "school")
    first, second = young(site)
    tasks = {one.id: task(site, one.id, "youth.receive") for one in (first, second)}
    apis = {one: site.api(who) for one, who in zip(tasks, ("youth", "youth2"), strict=True)}
    for one, opened in tasks.items():
        await apis[one].post(f"tasks/{opened}/claim", json={})
    said = {first.id: second.id, second.id: first.id}
    sent = await asyncio.gather(*(
        apis[one].post(f"tasks/{opened}/complete", json={"decision": {"result": "same", "same_as": said[one]}})
        for one, opened in tasks.items()))  # fmt: skip
    assert sorted(one.status_code for one in sent) == [200, 422]


async def test_whoever_receives_a_referral_is_warned_of_cases_alike_before_answering(site: Site) -> None:
    await refer(site)
    await refer(site, "school")
    first, second = young(site)
    page = await site.as_("youth").get(f"/tasks/{task(site, second.id, 'youth.receive')}")
    assert f"{first.id}, Amal Berg" in page.text(".alert")


async def test_a_correction_is_held_to_what_a_referral_is_held_to(site: Site) -> None:
    person = JSON["person"] | {"cpr": "1501105002"}
    api = site.api("youth")
    case_id = (await api.post("cases", json=JSON | {"person": person})).json()["id"]
    for born_on, code in (("2015-01-01", "too_young"), ("2009-05-01", "born_on_differs")):
        body = {"facts": {"born_on": born_on}, "reason": "Datoen var skrevet forkert på henvisningen."}
        sent = await api.post(f"cases/{case_id}/correct", json=body)
        assert (sent.status_code, sent.json()["code"]) == (422, code)
    assert site.case_row(case_id).facts["born_on"] == JSON["facts"]["born_on"]


async def test_a_partners_list_is_read_page_by_page(site: Site) -> None:
    club = site.api("club")
    for n in range(5):
        await club.post("cases", json=JSON | {"reference": f"K-{n}"})
    pages, cursor = [], ""
    while cursor is not None and len(pages) < 9:
        body = (await club.get("referrals", params={"limit": 2, "cursor": cursor})).json()
        pages.append([one["reference"] for one in body["items"]])
        cursor = body["next"]
    assert [len(one) for one in pages] == [2, 2, 1]
    assert sorted(one for page in pages for one in page) == [f"K-{n}" for n in range(5)]
    assert (await club.get("referrals", params={"limit": 0})).status_code == 422
