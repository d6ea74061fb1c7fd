"""Citizens from a file, by the page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from store.refused_files import refuse
from store.tables import metadata
from tests.imports.make_files import citizen_cells, csv_bytes, impossible_cpr, table, xlsx_bytes
from tests.support.document import Document
from tests.support.places import place, placement
from tests.support.site import Person, Site
from web import importing
from web.pages import imports as pages

GOOD = csv_bytes(table(citizen_cells(1), citizen_cells(2)))
NO_ROWS = "Filen har overskrifter, men ingen rækker. Skriv rækkerne under overskrifterne"
MIXED = csv_bytes(table(citizen_cells(1), citizen_cells(2, cpr="310299-0000"), citizen_cells(3, ydelse="løn")))


async def upload(person: Person, content: bytes, name: str = "borgere.csv", *, try_only: bool = False,
                 status: int = 200, kind: str = "citizens") -> Document:  # fmt: skip
    page = await person.get("/import")
    sent = page.filled(page.form("/import"), dry_run="1" if try_only else None, kind=kind)
    return await person.post("/import", sent, status, files={"file": (name, content, "text/csv")})


def cases_in(site: Site) -> int:
    with site.store.read() as db:
        return len(db.execute(metadata.tables["cases"].select()).all())


async def test_good_rows_become_cases(site: Site) -> None:
    page = await upload(site.as_("caseworker"), GOOD)
    assert "Rækker indlæst: 2, uændret: 0, afvist: 0" in page.text(".alert-success")
    assert "borgere.csv" in page.text(".alert-success")
    assert cases_in(site) == 2
    assert site.lookups("caseworker")[-1].details["purpose"] == "import of 2 rows"


async def test_xlsx_is_read_too(site: Site) -> None:
    page = await upload(site.as_("caseworker"), xlsx_bytes(table(citizen_cells(1))), "borgere.xlsx")
    assert "Rækker indlæst: 1" in page.text(".alert")


async def test_bad_rows_are_listed_with_line_and_reason_and_good_ones_taken(site: Site) -> None:
    page = await upload(site.as_("caseworker"), MIXED)
    assert "Rækker indlæst: 1, uændret: 0, afvist: 2" in page.text(".alert-warning")
    rows = page.texts("table:has(caption) tbody tr")
    assert [row.split()[0] for row in rows] == ["3", "4"]
    assert "dato findes ikke" in rows[0]
    assert "310299" not in page.response.text, "no CPR number in the reason"
    assert cases_in(site) == 1


async def test_a_try_changes_nothing_and_says_so(site: Site) -> None:
    before = site.everything()
    person = site.as_("caseworker")
    page = await person.get("/import")
    assert page.one("#import-dry-run").has_attr("checked"), "trying first is the default"
    page = await upload(person, MIXED, try_only=True)
    assert "Det var kun en prøve. Intet er ændret." in page.text(".alert")
    assert "Hvis du indlæser filen: rækker indlæses: 1, uændret: 0, afvises: 2." in page.text(".alert")
    assert "fjerne fluebenet ved »Kun prøve«" in page.text(".alert")
    assert "Rækker indlæst" not in page.text(".alert")
    after = site.everything()
    assert {name for name in after if before[name] != after[name]} == {"imports"}


async def test_the_same_file_again_changes_nothing(site: Site) -> None:
    person = site.as_("caseworker")
    await upload(person, GOOD)
    before = site.everything()
    page = await upload(person, GOOD)
    assert "Rækker indlæst: 0, uændret: 2, afvist: 0" in page.text(".alert")
    after = site.everything()
    assert {name for name in after if before[name] != after[name]} == {"imports"}


async def test_columns_that_nobody_reads_are_named(site: Site) -> None:
    page = await upload(site.as_("caseworker"), csv_bytes(table(citizen_cells(1, hårfarve="rød"))))
    assert "Kolonner, der ikke blev læst: hårfarve." in page.text(".alert")


@pytest.mark.parametrize(("content", "name", "says"), [
    (b"", "tom.csv", "Filen er tom."), (GOOD.splitlines(keepends=True)[0], "ingen.csv", NO_ROWS), (b"navn;alder\r\nA;1\r\n", "forkert.csv", "Disse kolonner mangler"),
    (b"%PDF-1.7 \x00\x01", "brev.pdf", "Fil"), (GOOD, "borgere.xlsx", "Fil"), (b"PK\x03\x04rubbish", "x.xlsx", "Fil"),
    (b"<html><script>alert(1)</script>", "borgere.html", ""),
])  # fmt: skip
async def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    site: Site, content: bytes, name: str, says: str
) -> None:
    before = site.everything()
    page = await upload(site.as_("caseworker"), content, name, status=422)
    assert says in page.text("#import-error")
    assert site.everything() == before


@pytest.mark.parametrize("kind", list(pages.STAFFS.kinds))
async def test_a_file_of_any_kind_with_headings_alone_has_no_rows(site: Site, kind: str) -> None:
    headings = ";".join(column.name for column in pages.STAFFS.kinds[kind].columns)
    page = await upload(site.as_("admin"), f"{headings}\n".encode(), status=422, kind=kind)
    assert NO_ROWS in page.text("#import-error")


async def test_without_a_file_one_is_asked_for_one(site: Site) -> None:
    person = site.as_("caseworker")
    page = await person.post("/import", {"csrf": await person.csrf()}, 422)
    assert "Vælg en fil." in page.text("#import-error")


@pytest.mark.parametrize("name", [
    "../../etc/passwd", "C:\\hemmelig\\borgere.csv", "CON.csv", "x" * 300 + ".csv", "a\u202evsc.exe", "<script>.csv",
])  # fmt: skip
async def test_a_file_name_is_only_ever_text(site: Site, name: str) -> None:
    page = await upload(site.as_("caseworker"), GOOD, name)
    shown = page.text(".alert-heading")
    assert "/" not in shown
    assert "\\" not in shown
    assert len(shown) <= 200


async def test_the_result_is_shown_to_nobody_else(site: Site) -> None:
    page = await upload(site.as_("caseworker"), MIXED)
    address, download = str(page.response.url), str(page.one("a[href$='rejected.csv']")["href"])
    assert not (await site.as_("benefit").get(address)).has("caption")
    await site.as_("benefit").get(download, 404)


async def test_lines_and_reasons_can_be_downloaded_without_a_cell_of_the_file(site: Site) -> None:
    person = site.as_("caseworker")
    page = await upload(person, MIXED)
    answer = await person.client.get(str(page.one("a[href$='rejected.csv']")["href"]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["content-type"].startswith("text/csv")
    assert [line.split(";")[0] for line in lines] == ["linje", "3", "4"]
    assert "310299" not in answer.text


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A file that takes long: its reader stops after the first word until the event is set."""
    go_on, plain = Event(), importing.import_citizens

    def stopping(*args: Any, progress: Callable[[int, int], None], **named: Any) -> Any:
        progress(250, 100_000)
        go_on.wait(20)
        return plain(*args, progress=progress, **named)

    monkeypatch.setattr(importing, "import_citizens", stopping)
    monkeypatch.setattr(pages, "PATIENCE", 0.05)
    yield go_on
    go_on.set()


async def test_a_long_file_shows_how_far_it_is_and_then_its_result(site: Site, slow: Event) -> None:
    person = site.as_("caseworker")
    page = await upload(person, GOOD)
    assert "250 af 100000 rækker læst" in page.text("#import-result")
    assert page.one("#import-result progress")["value"] == "250"
    assert "part=result" in page.one("#import-result")["hx-get"], "the page looks again by itself"
    slow.set()
    address = str(page.one("#import-result a")["href"])
    for _ in range(200):
        page = await person.get(address)
        if not page.has("progress"):
            break
        await asyncio.sleep(0.02)
    assert "Rækker indlæst: 2" in page.text(".alert-success")
    assert not page.one("#import-result").has_attr("hx-get")


async def test_a_file_whose_reading_was_interrupted_says_so_and_what_to_do(site: Site, slow: Event) -> None:
    person = site.as_("caseworker")
    page = await upload(person, GOOD)
    site.clock.at += timedelta(minutes=2)
    page = await person.get(str(page.one("#import-result a")["href"]))
    assert "Indlæsningen blev afbrudt. 250 af 100000 rækker var læst." in page.text(".alert-error")
    assert "send den samme fil igen" in page.text(".alert-error")


async def test_a_fault_far_down_the_file_keeps_what_was_taken_and_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*args: Any, progress: Callable[[int, int], None], **_: Any) -> Any:
        progress(500, 900)
        refuse("file_has_nul", 501)

    monkeypatch.setattr(importing, "import_citizens", faulty)
    page = await upload(site.as_("caseworker"), GOOD)
    assert "Filen har nul-tegn" in page.text(".alert-error")
    assert "500 af 900 rækker var læst. Det, der er indlæst, står" in page.text(".alert-error")
    page = await upload(site.as_("caseworker"), GOOD, try_only=True)
    assert "500 af 900 rækker var kontrolleret. Prøv filen igen." in page.text(".alert-error")
    assert "Det, der er indlæst" not in page.text(".alert-error")


@pytest.mark.parametrize("name", ["economy", "legal", "partner", "integration"])
async def test_the_import_is_for_who_opens_cases(site: Site, name: str) -> None:
    person = site.as_(name)
    await person.get("/import", 403)
    await person.post("/import", {"csrf": await person.csrf()}, 403, files={"file": ("b.csv", GOOD, "text/csv")})
    assert cases_in(site) == 0


async def test_every_column_is_explained(site: Site) -> None:
    page = await site.as_("caseworker").get("/import")
    rows = page.texts("table.plain tbody tr")
    assert any(row.startswith("cpr CPR-nummer Ja") for row in rows)
    assert len(rows) > 10


async def test_the_log_names_no_person_of_the_file(site: Site) -> None:
    await upload(site.as_("caseworker"), GOOD)
    with site.store.read() as db:
        said = str([db.execute(metadata.tables[t].select()).all() for t in ("audit", "lookups", "outbox", "imports")])
    assert impossible_cpr(1) not in said
    assert "Ægir" not in said


def week(site: Site, **changes: str) -> bytes:
    return csv_bytes(table({"cpr": site.cprs[0], "dato": "16.11.2026", "fremmøde": "mødt", "timer": "6"} | changes))


async def test_attendance_is_read_by_the_team_of_the_case(site: Site) -> None:
    placement(site, place(site), site.case())
    person = site.as_("caseworker")
    page = await upload(person, week(site), "uge47.csv", kind="attendance")
    assert "Rækker indlæst: 1, uændret: 0, afvist: 0" in page.text(".alert-success")
    assert page.one("#import-kind option[selected]")["value"] == "attendance"
    page = await upload(person, week(site), "uge47.csv", kind="attendance")
    assert "Rækker indlæst: 0, uændret: 1, afvist: 0" in page.text(".alert")


async def test_another_teams_placements_do_not_exist_for_a_file(site: Site) -> None:
    placement(site, place(site), site.case(team="Vesterbro"))
    page = await upload(site.as_("caseworker"), week(site), kind="attendance")
    assert "Rækker indlæst: 0, uændret: 0, afvist: 1" in page.text(".alert-warning")
    assert "intet forløb, der passer" in page.text("table:has(caption) tbody tr")


async def test_a_file_of_another_kind_is_refused_with_what_it_lacks(site: Site) -> None:
    page = await upload(site.as_("caseworker"), GOOD, kind="attendance", status=422)
    assert "Disse kolonner mangler: Dato, Fremmøde" in page.text("#import-error")
    assert page.one("#import-kind option[selected]")["value"] == "attendance"
    page = await upload(site.as_("caseworker"), GOOD, kind="", status=422)
    assert "Vælg, hvad filen indeholder" in page.text("#import-error")
