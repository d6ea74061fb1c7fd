"""Attendance from a file, by the people of a place: their own places only, and no word about others."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from store.tables_effort import attendance
from tests.imports.make_files import csv_bytes, table
from tests.support.document import Document
from tests.support.places import MONDAY, place, placement
from tests.support.site import OWN, Person, Site
from tests.web.test_import import GOOD
from web.limits import UPLOAD

NOBODYS = "no-such-placement"


def rows(*cells: dict[str, str]) -> bytes:
    """Rows of one header, whether they name a placement or a citizen."""
    header = dict.fromkeys(("forløb", "cpr", "sted", "dato", "fremmøde", "timer"), "")
    return csv_bytes(table(*(header | {"dato": "16.11.2026", "fremmøde": "mødt", "timer": "6"} | one for one in cells)))


async def handed_in(person: Person, content: bytes, *, try_only: bool = False, status: int = 200,
                    **more: str) -> Document:  # fmt: skip
    page = await person.get("/places/import")
    sent = page.filled(page.form("/places/import"), dry_run="1" if try_only else None) | more
    return await person.post("/places/import", sent, status, files={"file": ("uge47.csv", content, "text/csv")})


@pytest.fixture
def own(site: Site) -> str:
    return placement(site, place(site), site.case("Zeynep Ørskov"))


@pytest.fixture
def others(site: Site) -> str:
    return placement(site, place(site, "Genbrug", None), site.case("Bo Bang"))


def registered(site: Site) -> dict[str, int]:
    with site.store.read() as db:
        return {r.placement_id: r.minutes for r in db.execute(sa.select(attendance)) if r.day == MONDAY}


async def test_the_attendance_page_leads_there_and_back(site: Site, own: str) -> None:
    person = site.as_("partner")
    page = await person.get("/places")
    page = await person.get(str(page.one("main a[href='/places/import']")["href"]))
    assert page.text("h1") == "Indlæs fremmøde"
    assert page.has("main a[href='/places']")
    assert not page.has("#import-kind"), "there is only one kind of file to hand in"
    assert page.texts("details summary") == ["Fremmøde"], "nothing about files of citizens"


async def test_the_rows_of_ones_own_place_are_taken_and_the_same_file_again_changes_nothing(
    site: Site, own: str
) -> None:
    person, file = site.as_("partner"), rows({"cpr": site.cprs[0]}, {"forløb": own, "dato": "17.11.2026"})
    page = await handed_in(person, file)
    assert "Rækker indlæst: 2, uændret: 0, afvist: 0" in page.text(".alert-success")
    assert registered(site) == {own: 360}
    before = site.everything()
    page = await handed_in(person, file)
    assert "Rækker indlæst: 0, uændret: 2, afvist: 0" in page.text(".alert")
    after = site.everything()
    assert {name for name in after if before[name] != after[name]} == {"imports"}


async def test_anothers_place_gets_the_sentence_of_a_place_that_does_not_exist(
    site: Site, own: str, others: str
) -> None:
    mine, theirs = site.cprs
    nobody = "3112990000"
    page = await handed_in(site.as_("partner"), rows(
        {"forløb": others}, {"forløb": NOBODYS}, {"cpr": theirs}, {"cpr": nobody}, {"cpr": theirs, "sted": "Genbrug"},
        {"cpr": mine, "sted": "Genbrug"}, {"cpr": mine, "sted": "Ingensteds"}, {"cpr": mine}))  # fmt: skip
    assert "Rækker indlæst: 1, uændret: 0, afvist: 7" in page.text(".alert-warning")
    reasons = page.texts("table:has(caption) tbody td")
    assert len(reasons) == 7
    assert set(reasons) == {"Borgeren har intet forløb, der passer, den dag."}
    assert registered(site) == {own: 360}
    assert "Genbrug" not in page.text("main")
    assert [one.action for one in site.lookups("partner")][-2:] == ["refused", "import"]


async def test_a_place_that_is_closed_down_takes_no_rows(site: Site, own: str) -> None:
    person = site.as_("partner")
    place(site, active=False)
    page = await handed_in(person, rows({"forløb": own}))
    assert "afvist: 1" in page.text(".alert-warning")
    assert registered(site) == {}


async def test_lines_and_reasons_can_be_fetched_by_who_handed_the_file_in(site: Site, own: str, others: str) -> None:
    person = site.as_("partner")
    page = await handed_in(person, rows({"forløb": own}, {"forløb": others}))
    address = str(page.one("a[href$='rejected.csv']")["href"])
    assert address.startswith("/places/import/")
    lines = (await person.client.get(address)).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines] == ["linje", "3"]
    site.give("legal", Role.partner, OWN)
    await site.as_("legal").get(address, 404)


async def test_a_try_changes_nothing(site: Site, own: str) -> None:
    page = await handed_in(site.as_("partner"), rows({"forløb": own}), try_only=True)
    assert "Det var kun en prøve. Intet er ændret." in page.text(".alert")
    assert registered(site) == {}


async def test_no_citizens_are_taken_from_a_file_whatever_kind_the_form_says(site: Site, own: str) -> None:
    before = site.everything()
    page = await handed_in(site.as_("partner"), GOOD, status=422, kind="citizens")
    assert "Disse kolonner mangler: Dato, Fremmøde" in page.text("#import-error")
    assert site.everything() == before


@pytest.mark.parametrize("who", ["caseworker", "admin", "auditor"])
async def test_it_is_for_the_people_of_a_place(site: Site, own: str, who: str) -> None:
    person = site.as_(who)
    await person.get("/places/import", 403)
    file: dict[str, Any] = {"file": ("uge47.csv", rows({"forløb": own}), "text/csv")}
    await person.post("/places/import", {"csrf": await person.csrf()}, 403, files=file)
    assert registered(site) == {}


async def test_a_file_of_many_rows_may_be_sent_as_by_the_staff(site: Site, own: str) -> None:
    person = site.as_("partner")
    padded = rows({"forløb": own}) + b";;;;;\r\n" * 200_000
    assert 1_000_000 < len(padded) < UPLOAD
    page = await handed_in(person, padded)
    assert "Rækker indlæst: 1" in page.text("#import-result")
