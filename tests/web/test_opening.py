"""Registering a complaint or a request for access on the page of the case that it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from store import tasks
from store.tables import cases, outbox
from tests.support.site import ASSESS, NOW, REASON, Site
from tests.web.test_civic import begun

TYPED = {"received_on": "18.11.2026", "channel": "oral", "complainant": "citizen", "text": "Jeg er ikke enig."}
JSON = TYPED | {"received_on": "2026-11-18"}


def decided(site: Site, case_id: str) -> str:
    """An assessment that stands on the case."""
    task_id = site.held("jobconsultant", case_id, ASSESS, visit=6)
    with site.store.write() as db:
        answer = {"effort": "full", "reason": REASON}
        tasks.complete(db, site.row(task_id), site.ids["jobconsultant"], answer, {}, None, NOW - timedelta(days=10))
    return task_id


def below(site: Site, case_id: str) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.parent_id == case_id)))


async def test_a_complaint_is_registered_against_a_decision_of_the_case_and_each_page_leads_to_the_other(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    decision = decided(site, case_id)
    page = await person.get(f"/cases/{case_id}")
    assert {"Registrér klage", "Registrér aktindsigt"} <= set(page.texts("a.button"))
    page = await person.get(f"/cases/{case_id}/open/complaint")
    assert page.h1 == "Registrér klage"
    assert page.texts("#f-decision option") == ["", f"Vurdér borgeren individuelt, 09.11.2026, sag {case_id}"]
    page = await person.submit(page, f"/cases/{case_id}/open/complaint", **TYPED, decision=decision)
    [made] = below(site, case_id)
    assert page.path == f"/cases/{made.id}"
    assert "Sagen er oprettet." in page.text()
    assert page.has(f"td a[href='/cases/{case_id}']")
    assert f"Vurdér borgeren individuelt, 09.11.2026, sag {case_id}" in page.text(), "words, no id"
    assert decision not in page.text()
    assert (made.programme, made.person_id) == ("complaint", site.case_row(case_id).person_id)
    page = await person.get(f"/cases/{case_id}")
    assert page.has(f"li a[href='/cases/{made.id}']")
    with site.store.read() as db:
        start = db.execute(sa.select(outbox).where(outbox.c.case_id == made.id)).one()
    assert "enig" not in str(start.payload)


async def test_a_double_click_registers_one_complaint_and_a_second_complaint_another(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/open/complaint")
    for _ in range(2):
        await person.submit(page, f"/cases/{case_id}/open/complaint", **TYPED)
    assert len(below(site, case_id)) == 1
    page = await person.get(f"/cases/{case_id}/open/complaint")
    again = await person.submit(page, f"/cases/{case_id}/open/complaint", status=409, **TYPED)
    assert "Der er allerede en åben klage over det samme: KLA-" in again.text("main")
    assert TYPED["text"] in again.text("main"), "what was typed is kept"
    assert len(below(site, case_id)) == 1
    await person.submit(page, f"/cases/{case_id}/open/complaint", **TYPED | {"text": "Noget helt andet."})
    assert len(below(site, case_id)) == 2


@pytest.mark.parametrize(("wrong", "says"), [
    ({"received_on": "20.11.2026"}, "Datoen er ikke kommet endnu"),
    ({"received_on": ""}, "Feltet skal udfyldes"), ({"received_on": "31.02.2026"}, "Den dag findes ikke i kalenderen"),
    ({"text": " "}, "Feltet skal udfyldes"), ({"channel": "rygte"}, "Vælg en af mulighederne"),
])  # fmt: skip
async def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    site: Site, wrong: dict[str, str], says: str
) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/open/complaint")
    sent = page.filled(page.form(f"/cases/{case_id}/open/complaint"), **TYPED) | wrong
    page = await person.post(f"/cases/{case_id}/open/complaint", sent, 422)
    assert says in page.text("#error-summary")
    assert page.one("[name=complainant][value=citizen]").has_attr("checked")
    assert not below(site, case_id)


async def test_a_decision_of_another_case_cannot_be_complained_of_here(site: Site) -> None:
    case_id, other = site.case(), site.case("Ali Aydin")
    theirs, person = decided(site, other), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/open/complaint")
    sent = page.filled(page.form(f"/cases/{case_id}/open/complaint"), **TYPED) | {"decision": theirs}
    page = await person.post(f"/cases/{case_id}/open/complaint", sent, 422)
    assert "Vælg noget, som sagen har" in page.text("#error-summary")
    assert "Jeg er ikke enig." in page.text("[name=text]")
    assert not below(site, case_id)


async def test_nobody_complains_of_what_is_not_yet_decided(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    mine = decided(site, case_id)
    page = await person.get(f"/cases/{case_id}/open/complaint")
    sent = page.filled(page.form(f"/cases/{case_id}/open/complaint"), **TYPED) | {"decision": mine, "received_on": "01.01.2026"}
    page = await person.post(f"/cases/{case_id}/open/complaint", sent, 422)
    assert "klagen kan ikke være modtaget før" in page.text("#refusal")
    assert "Jeg er ikke enig." in page.text("[name=text]")
    assert not below(site, case_id)


async def test_people_complain_after_the_case_is_closed(site: Site) -> None:
    case_id, person = site.case(), site.as_("legal")
    with site.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == case_id).values(closed_at=NOW, outcome="closed"))
    page = await person.get(f"/cases/{case_id}")
    assert "Registrér klage" in page.texts("a.button")
    page = await person.get(f"/cases/{case_id}/open/complaint")
    await person.submit(page, f"/cases/{case_id}/open/complaint", **TYPED)
    assert len(below(site, case_id)) == 1


@pytest.mark.parametrize(("who", "status"), [
    ("benefit", 200), ("legal", 200), ("economy", 403), ("admin", 403), ("stranger", 404)])  # fmt: skip
async def test_who_may_register_a_complaint(site: Site, who: str, status: int) -> None:
    await site.as_(who).get(f"/cases/{site.case()}/open/complaint", status)


@pytest.mark.parametrize("name", ["obligation", "absence", "nonsense"])
async def test_only_what_people_register_by_hand_can_be_opened_under_a_case(site: Site, name: str) -> None:
    case_id = site.case()
    await site.as_("caseworker").get(f"/cases/{case_id}/open/{name}", 404)
    answer = await site.api("caseworker").post(f"cases/{case_id}/open/{name}", json={"facts": {}})
    assert answer.status_code == 404


async def test_a_program_registers_a_complaint_once_per_key_and_reads_both_cases(site: Site) -> None:
    case_id, robot = site.case(), site.api("caseworker")
    for _ in range(2):
        answer = await robot.post(f"cases/{case_id}/open/complaint", json={"facts": JSON, "reason": "Ringede i dag"},
                                  headers={"Idempotency-Key": "k1"})  # fmt: skip
        assert answer.status_code == 201
    [made] = below(site, case_id)
    assert answer.json() == {"id": made.id}
    assert (await robot.get(f"cases/{made.id}")).json()["parent"] == case_id
    shown = {"id": made.id, "programme": "complaint", "stage": "received", "outcome": None}
    assert (await robot.get(f"cases/{case_id}")).json()["below"] == [shown]
    assert site.audited("case.open")[-1].details["reason"] == "Ringede i dag"


@pytest.mark.parametrize("facts", [{}, JSON | {"received_on": "2026-11-20"}, JSON | {"mood": "angry"}])
async def test_a_program_is_told_what_is_wrong_and_nothing_is_opened(site: Site, facts: dict[str, str]) -> None:
    case_id = site.case()
    answer = await site.api("caseworker").post(f"cases/{case_id}/open/complaint", json={"facts": facts})
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert not below(site, case_id)


async def test_a_complaint_is_never_opened_without_the_case_it_is_about(site: Site) -> None:
    body = {"programme": "complaint", "person": {"cpr": "0101900000", "name": "Ida Prøve"}, "facts": JSON}
    assert (await site.api("caseworker").post("cases", json=body)).status_code == 422


async def test_opening_a_complaint_looks_at_the_citizen_and_is_logged(site: Site) -> None:
    case_id = site.case()
    await site.as_("caseworker").get(f"/cases/{case_id}/open/complaint")
    assert site.lookups("caseworker")[-1].details["purpose"] == "open a case under it"


async def test_a_correction_of_a_complaint_offers_the_decisions_of_the_case(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    decision = decided(site, case_id)
    page = await person.get(f"/cases/{case_id}/open/complaint")
    await person.submit(page, f"/cases/{case_id}/open/complaint", **TYPED)
    [made] = below(site, case_id)
    page = await person.get(f"/cases/{made.id}/facts")
    await person.submit(page, f"/cases/{made.id}/facts", decision=decision, reason=REASON)
    assert site.case_row(made.id).facts["decision"] == decision


async def test_a_case_about_nobody_is_called_by_its_name_where_another_is_opened_under_it(site: Site) -> None:
    page = await site.as_("civic").get(f"/cases/{await begun(site)}/open/material")
    assert page.text(".identity").startswith("Stem i dit kvarter")
