"""The plan of a case as a picture, as a table of the same, and as history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.obligation.planning import PlanMade
from store import placements, tasks
from tests.support.site import PLAN, Site

CONTENT = "Planen er aftalt med borgeren og passer til målet."
WORK = {"activity": "utility_work", "title": "Beplantning i parken", "monday": "7,5", "tuesday": "5",
        "employer_type": "public", "staff_representative_informed": True, "safety_approved": True}  # fmt: skip
SEARCH = {"activity": "job_search_and_preparation", "title": "Jobcaféen", "wednesday": 4, "outside_home": True}
DANISH = {"activity": "danish_education", "title": "Sprogcenter Prøve", "saturday": "3,5"}


def planned(site: Site, case_id: str, *lines: dict[str, Any], starts_on: str = "2026-11-02", visit: int = 2) -> str:
    """A plan that stands: decided, and put in force as the case's worker does."""
    task_id = site.held("jobconsultant", case_id, kind=PLAN, visit=visit)
    made = PlanMade.model_validate({"starts_on": starts_on, "lines": lines, "content": CONTENT})
    with site.store.write() as db:
        tasks.complete(db, site.row(task_id), site.ids["jobconsultant"], made.model_dump(mode="json"),
                       made.for_case(), None, site.clock.at)  # fmt: skip
        placements.put_plan(db, case_id, task_id, made.placements(), site.clock.at)
    site.clock.at += timedelta(minutes=5)
    return task_id


async def test_a_case_without_a_plan_says_why(site: Site) -> None:
    case_id = site.case()
    page = await site.as_("caseworker").get(f"/cases/{case_id}/plan")
    assert page.h1 == f"Planen i sag {case_id}"
    assert "Der er ikke lavet en plan endnu." in page.text()


async def test_picture_and_table_say_the_same_and_whoever_looks_is_written_down(site: Site) -> None:
    case_id = site.case()
    planned(site, case_id, WORK, SEARCH, DANISH)
    page = await site.as_("caseworker").get(f"/cases/{case_id}/plan")
    row = [" ".join(cell.get_text(" ").split()) for cell in page.soup.select(".plan-table tbody tr:first-child td")]
    assert row == ["7,5", "5", "", "", "", "", "", "12,5", "12,5", "Alle timer tæller."]
    foot = [" ".join(cell.get_text(" ").split()) for cell in page.soup.select(".plan-table tfoot tr:first-child td")]
    assert foot == ["7,5", "5", "4", "0", "0", "3,5", "0", "20", "20", "Mål: 20"]
    picture = page.one("svg.plan-wide[aria-labelledby^=days]")
    assert [t.get_text() for t in picture.select(".sum-label")] == ["7,5", "5", "4", "3,5"]
    assert [t.get_text() for t in picture.select(".week-label")] == ["Man", "Tir", "Ons", "Tor", "Fre", "Lør"]
    assert len(picture.select(".target")) == 1
    assert len(page.soup.select("svg.plan-wide .cap")) == 1
    assert site.lookups("caseworker")[-1].action == "view.case"


async def test_the_case_links_to_its_plan(site: Site) -> None:
    case_id = site.case()
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert page.has(f'a[href="/cases/{case_id}/plan"]')


async def test_what_somebody_should_weigh_is_said(site: Site) -> None:
    case_id = site.case()
    planned(site, case_id, WORK)
    page = await site.as_("caseworker").get(f"/cases/{case_id}/plan")
    assert "Advarsel Fra 02.11.2026 tæller planen 12,5 timer om ugen. Målet er 20." in page.text()


async def test_a_plan_that_changes_is_shown_part_by_part(site: Site) -> None:
    case_id = site.case()
    task_id = planned(site, case_id, WORK | {"ends_on": "2026-11-18"}, SEARCH)
    person = site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/plan")
    assert page.texts("nav.pills a") == ["Fra 02.11.2026", "Fra 19.11.2026"]
    assert page.text("nav.pills a[aria-current]") == "Fra 19.11.2026", "the day of the clock"
    assert len(page.soup.select(".plan-table tbody tr")) == 1
    page = await person.get(f"/cases/{case_id}/plan", of=task_id, on="2026-11-18")
    assert len(page.soup.select(".plan-table tbody tr")) == 2


async def test_earlier_plans_stay_to_be_seen_with_who_decided_them(site: Site) -> None:
    case_id = site.case()
    first = planned(site, case_id, WORK, DANISH)
    planned(site, case_id, SEARCH, starts_on="2026-11-16", visit=4)
    person = site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/plan")
    plans = page.texts("section:last-of-type tbody tr")
    assert plans[0].startswith("16.11.2026–") and plans[0].endswith("Jens Juul Gælder")  # noqa: PT018
    assert plans[1].startswith("02.11.2026–15.11.2026")
    assert plans[1].endswith("Erstattet")
    earlier = await person.get(f"/cases/{case_id}/plan", of=first)
    assert "Beplantning i parken" in earlier.text(".plan-table")
    assert "Sprogcenter Prøve" in earlier.text(".plan-table")


async def test_a_stranger_finds_no_plan(site: Site) -> None:
    case_id = site.case()
    planned(site, case_id, WORK)
    answer = await site.as_("stranger").client.get(f"/cases/{case_id}/plan")
    assert answer.status_code == 404


async def test_a_name_of_a_place_is_shown_as_text(site: Site) -> None:
    case_id = site.case()
    planned(site, case_id, WORK | {"title": "<script>alert(1)</script>"})
    page = await site.as_("caseworker").get(f"/cases/{case_id}/plan")
    assert "<script>alert(1)</script>" in page.text(".plan-table")
