"""An open list hears of what concerns it, and of nothing else; it costs nothing while nobody listens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from domain.tasks import Operation
from store import changes, escalations, notices, users
from store.changes import Mark
from tests.support.served import served, site_in
from tests.support.site import OTHER, Site
from web import live
from web.access import Caller
from web.live import Live, Told


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "EVERY", 0.02)
    monkeypatch.setattr(live, "PAUSE", 0.02)
    monkeypatch.setattr(live, "SESSIONS_EVERY", 2)


def caller(site: Site, who: str) -> Caller:
    with site.store.write() as db:
        token, _ = users.open_session(db, site.ids[who], site.clock.at)
        user = users.get(db, site.ids[who])
    assert user is not None
    return Caller(user, "", users.digest(token))


def newest(site: Site) -> Mark:
    with site.store.read() as db:
        return changes.mark(db)


class Ear:
    """One open list, and what it has heard."""

    def __init__(self, site: Site, who: str, view: str, since: Mark | None = None) -> None:
        self.heard: list[Told] = []
        self.caller, self.view, self.since = caller(site, who), view, newest(site) if since is None else since
        self.task = asyncio.create_task(self._listen(site.app.state.live))

    async def _listen(self, house: Live) -> None:
        async for told in house.listen(self.caller, self.view, self.since):
            self.heard.append(told)

    @property
    def said(self) -> list[str]:
        return [told.what for told in self.heard]


@asynccontextmanager
async def ears(site: Site, *whom: tuple[str, str]) -> AsyncIterator[list[Ear]]:
    made = [Ear(site, who, view) for who, view in whom]
    await settled()
    yield made
    for one in made:
        one.task.cancel()
    await asyncio.gather(*(one.task for one in made), return_exceptions=True)


async def settled() -> None:
    """Long enough for some looks."""
    await asyncio.sleep(0.25)


async def test_a_new_task_is_heard_of_by_the_lists_of_its_team_alone(site: Site) -> None:
    async with ears(site, ("benefit", "team"), ("stranger", "team"), ("youth", "all")) as (mine, other, young):
        site.task()
        await settled()
        assert mine.said == ["inbox"]
        assert (other.said, young.said) == ([], [])


async def test_own_tasks_are_disturbed_by_what_is_ones_own_alone_but_the_counters_follow_the_team(site: Site) -> None:
    task_id = site.task()
    async with ears(site, ("benefit", "mine"), ("benefit2", "mine")) as (one, two):
        site.move(task_id, Operation.claim, "benefit", assignee_id=site.ids["benefit"])
        await settled()
        assert (one.said, two.said) == (["inbox"], ["counts"])
        site.move(task_id, Operation.delegate, "supervisor", assignee_id=site.ids["benefit2"])
        await settled()
        assert (one.said[1:], two.said[1:]) == (["inbox"], ["inbox"]), "also who had it until now"


async def test_a_task_that_is_sent_away_leaves_the_list_of_the_team_that_had_it(site: Site) -> None:
    task_id = site.task()
    async with ears(site, ("benefit", "team"), ("stranger", "team")) as (had, has):
        site.move(task_id, Operation.forward, "supervisor", team_id=site.teams[OTHER])
        await settled()
        assert (had.said, has.said) == (["inbox"], ["inbox"])


async def test_a_comment_changes_no_list_but_the_bell(site: Site) -> None:
    task_id = site.held("benefit")
    async with ears(site, ("benefit2", "team")) as (one,):
        await site.api("benefit").post(f"tasks/{task_id}/comment", json={"text": "@benefit2"})
        await settled()
        assert one.said == ["counts"]
    with site.store.read() as db:
        assert notices.unseen(db, site.ids["benefit2"]) == 1


async def test_an_escalation_is_heard_of_in_the_own_lists_of_the_team(site: Site) -> None:
    task_id = site.held("benefit")
    async with ears(site, ("benefit", "mine")) as (one,):
        with site.store.write() as db:
            escalations.climb(db, task_id, "reassign", site.row(task_id).due_at, site.clock.at)
        await settled()
        assert one.said == ["inbox"]


async def test_what_happened_since_the_page_was_made_is_not_missed(site: Site) -> None:
    made_with = newest(site)
    site.task()
    one, other = Ear(site, "benefit", "team", made_with), Ear(site, "benefit", "team")
    await settled()
    assert (one.said, other.said) == (["inbox"], [])
    assert one.heard[0].at == newest(site), "from where it goes on when it comes again"
    site.app.state.live.stop()
    await asyncio.gather(one.task, other.task)


async def test_a_page_is_not_told_of_what_it_was_made_with(site: Site) -> None:
    """Though another list that is open has not heard of it yet."""
    async with ears(site, ("benefit2", "team")) as (other,):
        site.task()
        one = Ear(site, "benefit", "team")
        await settled()
        assert (one.said, other.said) == ([], ["inbox"])
        one.task.cancel()


async def test_what_was_missed_is_told_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.live.PAUSE", 0.05)
    async with ears(site, ("benefit2", "team")):
        made_with = newest(site)
        site.task()
        one = Ear(site, "benefit", "team", made_with)
        await settled()
        assert one.said == ["inbox"]
        one.task.cancel()


async def test_an_event_that_becomes_visible_late_is_heard_of_too(site: Site) -> None:
    """On PostgreSQL a transaction that began first may end last: its events have the smaller ids."""
    task_id = site.task()
    with site.store.write() as db:
        db.execute(sa.text("UPDATE task_events SET id = 500"))
    async with ears(site, ("benefit", "team")) as (one,):
        with site.store.write() as db:
            db.execute(sa.text("INSERT INTO task_events (id, task_id, case_id, at, what, details) "
                               "SELECT 499, task_id, case_id, at, 'claim', '{}' FROM task_events"))  # fmt: skip
        await settled()
        assert one.said == ["inbox"], task_id


async def test_a_stream_ends_with_its_session(site: Site) -> None:
    async with ears(site, ("benefit", "team"), ("benefit2", "team")) as (one, other):
        with site.store.write() as db:
            users.end_session(db, one.caller.session or "", site.clock.at)
        await settled()
        assert (one.said, one.task.done()) == (["over"], True)
        assert (other.said, other.task.done()) == ([], False)


async def test_one_person_has_so_many_streams_and_the_oldest_gives_way(site: Site) -> None:
    async with ears(site, *[("benefit", "team")] * live.AT_ONCE, ("benefit2", "team")) as made:
        last = Ear(site, "benefit", "mine")
        await settled()
        assert [one.said for one in made] == [["over"], *[[]] * live.AT_ONCE]
        assert site.app.state.live.listeners == live.AT_ONCE + 1
        last.task.cancel()


async def test_a_stream_ends_after_a_while_and_the_page_comes_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONGEST", 0.1)
    one = Ear(site, "benefit", "team")
    await asyncio.wait_for(one.task, 2)
    assert one.said == []


async def test_stopping_ends_every_stream_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE", 60)
    made = [Ear(site, "benefit", "team"), Ear(site, "benefit2", "mine")]
    await settled()
    site.task()
    await settled()
    assert made[0].said == ["inbox"], "it rests now, as told"
    began = time.monotonic()
    site.app.state.live.stop()
    await asyncio.wait_for(asyncio.gather(*(one.task for one in made)), 1)
    assert time.monotonic() - began < 1


@pytest.fixture
def selects(site: Site) -> Iterator[list[str]]:
    """What is asked of the database."""
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    sa.event.listen(site.store.engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(site.store.engine, "before_cursor_execute", note)


async def test_nothing_is_asked_while_nobody_listens(site: Site, selects: list[str]) -> None:
    async with ears(site, ("benefit", "team")):
        pass
    await settled()
    selects.clear()
    await settled()
    assert selects == []


async def test_two_hundred_listeners_cost_one_look_and_are_all_told(
    site: Site, selects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SESSIONS_EVERY", 10_000)
    monkeypatch.setattr(live, "AT_ONCE", 200)
    one, house = caller(site, "benefit"), site.app.state.live
    heard: list[str] = []

    async def listen() -> None:
        async for told in house.listen(one, "team", newest_now):
            heard.append(told.what)

    newest_now = newest(site)
    listening = [asyncio.create_task(listen()) for _ in range(200)]
    for _ in range(40):  # until each has begun: on a busy machine that takes a while
        selects.clear()
        await asyncio.sleep(0.5)
        looks = [one for one in selects if "task_events.id >" in one]
        if 1 <= len(looks) == len(selects) <= 0.5 / live.EVERY + 1:
            break
    assert 1 <= len(looks) == len(selects) <= 0.5 / live.EVERY + 1, "one for each look, however many listen"
    site.task()
    for _ in range(40):
        if len(heard) < 200:
            await settled()
    assert heard == ["inbox"] * 200
    house.stop()
    await asyncio.gather(*listening)


async def test_a_database_that_is_away_ends_no_stream(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.db import DatabaseAway

    def away() -> None:
        raise DatabaseAway

    async with ears(site, ("benefit", "team")) as (one,):
        with monkeypatch.context() as broken:
            broken.setattr(site.app.state.live, "_look", away)
            site.task()
            await settled()
            assert one.said == []
        await settled()
        assert one.said == ["inbox"]


async def test_a_watcher_that_breaks_ends_the_streams_and_the_next_page_has_a_new_one(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError

    async with ears(site, ("benefit", "team")) as (one,):
        with monkeypatch.context() as changed:
            changed.setattr(site.app.state.live, "_look", broken)
            await asyncio.wait_for(one.task, 2)
        assert one.said == []
        async with ears(site, ("benefit", "team")) as (again,):
            site.task()
            await settled()
            assert again.said == ["inbox"]


async def test_whoever_missed_too_much_to_tell_apart_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST", 1)
    site.task(site.case(team=OTHER))
    one = Ear(site, "benefit", "team", Mark(0))
    await settled()
    assert one.said == ["inbox"]
    one.task.cancel()


async def test_the_counters_come_by_themselves_and_keep_nobody_logged_in(site: Site) -> None:
    site.task()
    person = site.as_("supervisor")
    answer = await person.client.get("/inbox/counts?part=counts", headers={"HX-Request": "true"})
    assert 'id="count-team" hx-swap-oob="true">0</span>' in answer.text
    assert 'id="bell" hx-swap-oob="true"' in answer.text
    page = await person.get("/inbox?view=team")
    assert page.one("[data-live]")["hx-sse:connect"] == f"/inbox/changes?part=changes&view=team&since={newest(site)}"
    assert page.one("#fresh a")["href"] == "/inbox?view=team"


def test_the_server_stops_at_once_while_lists_stand_open(tmp_path: Path) -> None:
    with site_in(tmp_path) as site, httpx.Client() as client:
        with site.store.write() as db:
            token, _ = users.open_session(db, site.ids["benefit"], site.clock.at)
        with served(site) as address:
            cookie = {"Cookie": f"handleplan_session={token}"}
            request = client.build_request("GET", f"{address}/inbox/changes?part=changes", headers=cookie)
            answer = client.send(request, stream=True)
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = answer.iter_lines()
            site.held("benefit")
            assert "event: inbox" in lines  # the task may be told of before it is taken
            began = time.monotonic()
        assert time.monotonic() - began < 2
        answer.close()
