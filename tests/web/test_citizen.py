"""Where a citizen lives and how they get post: corrected by hand, by those who may, with the old values kept."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import CloseCase
from store import people
from store.people import Person as Citizen
from store.tables import audit
from tests.support.document import Document
from tests.support.site import GUIDE, NOW, Person, Site
from tests.web.test_letters import GUIDED

NEW = {"address": "Nygade 7, 2450 København SV", "phone": "+45 33 66 33 66", "language": "Tigrinya"}


def citizen(site: Site, case_id: str) -> Citizen:
    with site.store.read() as db:
        return people.get(db, site.store.secrets, site.case_row(case_id).person_id)


def in_clear(site: Site) -> str:
    """All that the log holds."""
    with site.store.read() as db:
        return " ".join(map(str, db.execute(sa.select(audit)).all()))


async def correct(person: Person, case_id: str, status: int = 200, **typed: Any) -> Document:
    page = await person.get(f"/cases/{case_id}/citizen")
    return await person.submit(page, f"/cases/{case_id}/citizen", status=status, **typed)


@pytest.mark.parametrize("name", ["caseworker", "benefit", "supervisor"])
async def test_the_address_is_corrected_from_the_case(site: Site, name: str) -> None:
    case_id, person = site.case(), site.as_(name)
    page = await person.get(f"/cases/{case_id}")
    assert page.has(f"main a[href='/cases/{case_id}/citizen']")
    page = await correct(person, case_id, **NEW)
    assert page.path == f"/cases/{case_id}/citizen"
    assert page.one("#f-address").text.strip() == NEW["address"] or page.one("#f-address").get("value") == NEW["address"]
    found = citizen(site, case_id)
    assert (found.address, found.phone, found.language) == tuple(NEW.values())
    page = await person.get(f"/cases/{case_id}")
    assert any("Borgerens oplysninger er rettet: Adresse, Sprog, Telefon" in line for line in page.texts(".timeline li"))


async def test_the_old_values_are_kept_sealed_and_shown_to_whoever_may_correct_them(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await correct(person, case_id, **NEW)
    entry = site.audited("case.citizen")[0]
    assert (entry.actor_id, entry.case_id, entry.details["changed"]) == (
        site.ids["caseworker"], case_id, ["address", "language", "phone"])  # fmt: skip
    assert not [word for word in ("Prøvevej", "Nygade", "33 66") if word in in_clear(site)]
    assert "Prøvevej 1, 2400 København" in page.text("main section")
    assert "Signe Sand" in page.text("main section")
    with site.store.read() as db:
        old = people.corrections(db, site.store.secrets, citizen(site, case_id).id)[0].before
    assert old == {"address": "Prøvevej 1, 2400 København", "phone": "", "language": ""}


async def test_what_is_saved_unchanged_leaves_no_trace(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    before = site.everything()
    await correct(person, case_id)
    assert site.everything() == before
    assert site.audited("case.citizen") == []


async def test_a_double_press_corrects_once(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/citizen")
    form = page.filled(page.form(f"/cases/{case_id}/citizen"), **NEW)
    for _ in range(2):
        await person.post(f"/cases/{case_id}/citizen", form)
    assert len(site.audited("case.citizen")) == 1


async def test_who_saw_an_older_version_is_told_and_keeps_the_text(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/citizen")
    await correct(site.as_("benefit"), case_id, address="Et andet sted 1, 8000 Aarhus C")
    page = await person.submit(page, f"/cases/{case_id}/citizen", status=409, **NEW)
    assert "En anden har rettet borgerens oplysninger" in page.text("#refusal")
    assert "Et andet sted 1" in page.text("main details")
    assert NEW["address"] in page.response.text
    assert citizen(site, case_id).address == "Et andet sted 1, 8000 Aarhus C"
    await person.submit(page, f"/cases/{case_id}/citizen")
    assert citizen(site, case_id).address == NEW["address"]


async def test_an_exempt_citizen_without_an_address_is_warned_of(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await correct(person, case_id, post_exempt="true")
    assert not page.has("#no-address")
    page = await correct(person, case_id, address="")
    assert "breve på papir kan ikke sendes" in page.text("#no-address")
    assert (await site.as_("benefit").get(f"/cases/{case_id}")).has("#no-address")
    page = await correct(person, case_id, post_exempt="false")
    assert not page.has("#no-address")


async def test_a_protected_address_is_not_shown_and_stays_when_the_field_is_left_empty(site: Site) -> None:
    case_id, person = site.case(protected=True), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/citizen")
    assert "Prøvevej" not in page.response.text
    page = await correct(person, case_id, phone="33 66 33 66")
    assert citizen(site, case_id).address == "Prøvevej 1, 2400 København"
    page = await correct(person, case_id, address=NEW["address"])
    assert citizen(site, case_id).address == NEW["address"]
    assert not [word for word in ("Prøvevej", "Nygade") if word in page.response.text], "nor does the history show it"
    assert "Adressebeskyttet" in page.text("main section")


async def test_protection_hides_the_address_from_then_on(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await correct(person, case_id, protected="true")
    assert "Prøvevej" not in page.response.text
    assert "Prøvevej" not in (await person.get(f"/cases/{case_id}")).response.text
    assert citizen(site, case_id).protected


@pytest.mark.parametrize(("typed", "field", "says"), [
    ({"address": "x" * 301}, "address", "Skriv højst 300 tegn"), ({"phone": "1" * 41}, "phone", "Skriv højst 40 tegn"),
    ({"post_exempt": "måske"}, "post_exempt", "Vælg Ja eller Nej"),
])  # fmt: skip
async def test_errors_stand_beside_the_field(site: Site, typed: dict[str, str], field: str, says: str) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    before = site.everything()
    page = await correct(person, case_id, 422, **typed)
    assert says in page.text(f"#f-{field}-error")
    assert site.everything() == before


@pytest.mark.parametrize(("name", "status"), [("jobconsultant", 403), ("economy", 403), ("legal", 403), ("admin", 403),
                                              ("partner", 403), ("stranger", 404), ("otherboss", 404)])  # fmt: skip
async def test_nobody_else_corrects_or_sees_it(site: Site, name: str, status: int) -> None:
    case_id, person = site.case(), site.as_(name)
    before = site.everything()
    await person.get(f"/cases/{case_id}/citizen", status=status)
    await person.post(f"/cases/{case_id}/citizen", NEW | {"csrf": await person.csrf()}, status)
    api = site.api(name)
    assert (await api.get(f"cases/{case_id}/citizen")).status_code == status
    assert (await api.post(f"cases/{case_id}/citizen", json={"address": "x"})).status_code == status
    assert site.everything() == before


async def test_a_closed_case_lets_the_address_be_corrected(site: Site) -> None:
    """A letter of it may fail afterwards."""
    case_id, person = site.case(), site.as_("caseworker")
    site.activities.close_case(CloseCase(case_id=case_id, stage="closed", visit=9, now=NOW, outcome="ended"))
    await correct(person, case_id, **NEW)
    assert citizen(site, case_id).address == NEW["address"]


async def test_the_refusal_of_a_letter_without_an_address_leads_there(site: Site) -> None:
    case_id = site.case()
    task_id, person = site.held("caseworker", case_id, kind=GUIDE), site.as_("caseworker")
    await correct(person, case_id, address="", post_exempt="true")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", status=422, **GUIDED)
    assert "modtagerens adresse mangler" in page.text("#refusal")
    page = await person.get(str(page.one("#refusal a")["href"]))
    assert page.h1 == "Borgerens oplysninger"
    await correct(person, case_id, **NEW)
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete")
    assert page.h1 == "Du er ved at sende et brev"


async def test_every_look_is_logged(site: Site) -> None:
    case_id = site.case()
    await site.as_("benefit").get(f"/cases/{case_id}/citizen")
    await site.api("benefit").get(f"cases/{case_id}/citizen")
    assert [(one.action, one.case_id) for one in site.lookups("benefit")] == [("view.case", case_id)] * 2


async def test_a_program_reads_and_corrects_what_it_names(site: Site) -> None:
    case_id, api = site.case(), site.api("benefit")
    first = (await api.get(f"cases/{case_id}/citizen")).json()
    assert (first["address"], first["lacks_address"]) == ("Prøvevej 1, 2400 København", False)
    body = {"address": "", "post_exempt": True, "version": first["version"]}
    second = (await api.post(f"cases/{case_id}/citizen", json=body)).json()
    assert (second["address"], second["post_exempt"], second["lacks_address"]) == ("", True, True)
    stale = await api.post(f"cases/{case_id}/citizen", json={"phone": "11 11 11 11", "version": first["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    third = (await api.post(f"cases/{case_id}/citizen", json={"protected_address": True})).json()
    assert (third["address"], third["protected_address"], third["post_exempt"]) == (None, True, True)


async def test_markup_in_an_address_is_text(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    bad = '<script>alert(1)</script>"><img src=x onerror=x>'
    page = await correct(person, case_id, address=bad)
    page = await correct(person, case_id, address="Nygade 7, 2450 København SV")
    assert bad in page.text("main section")
    assert not page.has("main script")
