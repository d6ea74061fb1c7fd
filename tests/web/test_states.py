"""What a page says when something is away: the engine, the session, the network; and that nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from store import outbox as messages
from store import users
from store.db import DatabaseAway
from store.tables import comments, outbox
from tests.support.site import COVERED, REASON, Site

STILL = "Sagerne har stået stille siden"


def undelivered(site: Site, case_id: str, error: str) -> None:
    with site.store.write() as db:
        messages.put(db, case_id, "signal", "decided", {}, site.clock.at)
        db.execute(sa.update(outbox).values(error=error, attempts=3))


@pytest.mark.parametrize("error", messages.AWAY)
async def test_while_the_engine_is_away_task_and_case_say_since_when_cases_stand_still(site: Site, error: str) -> None:
    task_id = site.held("benefit")
    case_id, person = site.row(task_id).case_id, site.as_("benefit")
    undelivered(site, case_id, error)
    site.clock.at += timedelta(minutes=20)
    for path in (f"/tasks/{task_id}", f"/cases/{case_id}"):
        assert f"{STILL} 10.00. Dine beslutninger er gemt" in (await person.get(path)).text("main .quiet")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", **COVERED)
    assert page.path == f"/cases/{case_id}", "and one decides as ever"
    site.clock.at += timedelta(days=1)
    assert f"{STILL} 19.11.2026 10.00." in (await site.as_("benefit").get(f"/cases/{case_id}")).text("main .quiet")


async def test_it_says_nothing_when_all_is_delivered_or_one_message_fails_by_itself(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    undelivered(site, site.row(task_id).case_id, "INVALID_ARGUMENT")
    assert STILL not in (await person.get(f"/tasks/{task_id}")).text()
    undelivered(site, site.row(task_id).case_id, "UNAVAILABLE")
    with site.store.write() as db:
        db.execute(sa.update(outbox).values(delivered_at=site.clock.at))
    assert STILL not in (await person.get(f"/tasks/{task_id}")).text()


async def test_an_engine_that_does_not_answer_is_known_by_what_the_courier_writes(site: Site) -> None:
    """The real client, and nothing listening where it calls."""
    case_id = site.case()
    with site.store.write() as db:
        db.execute(sa.update(outbox).values(delivered_at=site.clock.at))
        messages.put(db, case_id, "signal", "decided", {}, site.clock.at)
    await site.app.state.house.courier.deliver(case_id)
    with site.store.read() as db:
        assert messages.held_up_since(db) == site.clock.at


# -- the session is over ---------------------------------------------------------------------------------------------


async def test_in_the_pane_the_login_leads_back_to_the_list(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    site.clock.at += users.IDLE + timedelta(minutes=1)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://handleplan.test/inbox?view=mine&kind=x"}
    answer = await person.client.get(f"/tasks/{task_id}?pane=1", headers=headers)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login?next=/inbox%3Fview%3Dmine%26kind%3Dx")


@pytest.mark.parametrize(("action", "typed"), [
    ("comment", {"text": "Ring til @Bo Berg i morgen"}), ("complete", COVERED | {"action": "draft"}),
    ("delegate", {"reason": "Jeg har ferie i tre uger"}),
])  # fmt: skip
async def test_what_was_typed_comes_back_after_login_and_can_be_sent(
    site: Site, action: str, typed: dict[str, str]
) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}")
    press = typed.get("action")
    fields = {name: value for name, value in typed.items() if name != "action"}
    site.clock.at += users.IDLE + timedelta(minutes=1)
    page = await person.submit(page, f"/tasks/{task_id}/{action}", press=press, status=401, **fields)
    page = await person.submit(page, "/login", username="benefit", password=site.password("benefit"))
    words = typed.get("text") or typed["reason"]
    assert any(line == words or line.endswith(f": {words}") for line in page.texts(".bullets li"))
    page = await person.submit(page, f"/tasks/{task_id}/{action}")
    assert words in page.text()
    if action == "comment":
        with site.store.read() as db:
            assert db.execute(sa.select(comments.c.text)).scalar_one() == words
    assert REASON not in page.path


async def test_a_pane_that_was_refused_says_nothing_of_the_task(site: Site) -> None:
    task_id = site.task()
    answer = await site.as_("stranger").client.get(f"/tasks/{task_id}?pane=1", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert 'id="task"' not in answer.text


# -- the database is away --------------------------------------------------------------------------------------------


async def test_a_page_that_needs_the_database_says_so_and_leads_back_to_itself(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.as_("benefit")
    monkeypatch.setattr(site.store, "read", _away)
    page = await person.get("/inbox?view=team&notice=done", 503)
    assert (page.h1, page.response.headers["retry-after"]) == ("Midlertidigt utilgængelig", "5")
    assert [(link.text, link["href"]) for link in page.soup.select("main .button")] == [
        ("Prøv igen", "/inbox?view=team"), ("Tilbage til forsiden", "/")]  # fmt: skip
    monkeypatch.undo()
    assert (await person.get("/inbox?view=team")).h1 == "Fælles kø"


def _away() -> None:
    raise DatabaseAway
