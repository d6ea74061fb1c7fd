"""Sickness and leave for programs: the rights, sentences and effects of the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from domain.spells import SPELLS
from store import cases, spells
from tests.support.places import MONDAY
from tests.support.site import Site

SICK = {"kind": "sick", "from_on": "2026-11-16", "to_on": "2026-11-17", "note": "Ringet ind mandag morgen."}


@pytest.fixture
def case_id(site: Site) -> str:
    made = site.case()
    with site.store.write() as db:
        cases.enter(db, made, "running", 7, site.clock.at)
    return made


async def reported(program: httpx.AsyncClient, case_id: str, **changes: Any) -> dict[str, Any]:
    answer = await program.post(f"cases/{case_id}/spells", json=SICK | changes)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def stands(site: Site, case_id: str) -> list[tuple[str, str, str | None, bool]]:
    with site.store.read() as db:
        return [(s.kind, s.from_on.isoformat(), s.to_on and s.to_on.isoformat(), s.revoked_at is not None)
                for s in spells.of_case(db, case_id)]  # fmt: skip


async def test_sickness_is_reported_listed_ended_and_taken_back(site: Site, case_id: str) -> None:
    program = site.api("caseworker")
    made = await reported(program, case_id, to_on=None)
    assert made | {"id": "", "reported_at": ""} == SICK | {
        "id": "", "title": "Sygemeldt", "to_on": None, "reported_at": "", "by": site.ids["caseworker"],
        "revoked_at": None}  # fmt: skip
    address = f"cases/{case_id}/spells"
    ended = await program.post(f"{address}/{made['id']}/end", json={"to_on": "2026-11-18"})
    assert (ended.status_code, ended.json()["to_on"]) == (200, "2026-11-18")
    assert (await program.get(address)).json() == {"items": [ended.json()], "next": None}
    revoked = await program.post(f"{address}/{made['id']}/revoke")
    assert revoked.json()["revoked_at"] is not None
    assert (await program.get(address)).json()["items"] == [revoked.json()], "it stays in the list"
    again = await program.post(f"{address}/{made['id']}/revoke")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")


async def test_the_words_are_those_of_the_page_in_the_language_asked_for(site: Site, case_id: str) -> None:
    program = site.api("caseworker", **{"Accept-Language": "en"})
    assert (await reported(program, case_id))["title"] == "Sick"
    await reported(site.api("caseworker"), case_id, from_on="2026-11-18", to_on=None)
    page = await site.as_("caseworker").get(f"/cases/{case_id}/spells")
    assert "Sygemeldt 16.11.2026 17.11.2026" in page.text("table")
    assert "Sygemeldt 18.11.2026 vides ikke endnu" in page.text("table")


@pytest.mark.parametrize(("change", "field", "code", "says"), [
    ({"to_on": "2026-11-15"}, "to_on", "ends_before_start", "Slutter, før det begynder"),
    ({"to_on": "2027-11-18"}, "to_on", "spell_too_long", "Højst et år ad gangen"),
    ({"from_on": "2024-12-31", "to_on": None}, "from_on", "date_too_early", "Datoen ligger for tidligt"),
    ({"from_on": "16.11.2026"}, "from_on", "date_from_datetime_parsing", "Skriv datoen som åååå-mm-dd"),
    ({"kind": "exempt"}, "kind", "literal_error", "Vælg en af mulighederne"),
    ({"diagnosis": "x"}, "diagnosis", "extra_forbidden", "Ukendt felt"),
])  # fmt: skip
async def test_what_cannot_be_is_refused_with_its_field_and_changes_nothing(
    site: Site, case_id: str, change: dict[str, Any], field: str, code: str, says: str
) -> None:
    answer = await site.api("caseworker").post(f"cases/{case_id}/spells", json=SICK | change)
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["loc"], fault["code"], fault["message"]) == (["body", field], code, says)
    assert stands(site, case_id) == []


@pytest.mark.parametrize(("last", "status"), [("2027-11-17", 200), ("2027-11-18", 422)])
async def test_a_spell_is_not_prolonged_beyond_a_year(
    site: Site, case_id: str, last: str, status: int
) -> None:
    program = site.api("caseworker")
    made = await reported(program, case_id)
    answer = await program.post(f"cases/{case_id}/spells/{made['id']}/end", json={"to_on": last})
    assert answer.status_code == status
    if status == 422:
        assert (answer.json()["code"], answer.json()["message"]) == ("spell_too_long", "Højst et år ad gangen.")
        assert stands(site, case_id) == [("sick", "2026-11-16", "2026-11-17", False)]


@pytest.mark.parametrize(("who", "status"), [
    ("stranger", 404), ("economy", 403), ("integration", 403), ("partner", 403), ("benefit", 200)])  # fmt: skip
async def test_only_who_works_with_the_citizen_sees_and_changes_spells(
    site: Site, case_id: str, who: str, status: int
) -> None:
    made, program = await reported(site.api("caseworker"), case_id), site.api(who)
    address = f"cases/{case_id}/spells"
    got = (await program.get(address), await program.post(f"{address}/{made['id']}/end", json={"to_on": "2026-11-16"}),
           await program.post(f"{address}/{made['id']}/revoke"), await program.post(address, json=SICK))  # fmt: skip
    assert [one.status_code for one in got] == [status] * 3 + [status if status != 200 else 201]
    kept = [("sick", "2026-11-16", "2026-11-17", False)]
    assert (stands(site, case_id) == kept) is (status != 200)


@pytest.mark.parametrize("change", [("end", {"to_on": "2026-11-17"}), ("revoke", None)])
async def test_an_exemption_is_listed_and_changed_by_an_assessment_alone(
    site: Site, case_id: str, change: tuple[str, dict[str, str] | None]
) -> None:
    with site.store.write() as db:
        spell = spells.put(db, case_id, "exempt", MONDAY, None, now=site.clock.at)
    program, (what, body) = site.api("caseworker"), change
    [shown] = (await program.get(f"cases/{case_id}/spells")).json()["items"]
    assert (shown["kind"], shown["title"], shown["by"]) == ("exempt", SPELLS["exempt"].da, None)
    answer = await program.post(f"cases/{case_id}/spells/{spell}/{what}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "exempt_by_assessment")
    assert stands(site, case_id) == [("exempt", "2026-11-16", None, False)]


async def test_a_spell_of_another_case_is_not_found_under_this_one(site: Site, case_id: str) -> None:
    program = site.api("caseworker")
    made = await reported(program, case_id)
    answer = await program.post(f"cases/{site.case('En Anden')}/spells/{made['id']}/revoke")
    assert answer.status_code == 404
    assert stands(site, case_id) == [("sick", "2026-11-16", "2026-11-17", False)]


async def test_the_same_key_does_it_once_and_gives_the_same_answer(site: Site, case_id: str) -> None:
    program, address = site.api("caseworker"), f"cases/{case_id}/spells"
    first = await program.post(address, json=SICK, headers={"Idempotency-Key": "k"})
    assert (await program.post(address, json=SICK, headers={"Idempotency-Key": "k"})).json() == first.json()
    other = await program.post(address, json=SICK | {"kind": "holiday"}, headers={"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["code"]) == (422, "key_used")
    revoke = f"{address}/{first.json()['id']}/revoke"
    taken = [(await program.post(revoke, headers={"Idempotency-Key": "r"})).json() for _ in range(2)]
    assert taken[0] == taken[1]
    assert len(stands(site, case_id)) == 1
    assert [a.action for name in ("put", "end") for a in site.audited(f"spell.{name}")] == ["spell.put", "spell.end"]


async def test_who_saw_the_spells_of_a_citizen_is_written_down(site: Site, case_id: str) -> None:
    await site.api("jobconsultant").get(f"cases/{case_id}/spells")
    seen = site.lookups("jobconsultant")[-1]
    assert (seen.action, seen.subject, seen.case_id) == ("view.case", site.case_row(case_id).person_id, case_id)


@pytest.mark.parametrize(("ended", "code"), [("2026-11-16", 201), ("2026-11-15", 409)])
async def test_sickness_that_comes_to_light_after_the_end_is_reported_for_days_until_then(
    site: Site, case_id: str, ended: str, code: int) -> None:  # fmt: skip
    at = datetime.fromisoformat(f"{ended}T12:00:00+01:00")
    with site.store.write() as db:
        db.execute(sa.update(cases.cases).where(cases.cases.c.id == case_id).values(closed_at=at, outcome="benefit_ended"))
    answer = await site.api("caseworker").post(f"cases/{case_id}/spells", json=SICK)
    assert answer.status_code == code
    assert len(stands(site, case_id)) == (code == 201)
