"""Correcting the facts of a case on its page: by whom, and what becomes of bad and colliding input."""

from __future__ import annotations

from datetime import date

import pytest

from store.dossier import Dossier
from store.tables import outbox
from tests.support.site import COVERED, REASON, Site


async def test_a_caseworker_corrects_a_fact_and_the_case_is_told(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}")
    assert page.has(f"a[href='/cases/{case_id}/facts']")
    page = await person.get(f"/cases/{case_id}/facts")
    assert page.one("#f-residence-0-from")["value"] == "01.05.2019"
    page = await person.submit(page, f"/cases/{case_id}/facts", entered_on="01-05-2018", reason=REASON)
    assert "Oplysningerne er rettet." in page.text()
    assert "Indrejst 01.05.2018" in page.text()
    assert site.case_row(case_id).facts["entered_on"] == "2018-05-01"
    assert "Oplysninger er rettet: Indrejst. Begrundelse:" in page.text(), "and the history says which"
    [entry] = site.audited("case.correct")
    assert entry.details == {"reason": REASON, "before": {"entered_on": "2019-05-01"}}, "the old value is kept"
    with site.store.read() as db:
        told = db.execute(outbox.select().where(outbox.c.name == "interrupt")).one()
    assert told.payload["kind"] == "correct"


async def test_spells_are_added_in_empty_rows_and_removed_by_emptying_them(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/facts")
    page = await person.submit(page, f"/cases/{case_id}/facts", reason=REASON, **{
        "residence.0.from": "", "residence.0.country": "", "residence.1.from": "01.06.2019",
        "residence.1.country": "dk", "employment.0.from": "01.01.2024", "employment.0.to": "31.12.2024",
        "employment.0.hours_per_week": "22,5", "employment.0.ordinary": "true"})  # fmt: skip
    facts = site.case_row(case_id).facts
    assert facts["residence"] == [{"from": "2019-06-01", "to": None, "country": "DK"}]
    assert facts["employment"] == [
        {"from": "2024-01-01", "to": "2024-12-31", "hours_per_week": "22.5", "ordinary": True}
    ]
    page = await person.get(f"/cases/{case_id}/facts")
    assert page.one("#f-employment-0-hours_per_week")["value"] == "22,5"
    assert len(page.soup.select("[id^=f-residence-][id$=-country]")) == 3, "one known and two empty"


@pytest.mark.parametrize(("name", "typed", "field", "says"), [
    ("entered_on", "31.02.2020", "f-entered_on", "Den dag findes ikke i kalenderen"),
    ("residence.1.country", "SE", "f-residence-1-from", "Feltet skal udfyldes"),
    ("employment.0.hours_per_week", "mange", "f-employment-0-hours_per_week", "Skriv et tal"),
])  # fmt: skip
async def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    site: Site, name: str, typed: str, field: str, says: str
) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    before = site.everything()
    page = await person.get(f"/cases/{case_id}/facts")
    page = await person.submit(page, f"/cases/{case_id}/facts", status=422, reason="Fordi pas", **{name: typed})
    assert says in page.text(f"#error-summary a[href='#{field}']")
    assert page.one(f"[name='{name}']")["value"] == typed
    assert page.one("[name=reason]").text.strip() == "Fordi pas"
    assert site.everything() == before


async def test_a_correction_needs_a_reason(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/facts")
    page = await person.submit(page, f"/cases/{case_id}/facts", status=422, entered_on="01.05.2018")
    assert "Skriv en begrundelse på mindst 3 tegn." in page.text("#refusal")
    assert page.one("#f-entered_on")["value"] == "01.05.2018"


async def test_two_who_correct_at_once_do_not_overwrite_each_other(site: Site) -> None:
    case_id, first, second = site.case(), site.as_("caseworker"), site.as_("benefit")
    ones = await first.get(f"/cases/{case_id}/facts")
    others = await second.get(f"/cases/{case_id}/facts")
    await first.submit(ones, f"/cases/{case_id}/facts", entered_on="01.05.2018", reason=REASON)
    page = await second.submit(others, f"/cases/{case_id}/facts", status=409, ukraine_act="true", reason=REASON)
    assert "En anden har rettet oplysningerne imens." in page.text("#refusal")
    assert page.one("[name=ukraine_act][value=true]").has_attr("checked"), "what was chosen is still chosen"
    assert "Indrejst 01.05.2018" in page.text("details"), "and the others' correction is shown"
    assert site.case_row(case_id).facts["ukraine_act"] is False
    await second.submit(page, f"/cases/{case_id}/facts", entered_on="01.05.2018", reason=REASON)
    assert site.case_row(case_id).facts["ukraine_act"] is True


@pytest.mark.parametrize(("who", "status"), [
    ("jobconsultant", 403), ("economy", 403), ("admin", 403), ("stranger", 404), ("supervisor", 200), ("benefit", 200),
])  # fmt: skip
async def test_who_may_open_such_a_case_may_correct_it(site: Site, who: str, status: int) -> None:
    case_id = site.case()
    page = await site.as_(who).get(f"/cases/{case_id}/facts", status)
    assert page.has("form.answer") is (status == 200)
    sent = {"csrf": await site.as_(who).csrf(), "reason": REASON}
    if status != 200:
        before = site.everything()
        person = site.as_(who)
        await person.post(f"/cases/{case_id}/facts", sent | {"csrf": await person.csrf()}, status)
        assert site.everything() == before


async def test_looking_at_the_facts_is_written_down(site: Site) -> None:
    case_id = site.case()
    await site.as_("caseworker").get(f"/cases/{case_id}/facts")
    last = site.lookups("caseworker")[-1]
    assert (last.action, last.case_id, last.details["purpose"]) == ("view.case", case_id, "facts of the case")


async def test_the_task_that_asks_for_it_leads_to_the_facts(site: Site) -> None:
    task_id = site.task()
    page = await site.as_("benefit").get(f"/tasks/{task_id}")
    assert page.has(f"a[href='/cases/{site.row(task_id).case_id}/facts']")
    page = await site.as_("jobconsultant").get(f"/tasks/{task_id}")
    assert not page.has(f"a[href='/cases/{site.row(task_id).case_id}/facts']")


async def test_a_correction_that_changes_nothing_is_refused_and_disturbs_nobody(site: Site) -> None:
    case_id = site.case()
    task_id, person = site.held("benefit", case_id), site.as_("caseworker")
    before = site.row(task_id)
    page = await person.get(f"/cases/{case_id}/facts")
    page = await person.submit(page, f"/cases/{case_id}/facts", status=422, reason=REASON)
    assert "Ingen oplysning er ændret." in page.text()
    answer = await site.api("caseworker").post(f"cases/{case_id}/correct", json={"reason": REASON})
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_changed")
    assert site.row(task_id) == before


async def test_who_has_the_task_open_while_a_fact_is_corrected_looks_again_before_deciding(site: Site) -> None:
    case_id = site.case()
    task_id, person = site.held("benefit", case_id), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    other = site.as_("caseworker")
    facts = await other.get(f"/cases/{case_id}/facts")
    await other.submit(facts, f"/cases/{case_id}/facts", entered_on="01-05-2018", reason=REASON)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409, **COVERED)
    assert "Opgaven er ændret, siden du åbnede den." in page.text()
    assert page.one("#f-reason").text.strip() == COVERED["reason"], "what was typed is still there"
    page = await person.get(f"/tasks/{task_id}")
    assert "Sagens oplysninger er rettet" in page.text("#task-history")
    await person.submit(page, f"/tasks/{task_id}/complete", **COVERED)
    assert site.row(task_id).state == "completed"


@pytest.mark.parametrize(("on", "readiness"), [
    (date(2026, 11, 18), "activity_ready"), (date(2026, 11, 19), "activity_ready"), (date(2026, 11, 20), "job_ready"),
])  # fmt: skip
async def test_the_file_still_tells_what_the_facts_were_before_a_correction(site: Site, on: date, readiness: str) -> None:
    """From the day after it on they are what it made them."""
    case_id, person = site.case(readiness="activity_ready"), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/facts")
    await person.submit(page, f"/cases/{case_id}/facts", readiness="job_ready", reason=REASON)
    with site.store.read() as db:
        facts = Dossier(db, site.case_row(case_id)).facts_on(on)
    assert facts.readiness == readiness
