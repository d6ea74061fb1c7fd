"""Nothing that somebody typed is lost when the session is over or the database is away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.fields import label_of
from domain.programmes import PROGRAMMES
from store import users
from store.db import DatabaseAway
from tests.support.document import Document
from tests.support.site import COVERED, REASON, Person, Site
from web import actions, forms
from web.again import Typed


async def decided_too_late(site: Site, task_id: str) -> tuple[Person, Document]:
    """Somebody fills in a decision, goes to lunch, and sends it when the session is over."""
    person = site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    site.clock.at += users.IDLE + timedelta(minutes=1)
    return person, await person.submit(page, f"/tasks/{task_id}/complete", status=401, **COVERED)


async def test_after_a_new_login_the_decision_is_there_and_can_be_sent(site: Site) -> None:
    task_id = site.held("benefit")
    person, page = await decided_too_late(site, task_id)
    assert page.h1 == "Log på"
    assert "Det, du skrev, er her endnu" in page.text(".alert")
    assert REASON not in page.response.text, "nobody reads it on a screen that is left alone"
    page = await person.submit(page, "/login", username="benefit", password=site.password("benefit"))
    assert page.h1 == "Du er logget ind igen"
    assert f"Begrundelse: {REASON}" in page.texts("main li")
    assert "Er borgeren omfattet af arbejdspligten? Ja" in page.texts("main li"), "in the words of the form"
    assert site.row(task_id).state == "reserved", "nothing is sent before the person says so"
    await person.submit(page, f"/tasks/{task_id}/complete")
    assert site.row(task_id).decision["reason"] == REASON


async def test_a_new_case_that_was_typed_too_late_stands_in_the_words_of_its_form(site: Site) -> None:
    person = site.as_("youth")
    page = await person.get("/new/youth")
    site.clock.at += users.IDLE + timedelta(minutes=1)
    page = await person.submit(page, "/new/youth", status=401, name="Amal Berg", finished_ninth="false")
    page = await person.submit(page, "/login", username="youth", password=site.password("youth"))
    label = label_of("finished_ninth", PROGRAMMES["youth"].facts.model_fields["finished_ninth"]).title.da
    assert f"{label} Nej" in page.texts("main li")
    assert "false" not in " ".join(page.texts("main li"))


async def test_an_answer_of_any_other_form_is_a_word_too(site: Site) -> None:
    assert [one.value for one in Typed("/cases/x/people/representative", {"may_read": "false", "name": "Amal"}).shown] == [
        forms.YES_NO["false"], "Amal"]


async def test_a_wrong_password_on_the_way_loses_nothing(site: Site) -> None:
    person, page = await decided_too_late(site, site.held("benefit"))
    page = await person.submit(page, "/login", username="benefit", password="wrong", status=401)
    page = await person.submit(page, "/login", username="benefit", password=site.password("benefit"))
    assert REASON in page.text()


async def test_somebody_else_who_logs_in_there_does_not_get_it(site: Site) -> None:
    person, page = await decided_too_late(site, site.held("benefit"))
    page = await person.submit(page, "/login", username="benefit2", password=site.password("benefit2"))
    assert page.path == "/inbox"
    assert REASON not in page.response.text


async def test_who_has_logged_out_in_another_tab_loses_nothing_and_nobody_else_gets_it(site: Site) -> None:
    task_id = site.held("benefit")
    person = site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    await person.submit(page, "/logout")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=401, **COVERED)
    assert "Det, du skrev, er her endnu" in page.text(".alert")
    assert REASON not in page.response.text
    other = await person.submit(page, "/login", username="benefit2", password=site.password("benefit2"))
    assert REASON not in other.response.text
    page = await person.submit(page, "/login", username="benefit", password=site.password("benefit"))
    assert REASON in page.text()
    assert site.row(task_id).state == "reserved"


async def test_a_form_of_no_session_of_ours_is_not_carried(site: Site) -> None:
    person = site.browser()
    page = await person.post("/tasks/x/complete", COVERED | {"csrf": "made up"})
    assert (page.path, page.has("input[name=kept]")) == ("/login", False)


@pytest.mark.parametrize("kept", ["x", "AAAA", "k1" * 40, "é", "=" * 500])
async def test_what_is_carried_cannot_be_made_up(site: Site, kept: str) -> None:
    person = site.browser()
    page = await person.get("/login")
    sent = page.filled(page.form("/login"), username="benefit", password=site.password("benefit")) | {"kept": kept}
    assert (await person.post("/login", sent)).path == "/inbox"


async def test_a_draft_that_saves_itself_stays_on_the_screen_and_says_what_to_do(site: Site) -> None:
    task_id = site.held("benefit")
    person = site.as_("benefit")
    csrf = await person.csrf()
    site.clock.at += users.IDLE
    answer = await person.client.post(f"/tasks/{task_id}/draft", data=COVERED | {"csrf": csrf},
                                      headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"})  # fmt: skip
    assert answer.status_code == 401
    assert "hx-redirect" not in answer.headers
    assert "Det, du skrev, er her endnu" in answer.text


async def test_while_the_database_is_away_the_page_keeps_the_text_and_sends_it_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id = site.held("benefit")
    person = site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    plain = actions.operate

    def away(*_: object) -> None:
        raise DatabaseAway

    monkeypatch.setattr(actions, "seen_task", away)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=503, **COVERED)
    assert "Intet er gået tabt" in page.text()
    assert REASON in page.text()
    monkeypatch.undo()
    assert actions.operate is plain
    await person.submit(page, f"/tasks/{task_id}/complete")
    assert site.row(task_id).state == "completed"


@pytest.mark.parametrize(("path", "typed", "status"), [
    ("suspend", {"reason": "Bortrejst efter aftale", "date": "1.1.2020"}, 422),
    ("reassign", {"reason": "Ferie i tre uger", "person": "nobody"}, 422),
    ("resume", {"reason": "Borgeren er hjemme igen"}, 409),
    ("suspend", {"reason": "Siden var for gammel", "csrf": "old"}, 403),
])  # fmt: skip
async def test_what_a_small_form_refuses_is_shown_again(site: Site, path: str, typed: dict[str, str], status: int) -> None:
    case_id = site.case()
    boss = site.as_("supervisor")
    page = await boss.get(f"/cases/{case_id}")
    csrf = str(page.soup.select("input[name=csrf]")[0]["value"])
    page = await boss.post(f"/cases/{case_id}/{path}", {"csrf": csrf} | typed, status=status)
    assert typed["reason"] in page.texts(".bullets li")
    assert not page.has(f"form[action='/cases/{case_id}/{path}']"), "sent again as it is, it would be refused again"
