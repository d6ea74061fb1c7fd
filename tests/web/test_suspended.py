"""A case that stands still: what moves with it, what the law does not let wait, and how that is told afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from activities.messages import OpenTask, Pause, Resumed
from store import tasks
from tests.support.site import NOW, Site
from tests.web.test_export import fetched, sheet

DECIDE = "access_to_file.decide"
MOVED = {"da": "Fristen er flyttet. Begrundelse: Sagen var sat i bero.",
         "en": "The deadline was moved. Reason: The case was suspended."}  # fmt: skip


def still(site: Site, case_id: str) -> dict[str, Any]:
    here = {"case_id": case_id, "stage": "coverage", "visit": 2, "now": NOW}
    site.activities.pause(Pause(**here, until=None))
    return here


async def test_a_suspended_case_says_which_deadlines_of_the_law_run_on_and_a_running_one_does_not(site: Site) -> None:
    case_id = site.case()
    site.task(case_id)
    asked = {"case_id": case_id, "stage": "coverage", "visit": 2, "now": NOW}
    site.activities.open_task(OpenTask(**asked, task_id="t", kind=DECIDE, data={"received_on": "2026-11-18"}))
    assert not (await site.as_("caseworker").get(f"/cases/{case_id}")).has("#misses")
    still(site, case_id)
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert page.texts("#misses .alert-text") == [
        "Lovens frister løber, mens sagen er i bero: Afgør aktindsigt 27.11.2026."]  # fmt: skip


async def test_a_suspended_case_whose_deadlines_are_local_says_nothing_of_the_law(site: Site) -> None:
    case_id = site.case()
    site.task(case_id)
    still(site, case_id)
    assert not (await site.as_("caseworker").get(f"/cases/{case_id}")).has("#misses")


@pytest.mark.parametrize("lang", ["da", "en"])
async def test_a_deadline_that_stood_still_says_why_in_the_language_of_the_page(site: Site, lang: str) -> None:
    case_id = site.case()
    task_id = site.task(case_id)
    here = still(site, case_id)
    site.activities.resumed(Resumed(**here | {"now": NOW + timedelta(days=9)}, since=NOW))
    page = await site.as_("caseworker").get(f"/tasks/{task_id}?lang={lang}")
    assert MOVED[lang] in page.text("#task-history")
    page = await site.as_("caseworker").get(f"/cases/{case_id}?lang={lang}")
    assert MOVED[lang].partition(". ")[2] in page.text("main > section > .timeline")


async def test_a_deadline_that_stood_still_says_why_in_the_documents_of_its_case(site: Site) -> None:
    case_id = site.case()
    site.task(case_id)
    site.activities.resumed(Resumed(**still(site, case_id) | {"now": NOW + timedelta(days=9)}, since=NOW))
    told = sheet(await fetched(site, case_id), "handelser.csv")
    assert [one["begrundelse"] for one in told if one["begrundelse"]] == ["Sagen var sat i bero."]


@pytest.mark.parametrize("lang", ["da", "en"])
async def test_what_was_stored_in_english_alone_is_read_in_either_language(site: Site, lang: str) -> None:
    task_id = site.task()
    with site.store.write() as db:
        details = {"from": NOW.isoformat(), "to": NOW.isoformat(), "reason": "The case was suspended."}
        tasks.event(db, task_id, site.row(task_id).case_id, "deadline_moved", NOW, None, details)
    page = await site.as_("caseworker").get(f"/tasks/{task_id}?lang={lang}")
    assert MOVED[lang] in page.text("#task-history")
