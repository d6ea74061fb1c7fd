"""Young people, employers and openings from a file, by the page."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from store.tables import cases, metadata
from tests.imports.make_files import csv_bytes, table, xlsx_bytes
from tests.support.document import Document
from tests.support.rows import GOOD, employer, opening, young
from tests.support.site import COMPANIES, YOUNG, Person, Site
from tests.web.test_import import upload

TEAM = {"young": YOUNG, "employers": COMPANIES, "openings": COMPANIES}
OFFERED = {
    "youth": {"young", "employers", "openings"}, "company": {"employers", "openings"}, "jobconsultant": {"young"},
    "caseworker": {"citizens", "attendance", "young"}, "benefit": {"citizens", "attendance"},
    "supervisor": {"citizens", "attendance", "young", "employers", "openings"}, "civic": {"turnout"},
    "admin": {"citizens", "attendance", "young", "employers", "openings", "turnout"},
}  # fmt: skip
each_file = pytest.mark.parametrize("what", sorted(GOOD))


def opened(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).order_by(cases.c.id)))


async def sent(person: Person, what: str, content: bytes, status: int = 200, **how: Any) -> Document:
    """Past the page's own choice, as a program would send it."""
    file = {"file": ("f.csv", content, "text/csv")}
    return await person.post("/import", {"csrf": await person.csrf(), "kind": what} | how, status, files=file)


@each_file
async def test_good_rows_open_cases_in_the_team_of_their_programme_and_bad_ones_are_listed(site: Site, what: str) -> None:
    make, person = GOOD[what], site.as_("youth")
    page = await upload(person, csv_bytes(table(make(), make(1, bydel="x" * 81), make(2))), f"{what}.csv", kind=what)
    assert "Rækker indlæst: 2, uændret: 0, afvist: 1" in page.text(".alert-warning")
    [row] = page.texts("table:has(caption) tbody tr")
    assert row.startswith("3 ")
    assert "Skriv højst 80 tegn." in row
    assert page.one("#import-kind option[selected]")["value"] == what
    assert {case.team_id for case in opened(site)} == {site.teams[TEAM[what]]}
    [entry] = site.audited(f"import.{what}")
    assert (entry.actor_id, entry.details) == (site.ids["youth"], {"taken": 2, "unchanged": 0, "rejected": 1})
    assert site.lookups("youth")[-1].details["purpose"] == "import of 2 rows"


@each_file
async def test_the_same_file_again_changes_nothing(site: Site, what: str) -> None:
    person, content = site.as_("youth"), xlsx_bytes(table(GOOD[what](), GOOD[what](1)))
    await upload(person, content, "f.xlsx", kind=what)
    before = site.everything()
    page = await upload(person, content, "f.xlsx", kind=what)
    assert "Rækker indlæst: 0, uændret: 2, afvist: 0" in page.text(".alert")
    after = site.everything()
    assert {name for name in after if before[name] != after[name]} == {"imports"}


@each_file
async def test_a_try_changes_nothing(site: Site, what: str) -> None:
    page = await upload(site.as_("youth"), csv_bytes(table(GOOD[what]())), kind=what, try_only=True)
    assert "Det var kun en prøve" in page.text(".alert")
    assert opened(site) == []


@pytest.mark.parametrize("who", sorted(OFFERED))
async def test_each_is_offered_the_files_whose_cases_they_open_by_hand(site: Site, who: str) -> None:
    page = await site.as_(who).get("/import")
    assert page.has("a[href='/import']"), "and the way there"
    wanted = OFFERED[who]
    options = {str(one["value"]) for one in page.soup.select("#import-kind option")} - {""}
    assert options == (wanted if len(wanted) > 1 else set())
    assert len(page.texts("details summary")) == len(wanted)
    for what in ("young", "employers", "openings"):
        content = csv_bytes(table(GOOD[what]()))
        await sent(site.as_(who), what, content, 200 if what in wanted else 403)
    assert len(opened(site)) == len(wanted & set(GOOD))


async def test_who_opens_no_such_case_is_refused_and_nothing_is_stored(site: Site) -> None:
    for who in ("economy", "legal", "club", "partner", "auditor", "integration"):
        await sent(site.as_(who), "young", csv_bytes(table(young())), 403)
    await sent(site.as_("company"), "citizens", csv_bytes(table(young())), 403)
    assert opened(site) == []


async def test_the_page_says_of_each_column_what_it_may_hold(site: Site) -> None:
    page = await site.as_("company").get("/import")
    rows = page.texts("details table tbody tr")
    assert any(row.startswith("cvr CVR-nummer Nej En privat husholdning har intet.") for row in rows)
    assert any("Fx man 15:00-18:00; tor 15-18." in row for row in rows)
    assert any(row.startswith("employer Arbejdsplads Ja") for row in rows)


async def test_neither_the_log_nor_what_is_kept_of_the_file_holds_a_cell_of_it(site: Site) -> None:
    person = site.as_("youth")
    await upload(person, csv_bytes(table(young(navn="Zebulon Quist"), young(1, navn="Zebulon Quist", cpr="3201105002"))), kind="young")
    await upload(person, csv_bytes(table(employer(kontaktperson="Zebulon Quist"), opening(1, cvr="1"))), kind="openings")
    with site.store.read() as db:
        said = str([db.execute(metadata.tables[t].select()).all() for t in ("audit", "lookups", "outbox", "imports")])
    assert "Zebulon" not in said
    assert "320110" not in said
