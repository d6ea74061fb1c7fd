"""The committee's report and every report on paper: who reads it, the same numbers everywhere, every krone."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from threading import Event

import pypdf
import pytest
import python_calamine

from store import budget
from store.budget import By, Claim
from tests.support.areas import whole
from tests.support.figures import Filing
from tests.support.outcomes import jobs
from tests.support.site import Site
from tests.web.test_reports import XLSX, asked, rows, table
from web.export.figures import figure
from workflows.map import process_map
from workflows.registry import CASES

PAGE, API = "/reports/committee", "reports/committee"
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def town(site: Site) -> None:
    """Cases of three programmes, one of them confidential, deadlines kept and missed, and money."""
    filing = Filing(site.store)
    for n, case in enumerate(filing.cases(30, "2026-01-10")):
        filing.task(case, "2026-02-01", "2026-03-10", "2026-03-05" if n % 3 else "2026-03-20", legal=n % 2 == 0)
        filing.task(case, "2026-05-01", "2026-05-10")
    filing.cases(12, "2026-02-10", "2026-05-05", "requirement_met")
    filing.cases(6, "2026-03-10", "2026-06-05", "died")
    filing.cases(3, "2026-07-10", "2026-08-05", "died")
    filing.cases(4, "2026-01-10", programme="vacancy", person=None)
    above = filing.case("2026-01-10", programme="perspektiv")
    for _ in range(9):
        filing.task(filing.case("2026-01-10", programme="concern", parent=above), "2026-01-11", "2026-01-12")
    with site.store.write() as db:
        line = budget.open_line(db, "youth", 2026, "service", 2_300_000_00, By(None, AT, "open"))
        for kind, ore in ((budget.reserve, 500_50), (budget.commit, 400_50), (budget.pay, 300_25)):
            kind(db, line, Claim("c"), ore, By(None, AT, kind.__name__))


# -- how it is read --


async def test_the_efforts_of_the_plan_come_first_and_each_part_is_led_to(site: Site) -> None:
    town(site)
    page = await site.as_("economy").get(PAGE)
    parts = page.texts("main h2")
    assert parts[:2] == ["Penge", "Arbejdspligt"]
    assert [one.removesuffix(" Foreløbig") for one in parts] == page.texts("main nav .links a")
    for link in page.soup.select("main nav .links a"):
        assert page.has(f"h2{link['href']}")


# -- who reads it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["economy", "supervisor", "otherboss", "admin", "civic"])
async def test_economy_supervisors_administrators_and_who_leads_campaigns_read_it_and_the_same_numbers(site: Site, who: str) -> None:
    town(site)
    assert "Udvalgsrapport" in (await site.as_(who).get("/reports")).text()
    assert (await asked(site, who, API)).json() == (await asked(site, "economy", API)).json()
    assert (await site.as_(who).get(PAGE)).h1 == "Udvalgsrapport"


@pytest.mark.parametrize("who", ["youth", "outreach"])
async def test_who_reads_a_programmes_report_does_not_read_the_committees(site: Site, who: str) -> None:
    assert "Udvalgsrapport" not in (await site.as_(who).get("/reports")).text()
    for path in (PAGE, f"{PAGE}.pdf"):
        await site.as_(who).get(path, status=404)
    await asked(site, who, API, 404)


async def test_an_administrator_reads_no_report_of_a_programme(site: Site) -> None:
    await site.as_("admin").get("/reports/youth_outcomes", status=404)


@pytest.mark.parametrize("who", ["outreach", "outreachboss", "economy"])
async def test_what_came_of_perspektiv_is_for_its_team_and_economy(site: Site, who: str) -> None:
    town(site)
    assert (await site.as_(who).get("/reports/perspektiv_outreach")).h1 == "Perspektiv: fra kontakt til plan"
    for other in ("specialist", "specialistboss", "youth", "supervisor"):
        await site.as_(other).get("/reports/perspektiv_outreach", status=404)


# -- what it shows -----------------------------------------------------------------------------------------------------


async def test_activity_outcomes_deadlines_and_backlog_are_counted(site: Site) -> None:
    town(site)
    found = (await asked(site, "economy", API)).json()
    assert (found["programme"], found["from"], found["to"]) == (None, "2026-01-01", "2026-10-31")
    assert rows(table(found, "obligation_activity"))["februar 2026"] == [12, 0, 42]
    assert rows(table(found, "obligation_activity"))["I alt vist"] == [48, 18, 30], "the three of July are too few yet"
    outcomes = rows(table(found, "obligation_outcomes"))
    ends = process_map(CASES["obligation"])
    assert outcomes == {one.says.da: [{"requirement_met": 12, "died": 6}.get(one.stage, 0)] for one in ends if one.is_end} | {
        "I alt": [18]}, "in the words of the process"
    assert rows(table(found, "obligation_deadlines"))["marts 2026"][4] == 67
    assert rows(table(found, "obligation_backlog"))["maj 2026"] == [30, 30, 30]
    assert rows(table(found, "vacancy_activity"))["januar 2026"] == [4, 0, 4]


async def test_what_the_campaigns_did_is_told_by_month_and_area_wherever_the_report_is_read(site: Site) -> None:
    whole(site)
    site.clock.at = datetime(2026, 12, 2, 9, tzinfo=UTC)
    found = (await asked(site, "economy", API)).json()
    assert rows(table(found, "civic_work"))["november 2026"] == [126, 180, 0]
    assert rows(table(found, "civic_events")) == {"november 2026": [2, 47], "I alt vist": [2, 47]}
    assert rows(table(found, "civic_areas"))["Tingbjerg"] == [64, 0, 0, 2, 47]
    page = await site.as_("economy").get(PAGE)
    assert page.has("section:has(#civic_work-all) svg")
    written = (await asked(site, "economy", API, Accept="text/csv")).content.decode("utf-8-sig")
    text = read((await asked(site, "economy", API, Accept="application/pdf")).content)
    for one in (page.text(), written, text):
        assert "Demokratisk deltagelse: udført arbejde" in one
        assert "Boligforeningen" not in one, "who said yes is not asked for"


async def test_turnout_where_campaigns_were_run_is_written_with_a_decimal_wherever_the_report_is_read(site: Site) -> None:
    whole(site)
    site.clock.at = datetime(2026, 12, 2, 9, tzinfo=UTC)
    found = (await asked(site, "economy", API)).json()
    assert rows(table(found, "civic_turnout"))["Tingbjerg: Tingbjerg Skole (17.11.2026)"] == [3330, 3820, 490]
    page = await site.as_("economy").get(PAGE)
    assert "Tingbjerg: Tingbjerg Skole (17.11.2026) 33,3 % 38,2 % +4,9" in page.texts("table tr")
    assert "38,2 %" in page.texts("section:has(#civic_turnout-all) svg .bar-label")
    written = (await asked(site, "economy", API, Accept="text/csv")).content.decode("utf-8-sig")
    assert ";Forskel;procentpoint;4,90;" in written
    text = read((await asked(site, "economy", API, Accept="application/pdf")).content)
    assert "+4,9" in text
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO((await asked(site, "economy", API, Accept=XLSX)).content))
    sheets = [book.get_sheet_by_name(one).to_python() for one in book.sheet_names]
    assert ["Tingbjerg: Tingbjerg Skole (17.11.2026)", 33.3, 38.2, 4.9] in [row[:4] for sheet in sheets for row in sheet]


async def test_a_confidential_programme_is_not_told_of_at_all(site: Site) -> None:
    town(site)
    answers = [(await asked(site, "economy", API, Accept=form)).text.lower() for form in ("application/json", "text/csv")]
    answers += [(await site.as_("economy").get(PAGE)).text().lower(), read((await asked(site, "economy", API, Accept="application/pdf")).content).lower()]
    for one in answers:
        assert "bekymring" not in one
        assert "concern" not in one


async def test_every_krone_is_that_of_the_budget_page(site: Site) -> None:
    town(site)
    page = await site.as_("economy").get(PAGE)
    [mine] = [row for row in page.texts("table tr") if row.startswith("Unge i job og uddannelse, 2026")]
    [theirs] = [row for row in (await site.as_("economy").get("/budgets")).texts("table tr") if "300,25" in row]
    for amount in ("2.300.000,00", "100,00", "100,25", "300,25", "2.299.499,50"):
        assert amount in mine
        assert amount in theirs
    found = rows(table((await asked(site, "economy", API)).json(), "money"))["Unge i job og uddannelse, 2026, Servicemidler"]
    assert found == [2_300_000_00, 100_00, 100_25, 300_25, 2_299_499_50, 2, 300_25]
    may = (await asked(site, "economy", f"{API}?from=2026-04-01&to=2026-05-31")).json()
    assert rows(table(may, "money"))["Unge i job og uddannelse, 2026, Servicemidler"][-1] == 0


async def test_a_line_of_the_first_year_of_the_plan_is_asked_for_like_any_other(site: Site) -> None:
    found = (await asked(site, "economy", f"{API}?from=2024-01-01&to=2024-12-31")).json()
    assert set(rows(table(found, "money"))) == {
        "Unge i job og uddannelse, 2024, Servicemidler", "Perspektiv, 2024, Indsatsmidler", "I alt"}
    for who, name in (("youth", "youth_outcomes"), ("outreach", "perspektiv_outreach")):
        await asked(site, who, f"reports/{name}?from=2024-01-01&to=2024-12-31")


async def test_of_a_line_of_which_little_is_spent_the_share_is_not_nothing_anywhere(site: Site) -> None:
    with site.store.write() as db:
        line = budget.open_line(db, "youth", 2026, "service", 500_000_00, By(None, AT, "open"))
        budget.reserve(db, line, Claim("c"), 4_850_00, By(None, AT, "reserve"))
    for path in (PAGE, "/budgets"):
        page = await site.as_("economy").get(path)
        [mine] = [row for row in page.texts("table tr") if "4.850,00" in row and row.startswith("Unge")]
        assert "1,0 %" in mine
        assert "rundet til nærmeste tiendedel" in page.text()
    assert "4.850,00 0,00 0,00 495.150,00 1,0 %" in read((await asked(site, "economy", API, Accept="application/pdf")).content)
    assert ";Brugt;procent;0,97;" in (await asked(site, "economy", API, Accept="text/csv")).content.decode("utf-8-sig")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO((await asked(site, "economy", API, Accept=XLSX)).content))
    assert 0.97 in [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]


@pytest.mark.parametrize("cell", ["-4850,00", "-4850.00", "-7"])
def test_a_number_below_zero_is_handed_back_as_a_number(cell: str) -> None:
    assert figure(cell) == cell


@pytest.mark.parametrize("cell", ["-1+2", "-1\n", "-A1", "-", "-1,0,0", "+1", "=-1", "-1;=A1", "-٣"])
def test_what_only_begins_like_one_is_guarded(cell: str) -> None:
    assert figure(cell) == f"'{cell}"


async def test_an_amount_below_zero_is_a_number_in_every_file(site: Site) -> None:
    with site.store.write() as db:
        line = budget.open_line(db, "youth", 2026, "service", 150_00, By(None, AT, "open"))
        budget.reserve(db, line, Claim("c"), 5_000_00, By(None, AT, "reserve"), site.ids["economy"])
    written = (await asked(site, "economy", API, Accept="text/csv")).content.decode("utf-8-sig")
    assert ";-4850,00;" in written
    page = await site.as_("economy").get(PAGE)
    assert any("−4.850,00" in row for row in page.texts("table tr")), "and has a minus where people read it"
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO((await asked(site, "economy", API, Accept=XLSX)).content))
    assert -4850.0 in [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]


async def test_a_period_chooses_rows_and_changes_none(site: Site) -> None:
    town(site)
    whole = rows(table((await asked(site, "economy", API)).json(), "obligation_activity"))
    part = rows(table((await asked(site, "economy", f"{API}?from=2026-02-01&to=2026-05-31")).json(), "obligation_activity"))
    part.pop("I alt vist")
    assert list(part) == ["februar 2026", "marts 2026", "april 2026", "maj 2026"]
    assert all(whole[title] == numbers for title, numbers in part.items())


async def test_a_table_without_a_number_is_one_sentence_and_programmes_with_nothing_to_tell_are_named_in_every_form(
    site: Site,
) -> None:
    """The first year of a house, whose first whole month is yet to come for most."""
    Filing(site.store).cases(9, "2026-09-10")
    vacancies = Filing(site.store).cases(3, "2026-11-10", programme="vacancy", person=None)
    Filing(site.store).task(vacancies[0], "2026-11-10", "2026-11-12")
    found = (await asked(site, "economy", API)).json()
    empty = [one for one in found["tables"] if not one["rows"] and one["total"] is None]
    nothing = "Intet at vise for perioden; en måned kommer først med, når den er gået."
    assert {"vacancy_activity", "vacancy_deadlines", "vacancy_backlog"} <= {one["name"] for one in empty}
    assert "obligation_activity" not in {one["name"] for one in empty}
    assert [one["counts"] for one in empty[:-1]] == [[nothing]] * (len(empty) - 1)
    (named,) = empty[-1]["counts"]
    for title, is_silent in (("Ledige job og pladser", True), ("Klage", True), ("Arbejdspligt", False), ("Bekymring", False)):
        assert (title in named) is is_silent, title
    page = await site.as_("economy").get(PAGE)
    bare = [one for one in page.soup.select("section.report") if not one.select("table")]
    assert [one.select_one(".sub").get_text(strip=True) for one in bare] == [nothing] * (len(empty) - 1) + [named]
    assert not page.soup.select("section.report table:not(:has(tbody)):not(:has(tfoot))")
    text = squeezed(read((await asked(site, "economy", API, Accept="application/pdf")).content))
    assert text.count(squeezed(nothing)) == len(empty) - 1
    assert squeezed(named) in text
    written = (await asked(site, "economy", API, Accept="text/csv")).content.decode("utf-8-sig")
    said = [row[7] for row in csv.reader(io.StringIO(written), delimiter=";") if not row[2]]
    assert said == [nothing] * (len(empty) - 1) + [named]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO((await asked(site, "economy", API, Accept=XLSX)).content))
    sheets = ["".join(str(cell) for line in book.get_sheet_by_name(one).to_python()[3:] for cell in line)
              for one in book.sheet_names]  # fmt: skip
    assert [one for one in sheets if one in (nothing, named)] == said


async def test_in_january_the_year_that_is_over_is_shown(site: Site) -> None:
    town(site)
    site.clock.at = datetime(2027, 1, 12, 9, tzinfo=UTC)
    found = (await asked(site, "economy", API)).json()
    assert (found["from"], found["to"]) == ("2026-01-01", "2026-12-31")


# -- the same everywhere -----------------------------------------------------------------------------------------------


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize(("path", "who"), [(API, "economy"), ("reports/youth_outcomes", "youth")])
async def test_page_json_csv_xlsx_and_pdf_show_the_same_numbers(site: Site, path: str, who: str) -> None:
    town(site)
    jobs(site.store, 6, "2026-03-31")
    jobs(site.store, 7, "2026-05-02", area="Ærøskøbing Å", sector="municipal")
    page = await site.as_(who).get(f"/{path}")
    shown = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.soup.select("tbody tr, tfoot tr")]
    written = list(csv.reader(io.StringIO((await asked(site, who, path, Accept="text/csv")).content.decode("utf-8-sig")), delimiter=";"))[1:]
    assert [bare(cell) for row in shown for cell in row[1:]] == [as_shown(row) for row in written if row[2]]
    assert len(shown) > 10
    text = read((await asked(site, who, path, Accept="application/pdf")).content)
    for row in shown:
        assert " ".join(row) in text, "each row of each table, in its order"
    for caption in page.texts("section.report figcaption"):
        assert caption in text
    before = [one for one in page.texts("main > p") if "vises" in one.lower() or "viser" in one.lower()]
    assert len(before) == 2, "which months, and what is not shown"
    for note in [*before, *page.texts("section.report > .sub")]:
        assert squeezed(note) in squeezed(text)
    body = (await asked(site, who, path)).json()
    for one in body["tables"]:
        assert all(column["title"] in text and (column["unit"] != "days" or f"{column['title']} (dage)" in text)
                   for column in one["columns"]), "no head is broken within a word"  # fmt: skip
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO((await asked(site, who, path, Accept=XLSX)).content))
    for name, one in zip(book.sheet_names, body["tables"], strict=True):
        lines = book.get_sheet_by_name(name).to_python()[4 : 4 + len(one["rows"]) + bool(one["total"])]
        for line, row in zip(lines, [*one["rows"], *([one["total"]] if one["total"] else [])], strict=True):
            for column, cell, there in zip(one["columns"], row["cells"], line[1:], strict=False):
                value = cell["value"]
                assert there == (cell["says"] if value is None else value / 100 if column["unit"] in ("ore", "hundredths") else value)


def as_shown(row: list[str]) -> str:
    """What the page has for a line of the csv: what is kept in hundredths of a per cent has one decimal."""
    if row[4] == "procent" and "," in row[5]:
        return f"{Decimal(row[5].replace(',', '.')).quantize(Decimal('0.1'), ROUND_HALF_UP)} %".replace(".", ",")
    return row[5] or row[6]


def bare(cell: str) -> str:
    return cell.replace(".", "") if re.fullmatch(r"[\d.]+,\d\d", cell) else cell


def squeezed(text: str) -> str:
    """Without spaces and hyphens: a line may end anywhere in a word."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


async def test_a_pdf_says_its_language_and_title_and_numbers_its_pages(site: Site) -> None:
    town(site)
    for lang, title, pages in (("da", "Udvalgsrapport", "Side 1 af"), ("en", "Committee report", "Page 1 of")):
        made = await asked(site, "economy", API, Accept="application/pdf", **{"Accept-Language": lang})
        assert made.headers["content-disposition"] == 'attachment; filename="committee_2026-01-01_2026-10-31.pdf"'
        pdf = pypdf.PdfReader(io.BytesIO(made.content))
        assert (pdf.trailer["/Root"]["/Lang"], pdf.metadata.title) == (lang, title)
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert f"{pages} {len(pdf.pages)}" in read(made.content)
        assert not any(page.images for page in pdf.pages), "charts are drawn"


async def test_the_period_stands_on_a_line_of_its_own_where_nothing_is_provisional(site: Site) -> None:
    made = await asked(site, "economy", f"{API}?from=2025-01-01&to=2025-12-31", Accept="application/pdf")
    lines = pypdf.PdfReader(io.BytesIO(made.content)).pages[0].extract_text().splitlines()
    assert "01.01.2025–31.12.2025" in lines
    assert any(line.startswith("Skrevet ud") for line in lines)


async def pages_of(site: Site, years: int) -> list[str]:
    """A report of so many years from 2025 on, in each month of which a vacancy came."""
    filing, after = Filing(site.store), 2025 + years
    for n in range(12 * years):
        filing.cases(1, f"{2025 + n // 12}-{n % 12 + 1:02}-10", programme="vacancy", person=None)
    site.clock.at = datetime(after, 1, 12, 9, tzinfo=UTC)
    made = await asked(site, "economy", f"{API}?from=2025-01-01&to={after - 1}-12-31", Accept="application/pdf")
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages]


async def test_no_page_begins_within_a_chart_a_table_or_what_it_counts(site: Site) -> None:
    pages = await pages_of(site, 2)
    assert [page.splitlines()[0] for page in pages] == [
        "Udvalgsrapport", "Ledige job og pladser", "Ledige job og pladser: sager", "Andre forløb"]
    [whole] = [page for page in pages if "I alt vist 24 0 24" in page]
    assert "januar 2025 1 0 1" in whole
    assert "Tæller alle sager i forløbet" in whole


async def test_the_head_of_a_table_stands_on_every_page_that_it_goes_over(site: Site) -> None:
    """What it counts stands before it, so that it opens no page."""
    pages = await pages_of(site, 3)
    rows_on = [text for text in pages if len(re.findall(r"20(?:25|26|27) 1 0 \d+", " ".join(text.split()))) >= 2]
    assert len(rows_on) >= 2
    assert all("Åbne til sidst" in text for text in rows_on)
    assert "Tæller alle sager i forløbet" in rows_on[0]
    assert not any(page.startswith(("Tæller", "Sagerne")) for page in pages)


async def test_what_is_taken_out_on_paper_is_logged(site: Site) -> None:
    await asked(site, "economy", API, Accept="application/pdf")
    [logged] = site.audited("report.export")
    assert (logged.subject, logged.details["form"]) == ("committee", "pdf")


async def test_in_a_large_town_the_page_waits_for_no_count(site: Site) -> None:
    """What is told of cases and tasks is kept, and made beside the requests."""
    town(site)
    kept = site.app.state.house.figures
    kept.cheap, kept.rest = -1.0, 0.0
    before, go = kept.get(), Event()
    kept._make = lambda: (go.wait(20), before)[1]
    await site.as_("economy").get(PAGE)
    assert kept.is_underway, "the page was there before the count"
    go.set()
