"""What keeps failing is seen, is tried again when a person asks for it, and is gone when it has succeeded."""

from __future__ import annotations

import pytest
from temporalio.client import Client

from activities import cases as activities_of_cases
from store import incidents, users
from store.db import Store
from store.incidents import Incident
from tests.support.site import Site
from tests.support.world import TEAM, World, eventually
from workers import reconcile
from workers.courier import Courier
from workers.incidents import blocked, try_again
from workflows.obligation import Obligation

KIND = "obligation.confirm_coverage"
SOONEST = 4
"""Failed attempts after which the engine's own next one is 8 seconds away."""


def seen(w: World) -> list[Incident]:
    with w.store.read() as db:
        return incidents.found(db, {users.team_named(db, TEAM)})


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No task can be opened until `undo`."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("Zeynep Ørskov cannot be handled")

    monkeypatch.setattr(activities_of_cases, "work_out", fails)
    return monkeypatch


async def test_a_step_that_fails_until_something_is_mended_is_seen_tried_now_and_gone(
    w: World, broken: pytest.MonkeyPatch
) -> None:
    case_id = await w.open()
    one = (await eventually(lambda: [i for i in seen(w) if i.attempts >= SOONEST] or None, 30))[0]
    assert (one.case_id, one.step, one.error) == (case_id, "open_task", "RuntimeError")
    assert one.last_at
    assert one.last_at > one.since
    assert "Zeynep" not in str(seen(w)), "what somebody typed is in no incident"
    await try_again(w.client, w.store, w.courier, case_id)
    await eventually(lambda: [i for i in seen(w) if i.attempts > SOONEST] or None, 4)
    broken.undo()
    await try_again(w.client, w.store, w.courier, case_id)
    # By itself the engine would have waited eight seconds and more.
    await eventually(lambda: not seen(w), 4)
    await w.task(case_id, KIND)


async def test_a_step_that_succeeds_by_itself_is_gone_too(w: World, broken: pytest.MonkeyPatch) -> None:
    case_id = await w.open()
    await eventually(lambda: seen(w) or None, 20)
    broken.undo()
    await w.task(case_id, KIND)
    await eventually(lambda: not seen(w))


async def test_a_step_that_the_engine_no_longer_waits_for_is_forgotten_when_it_is_tried_again(w: World) -> None:
    case_id = await w.at("coverage")
    with w.store.write() as db:
        incidents.note(db, case_id, "77", "climb", "OSError", w.case(case_id).opened_at)
    await try_again(w.client, w.store, w.courier, case_id)
    assert seen(w) == []


async def test_a_case_whose_code_fails_is_told_by_the_server(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(self: object) -> None:
        raise RuntimeError

    assert await blocked(w.client) == []
    monkeypatch.setattr(Obligation, "live", bug)
    case_id = await w.open()

    async def told() -> bool:
        return await blocked(w.client) == [case_id]

    await eventually(told, 30)


async def test_a_supervisor_sees_it_on_the_page_and_has_it_tried_again(
    store: Store, client: Client, broken: pytest.MonkeyPatch
) -> None:
    async with Site(store, client) as site:
        w = World(store, client, Courier(client, store), ids=site.ids)
        await w.work()
        case_id = await w.open()
        await eventually(lambda: [i for i in seen(w) if i.attempts >= SOONEST] or None, 30)
        person = site.as_("supervisor")
        page = await person.get("/incidents")
        assert case_id in page.text("#incidents tbody th")
        assert "Opgaven kan ikke åbnes RuntimeError" in page.text("#incidents")
        broken.undo()
        page = await person.submit(page, f"/incidents/{case_id}/retry")
        assert "Der prøves igen nu." in page.text(".alert")
        await eventually(lambda: not seen(w), 4)
        assert "Intet fejler." in (await person.get("/incidents")).text()
        assert [e.case_id for e in site.audited("case.try_again")] == [case_id]
        await w.rest()


async def test_the_engine_is_asked_case_by_case_and_names_the_one_that_it_has_lost(
    store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "SECOND_LOOK", 0.2)
    async with Site(store, client) as site:
        w = World(store, client, Courier(client, store), ids=site.ids)
        await w.work()
        sound, lost = await w.open(), await w.open()
        for case_id in (sound, lost):
            await w.task(case_id, KIND)
        person = site.as_("supervisor")
        page = await person.get("/forgotten/engine")
        assert "De kører alle, og motor og database kender de samme opgaver." in page.text()
        await w.handle(lost).terminate()
        page = await person.get("/forgotten/engine")
        assert page.texts("#forgotten tbody a") == [lost]
        assert "dens forløb er stoppet i motoren. Driften kører: handleplan reconcile --repair" in page.text("#forgotten")
        await w.rest()
