"""Logging in and out, and what ends a session."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.roles import Role
from store import attempts, users
from store.tables import login_failures
from tests.support.document import Document
from tests.support.site import Person, Site

HERE = "127.0.0.1"
"""Where the tests' client calls from."""


async def log_in(site: Site, name: str = "benefit", next_: str = "/") -> tuple[Person, Document]:
    password = site.password(name)
    person = site.browser()
    page = await person.get("/login", next=next_)
    person.name = name
    return person, await person.submit(page, "/login", username=name, password=password)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("benefit", "/inbox"),
        ("supervisor", "/overview"),
        ("auditor", "/lookups"),
        ("partner", "/referrals"),
    ],
)
async def test_each_role_begins_at_its_own_page(site: Site, name: str, where: str) -> None:
    _, page = await log_in(site, name)
    assert page.path == where


async def test_a_wrong_password_is_refused_with_a_sentence_and_noted(site: Site) -> None:
    site.password("benefit")
    person = site.browser()
    page = await person.submit(await person.get("/login"), "/login", username="benefit", password="wrong", status=401)
    assert "Brugernavn eller adgangskode er forkert." in page.text()
    assert page.one("#username")["value"] == "benefit"
    assert person.session is None
    assert len(site.audited("login.refused")) == 1


async def test_after_ten_failures_the_right_password_waits_too(site: Site) -> None:
    password = site.password("benefit")
    with site.store.write() as db:
        for _ in range(attempts.FOR_A_NAME):
            attempts.note(db, "benefit", "192.0.2.1", site.clock.at)
    person = site.browser()
    page = await person.submit(await person.get("/login"), "/login", username="benefit", password=password, status=429)
    assert "Vent fem minutter" in page.text()
    assert page.response.headers["retry-after"]
    site.clock.at += attempts.WINDOW
    assert (await log_in(site))[1].path == "/inbox"


async def test_who_has_tried_many_names_waits_by_page_and_api_whatever_they_say_of_where_they_are(site: Site) -> None:
    password, named = site.password("benefit"), {"X-Forwarded-For": "198.51.100.7", "Forwarded": "for=198.51.100.7"}
    for number in range(attempts.FROM_AN_ADDRESS):
        with site.store.write() as db:
            attempts.note(db, f"user{number}", HERE, site.clock.at)
    person = site.browser(**named)
    await person.submit(await person.get("/login"), "/login", username="benefit", password=password, status=429)
    said = await person.client.post("/api/v1/session", json={"username": "benefit", "password": password})
    assert (said.status_code, said.json()["code"]) == (429, "too_many_attempts")


async def test_a_login_that_fails_is_counted_for_where_it_came_from(site: Site) -> None:
    await site.browser().client.post("/api/v1/session", json={"username": "nobody", "password": "Sommer2026"})
    with site.store.read() as db:
        assert db.execute(sa.select(login_failures.c.username, login_failures.c.address)).all() == [("nobody", HERE)]


async def test_without_a_session_every_page_leads_to_the_login_and_back(site: Site) -> None:
    task_id = site.held("benefit")
    person = site.browser()
    page = await person.get(f"/tasks/{task_id}?lang=da")
    assert page.path == "/login"
    assert page.one("input[name=next]")["value"] == f"/tasks/{task_id}?lang=da"
    person.name = "benefit"
    page = await person.submit(page, "/login", username="benefit", password=site.password("benefit"))
    assert page.path == f"/tasks/{task_id}"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.dk",
        "/\\evil.dk",
        "https:evil.dk",
        "https://evil.dk",
        "/\t/evil.dk",
        "\\\\evil.dk",
        "/a\r\nX: y",
        "javascript:1",
    ],
)
async def test_login_never_leads_to_another_site(site: Site, target: str) -> None:
    _, page = await log_in(site, next_=target)
    assert page.response.url.host == "handleplan.test"
    assert page.path == "/inbox"


async def test_a_post_without_a_session_changes_nothing(site: Site) -> None:
    task_id = site.task()
    before = site.everything()
    page = await site.browser().post(f"/tasks/{task_id}/claim", {})
    assert page.path == "/login"
    assert site.everything() == before


async def test_a_session_set_before_login_is_not_the_one_after_it(site: Site) -> None:
    person = site.browser()
    person.session = "chosen-by-an-attacker"
    person.name = "benefit"
    await person.submit(await person.get("/login"), "/login", username="benefit", password=site.password("benefit"))
    assert person.session != "chosen-by-an-attacker"
    attacker = site.browser()
    attacker.session = "chosen-by-an-attacker"
    assert (await attacker.get("/inbox")).path == "/login"


async def test_a_second_login_ends_the_first_session_of_that_browser(site: Site) -> None:
    old = site.as_("benefit")
    token = old.session
    fields = {"username": "benefit", "password": site.password("benefit")}
    await old.post("/login", fields)
    thief = site.browser()
    thief.session = token
    assert (await thief.get("/inbox")).path == "/login"


async def test_a_logged_out_cookie_is_dead_on_the_server(site: Site) -> None:
    person = site.as_("benefit")
    token = person.session
    page = await person.submit(await person.get("/inbox"), "/logout")
    assert page.path == "/login"
    person.session = token
    assert (await person.get("/inbox")).path == "/login"
    assert len(site.audited("logout")) == 1


@pytest.mark.parametrize(("pause", "alive"), [(users.IDLE - timedelta(seconds=1), True), (users.IDLE, False)])
async def test_a_session_ends_when_idle(site: Site, pause: timedelta, alive: bool) -> None:
    person = site.as_("benefit")
    site.clock.at += pause
    assert ((await person.get("/inbox")).path == "/inbox") is alive


async def test_a_session_in_use_ends_after_its_longest_time(site: Site) -> None:
    person = site.as_("benefit")
    for _ in range(13):
        site.clock.at += timedelta(minutes=55)
        assert (await person.get("/inbox")).path == "/inbox"
    site.clock.at += timedelta(minutes=10)
    assert (await person.get("/inbox")).path == "/login"


async def test_a_disabled_user_is_out_at_the_next_click(site: Site) -> None:
    person = site.as_("benefit")
    with site.store.write() as db:
        users.disable(db, "benefit")
    assert (await person.get("/inbox")).path == "/login"


async def test_a_role_taken_away_counts_at_the_next_click(site: Site) -> None:
    person = site.as_("supervisor")
    await person.get("/overview")
    site.take_away("supervisor", Role.supervisor)
    site.give("supervisor", Role.caseworker, "Arbejdspligt")
    page = await person.get("/overview", 403)
    assert page.h1 == "Ingen adgang"


async def test_who_loses_the_role_cannot_complete_what_was_taken_before(site: Site) -> None:
    task_id = site.held("benefit")
    person = site.as_("benefit")
    site.take_away("benefit", Role.benefit_officer)
    site.give("benefit", Role.caseworker, "Arbejdspligt")
    page = await person.get(f"/tasks/{task_id}")
    assert not page.has("form.answer")
    await person.post(f"/tasks/{task_id}/complete", {"csrf": await person.csrf(), "covered": "true"}, 403)
    assert site.row(task_id).state == "reserved"


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x" * 4096, lambda t: ""]
)
async def test_a_changed_cookie_is_no_session(site: Site, change) -> None:
    person = site.as_("benefit")
    token = change(person.session)
    person.session = token
    assert (await person.get("/inbox")).path == "/login"


async def test_own_sessions_can_be_seen_and_ended_but_no_one_elses(site: Site) -> None:
    here, there, other = site.as_("benefit"), site.as_("benefit"), site.as_("benefit2")
    page = await here.get("/me")
    assert page.text().count("Denne") == 1
    ends = [str(f["action"]) for f in page.soup.select("form[action^='/me/sessions/']")]
    assert len(ends) == 1
    await other.post(ends[0], {"csrf": await other.csrf()}, 404)
    assert (await there.get("/inbox")).path == "/inbox"
    await here.submit(page, ends[0])
    assert (await there.get("/inbox")).path == "/login"
    assert (await here.get("/inbox")).path == "/inbox"


async def test_an_expired_session_under_htmx_leads_the_whole_page_to_the_login(site: Site) -> None:
    task_id = site.task()
    answer = await site.browser().client.get(
        f"/tasks/{task_id}?pane=1",
        headers={"HX-Request": "true", "HX-Current-URL": "http://handleplan.test/inbox?view=team"},
    )
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/login?next=/inbox%3Fview%3Dteam"


async def test_only_the_hash_of_a_session_is_kept(site: Site) -> None:
    person = site.as_("benefit")
    with site.store.read() as db:
        kept = db.execute(sa.select(users.sessions)).one()
    assert person.session not in map(str, kept)
    assert len(person.session) >= 43
