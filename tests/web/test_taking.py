"""Taking a task, giving it away, putting it on hold: who may, who is told what."""

from __future__ import annotations

import asyncio

import pytest

from domain.tasks import Operation
from store.tables import audit
from tests.support.site import ASSESS, COVERED, GUIDE, OTHER, OWN, Site


async def test_claiming_makes_the_task_ones_own_and_opens_its_form(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    assert not page.has("form.answer")
    page = await person.submit(page, f"/tasks/{task_id}/claim")
    assert "Du har taget opgaven." in page.text()
    assert page.has("form.answer")
    assert site.row(task_id).assignee_id == site.ids["benefit"]
    assert len(site.audited("task.claim")) == 1


async def test_a_double_click_claims_once_and_shows_no_error(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    sent = page.filled(page.form(f"/tasks/{task_id}/claim"))
    first, second = await asyncio.gather(*(person.post(f"/tasks/{task_id}/claim", sent) for _ in range(2)))
    assert first.path == second.path == f"/tasks/{task_id}"
    assert len(site.audited("task.claim")) == 1


async def test_who_comes_second_is_told_who_has_it(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    site.move(task_id, Operation.claim, "benefit2", assignee_id=site.ids["benefit2"])
    page = await person.submit(page, f"/tasks/{task_id}/claim", status=409)
    assert "Bo Berg har allerede taget opgaven." in page.text() or "ændret" in page.text()
    page = await person.post(f"/tasks/{task_id}/claim", {"csrf": await person.csrf()}, 409)
    assert "Bo Berg har allerede taget opgaven." in page.text()
    assert site.row(task_id).assignee_id == site.ids["benefit2"]


@pytest.mark.parametrize(
    "operation", ["start", "complete", "stop", "release", "delegate", "forward", "suspend", "resume"]
)
async def test_nobody_but_the_holder_works_on_a_task_that_is_held(site: Site, operation: str) -> None:
    task_id, person = site.held("benefit2"), site.as_("benefit")
    if operation == "stop":
        site.move(task_id, Operation.start, "benefit2")
    before = site.everything()
    sent = {"csrf": await person.csrf(), "person": site.ids["benefit"], "reason": "fordi", "team": site.teams[OTHER]}
    answer = await person.client.post(f"/tasks/{task_id}/{operation}", data=sent)
    assert answer.status_code == 409
    assert site.everything() == before


@pytest.mark.parametrize("operation", ["claim", "start", "complete", "release", "delegate", "forward", "suspend"])
async def test_a_colleague_of_another_role_may_look_but_not_touch(site: Site, operation: str) -> None:
    task_id, person = site.task(), site.as_("caseworker")
    page = await person.get(f"/tasks/{task_id}")
    assert not page.has(".operations")
    before = site.everything()
    await person.post(f"/tasks/{task_id}/{operation}", {"csrf": await person.csrf()}, 403)
    assert site.everything() == before


async def test_releasing_gives_the_task_back_to_the_queue(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/release")
    assert "Opgaven er frigivet." in page.text()
    assert (site.row(task_id).state, site.row(task_id).assignee_id) == ("ready", None)


async def test_beginning_and_stopping_show_in_the_history(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/start")
    page = await person.submit(page, f"/tasks/{task_id}/stop")
    assert [w.split(" Birgit")[0].split(" ", 2)[2] for w in page.texts("#task-history li")][-3:] == [
        "Taget",
        "Begyndt",
        "Stoppet",
    ]


async def test_delegating_names_the_colleague_and_the_reason(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    offered = page.texts(f"form[action='/tasks/{task_id}/delegate'] option")
    assert offered == ["Bo Berg"]
    page = await person.submit(
        page, f"/tasks/{task_id}/delegate", person=site.ids["benefit2"], reason="Bo kender borgeren"
    )
    assert "Givet til en kollega: Bo Berg. Begrundelse: Bo kender borgeren" in page.text("#task-history")
    assert site.row(task_id).assignee_id == site.ids["benefit2"]


@pytest.mark.parametrize("to", ["caseworker", "stranger", "supervisor"])
async def test_a_task_cannot_be_given_to_one_who_may_not_hold_it(site: Site, to: str) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    sent = {"csrf": await person.csrf(), "person": site.ids[to], "reason": "fordi"}
    page = await person.post(f"/tasks/{task_id}/delegate", sent, 422)
    assert "Vælg en person, der må have opgaven." in page.text()


async def test_forwarding_moves_the_task_out_of_sight(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/forward", team=site.teams[OTHER], reason="Deres borger")
    assert page.path == "/inbox"
    await person.get(f"/tasks/{task_id}", 404)
    stranger = site.as_("stranger")
    page = await stranger.get("/inbox?view=team")
    assert len(page.texts("#tasks tbody tr")) == 1


async def test_a_team_without_the_role_is_not_offered_and_not_taken(site: Site) -> None:
    task_id, person = site.held("caseworker", kind=GUIDE), site.as_("caseworker")
    page = await person.get(f"/tasks/{task_id}")
    assert not page.has(f"form[action='/tasks/{task_id}/forward']")
    await person.post(f"/tasks/{task_id}/forward", {"csrf": await person.csrf(), "team": site.teams[OTHER]}, 422)
    assert site.row(task_id).team_id == site.teams[OWN]


async def test_on_hold_until_a_date_and_back(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/suspend", date="01.12.2026", reason="Afventer lægen")
    assert "Opgaven er sat på pause til 01.12.2026." in page.text()
    assert not page.has("form.answer")
    page = await person.submit(page, f"/tasks/{task_id}/resume")
    assert page.has("form.answer")
    assert site.row(task_id).state == "reserved"


@pytest.mark.parametrize("date", ["19.11.2026", "01.01.0001", "31.02.2027", "i morgen", "31.12.9999", "1.1.26"])
async def test_on_hold_needs_a_date_that_lies_ahead(site: Site, date: str) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    await person.post(f"/tasks/{task_id}/suspend", {"csrf": await person.csrf(), "date": date, "reason": "fordi"}, 422)
    assert site.row(task_id).state == "reserved"


async def test_a_supervisor_may_release_and_give_away_but_not_decide_over_the_holders_head(site: Site) -> None:
    task_id, boss = site.held("benefit"), site.as_("supervisor")
    page = await boss.get(f"/tasks/{task_id}")
    assert not page.has("form.answer")
    await boss.post(f"/tasks/{task_id}/complete", {"csrf": await boss.csrf()}, 403)
    page = await boss.submit(page, f"/tasks/{task_id}/delegate", person=site.ids["benefit2"], reason="Birgit er syg")
    assert site.row(task_id).assignee_id == site.ids["benefit2"]


@pytest.mark.parametrize("operation", ["skip", "exit", "activate", "delete", "__init__"])
async def test_what_no_person_may_do_here_does_not_exist(site: Site, operation: str) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    answer = await person.client.post(f"/tasks/{task_id}/{operation}", data={"csrf": await person.csrf()})
    assert answer.status_code == (403 if operation == "skip" else 404)
    assert site.row(task_id).state == "reserved"


async def test_a_task_of_another_team_is_answered_like_one_that_is_not_there(site: Site) -> None:
    foreign, person = site.task(site.case(team=OTHER)), site.as_("benefit")
    for address in ("", "?pane=1"):
        there, nowhere = [(await person.client.get(f"/tasks/{t}{address}")) for t in (foreign, "no-such-task")]
        assert there.status_code == nowhere.status_code == 404
        assert _without(there.text, foreign) == _without(nowhere.text, "no-such-task")
    csrf = {"csrf": await person.csrf()}
    for operation in ("claim", "complete", "draft", "comment", "release"):
        answer = await person.client.post(f"/tasks/{foreign}/{operation}", data=csrf)
        assert answer.status_code == 404
    refused = [entry for entry in site.lookups("benefit") if entry.action == "refused"]
    assert len(refused) == 9
    assert refused[0].case_id == site.row(foreign).case_id
    assert refused[1].case_id is None


def _without(html: str, task_id: str) -> str:
    """The page without what differs at each rendering: the path in the language link."""
    return html.replace(task_id, "ID")


async def test_fields_that_nobody_asked_for_change_nothing(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    sent = {"csrf": await person.csrf(), "assignee_id": site.ids["benefit2"], "state": "completed", "team_id": "x"}
    await person.post(f"/tasks/{task_id}/start", sent)
    row = site.row(task_id)
    assert (row.state, row.assignee_id, row.team_id) == ("in_progress", site.ids["benefit"], site.teams[OWN])


async def test_the_pane_beside_the_list_has_the_task_alone_with_a_lower_heading(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    answer = await person.client.get(f"/tasks/{task_id}?pane=1", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith("<article")
    assert "<h1" not in answer.text
    assert '<h2 class="task-title">Bekræft omfattet</h2>' in answer.text
    assert site.lookups("benefit")[-1].action == "view.task"


async def test_a_refusal_under_htmx_is_one_line_and_no_page_in_a_page(site: Site) -> None:
    person = site.as_("benefit")
    answer = await person.client.get("/tasks/nothing?pane=1", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.text.strip() == '<p class="form-error-message" role="alert">Det findes ikke.</p>'


async def test_every_operation_is_in_the_audit_with_who_and_when(site: Site) -> None:
    task_id, person = site.task(kind=ASSESS), site.as_("jobconsultant")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    await person.submit(page, f"/tasks/{task_id}/release")
    with site.store.read() as db:
        rows = [r for r in db.execute(audit.select().order_by(audit.c.seq)) if r.subject == task_id]
    assert [(r.action, r.actor_id) for r in rows[1:]] == [
        ("task.claim", site.ids["jobconsultant"]), ("task.release", site.ids["jobconsultant"]),
    ]  # fmt: skip
    assert all(r.at == site.clock.at for r in rows)


async def suspended_after_deciding(site: Site) -> str:
    """A decided task whose case has not yet heard of it."""
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    await person.submit(page, f"/tasks/{task_id}/complete", press="complete", **COVERED)
    return task_id


async def test_a_supervisor_reopens_a_decision_and_lands_on_the_new_task_with_the_old_answer(site: Site) -> None:
    task_id, person = await suspended_after_deciding(site), site.as_("supervisor")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/reopen", reason="Forkert borger")
    assert page.path != f"/tasks/{task_id}"
    new = site.row(page.path.removeprefix("/tasks/"))
    assert (new.state, new.reopened_from, new.excluded) == ("ready", task_id, site.row(task_id).excluded)
    assert "Genåbnet som en ny opgave. Begrundelse: Forkert borger" in (
        await person.get(f"/tasks/{task_id}")).text("#task-history")  # fmt: skip
    officer = site.as_("benefit")
    page = await officer.submit(await officer.get(f"/tasks/{new.id}"), f"/tasks/{new.id}/claim")
    assert page.one("[name=reference]")["value"] == COVERED["reference"], "the old answer is the draft"


@pytest.mark.parametrize("who", ["benefit", "benefit2", "caseworker", "admin"])
async def test_nobody_but_the_supervisor_reopens(site: Site, who: str) -> None:
    task_id, person = await suspended_after_deciding(site), site.as_(who)
    page = await person.get(f"/tasks/{task_id}")
    assert not page.has(f"form[action='/tasks/{task_id}/reopen']")
    before = site.everything()
    await person.post(f"/tasks/{task_id}/reopen", {"csrf": await person.csrf(), "reason": "fordi"}, 403)
    assert site.everything() == before


async def test_reopening_needs_a_reason_and_a_decision(site: Site) -> None:
    task_id, person = await suspended_after_deciding(site), site.as_("supervisor")
    page = await person.post(f"/tasks/{task_id}/reopen", {"csrf": await person.csrf()}, 422)
    assert "Skriv en begrundelse på mindst 3 tegn." in page.text()
    waiting = site.task(site.case())
    await person.post(f"/tasks/{waiting}/reopen", {"csrf": await person.csrf(), "reason": "fordi"}, 409)


async def test_a_supervisor_moves_a_deadline_with_a_reason(site: Site) -> None:
    task_id, person = site.task(), site.as_("supervisor")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/deadline", date="18.12.2026", reason="Borgeren er på rejse")
    assert "18.12.2026" in page.text()
    assert "Fristen er flyttet. Begrundelse: Borgeren er på rejse" in page.text("#task-history")
    assert site.row(task_id).due_at.date().isoformat() == "2026-12-18"


@pytest.mark.parametrize("sent", [
    {"date": "", "reason": "fordi"}, {"date": "18.12.2026"}, {"date": "18.11.2026", "reason": "fordi"},
    {"date": "32.12.2026", "reason": "fordi"}, {"date": "01.01.9999", "reason": "fordi"},
])  # fmt: skip
async def test_a_deadline_moves_to_a_day_ahead_and_with_a_reason_only(site: Site, sent: dict[str, str]) -> None:
    task_id, person = site.task(), site.as_("supervisor")
    before = site.everything()
    await person.post(f"/tasks/{task_id}/deadline", {"csrf": await person.csrf(), **sent}, 422)
    assert site.everything() == before


async def test_nobody_but_the_supervisor_moves_a_deadline_and_none_of_a_finished_task(site: Site) -> None:
    task_id = site.held("benefit")
    sent = {"date": "18.12.2026", "reason": "fordi"}
    for who in ("benefit", "caseworker", "admin"):
        person = site.as_(who)
        assert not (await person.get(f"/tasks/{task_id}")).has(f"form[action='/tasks/{task_id}/deadline']")
        await person.post(f"/tasks/{task_id}/deadline", sent | {"csrf": await person.csrf()}, 403)
    done = await suspended_after_deciding(site)
    person = site.as_("supervisor")
    await person.post(f"/tasks/{done}/deadline", sent | {"csrf": await person.csrf()}, 409)


async def test_the_same_words_from_one_page_count_once_and_other_words_after_the_back_button_are_new(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    for text in ("Ringet til borgeren", "Ringet til borgeren", "Ringet til borgeren, ingen svar"):
        await person.submit(page, f"/tasks/{task_id}/comment", text=text)
    page = await person.get(f"/tasks/{task_id}")
    assert len(page.texts("#task-comments .timeline li")) == 2
