"""The report as a page, as JSON and as a file: the same numbers for whoever may read it, and what left the house."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
import python_calamine

from domain.roles import Role
from store.audit import first_broken
from tests.support.outcomes import Youth, job, jobs
from tests.support.site import COMPANIES, OWN, YOUNG, Site
from web.api.reports import wanted
from web.export.figures import sheet_name

PAGE = "/reports/youth_outcomes"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HIDDEN_AREA = "Kollegiet på bakken"


def town(site: Site) -> None:
    """Six begun in Tingbjerg, seven in Valby, three in an area that nobody may know of."""
    jobs(site.store, 6, "2026-03-31")
    jobs(site.store, 7, "2026-05-02", area="Valby", sector="municipal")
    jobs(site.store, 3, "2026-06-01", area=HIDDEN_AREA)


async def asked(site: Site, who: str = "youth", path: str = "reports/youth_outcomes", status: int = 200,
                **how: str) -> Any:  # fmt: skip
    answer = await site.api(who, **how).get(path)
    assert answer.status_code == status, answer.text[:500]
    return answer


def table(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(dict(one) for one in found["tables"] if one["name"] == name)


def rows(one: dict[str, Any]) -> dict[str, list[Any]]:
    return {row["title"]: [cell["value"] for cell in row["cells"]] for row in [*one["rows"], one["total"]] if row}


# -- one started case, as a thread through the whole house -------------------------------------------------------------


async def test_five_jobs_that_began_stand_on_the_page_and_in_the_json(site: Site) -> None:
    jobs(site.store, 5, "2026-03-31")
    found = (await asked(site)).json()
    assert rows(table(found, "starts_by_month"))["marts"] == [5]
    page = await site.as_("youth").get(PAGE)
    assert page.h1 == "Unge: job og pladser"
    [shown] = [row for row in page.texts("table tr") if row.startswith("marts")]
    assert shown == "marts 5"


async def test_one_job_alone_is_not_shown_as_a_number_anywhere(site: Site) -> None:
    job(site.store, "2026-03-31")
    found = (await asked(site)).json()
    total = table(found, "starts_by_month")["total"]["cells"]
    assert total == [{"value": None, "suppressed": True, "says": "færre end 5 personer"}]
    assert table(found, "starts_by_month")["rows"] == []
    page = await site.as_("youth").get(PAGE)
    assert "I alt færre end 5 personer" in page.texts("table tr")
    assert "mindst ét af tallene ville stå for færre personer" in page.text()


# -- who may read it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["youth", "youthboss", "economy"])
async def test_the_report_is_for_those_who_answer_for_the_programme(site: Site, who: str) -> None:
    person = site.as_(who)
    assert "Unge: job og pladser" in (await person.get("/reports")).text()
    assert (await person.get("/me")).has("nav a[href='/reports']")
    await person.get(PAGE)
    await asked(site, who)


async def test_a_supervisor_sees_the_programmes_of_the_own_teams(site: Site) -> None:
    for who in ("supervisor", "companyboss", "otherboss"):
        assert "Unge: job og pladser" not in (await site.as_(who).get("/reports")).text()
        await site.as_(who).get(PAGE, status=404)
        await asked(site, who, status=404)
        await asked(site, who, "reports/youth_outcomes?from=2026-06-30&to=2026-01-01", status=404)
    site.give("otherboss", Role.supervisor, YOUNG)
    await site.as_("otherboss").get(PAGE)


async def test_a_team_that_has_a_case_of_the_programme_is_one_of_its_teams(site: Site) -> None:
    site.give("supervisor", Role.supervisor, OWN)
    Youth(site.store, "2026-01-05", team=OWN)
    await site.as_("supervisor").get(PAGE)


async def test_another_role_in_the_team_of_the_programme_is_not_enough(site: Site) -> None:
    site.give("companyboss", Role.company_consultant, YOUNG)
    await site.as_("companyboss").get(PAGE, status=404)


@pytest.mark.parametrize("who", ["club", "partner", "company", "caseworker", "auditor", "legal", "integration"])
async def test_nobody_else_sees_figures_and_a_partner_never(site: Site, who: str) -> None:
    if who in ("club", "partner"):
        site.give(who, Role.partner, YOUNG)
    person = site.as_(who)
    assert not (await person.get("/me")).has("nav a[href='/reports']")
    for path in ("/reports", PAGE, f"{PAGE}.csv"):
        await person.get(path, status=403)
    await asked(site, who, status=403)


async def test_whoever_may_read_it_reads_the_same_numbers(site: Site) -> None:
    """Numbers of some teams' cases could be subtracted from those of all."""
    town(site)
    jobs(site.store, 9, "2026-03-31", team=COMPANIES)
    found = [(await asked(site, who)).json() for who in ("youth", "youthboss", "economy")]
    assert found[0] == found[1] == found[2]
    assert rows(table(found[0], "starts_by_month"))["I alt"] == [25]


# -- what it shows -----------------------------------------------------------------------------------------------------


async def test_page_json_csv_and_xlsx_show_the_same_and_hide_the_same(site: Site) -> None:
    town(site)
    body = (await asked(site)).json()
    numbers = [(one["title"], str(one["year"] or ""), row["title"], column["title"],
                "" if cell["value"] is None else str(cell["value"]), cell["says"] or "")
               for one in body["tables"] for row in [*one["rows"], one["total"]] if row
               for column, cell in zip(one["columns"], row["cells"], strict=True)]  # fmt: skip
    written = list(csv.reader(io.StringIO((await asked(site, Accept="text/csv")).content.decode("utf-8-sig")), delimiter=";"))
    assert [(r[0], r[1], r[2], r[3], r[5], r[6]) for r in written[1:]] == numbers
    page = await site.as_("youth").get(PAGE)
    shown = [(cells[0], *cells[1:]) for row in page.soup.select("table tbody tr, table tfoot tr")
             for cells in [[cell.get_text(" ", strip=True) for cell in row.select("th, td")]]]  # fmt: skip
    assert [value for row in shown for value in row[1:]] == [value or says for *_, value, says in numbers]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO((await asked(site, Accept=XLSX)).content))
    cells = [str(int(cell)) if isinstance(cell, float) else str(cell) for one, name in zip(body["tables"], book.sheet_names, strict=True)
             for line in book.get_sheet_by_name(name).to_python()[4 : 4 + len(one["rows"]) + bool(one["total"])]
             for cell in line[1 : 1 + len(one["columns"])]]  # fmt: skip
    assert cells == [value or says for *_, value, says in numbers]


async def test_an_area_of_few_is_named_nowhere(site: Site) -> None:
    town(site)
    answers = [await asked(site, Accept=form) for form in ("application/json", "text/csv", XLSX)]
    page = (await site.as_("youth").get(PAGE)).response.text
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answers[2].content))
    everything = [answers[0].text, answers[1].text, page,
                  json.dumps([book.get_sheet_by_name(name).to_python() for name in book.sheet_names], default=str, ensure_ascii=False)]
    for one in everything:
        assert HIDDEN_AREA not in one
        assert "Valby" in one
    found = rows(table(answers[0].json(), "starts_by_area"))
    assert {title: numbers[:4] for title, numbers in found.items()} == {
        "Valby": [7, 120, None, None], "Øvrige områder": [9, 88, None, None], "I alt": [16, 120, 88, 120]}


async def test_an_area_written_as_a_formula_is_text_in_every_file(site: Site) -> None:
    jobs(site.store, 6, "2026-03-31", area='=HYPERLINK("http://x")')
    written = (await asked(site, Accept="text/csv")).content.decode("utf-8-sig")
    assert "'=hyperlink" in written.lower()
    content = (await asked(site, Accept=XLSX)).content
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert any('=HYPERLINK("http://x")' in map(str, line) for name in book.sheet_names for line in book.get_sheet_by_name(name).to_python())
    assert b"<f>" not in unpacked(content)


def unpacked(content: bytes) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)


async def test_under_each_table_it_is_said_what_it_counts_and_in_the_readers_language(site: Site) -> None:
    town(site)
    danish, english = (await asked(site)).json(), (await asked(site, **{"Accept-Language": "en"})).json()
    for da, en in zip(danish["tables"], english["tables"], strict=True):
        assert da["counts"]
        assert len(da["counts"]) == len(en["counts"])
        assert da["counts"] != en["counts"]
    page = await site.as_("youth").get(PAGE)
    sections = page.soup.select("section.report")
    assert len(sections) == len(danish["tables"])
    for section, one in zip(sections, danish["tables"], strict=True):
        assert all(each in section.get_text(" ", strip=True) for each in one["counts"])
    assert "Det er et andet mål end vores" in page.text()
    assert "foreløbige" in page.text()


async def test_every_number_of_a_picture_stands_as_text_and_in_the_table_under_it(site: Site) -> None:
    town(site)
    page = await site.as_("youth").get(PAGE)
    figures = page.soup.select("section.report:has(svg)")
    assert len(figures) >= 4
    for section in figures:
        inside = section.select("table")[0].get_text(" ", strip=True)
        assert section.select_one("figcaption").get_text() in {
            "Begyndt", "Match (procent)", "Holdt (procent)", "Holdt, mindst (procent)"}, "what the bars are of"
        for picture in section.select("svg"):
            assert picture.select_one("title").get_text()
            assert picture.select_one("desc").get_text()
            texts = [one.get_text(strip=True) for one in picture.select("text")]
            assert len(texts) == 2 * len(picture.select("rect"))
            assert all(text.removesuffix(" %") in inside for text in texts)


# -- which period ------------------------------------------------------------------------------------------------------


async def test_the_period_is_typed_as_people_write_it_and_what_was_wrong_stays_as_it_was_typed(site: Site) -> None:
    person = site.as_("youth")
    page = await person.get(PAGE, **{"from": "15.03.2026", "to": "2026-04-02"})
    assert (page.one("#from")["value"], page.one("#to")["value"]) == ("01.03.2026", "30.04.2026")
    for first, last, says in (("30.06.2026", "29.06.2026", "slutter, før den begynder"), ("01.01.2027", "", "ikke begyndt"),
                              ("32.13.2026", "", "dd.mm.åååå"), ("31.02.2026", "", "findes ikke"), ("01.01.1900", "", "kan begynde")):  # fmt: skip
        page = await person.get(PAGE, status=422, **{"from": first, "to": last})
        assert says in page.text(".form-error-message")
        assert (page.one("#from")["value"], page.one("#to")["value"]) == (first, last)
        assert page.one("#from")["aria-describedby"] == "period-error"


async def test_a_period_that_cannot_be_is_refused_to_a_program_with_its_reason(site: Site) -> None:
    for query, code in (("from=2026-06-30&to=2026-06-29", "period_reversed"), ("from=2027-01-01", "period_ahead"),
                        ("from=0001-01-01", "period_too_long"), ("from=x", "invalid")):  # fmt: skip
        found = (await asked(site, path=f"reports/youth_outcomes?{query}", status=422)).json()
        assert found["code"] == code
    await asked(site, path="reports/nothing", status=404)


async def test_where_no_end_is_asked_for_it_is_that_of_the_last_month_that_is_over(site: Site) -> None:
    ends = [(await asked(site, path=f"reports/youth_outcomes{query}")).json()["to"]
            for query in ("", "?from=2026-03-01", "?from=2026-10-31", "?from=2026-11-01", "?to=2026-12-31")]  # fmt: skip
    assert ends == ["2026-10-31", "2026-10-31", "2026-10-31", "2026-11-30", "2026-11-30"]


async def test_a_row_that_reaches_outside_the_period_is_said_where_the_period_is(site: Site) -> None:
    jobs(site.store, 3, "2026-03-31")
    jobs(site.store, 3, "2026-05-02")
    for query, is_said in (({"from": "2026-05-01", "to": "2026-05-31"}, True), ({"from": "2026-01-01"}, False)):
        page = await site.as_("youth").get(PAGE, **query)
        assert [row for row in page.texts("table tr") if row.startswith(("marts–maj", "januar–maj"))]
        assert ("Nogle rækker dækker også måneder uden for perioden" in page.text()) is is_said


async def test_no_heading_says_its_unit_twice(site: Site) -> None:
    town(site)
    page = await site.as_("youth").get(PAGE)
    heads = page.texts("thead th")
    assert "Match procent" in heads
    assert not [one for one in heads if one.lower().count("procent") > 1]


async def test_the_sheets_of_a_workbook_are_named_whole_and_their_head_stays_in_sight(site: Site) -> None:
    town(site)
    content = (await asked(site, Accept=XLSX)).content
    names = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert names[1] == "2 Job og… måned for måned"
    assert all(len(name) <= 31 for name in names)
    assert unpacked(content).count(b'<pane ySplit="4" topLeftCell="A5"') == len(names)


@pytest.mark.parametrize(("title", "name"), [
    ("Arrangement: udfald, august–oktober 2026", "7 Arrangement udfald"),
    ("Unge i job og uddannelse: efterslæb", "7 Unge i job og… efterslæb"),
    ("Demokratisk deltagelse: arbejde og arrangementer efter område", "7 Demokratisk… arbejde og…"),
])  # fmt: skip
def test_a_sheet_is_called_by_whole_words(title: str, name: str) -> None:
    assert sheet_name(7, title) == name


async def test_two_periods_that_differ_by_a_day_or_a_month_show_the_same_numbers(site: Site) -> None:
    town(site)
    job(site.store, "2026-06-30")
    found = [(await asked(site, path=f"reports/youth_outcomes?from=2026-01-01&to={last}")).json()["tables"]
             for last in ("2026-06-30", "2026-06-29", "2026-05-31")]  # fmt: skip
    assert found[0] == found[1]
    assert [rows(one) for one in found[2] if one["name"] != "starts_by_month"] == [
        rows(one) for one in found[0] if one["name"] != "starts_by_month"]  # fmt: skip


async def test_the_year_is_copenhagens(site: Site) -> None:
    jobs(site.store, 5, "2026-12-31")
    site.clock.at = datetime.fromisoformat("2026-12-31T23:30:00+00:00")
    found = (await asked(site)).json()
    assert (found["as_of"], found["to"]) == ("2027-01-01", "2026-12-31")
    assert rows(table(found, "starts_by_month"))["december"] == [5]
    site.clock.at -= timedelta(hours=1)
    assert (await asked(site)).json()["to"] == "2026-11-30"


# -- what leaves the house ---------------------------------------------------------------------------------------------


async def test_what_is_taken_out_is_logged_with_who_when_and_which_months_and_looking_is_not(site: Site) -> None:
    town(site)
    await site.as_("youth").get(PAGE)
    assert site.audited("report.export") == []
    fetched = await site.as_("youth").client.get(f"{PAGE}.csv", params={"from": "2026-03-01"})
    assert fetched.status_code == 200
    await asked(site, "economy", Accept=XLSX)
    await asked(site, "economy")
    logged = site.audited("report.export")
    assert [(one.actor_id, one.subject, one.details["form"]) for one in logged] == [
        (site.ids["youth"], "youth_outcomes", "csv"), (site.ids["economy"], "youth_outcomes", "xlsx"),
        (site.ids["economy"], "youth_outcomes", "json")]  # fmt: skip
    assert logged[0].details == {"form": "csv", "from": "2026-03-01", "to": "2026-10-31"}
    with site.store.read() as db:
        assert first_broken(db) is None


async def test_a_refused_export_is_no_export(site: Site) -> None:
    await asked(site, status=422, path="reports/youth_outcomes?from=2027-01-01", Accept="text/csv")
    await site.as_("youth").get(f"{PAGE}.docx", status=404)
    assert site.audited("report.export") == []


async def test_a_file_has_a_name_that_says_what_it_is(site: Site) -> None:
    answer = await asked(site, Accept="text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="youth_outcomes_2026-01-01_2026-10-31.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(("accept", "form"), [
    ("application/json", "json"), ("*/*", "json"), ("", "json"), ("text/csv", "csv"), (XLSX, "xlsx"),
    ("application/json;q=0.5, text/csv", "csv"), ("text/csv;q=0.1, application/*", "json"), ("TEXT/CSV", "csv"),
    (f"image/png, {XLSX};q=0.2", "xlsx"), ("text/*", "csv"), ("application/pdf", "pdf"),
])  # fmt: skip
def test_the_form_that_is_asked_for_most_is_given(accept: str, form: str) -> None:
    assert wanted(accept) == form


@pytest.mark.parametrize("accept", ["image/png", "text/html", "text/csv;q=0", "text/csv;q=x"])
async def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(site: Site, accept: str) -> None:
    found = (await asked(site, Accept=accept, status=406)).json()
    assert found["code"] == "not_acceptable"
    assert "csv" in found["message"]
