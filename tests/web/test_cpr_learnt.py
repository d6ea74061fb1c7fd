"""A CPR number that becomes known later is written once; a person who is known already has the case from then on."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from store import people
from store.people import Person as Citizen
from store.tables import audit
from tests.support.document import Document
from tests.support.site import Site

BORN, CPR, OTHER = "2010-01-15", "150110-5002", "1501105003"


async def young(site: Site, name: str = "Amal Berg", **person: str) -> str:
    facts = {"born_on": BORN, "referred_by": "self"}
    opened = await site.api("youth").post("cases", json={
        "programme": "youth", "person": {"name": name, **person}, "facts": facts})  # fmt: skip
    assert opened.status_code == 201, opened.text
    return str(opened.json()["id"])


def whose(site: Site, case_id: str) -> Citizen:
    with site.store.read() as db:
        return people.get(db, site.store.secrets, site.case_row(case_id).person_id)


async def learn(site: Site, case_id: str, cpr: str, status: int = 200, who: str = "youth") -> Document:
    person = site.as_(who)
    page = await person.get(f"/cases/{case_id}/citizen")
    return await person.submit(page, f"/cases/{case_id}/cpr", status=status, cpr=cpr)


async def test_a_number_learnt_later_finds_the_person_and_is_asked_for_no_more(site: Site) -> None:
    case_id = await young(site)
    page = await learn(site, case_id, CPR)
    assert not page.has("#f-cpr")
    found = whose(site, case_id)
    assert (found.cpr, found.name) == ("1501105002", "Amal Berg")
    with site.store.read() as db:
        assert people.by_cpr(db, site.store.secrets, "1501105002") == found.id
        logged = " ".join(map(str, db.execute(sa.select(audit)).all()))
    assert "150110" not in logged, "the number is in no log"
    case = await site.as_("youth").get(f"/cases/{case_id}")
    assert "CPR-nummeret er skrevet på" in case.text()
    again = await site.api("youth").post("cases", json={
        "programme": "youth", "person": {"name": "Amal Berg", "cpr": CPR},
        "facts": {"born_on": BORN, "referred_by": "self"}})  # fmt: skip
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_case")


@pytest.mark.parametrize(("cpr", "said"), [
    ("150111-5002", "Fødselsdatoen er en anden end den i CPR-nummeret."), ("310210-5002", "dato findes ikke"),
    ("15011", "Skriv mindst 9 tegn"), ("", "Feltet skal udfyldes"), ("15011O-5002", "kun have tal"),
])  # fmt: skip
async def test_what_cannot_be_their_number_is_refused_in_words_and_kept_in_the_field(
    site: Site, cpr: str, said: str
) -> None:
    case_id = await young(site)
    page = await learn(site, case_id, cpr, status=422)
    assert said in page.text()
    assert page.one("#f-cpr").get("value", "") == cpr
    assert whose(site, case_id).cpr == ""


async def test_a_double_click_writes_it_once_and_another_number_is_refused(site: Site) -> None:
    case_id = await young(site)
    person = site.as_("youth")
    page = await person.get(f"/cases/{case_id}/citizen")
    await person.submit(page, f"/cases/{case_id}/cpr", cpr=CPR)
    await person.submit(page, f"/cases/{case_id}/cpr", cpr=CPR)
    assert len(site.audited("case.cpr_learnt")) == 1
    refused = await person.submit(page, f"/cases/{case_id}/cpr", status=409, cpr=OTHER)
    assert "Borgeren har allerede et CPR-nummer." in refused.text()


async def test_who_is_known_already_has_the_case_from_then_on_and_nothing_known_of_them_changes(site: Site) -> None:
    with site.store.write() as db:
        known = people.put(db, site.store.secrets, cpr="1501105002", name="Amal Maria Berg", address="Nygade 7",
                           protected=True, language="", now=site.clock.at)  # fmt: skip
    case_id = await young(site)
    await learn(site, case_id, CPR)
    found = whose(site, case_id)
    assert (found.id, found.name, found.protected) == (known, "Amal Maria Berg", True)


async def test_two_cases_of_one_person_are_never_made_one_by_a_number(site: Site) -> None:
    first, second = await young(site, cpr=CPR), await young(site)
    page = await learn(site, second, CPR, status=409)
    assert f"allerede sag {first}" in page.text()
    assert whose(site, second).cpr == ""


@pytest.mark.parametrize("who", ["company", "economy", "caseworker"])
async def test_only_who_may_keep_the_citizens_details_writes_it(site: Site, who: str) -> None:
    case_id = await young(site)
    person = site.as_(who)
    found: Any = await person.client.post(f"/cases/{case_id}/cpr", data={"csrf": await person.csrf(), "cpr": CPR},
                                          headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip
    assert found.status_code in (403, 404)
    assert whose(site, case_id).cpr == ""
