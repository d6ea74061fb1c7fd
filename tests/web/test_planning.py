"""The plan: a form of lines, kept and changed without JavaScript; each error at its line and field."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from store import placements
from tests.support.document import Document
from tests.support.site import PLAN, Site
from tests.web.test_export import fetched, whole

CONTENT = "Planen er aftalt med borgeren og passer til målet."
WORK = {"activity": "utility_work", "title": "Beplantning i parken", "monday": "7,5", "tuesday": "7,5",
        "friday": "5", "employer_type": "public", "staff_representative_informed": "true",
        "safety_approved": "true"}  # fmt: skip
"""20 hours, which is what the task asks for."""
DANISH = {"activity": "danish_education", "title": "Sprogcenter Prøve", "wednesday": "5"}
WHOLE = {"starts_on": "01.12.2026", "content": CONTENT}


def row(number: int, fields: dict[str, str]) -> dict[str, str]:
    return {f"lines.{number}.{name}": value for name, value in fields.items()}


async def opened(site: Site) -> tuple[str, Any, Document]:
    task_id, person = site.held("jobconsultant", kind=PLAN), site.as_("jobconsultant")
    return task_id, person, await person.get(f"/tasks/{task_id}")


async def send(person: Any, page: Document, task_id: str, press: str = "complete", status: int = 200,
               **values: str) -> Document:  # fmt: skip
    found: Document = await person.submit(page, f"/tasks/{task_id}/complete", press=press, status=status, **values)
    return found


async def test_the_form_begins_with_one_card_and_all_nine_activities(site: Site) -> None:
    _, _, page = await opened(site)
    assert page.texts(".card > legend") == ["Aktivitet 1"]
    assert len(page.soup.select("#f-lines-0-activity option")) == 10
    assert page.text("#f-lines-0-activity option[value=utility_work]") == "Nytteindsats"
    assert not page.has("#f-warnings_seen"), "asked only once there is a warning"


async def test_a_plan_is_accepted_and_its_lines_are_kept_in_the_store_alone(site: Site) -> None:
    task_id, person, page = await opened(site)
    await send(person, page, task_id, **WHOLE, **row(0, WORK))
    kept = site.row(task_id)
    assert kept.state == "completed"
    line = kept.decision["lines"][0]
    assert (line["activity"], line["monday"], line["employer_type"]) == ("utility_work", "7.5", "public")


async def test_a_decided_plan_is_a_table_with_one_line_for_each_activity(site: Site) -> None:
    task_id, person, page = await opened(site)
    page = await send(person, page, task_id, "add:lines", **WHOLE, **row(0, WORK | {"friday": ""}))
    await send(person, page, task_id, **row(1, DANISH))
    case_id = site.row(task_id).case_id
    for address, where in ((f"/tasks/{task_id}", "#task-form"), (f"/cases/{case_id}", "main")):
        page = await person.get(address)
        table = f"{where} table.lines"
        assert page.text(f"{table} caption") == "Aktiviteter"
        assert page.texts(f"{table} thead th") == [
            "Aktivitet", "Hvad og hvor?", "Man timer", "Tir timer", "Ons timer", "Mere"]  # fmt: skip
        assert page.texts(f"{table} tbody tr:nth-child(1) :is(th, td)")[:5] == [
            "Nytteindsats", "Beplantning i parken", "7,5", "7,5", ""]  # fmt: skip
        assert page.texts(f"{table} tbody tr:nth-child(1) .line") == [
            "Arbejdsgiver: Offentlig", "Har arbejdsgiveren orienteret tillidsrepræsentanten? Ja",
            "Er arbejdsmiljøet godkendt? Ja"]  # fmt: skip
        assert page.texts(f"{table} tbody tr:nth-child(2) :is(th, td)") == [
            "Danskuddannelse", "Sprogcenter Prøve", "", "", "5", ""]  # fmt: skip
        assert not [t for t in page.texts(f"{where} .facts") if " · " in t], "no flat run of text beside it"
    archive = await fetched(site, case_id)
    [name] = [n for n in archive.namelist() if n.startswith("afgoerelser/")]
    kept = BeautifulSoup(archive.read(name), "html.parser")
    rows = [[cell.get_text(strip=True) for cell in line.select("td")] for line in kept.select("table:has(caption) tr")]
    assert rows[1:] == [
        ["Nytteindsats", "Beplantning i parken", "7,5", "7,5", "", "Arbejdsgiver: Offentlig · "
         "Har arbejdsgiveren orienteret tillidsrepræsentanten? Ja · Er arbejdsmiljøet godkendt? Ja"],
        ["Danskuddannelse", "Sprogcenter Prøve", "", "", "5", ""]]  # fmt: skip


async def test_what_a_line_of_a_plan_says_of_others_is_hidden_in_the_documents(site: Site) -> None:
    task_id, person, page = await opened(site)
    await send(person, page, task_id, **WHOLE, **row(0, WORK | {"title": "Hos Ib, 020202-0202"}))
    said = whole(await fetched(site, site.row(task_id).case_id))
    assert "Hos Ib, XXXXXX-XXXX" in said
    assert "020202-0202" not in said


async def test_each_error_stands_at_its_line_and_field_and_the_text_is_kept(site: Site) -> None:
    task_id, person, page = await opened(site)
    page = await send(person, page, task_id, "add:lines", **WHOLE, **row(0, WORK))
    page = await send(person, page, task_id, status=422, **row(1, {"title": "No", "monday": "mange", "ends_on": "31.02.2027"}))
    assert page.texts("#error-summary a") == [
        "Aktivitet 2 · Aktivitet: Feltet skal udfyldes", "Aktivitet 2 · Hvad og hvor? Skriv mindst 3 tegn",
        "Aktivitet 2 · Man: Skriv et tal", "Aktivitet 2 · Til og med: Den dag findes ikke i kalenderen",
    ]  # fmt: skip
    assert [str(a["href"]) for a in page.soup.select("#error-summary a")] == [
        "#f-lines-1-activity", "#f-lines-1-title", "#f-lines-1-monday", "#f-lines-1-ends_on"]  # fmt: skip
    assert page.one("#f-lines-1-title")["value"] == "No"
    assert page.one("#f-lines-0-title")["value"] == "Beplantning i parken"
    assert page.one("#f-lines-0-employer_type")["checked"] == ""


async def test_a_hard_stop_names_the_field_of_the_line(site: Site) -> None:
    task_id, person, page = await opened(site)
    page = await send(person, page, task_id, status=422, **WHOLE, **row(0, WORK | {"employer_type": "private"}))
    assert page.text("#f-lines-0-employer_type-error") == "Fejl: Nytteindsats kræver en offentlig arbejdsgiver."
    assert site.row(task_id).state == "reserved"


async def test_a_rule_about_a_whole_line_stands_at_its_card(site: Site) -> None:
    task_id, person, page = await opened(site)
    search = {"activity": "job_search_and_preparation", "title": "Jobcaféen", "monday": "5", "outside_home": "true"}
    page = await send(person, page, task_id, status=422, **WHOLE, **row(0, search))
    assert "højst 4 timer om ugen tilsammen. Her er 5 timer." in page.text("#f-lines-0-error")
    assert "#f-lines-0" in [str(a["href"]) for a in page.soup.select("#error-summary a")]


async def test_a_plan_without_a_line_is_refused_at_the_lines(site: Site) -> None:
    task_id, person, page = await opened(site)
    page = await send(person, page, task_id, status=422, **WHOLE)
    assert page.text("#f-lines-error") == "Fejl: Skriv mindst én aktivitet."


async def test_a_warning_is_shown_and_stands_once_it_is_seen(site: Site) -> None:
    task_id, person, page = await opened(site)
    less = row(0, WORK | {"friday": "4"})
    page = await send(person, page, task_id, status=422, **WHOLE, **less)
    assert "Fra 01.12.2026 tæller planen 19 timer om ugen. Målet er 20." in page.text("#f-warnings_seen-error")
    await send(person, page, task_id, warnings_seen="true")
    assert site.row(task_id).decision["warnings_seen"] is True


async def test_a_line_is_added_without_javascript_and_what_was_typed_stays(site: Site) -> None:
    task_id, person, page = await opened(site)
    page = await send(person, page, task_id, "add:lines", **WHOLE, **row(0, WORK))
    assert page.path == f"/tasks/{task_id}"
    assert page.texts(".card > legend") == ["Aktivitet 1", "Aktivitet 2"]
    assert page.one("#f-starts_on")["value"] == "01.12.2026"
    assert page.one("#f-lines-0-title")["value"] == "Beplantning i parken"
    assert page.one("#f-lines-1-title")["value"] == ""
    assert site.row(task_id).state == "reserved"
    page = await send(person, page, task_id, **row(1, DANISH) | row(0, {"friday": ""}))
    assert len(site.row(task_id).decision["lines"]) == 2


async def test_a_line_is_removed_and_the_others_stay(site: Site) -> None:
    task_id, person, page = await opened(site)
    page = await send(person, page, task_id, "add:lines", **WHOLE, **row(0, WORK))
    page = await send(person, page, task_id, "remove:lines:0", **row(1, DANISH))
    assert page.texts(".card > legend") == ["Aktivitet 1"]
    assert page.one("#f-lines-0-title")["value"] == "Sprogcenter Prøve"


async def test_a_draft_keeps_the_lines(site: Site) -> None:
    task_id, person, page = await opened(site)
    page = await send(person, page, task_id, "draft", **row(0, {"title": "Kun begyndt", "monday": "7,5"}))
    assert page.one("#f-lines-0-title")["value"] == "Kun begyndt"
    assert (await person.get(f"/tasks/{task_id}")).one("#f-lines-0-monday")["value"] == "7,5"


async def test_enter_keeps_the_draft_and_removes_no_line(site: Site) -> None:
    task_id, _, page = await opened(site)
    first = page.form(f"/tasks/{task_id}/complete").select("button[type=submit]")[0]
    assert first["value"] == "draft"


@pytest.mark.parametrize("wish", ["add:content", "remove:lines:x", "add:", "remove:lines:99", "add:lines:7"])
async def test_a_button_that_is_not_there_loses_nothing(site: Site, wish: str) -> None:
    task_id, person, page = await opened(site)
    sent = page.filled(page.form(f"/tasks/{task_id}/complete"), **WHOLE, **row(0, WORK))
    await person.client.post(f"/tasks/{task_id}/complete", data=sent | {"action": wish},
                             headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip
    task = site.row(task_id)
    if task.state == "completed":
        assert task.decision["lines"][0]["title"] == "Beplantning i parken"
    else:
        kept = await person.get(f"/tasks/{task_id}")
        assert kept.one("#f-lines-0-title")["value"] == "Beplantning i parken"


async def test_the_places_to_choose_are_those_of_the_store_that_are_active(site: Site) -> None:
    with site.store.write() as db:
        park = placements.put_provider(db, "Park og Miljø", "public", site.clock.at)
        shop = placements.put_provider(db, "Prøvebutikken", "private", site.clock.at)
    task_id, person, page = await opened(site)
    assert page.texts("#f-lines-0-provider option") == ["", "Park og Miljø", "Prøvebutikken"]
    page = await send(person, page, task_id, status=422, **WHOLE, **row(0, WORK | {"provider": shop}))
    assert "en anden slags arbejdsgiver" in page.text("#f-lines-0-employer_type-error")
    await send(person, page, task_id, **row(0, {"provider": park}))
    assert site.row(task_id).decision["lines"][0]["provider"] == park


async def test_fields_of_single_activities_say_so_to_a_page_without_javascript(site: Site) -> None:
    _, _, page = await opened(site)
    group = page.one("#f-lines-0-cvr").find_parent(class_="form-group")
    assert group["data-shown-when"] == "lines.0.activity=work_placement"
    assert "Kun ved: Virksomhedspraktik" in " ".join(group.get_text(" ").split())
    assert not group.has_attr("hidden")


# -- the same by the API -----------------------------------------------------------------------------------------

LINE = {"activity": "utility_work", "title": "Beplantning i parken", "monday": 7.5, "tuesday": "7,5", "friday": 5,
        "employer_type": "public", "staff_representative_informed": True, "safety_approved": True}  # fmt: skip


async def test_a_program_plans_with_the_same_rows(site: Site) -> None:
    task_id, client = site.held("jobconsultant", kind=PLAN), site.api("jobconsultant")
    form = (await client.get(f"tasks/{task_id}")).json()["form"]
    assert form["properties"]["lines"]["minItems"] == 1
    assert {"activity", "monday", "cvr"} <= set(form["$defs"]["PlanLine"]["properties"])
    wrong = {"starts_on": "2026-12-01", "lines": [LINE, LINE | {"employer_type": "private"}], "content": CONTENT}
    answer = await client.post(f"tasks/{task_id}/complete", json={"decision": wrong})
    assert answer.status_code == 422
    errors = {(tuple(e["loc"]), e["code"]) for e in answer.json()["errors"]}
    assert (("decision", "lines", 1, "employer_type"), "employer_type") in errors
    assert (("decision", "lines"), "hours_over_target") in errors
    assert (await client.post(f"tasks/{task_id}/draft", json={"draft": wrong})).status_code == 200
    assert (await client.get(f"tasks/{task_id}")).json()["draft"]["lines"][1]["employer_type"] == "private"
    answer = await client.post(f"tasks/{task_id}/complete", json={"decision": wrong | {"lines": [LINE]}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["decision"]["lines"][0]["tuesday"] == "7.5"


@pytest.mark.parametrize("lines", [[[[1]]], "x", [None], {"0": {}}, [{"title": {"a": [1]}}], [{"monday": "1e400"}]])
async def test_lines_that_are_no_lines_are_refused_and_kept_out_of_the_draft(site: Site, lines: Any) -> None:
    task_id, client = site.held("jobconsultant", kind=PLAN), site.api("jobconsultant")
    body = {"starts_on": "2026-12-01", "lines": lines, "content": CONTENT}
    assert (await client.post(f"tasks/{task_id}/complete", json={"decision": body})).status_code == 422
    assert (await client.post(f"tasks/{task_id}/draft", json={"draft": body})).status_code == 200
    assert (await site.as_("jobconsultant").get(f"/tasks/{task_id}")).has("#f-lines-0-title")
