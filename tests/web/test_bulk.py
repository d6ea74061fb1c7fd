"""Many tasks at once: looked over before, a result for each after, taken back while it is fresh."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from domain.calendar import COPENHAGEN
from domain.roles import Role
from domain.tasks import Operation
from store.tables import audit
from tests.support.document import Document
from tests.support.site import APPROVE, GUIDE, OTHER, OWN, Person, Site

PREVIEW = "main tbody tr"


async def look(person: Person, page: Document, operation: str, ids: list[str], status: int = 200) -> Document:
    """Tick these tasks of the list and press the button."""
    form = page.form("/tasks/bulk")
    offered = {str(box["value"]) for box in page.soup.select("input[name=ids]")}
    assert set(ids) <= offered
    sent = page.filled(form, operation) | {"ids": ids}
    return await person.post(str(form["action"]), sent, status)


async def do(who: Person, page: Document, status: int = 200, **values: Any) -> Document:
    form = page.form("/tasks/bulk/run")
    ids = [str(one["value"]) for one in form.select("input[name=ids]")]
    return await who.post(str(form["action"]), page.filled(form, **values) | {"ids": ids}, status)


def holders(site: Site, ids: list[str]) -> list[str | None]:
    return [site.row(task_id).assignee_id for task_id in ids]


async def test_the_preview_says_for_each_task_what_happens_and_changes_nothing(site: Site) -> None:
    free, taken = site.task(), site.held("benefit2")
    person = site.as_("supervisor")
    page = await look(person, await person.get("/inbox?view=all"), "release", [free, taken])
    said = {row.split()[0]: row for row in page.texts(PREVIEW)}
    assert len(page.texts(PREVIEW)) == 2
    assert "Det sker for 1 af 2 opgaver" in page.text()
    assert sum("Sker ikke" in row for row in page.texts(PREVIEW)) == 1, said
    assert [str(one["value"]) for one in page.soup.select("input[name=ids]")] == [taken]
    assert site.row(taken).state == "reserved"


async def test_many_are_given_to_a_colleague_with_one_reason_that_each_keeps(site: Site) -> None:
    ids = [site.held("benefit"), site.held("benefit")]
    person = site.as_("benefit")
    page = await look(person, await person.get("/inbox"), "delegate", ids)
    page = await do(person, page, person=site.ids["benefit2"], reason="Ferie fra i morgen")
    assert page.path == "/inbox"
    assert "Givet til Bo Berg: 2 opgaver" in page.text("#bulk-result")
    assert holders(site, ids) == [site.ids["benefit2"]] * 2
    with site.store.read() as db:
        rows = db.execute(sa.select(audit).where(audit.c.action == "task.delegate")).all()
    assert [r.details["reason"] for r in rows] == ["Ferie fra i morgen"] * 2


async def test_a_reason_is_asked_for_and_what_was_typed_is_kept(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await look(person, await person.get("/inbox"), "suspend", [task_id])
    page = await do(person, page, 422, date="01.12.2026", reason=" ")
    assert "Skriv en begrundelse på mindst 3 tegn." in page.text("#refusal")
    assert page.one("#bulk-date")["value"] == "01.12.2026"
    assert site.row(task_id).state == "reserved"


async def test_a_day_that_is_often_used_is_one_press(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await look(person, await person.get("/inbox"), "suspend", [task_id])
    quick = page.soup.select(".quick button")[1]
    assert quick["name"] == "quick"
    page = await do(person, page, date="", press=str(quick["value"]), reason="Afventer ferien")
    assert site.row(task_id).state == "suspended"
    assert site.row(task_id).suspended_until.astimezone(COPENHAGEN).strftime("%d.%m.%Y") == quick["value"]


@pytest.mark.parametrize("date", ["", "01.11.2026", "19.11.2026"])
async def test_many_are_put_on_hold_until_a_day_that_lies_ahead(site: Site, date: str) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await look(person, await person.get("/inbox"), "suspend", [task_id])
    page = await do(person, page, 422, date=date, reason="Afventer ferien")
    assert page.one("#bulk-reason").text.strip() == "Afventer ferien", "nothing that was typed is lost"
    assert site.row(task_id).state == "reserved"


async def test_one_task_that_somebody_took_meanwhile_does_not_stop_the_others(site: Site) -> None:
    ids = [site.task(), site.task(), site.task()]
    person = site.as_("benefit")
    page = await look(person, await person.get("/inbox?view=team"), "claim", ids)
    site.move(ids[1], Operation.claim, "benefit2", assignee_id=site.ids["benefit2"])
    page = await do(person, page)
    said = page.text("#bulk-result")
    assert "Taget: 2 opgaver" in said
    assert "1 opgave er, som den var" in said
    assert "Bo Berg har allerede taget opgaven." in said
    assert holders(site, ids) == [site.ids["benefit"], site.ids["benefit2"], site.ids["benefit"]]


async def test_within_thirty_seconds_it_is_undone_and_each_task_is_as_it_was(site: Site) -> None:
    ids = [site.held("benefit"), site.held("benefit2")]
    person = site.as_("supervisor")
    before = [site.row(task_id) for task_id in ids]
    page = await look(person, await person.get("/inbox?view=all"), "suspend", ids)
    page = await do(person, page, date="01.12.2026", reason="Afventer ferien")
    assert [site.row(t).state for t in ids] == ["suspended", "suspended"]
    site.clock.at += timedelta(seconds=29)
    page = await person.submit(page, str(page.one("#bulk-result form")["action"]).partition("?")[0])
    assert "Fortrudt for 2 opgaver" in page.text("#bulk-result")
    after = [site.row(task_id) for task_id in ids]
    for name in ("state", "assignee_id", "suspended_until", "suspended_from"):
        assert [getattr(r, name) for r in after] == [getattr(r, name) for r in before], name
    assert "Fortrudt" in (await person.get(f"/tasks/{ids[0]}")).text("#task-history")


async def test_after_thirty_seconds_nothing_is_undone(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    page = await look(person, await person.get("/inbox?view=team"), "claim", [task_id])
    page = await do(person, page)
    undo = str(page.one("#bulk-result form")["action"])
    site.clock.at += timedelta(seconds=31)
    page = await person.submit(page, undo.partition("?")[0])
    assert "Det kan ikke fortrydes mere" in page.text()
    assert page.path == "/inbox"
    assert site.row(task_id).assignee_id == site.ids["benefit"]


async def test_a_task_that_somebody_has_touched_since_is_left_alone_by_undo(site: Site) -> None:
    ids = [site.task(), site.task()]
    person = site.as_("supervisor")
    page = await look(person, await person.get("/inbox?view=all"), "delegate", ids)
    page = await do(person, page, person=site.ids["benefit2"], reason="Fordelt mandag morgen")
    site.move(ids[0], Operation.start, "benefit2", assignee_id=site.ids["benefit2"])
    page = await person.submit(page, str(page.one("#bulk-result form")["action"]).partition("?")[0])
    assert "Opgaven er ændret imens." in page.text("#bulk-result")
    assert [site.row(t).state for t in ids] == ["in_progress", "ready"]


async def test_undo_pressed_twice_undoes_once(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    page = await look(person, await person.get("/inbox?view=team"), "claim", [task_id])
    page = await do(person, page)
    undo = str(page.one("#bulk-result form")["action"]).partition("?")[0]
    await person.submit(page, undo)
    version = site.row(task_id).version
    page = await person.submit(page, undo)
    assert "Det kan ikke fortrydes mere" in page.text()
    assert site.row(task_id).version == version


async def test_what_somebody_else_did_cannot_be_seen_or_undone(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    page = await look(person, await person.get("/inbox?view=team"), "claim", [task_id])
    page = await do(person, page)
    run = str(page.one("#bulk-result form")["action"]).split("/")[3]
    await site.as_("benefit2").get(f"/tasks/bulk/{run}", 404)
    other = site.as_("benefit2")
    sent = (await other.get("/inbox")).filled((await other.get("/inbox")).form("/logout"))
    await other.post(f"/tasks/bulk/{run}/undo", sent, 404)
    assert site.row(task_id).assignee_id == site.ids["benefit"]


async def test_four_eyes_holds_for_many_at_once(site: Site) -> None:
    task_id = site.task(kind=APPROVE, not_by="supervisor")
    person = site.as_("supervisor")
    page = await look(person, await person.get("/inbox?view=all"), "claim", [task_id])
    assert "En anden person end forslagsstilleren" in page.text(PREVIEW)
    assert not page.has("form[action^='/tasks/bulk/run']")


async def test_another_teams_task_is_not_even_mentioned(site: Site) -> None:
    own, foreign = site.task(), site.task(site.case(team=OTHER))
    person = site.as_("benefit")
    page = await person.get("/inbox?view=team")
    sent = page.filled(page.form("/tasks/bulk"), "claim") | {"ids": [own, foreign]}
    page = await person.post("/tasks/bulk", sent)
    assert len(page.texts(PREVIEW)) == 1
    case = site.row(foreign).case_id
    assert case not in page.text()
    form = page.form("/tasks/bulk/run")
    page = await person.post(str(form["action"]), page.filled(form) | {"ids": [own, foreign]})
    assert "1 opgave er, som den var" in page.text("#bulk-result")
    assert case not in page.text()


async def test_nothing_chosen_says_so(site: Site) -> None:
    site.task()
    person = site.as_("benefit")
    page = await look(person, await person.get("/inbox?view=team&sort=-due"), "claim", [])
    assert "Vælg mindst én opgave i listen." in page.text()
    assert page.one("#filter-sort option[selected]")["value"] == "-due", "the list is where it was"


async def test_what_one_took_oneself_meanwhile_is_neither_counted_nor_undone(site: Site) -> None:
    ids, person = [site.task(), site.task()], site.as_("benefit")
    page = await look(person, await person.get("/inbox?view=team"), "claim", ids)
    await site.api("benefit").post(f"tasks/{ids[0]}/claim")
    page = await do(person, page)
    assert "Taget: 1 opgave" in page.text("#bulk-result")
    assert "Det var den allerede." in page.text("#bulk-result")
    await person.submit(page, str(page.one("#bulk-result form")["action"]).partition("?")[0])
    assert holders(site, ids) == [site.ids["benefit"], None]


async def test_before_many_are_given_away_it_says_to_how_many_of_them_each_may_be_given(site: Site) -> None:
    site.give("caseworker", Role.benefit_officer, OWN)
    ids, person = [site.task(), site.task(kind=GUIDE)], site.as_("supervisor")
    page = await look(person, await person.get("/inbox?view=all&person=nobody"), "delegate", ids)
    offered = {str(one["value"]): one.get_text(strip=True) for one in page.soup.select("#bulk-person option")}
    assert offered[site.ids["benefit"]].endswith(": kun 1 af 2")
    assert offered[site.ids["caseworker"]] == "Signe Sand"
    refused = await do(person, page, 422, reason="Ferie fra i morgen")
    assert "Vælg, hvem der skal have dem." in refused.text("#refusal")
    page = await do(person, page, person=site.ids["benefit"], reason="Ferie fra i morgen")
    assert "Den valgte må ikke have opgaven." in page.text("#bulk-result")
    assert holders(site, ids) == [site.ids["benefit"], None]


async def test_a_supervisor_prioritises_and_the_list_and_the_task_say_why(site: Site) -> None:
    later, urgent = site.task(age=timedelta(days=1)), site.task()
    person = site.as_("supervisor")
    page = await look(person, await person.get("/inbox?view=all"), "prioritise", [urgent])
    page = await do(person, page, priority="20", reason="Borgeren mister sin bolig")
    assert "Prioritet: Høj" in page.text("#tasks")
    page = await person.get("/inbox?view=all&sort=priority")
    assert str(page.soup.select(".row-title")[0]["href"]).startswith(f"/tasks/{urgent}?")
    page = await person.get("/inbox?view=all&priority=raised")
    assert str(page.one("#tasks .row-title")["href"]).startswith(f"/tasks/{urgent}?")
    page = await person.get(f"/tasks/{urgent}")
    assert "Sat af en teamleder: Borgeren mister sin bolig" in page.text()
    assert "Normal for alle opgaver" in (await person.get(f"/tasks/{later}")).text()
    assert site.row(urgent).priority == 20


async def test_only_a_supervisor_prioritises(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get("/inbox")
    assert not page.has("button[value=prioritise]")
    sent = page.filled(page.form("/tasks/bulk"), "release") | {"ids": [task_id], "operation": "prioritise"}
    page = await person.post("/tasks/bulk", sent)
    assert "Din rolle giver ikke adgang" in page.text(PREVIEW)
    assert site.row(task_id).priority == 0


@pytest.mark.parametrize("priority", ["", "5", "-10", "x", "1000000000000"])
async def test_a_priority_that_is_none_is_refused(site: Site, priority: str) -> None:
    task_id, person = site.task(), site.as_("supervisor")
    page = await look(person, await person.get("/inbox?view=all"), "prioritise", [task_id])
    form = page.form("/tasks/bulk/run")
    sent = page.filled(form, reason="En god grund") | {"priority": priority, "ids": [task_id]}
    page = await person.post(str(form["action"]), sent)
    assert "Vælg normal, forhøjet eller høj prioritet." in page.text("#bulk-result")
    assert site.row(task_id).priority == 0


async def test_people_offered_are_those_who_may_hold_one_of_the_tasks(site: Site) -> None:
    ids = [site.task(), site.task(kind=GUIDE)]
    person = site.as_("supervisor")
    page = await look(person, await person.get("/inbox?view=all"), "delegate", ids)
    offered = page.texts("#bulk-person option")
    names = {one.removesuffix(": kun 1 af 2") for one in offered}
    assert {"Birgit Bang", "Bo Berg", "Signe Sand", "Svend Søby"} <= names
    assert not {"Stine Stub", "Line Lund"} & names


async def test_a_program_prioritises_too(site: Site) -> None:
    task_id = site.task()
    client: httpx.AsyncClient = site.api("supervisor")
    body = {"operation": "priority", "ids": [task_id], "args": {"priority": 10}, "reason": "Fra jobcentrets robot"}
    assert (await client.post("tasks/bulk", json=body)).json()["results"] == [{"id": task_id, "ok": True, "code": None}]
    assert site.row(task_id).priority == 10
    assert (await site.api("benefit").post("tasks/bulk", json=body)).json()["results"][0]["code"] == "forbidden"
