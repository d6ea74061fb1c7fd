"""The decision: the form, its errors, the draft, conflicts; typed text is never lost."""

from __future__ import annotations

import asyncio
import re
from datetime import date

import pytest
import sqlalchemy as sa

from domain.tasks import Operation
from store.tables import comments, outbox
from tests.support.site import APPROVE, ASSESS, COVERED, REASON, Site

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


async def test_a_decision_is_kept_and_told_to_the_case(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", **COVERED)
    row = site.row(task_id)
    assert page.path == f"/cases/{row.case_id}"
    assert "Din beslutning er gemt. Sagen går videre." in page.text()
    assert row.state == "completed"
    assert row.decision == {"covered": True, "decided_on": "2026-11-18", "reference": "KY-2026-1", "reason": REASON}
    with site.store.read() as db:
        told = db.execute(sa.select(outbox).where(outbox.c.name == "decided")).one()
    assert told.payload["answer"] == {"covered": True, "decided_on": "2026-11-18"}
    page = await person.get(f"/tasks/{task_id}")
    assert "Er borgeren omfattet af arbejdspligten? Ja" in page.text("#task-form .facts")
    assert "Ydelsesafgørelsens dato 18.11.2026" in page.text("#task-form .facts")


async def test_every_date_that_is_read_is_written_as_the_language_writes_it(site: Site) -> None:
    """In answers, lists, heads and sentences alike; what is typed is typed in one way."""
    task_id, person = site.held("benefit"), site.as_("benefit")
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", **COVERED)
    for address in (f"/tasks/{task_id}", f"/cases/{site.row(task_id).case_id}"):
        english = (await person.get(f"{address}?lang=en")).text("main")
        assert "18 November 2026" in english
        assert re.findall(r"\d\d\.\d\d\.\d{4}", english) == []
        danish = (await person.get(f"{address}?lang=da")).text("main")
        assert "18.11.2026" in danish
        assert "November 2026" not in danish


async def test_errors_stand_beside_the_field_and_in_the_summary_and_the_text_is_kept(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(
        page, f"/tasks/{task_id}/complete", status=422, decided_on="31.02.2026", reference="KY-1", reason="for kort"
    )
    assert page.text("#error-summary .alert-heading") == "Der er 3 fejl, der skal rettes"
    assert page.texts("#error-summary a") == [
        "Er borgeren omfattet af arbejdspligten? Feltet skal udfyldes",
        "Ydelsesafgørelsens dato: Den dag findes ikke i kalenderen",
        "Begrundelse: Skriv mindst 20 tegn",
    ]
    for link in page.soup.select("#error-summary a"):
        target = page.one(str(link["href"]))
        assert target.name in ("input", "textarea", "select"), "the link leads to the field itself"
    assert page.text("#f-reason-error") == "Fejl: Skriv mindst 20 tegn"
    assert "f-reason-error" in str(page.one("#f-reason")["aria-describedby"])
    assert page.one("#f-decided_on")["value"] == "31.02.2026"
    assert page.one("#f-reference")["value"] == "KY-1"
    assert page.one("#f-reason").text.strip() == "for kort"
    assert page.one("#error-summary").has_attr("data-focus")
    assert site.row(task_id).state == "reserved"


async def test_a_rule_across_fields_stands_at_the_field_that_it_is_about(site: Site) -> None:
    task_id, person = site.held("jobconsultant", kind=ASSESS), site.as_("jobconsultant")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, effort="reduced", reason=REASON)
    assert page.text("#f-weekly_hours-error") == "Fejl: Skriv timetallet"
    assert page.one("input[name=effort][checked]")["value"] == "reduced"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("weekly_hours", "37", "Højst 36"),
        ("weekly_hours", "0", "Mindst 1"),
        ("weekly_hours", "tolv", "Skriv et helt tal"),
        ("weekly_hours", "1" * 5000, "Tallet er for stort"),
        ("until", "86400", "Skriv datoen som dd.mm.åååå"),
        ("effort", "lazy", "Vælg en af mulighederne"),
        ("until", "2027", "Skriv datoen som dd.mm.åååå"),
        ("reason", "x" * 4001, "Skriv højst 4000 tegn"),
        ("reason", " " * 30, "Skriv mindst 20 tegn"),
        ("until", "12.31.2026", "Skriv datoen som dd.mm.åååå"),
        ("until", "29.02.2027", "Den dag findes ikke i kalenderen"),
    ],
)
async def test_bad_values_are_refused_in_plain_danish(site: Site, field: str, value: str, says: str) -> None:
    task_id, person = site.held("jobconsultant", kind=ASSESS), site.as_("jobconsultant")
    typed = {"effort": "full", "reason": REASON, field: value}
    if not value.strip():
        says = "Feltet skal udfyldes"
    page = await person.post(f"/tasks/{task_id}/complete", typed | {"csrf": await person.csrf()}, 422)
    assert says in page.text(f"#f-{field}-error")


async def test_the_form_speaks_english_too(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}?lang=en")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, reason="short")
    assert "Write at least 20 characters" in page.text("#error-summary")
    assert page.one("html")["lang"] == "en"


async def test_the_same_decision_sent_twice_is_one_decision(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    sent = page.filled(page.form(f"/tasks/{task_id}/complete"), "complete", **COVERED)
    pages = await asyncio.gather(*(person.post(f"/tasks/{task_id}/complete", sent) for _ in range(3)))
    assert {p.path for p in pages} == {f"/cases/{site.row(task_id).case_id}"}
    assert len(site.audited("task.complete")) == 1


async def test_a_second_and_other_decision_is_refused(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    await person.submit(page, f"/tasks/{task_id}/complete", **COVERED)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409, **COVERED | {"covered": "false"})
    assert "Opgaven er ændret" in page.text("#refusal")
    assert "Er borgeren omfattet af arbejdspligten? Nej" in page.text("#task-form")
    assert site.row(task_id).decision["covered"] is True


async def test_a_task_that_changed_meanwhile_gives_the_typed_text_back(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    site.move(task_id, Operation.start, "benefit")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409, **COVERED)
    assert "Opgaven er ændret, siden du åbnede den." in page.text("#refusal")
    assert page.one("#f-reason").text.strip() == REASON
    assert page.one("#f-decided_on")["value"] == "18.11.2026"
    page = await person.get(f"/tasks/{task_id}")
    assert page.one("#f-reason").text.strip() == REASON, "and it is a draft now"
    page = await person.submit(page, f"/tasks/{task_id}/complete")
    assert site.row(task_id).state == "completed"


async def test_a_task_that_somebody_else_has_by_now_shows_the_text_and_who(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    site.move(task_id, Operation.delegate, "supervisor", assignee_id=site.ids["benefit2"])
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409, **COVERED)
    assert "Bo Berg har allerede taget opgaven." in page.text("#refusal")
    assert REASON in page.text("#task-form .facts")
    page = await site.as_("benefit2").get(f"/tasks/{task_id}")
    assert page.one("#f-reason").text.strip() == "", "the new owner's form is not written over"


async def test_a_draft_is_saved_and_comes_back(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    half = {"decided_on": "18.11.2026", "reason": "kun begyndt", "covered": "false"}
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="draft", **half)
    assert "Kladden er gemt." in page.text()
    assert page.one("#f-decided_on")["value"] == "18.11.2026"
    assert page.one("#f-reason").text.strip() == "kun begyndt"
    assert page.one("input[name=covered][checked]")["value"] == "false"
    assert "Kladde gemt kl. 10.00" in page.text("#draft-status")


async def test_the_draft_saves_itself_in_the_background(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    sent = {"csrf": await person.csrf(), "reason": "skrevet undervejs", "action": "complete", "version": "2"}
    answer = await person.client.post(f"/tasks/{task_id}/draft", data=sent, headers={"HX-Request": "true"})
    assert answer.text.strip() == "Kladde gemt kl. 10.00"
    assert (await person.get(f"/tasks/{task_id}")).one("#f-reason").text.strip() == "skrevet undervejs"
    assert site.row(task_id).version == 2, "a draft is no new version of the task"


async def test_a_draft_survives_a_change_of_owner_with_a_warning(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    await person.submit(page, f"/tasks/{task_id}/complete", press="draft", reason="Birgits udkast")
    site.move(task_id, Operation.delegate, "supervisor", assignee_id=site.ids["benefit2"])
    page = await site.as_("benefit2").get(f"/tasks/{task_id}")
    assert "Kladden nedenfor er skrevet af Birgit Bang." in page.text(".alert-warning")
    assert page.one("#f-reason").text.strip() == "Birgits udkast"


async def test_a_finished_task_takes_no_draft(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", **COVERED)
    await person.post(f"/tasks/{task_id}/draft", {"csrf": await person.csrf(), "reason": "for sent"}, 409)


@pytest.mark.parametrize("operation", ["claim", "start", "complete"])
async def test_the_proposer_does_not_approve_the_own_proposal(site: Site, operation: str) -> None:
    task_id = site.task(kind=APPROVE, not_by="supervisor")
    person = site.as_("supervisor")
    page = await person.get(f"/tasks/{task_id}")
    assert not page.has(f"form[action='/tasks/{task_id}/claim']")
    page = await person.post(f"/tasks/{task_id}/{operation}", {"csrf": await person.csrf()}, 409)
    assert "En anden person end forslagsstilleren skal afgøre dette." in page.text()
    assert site.row(task_id).state == "ready"
    other = site.as_("supervisor2")
    page = await other.submit(await other.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    page = await other.submit(page, f"/tasks/{task_id}/complete", approved="true", reason=REASON)
    assert site.row(task_id).state == "completed"


async def test_four_eyes_hold_when_a_colleague_hands_the_task_to_the_proposer(site: Site) -> None:
    task_id = site.held("supervisor2", kind=APPROVE, not_by="supervisor")
    other = site.as_("supervisor2")
    page = await other.get(f"/tasks/{task_id}")
    assert "Tove Toft" not in page.texts(f"form[action='/tasks/{task_id}/delegate'] option")
    sent = {"csrf": await other.csrf(), "person": site.ids["supervisor"], "reason": "fordi"}
    await other.post(f"/tasks/{task_id}/delegate", sent, 422)
    assert site.row(task_id).assignee_id == site.ids["supervisor2"]


async def test_four_eyes_come_before_any_role(site: Site) -> None:
    from domain.roles import Role

    task_id = site.task(kind=APPROVE, not_by="admin")
    for role in (Role.supervisor, Role.caseworker):
        site.give("admin", role, "Arbejdspligt")
    person = site.as_("admin")
    await person.post(f"/tasks/{task_id}/claim", {"csrf": await person.csrf()}, 409)
    assert site.row(task_id).state == "ready"


async def test_a_comment_is_shown_with_its_writer_and_sent_twice_it_stands_once(site: Site) -> None:
    task_id, person = site.task(), site.as_("caseworker")
    page = await person.get(f"/tasks/{task_id}")
    sent = page.filled(page.form(f"/tasks/{task_id}/comment"), text="Ring til borgeren først")
    await asyncio.gather(*(person.post(f"/tasks/{task_id}/comment", sent) for _ in range(2)))
    page = await person.get(f"/tasks/{task_id}")
    assert page.text("#task-comments .timeline li").endswith("Ring til borgeren først Signe Sand")
    with site.store.read() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(comments)).scalar_one() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
async def test_a_comment_has_between_1_and_4000_characters(site: Site, text: str) -> None:
    task_id, person = site.task(), site.as_("caseworker")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/comment", status=422, text=text)
    assert "Skriv 1 til 4.000 tegn." in page.text()


async def test_what_people_type_is_text_and_never_markup(site: Site) -> None:
    case_id = site.case(name=SCRIPT)
    task_id, person = site.held("benefit", case_id), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/comment", text=SCRIPT)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, reference=SCRIPT, reason="kort")
    assert page.one("#f-reference")["value"] == SCRIPT
    page = await person.submit(page, f"/tasks/{task_id}/delegate", person=site.ids["benefit2"], reason=SCRIPT)
    page = await person.get(f"/cases/{case_id}")
    for address in ("/inbox", f"/cases/{case_id}", f"/tasks/{task_id}"):
        page = await site.as_("benefit2").get(address)
        assert "<script>alert" not in page.response.text
        assert not page.has("img[onerror]")
        assert "{{7*7}}" in page.response.text, "and it is not calculated"


async def test_what_leads_where_stands_before_one_answers(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    assert "Ja vejledning om rettigheder og pligter" in page.text(".outcomes")
    assert "Opholdskrav" in page.text("#task")
    assert "Reglen" in page.text() or "Regel" in page.text()


async def test_dates_are_read_as_danes_write_them(site: Site) -> None:
    for written in ("18.11.2026", "18/11/2026", "18-11-2026", "2026-11-18"):
        task_id, person = site.held("benefit"), site.as_("benefit")
        page = await person.get(f"/tasks/{task_id}")
        await person.submit(page, f"/tasks/{task_id}/complete", **COVERED | {"decided_on": written})
        assert site.row(task_id).decision["decided_on"] == date(2026, 11, 18).isoformat()
