"""What is used is what was approved: of a correction and a dispatch at the same instant one is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from threading import Event
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from store.db import Store
from store.tables import cases, outbox
from tests.support.civic import NOTE
from tests.support.site import Site, site_over
from tests.web.test_civic import asked, begun, billed, material
from tests.web.test_material_days import SENT, completed, decided, ready
from web import case_actions

MANY = 3
CORRECTION = {"facts": {"name": "Stem, mens du kan"}, "reason": NOTE}


@pytest.fixture
async def site(store: Store) -> AsyncIterator[Site]:
    async with site_over(store) as made:
        yield made


def words(site: Site, case_id: str) -> list[str]:
    """What the case is told, in order."""
    mine = sa.select(outbox.c.payload).where(outbox.c.case_id == case_id, outbox.c.name == "interrupt")
    with site.store.read() as db:
        return [one["kind"] for one in db.execute(mine.order_by(outbox.c.id)).scalars()]


async def corrected(site: Site, case_id: str) -> httpx.Response:
    return await site.api("civic").post(f"cases/{case_id}/correct", json=CORRECTION)


async def test_what_was_corrected_since_it_was_approved_is_not_sent(site: Site) -> None:
    case_id, task_id = await ready(site)
    assert (await corrected(site, case_id)).status_code == 200
    refused = await decided(site, task_id, "civic", SENT)
    assert (refused.status_code, refused.json()["code"]) == (409, "precondition_missing")
    assert "Neutraliteten var ikke godkendt" in refused.text
    assert site.row(task_id).state != "completed"


async def test_what_was_sent_is_not_corrected_any_more(site: Site) -> None:
    case_id, task_id = await ready(site)
    await completed(site, task_id, "civic", SENT)
    refused = await corrected(site, case_id)
    assert (refused.status_code, refused.json()["code"]) == (422, "used")
    assert "Materialet er brugt, som det var godkendt" in refused.text
    assert site.case_row(case_id).facts["name"] == "Stem, hvor du bor"


async def test_what_was_given_up_may_still_be_corrected(site: Site) -> None:
    case_id, task_id = await ready(site)
    await completed(site, task_id, "civic", {"result": "withdrawn"})
    assert (await corrected(site, case_id)).status_code == 200


async def test_of_a_correction_and_a_dispatch_at_once_one_is_refused(site: Site) -> None:
    pairs = [await ready(site) for _ in range(MANY)]
    both = [asyncio.gather(corrected(site, case_id), decided(site, task_id, "civic", SENT)) for case_id, task_id in pairs]
    for one in await asyncio.gather(*both):
        refused = [answer for answer in one if answer.status_code != 200]
        assert [answer.json()["code"] for answer in refused] in (["used"], ["precondition_missing"], ["stale_version"])


async def test_a_dispatch_waits_for_a_correction_that_has_already_looked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, task_id = await ready(site)
    looked, sent, look = Event(), Event(), case_actions._check_choices

    def held(*asked: Any) -> None:
        look(*asked)
        looked.set()
        sent.wait(1)

    monkeypatch.setattr(case_actions, "_check_choices", held)
    correcting = asyncio.create_task(corrected(site, case_id))
    assert await asyncio.to_thread(looked.wait, 20)
    refused = await decided(site, task_id, "civic", SENT)
    sent.set()
    assert refused.json()["code"] in ("precondition_missing", "stale_version")
    assert (await correcting).status_code == 200


async def test_a_corrected_campaign_tells_its_material_and_no_bill(site: Site) -> None:
    """In the transaction of the correction: whoever has a task of it open looks again."""
    above = await begun(site)
    first, closed, bill = await material(site, above), await material(site, above), await billed(site, above)
    task_id = asked(site, first, "material.draft", "material.form", "draft")
    with site.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == closed).values(closed_at=site.clock.at, outcome="withdrawn"))
    before = site.row(task_id).version
    sent = {"facts": {"election_on": "2027-03-01"}, "reason": NOTE}
    assert (await site.api("civic").post(f"cases/{above}/correct", json=sent)).status_code == 200
    assert [words(site, one) for one in (above, first, closed, bill)] == [["correct"], ["correct"], [], []]
    assert site.row(task_id).version == before + 1
