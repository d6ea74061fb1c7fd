"""The people beside a citizen, and how the citizen gets post."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import CloseCase
from store import parties
from store.parties import Party
from store.tables import people as people_table
from tests.support.document import Document
from tests.support.site import NOW, Person, Site

RITA = {"representative.name": "Rita Ravn", "representative.address": "Gade 2, 2100 København Ø",
        "representative.since": "01.10.2026"}  # fmt: skip
ALI = {"interpreter.name": "Ali Tolk", "interpreter.language": "Arabisk", "interpreter.born_on": "01.02.1980",
       "interpreter.professional": "true"}  # fmt: skip


def beside(site: Site, case_id: str) -> list[Party]:
    with site.store.read() as db:
        return parties.of_case(db, site.store.secrets, case_id)


def post_exempt(site: Site) -> bool:
    with site.store.read() as db:
        return bool(db.execute(sa.select(people_table.c.post_exempt)).scalar_one())


async def add(person: Person, case_id: str, form: str, status: int = 200, **typed: Any) -> Document:
    page = await person.get(f"/cases/{case_id}/people")
    return await person.submit(page, f"/cases/{case_id}/people/{form}", status=status, **typed)


@pytest.mark.parametrize("name", ["caseworker", "supervisor"])
async def test_a_representative_is_added_and_stands_on_the_case(site: Site, name: str) -> None:
    case_id, person = site.case(), site.as_(name)
    page = await add(person, case_id, "representative", **RITA)
    assert page.path == f"/cases/{case_id}/people"
    page = await person.get(f"/cases/{case_id}")
    assert page.texts("#parties tbody tr") == ["Rita Ravn Partsrepræsentant Gade 2, 2100 København Ø 01.10.2026–nu"]
    assert any("Person tilføjet: Partsrepræsentant" in line for line in page.texts(".timeline li"))
    assert site.audited("case.party_added")[0].actor_id == site.ids[name]
    assert "Rita" not in str(site.audited("case.party_added"))


async def test_an_interpreter_is_added_with_a_birth_date(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    await add(person, case_id, "interpreter", **ALI)
    page = await person.get(f"/cases/{case_id}")
    assert page.texts("#parties tbody tr") == [
        "Ali Tolk Tolk Arabisk født 01.02.1980 Professionel tolk 19.11.2026–nu"]  # fmt: skip


async def test_an_interpreter_may_be_confirmed_to_be_of_age(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await add(person, case_id, "interpreter", **ALI | {"interpreter.born_on": "", "interpreter.of_age": "true"})
    assert "Bekræftet myndig" in page.texts("#parties tbody tr")[0]


@pytest.mark.parametrize(("answer", "says"), [("true", "Professionel tolk"), ("false", "Ikke professionel")])
async def test_it_is_shown_whether_an_interpreter_is_a_professional(site: Site, answer: str, says: str) -> None:
    """Where no first talk rests on it, a relative of age may interpret as before."""
    case_id, person = site.case(), site.as_("caseworker")
    await add(person, case_id, "interpreter", **ALI | {"interpreter.professional": answer})
    assert (await person.get(f"/cases/{case_id}")).texts("#parties tbody tr") == [
        f"Ali Tolk Tolk Arabisk født 01.02.1980 {says} 19.11.2026–nu"]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"interpreter.born_on": "20.11.2008"}, "Tolken er under 18 år den 19.11.2026"),
        ({"interpreter.born_on": ""}, "bekræft, at tolken er fyldt 18 år"),
        ({"interpreter.born_on": "", "interpreter.of_age": "false"}, "bekræft, at tolken er fyldt 18 år"),
    ],
)
async def test_nobody_under_age_interprets_and_nothing_typed_is_lost(site: Site, typed: dict[str, str],
                                                                     says: str) -> None:  # fmt: skip
    case_id, person = site.case(), site.as_("caseworker")
    page = await add(person, case_id, "interpreter", 422, **ALI | typed)
    assert says in page.text("#refusal")
    assert page.one("#f-interpreter-name")["value"] == "Ali Tolk"
    assert page.one("#f-interpreter-language")["value"] == "Arabisk"
    assert beside(site, case_id) == []


async def test_whether_an_interpreter_is_a_professional_is_answered_when_they_are_added(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await add(person, case_id, "interpreter", 422, **ALI | {"interpreter.professional": ""})
    assert "Feltet skal udfyldes" in page.text("#f-interpreter-professional-error")
    assert "Er tolken professionel og ikke i familie med borgeren? (frivilligt)" not in page.text()
    assert page.one("#f-interpreter-name")["value"] == "Ali Tolk"
    assert beside(site, case_id) == []


@pytest.mark.parametrize("name", ["Zeynep Ørskov", " zeynep  ørskov", "Ørskov, Zeynep"])
async def test_nobody_interprets_for_themselves(site: Site, name: str) -> None:
    case_id, person = site.case("Zeynep Ørskov"), site.as_("caseworker")
    page = await add(person, case_id, "interpreter", 422, **ALI | {"interpreter.name": name})
    assert "borgeren kan ikke være sin egen tolk" in page.text("#refusal")
    assert page.one("#f-interpreter-language")["value"] == "Arabisk"
    await add(person, case_id, "interpreter", **ALI | {"interpreter.name": "Zeynep Ørskov, Tolkebureauet"})
    assert [party.name for party in beside(site, case_id)] == ["Zeynep Ørskov, Tolkebureauet"]


async def test_an_interpreter_stands_on_the_case_from_the_day_that_is_said(site: Site) -> None:
    """And has turned 18 by then."""
    case_id, person = site.case(), site.as_("caseworker")
    young = ALI | {"interpreter.born_on": "19.11.2008"}
    page = await add(person, case_id, "interpreter", 422, **young | {"interpreter.since": "18.11.2026"})
    assert "Tolken er under 18 år den 18.11.2026" in page.text("#refusal")
    page = await add(person, case_id, "interpreter", 422, **ALI | {"interpreter.since": "20.11.2026"})
    assert "Datoen er ikke kommet endnu" in page.text("#f-interpreter-since-error")
    page = await add(person, case_id, "interpreter", **ALI | {"interpreter.since": "18.11.2026"})
    assert page.texts("#parties tbody tr")[0].startswith(
        "Ali Tolk Tolk Arabisk født 01.02.1980 Professionel tolk 18.11.2026–nu")  # fmt: skip


async def test_who_is_18_today_may_interpret(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    await add(person, case_id, "interpreter", **ALI | {"interpreter.born_on": "19.11.2008"})
    assert [party.name for party in beside(site, case_id)] == ["Ali Tolk"]


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"representative.name": " "}, "name", "Feltet skal udfyldes"),
        ({"representative.name": "x"}, "name", "Skriv mindst 2 tegn"),
        ({"representative.address": "x" * 401}, "address", "Skriv højst 400 tegn"),
        ({"representative.since": "20.11.2026"}, "since", "Datoen er ikke kommet endnu"),
        ({"representative.since": "31.02.2026"}, "since", "Den dag findes ikke i kalenderen"),
    ],
)
async def test_errors_stand_beside_the_field_and_in_the_summary(site: Site, typed: dict[str, str], field: str,
                                                                says: str) -> None:  # fmt: skip
    case_id, person = site.case(), site.as_("caseworker")
    page = await add(person, case_id, "representative", 422, **RITA | typed)
    assert says in page.text(f"#f-representative-{field}-error")
    assert page.one("#error-summary a")["href"] == f"#f-representative-{field}"
    assert beside(site, case_id) == []


async def test_a_second_representative_is_refused_until_the_first_has_ended(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    await add(person, case_id, "representative", **RITA)
    page = await add(person, case_id, "representative", 409, **RITA | {"representative.name": "Ulla Ulv"})
    assert "har allerede en partsrepræsentant" in page.text("#refusal")
    assert page.one("#f-representative-name")["value"] == "Ulla Ulv"
    page = await person.get(f"/cases/{case_id}/people")
    party = beside(site, case_id)[0]
    page = await person.submit(page, f"/cases/{case_id}/people/{party.id}/end", date="18.11.2026")
    assert "01.10.2026–18.11.2026" in page.texts("#parties tbody tr")[0]
    await add(person, case_id, "representative", **RITA | {"representative.name": "Ulla Ulv"})
    assert [p.name for p in beside(site, case_id) if p.stands(NOW.date())] == ["Ulla Ulv"]


async def test_a_double_press_adds_one_representative(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/people")
    form = page.filled(page.form(f"/cases/{case_id}/people/interpreter"), **ALI)
    for _ in range(2):
        await person.post(f"/cases/{case_id}/people/interpreter", form)
    assert len(beside(site, case_id)) == 1


@pytest.mark.parametrize(("day", "status"), [("30.09.2026", 422), ("20.11.2026", 422), ("01.10.2026", 200), ("", 200)])
async def test_somebody_ends_between_the_first_day_and_today(site: Site, day: str, status: int) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await add(person, case_id, "representative", **RITA)
    party = beside(site, case_id)[0]
    await person.submit(page, f"/cases/{case_id}/people/{party.id}/end", status=status, date=day)
    assert (beside(site, case_id)[0].until is not None) is (status == 200)


async def test_whether_the_citizen_gets_digital_post_is_kept_on_the_person(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    for answer, exempt in (("true", True), ("true", True), ("false", False)):
        page = await person.get(f"/cases/{case_id}/citizen")
        await person.submit(page, f"/cases/{case_id}/citizen", post_exempt=answer)
        assert post_exempt(site) is exempt
        page = await person.get(f"/cases/{case_id}")
        assert ("fritaget for Digital Post: breve" in page.text()) is exempt
    assert [a.details for a in site.audited("case.post_exempt")] == [{"exempt": True}, {"exempt": False}]


@pytest.mark.parametrize("name", ["benefit", "jobconsultant", "economy"])
async def test_only_caseworkers_and_supervisors_keep_the_people_of_a_case(site: Site, name: str) -> None:
    case_id, person = site.case(), site.as_(name)
    assert not (await person.get(f"/cases/{case_id}")).has(f"a[href='/cases/{case_id}/people']")
    await person.get(f"/cases/{case_id}/people", status=403)
    before = site.everything()
    for form, typed in (("representative", RITA), ("interpreter", ALI)):
        await person.post(f"/cases/{case_id}/people/{form}", typed | {"csrf": await person.csrf()}, 403)
    assert site.everything() == before


async def test_a_stranger_cannot_tell_the_case_from_none(site: Site) -> None:
    case_id, stranger = site.case(), site.as_("otherboss")
    there = await stranger.get(f"/cases/{case_id}/people", status=404)
    none = await stranger.get("/cases/ARB-2026-999999/people", status=404)
    assert there.text("main") == none.text("main")
    await stranger.post(f"/cases/{case_id}/people/interpreter", ALI | {"csrf": await stranger.csrf()}, 404)
    assert beside(site, case_id) == []


async def test_nobody_is_ended_through_another_case(site: Site) -> None:
    mine, other, person = site.case(), site.case(), site.as_("caseworker")
    await add(person, other, "representative", **RITA)
    party = beside(site, other)[0]
    await person.post(f"/cases/{mine}/people/{party.id}/end", {"csrf": await person.csrf()}, 404)
    assert beside(site, other)[0].until is None


async def test_addresses_and_birth_dates_are_for_who_reads_identity(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    await add(person, case_id, "representative", **RITA)
    await add(person, case_id, "interpreter", **ALI)
    page = await site.as_("economy").get(f"/cases/{case_id}")
    assert "Rita Ravn" in page.text("#parties")
    assert not [secret for secret in ("Gade 2", "01.02.1980") if secret in page.response.text]


async def test_a_closed_case_keeps_its_people_as_they_were(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    site.activities.close_case(CloseCase(case_id=case_id, stage="closed", visit=9, now=NOW, outcome="ended"))
    assert not (await person.get(f"/cases/{case_id}")).has(f"a[href='/cases/{case_id}/people']")
    await person.get(f"/cases/{case_id}/people", status=409)


async def test_what_is_typed_as_markup_is_text(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    name = '<script>alert(1)</script>"><img src=x onerror=x>'
    page = await add(person, case_id, "representative", **RITA | {"representative.name": name})
    assert name in page.texts("#parties tbody th")
    assert not page.has("#parties script")
