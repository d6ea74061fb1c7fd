"""Two cases of one young person are joined: to each partner what the person said last holds, and once is once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import Join
from store import sharing
from store.tables import audit
from store.tables_sharing import consents
from tests.support.site import CLUB, SCHOOL, Site
from tests.web.test_youth import consented, refer, task, young


async def two(site: Site) -> tuple[str, str]:
    """One that the club has referred, and one that the school has."""
    await refer(site)
    await refer(site, "school")
    first, second = young(site)
    return first.id, second.id


async def withdrawn(site: Site, case_id: str) -> None:
    """The newest that stands."""
    person = site.as_("youth")
    page = await person.get(f"/cases/{case_id}/consents")
    await person.submit(page, page.soup.select("form[action$='/withdraw']")[0]["action"])


async def joined(site: Site, lead: str, stands: str, times: int = 1) -> None:
    """Also by an activity that is run again."""
    task_id, api = task(site, lead, "youth.receive"), site.api("youth")
    await api.post(f"tasks/{task_id}/claim", json={})
    sent = await api.post(f"tasks/{task_id}/complete", json={"decision": {"result": "same", "same_as": stands}})
    assert sent.status_code == 200, sent.text
    for _ in range(times):
        later(site)
        site.activities.join(Join(case_id=lead, stage="referral", visit=2, now=site.clock.at, task_id=task_id))


def later(site: Site) -> None:
    site.clock.at += timedelta(minutes=5)


async def shown(site: Site, who: str = "club") -> set[Any]:
    return {one["stage_title"] for one in (await site.api(who).get("referrals")).json()["items"]}


async def standing(site: Site, case_id: str) -> list[str]:
    page = await site.as_("youth").get(f"/cases/{case_id}/consents")
    return [row for row in page.texts("#consents tbody tr") if "Gælder til" in row]


@pytest.mark.parametrize("newest_on_lead", [True, False])
async def test_of_two_consents_to_one_partner_the_last_stands_and_ends_when_it_is_withdrawn(
        site: Site, newest_on_lead: bool) -> None:  # fmt: skip
    stands, lead = await two(site)
    older, newer = (stands, lead) if newest_on_lead else (lead, stands)
    await consented(site, older, scope="both")
    later(site)
    await consented(site, newer, scope="progress")
    await consented(site, stands, SCHOOL, scope="result")
    await joined(site, lead, stands)
    rows = await standing(site, stands)
    assert len(rows) == 2
    assert await shown(site) == {"Henvisning"}
    assert await shown(site, "school") == {"I gang"}
    await withdrawn(site, stands)
    await withdrawn(site, stands)
    assert await shown(site) == await shown(site, "school") == {None}


async def test_a_consent_that_was_taken_back_on_one_case_after_it_was_given_on_the_other_is_no_longer_one(site: Site) -> None:
    stands, lead = await two(site)
    await consented(site, lead)
    later(site)
    await consented(site, stands)
    later(site)
    await withdrawn(site, lead)
    await joined(site, lead, stands)
    assert await standing(site, stands) == []
    assert await shown(site) == {None}


async def test_a_consent_that_was_given_again_stands_through_one_join_after_another(site: Site) -> None:
    stands, lead = await two(site)
    await refer(site)
    third = young(site)[2].id
    await consented(site, lead)
    later(site)
    await withdrawn(site, lead)
    await consented(site, lead, scope="result")
    later(site)
    await consented(site, stands, scope="both")
    await joined(site, lead, stands)
    await joined(site, third, stands)
    assert len(await standing(site, stands)) == 1
    assert await shown(site) == {"Henvisning"}


async def test_of_two_that_stand_from_before_the_last_is_shared(site: Site) -> None:
    case_id, _ = await two(site)
    await consented(site, case_id, scope="progress")
    later(site)
    await consented(site, case_id, scope="both")
    with site.store.write() as db:
        db.execute(sa.update(consents).values(withdrawn_at=None))
        db.execute(sa.update(consents).where(consents.c.scope == "progress").values(
            at=site.clock.at + timedelta(days=1)))  # fmt: skip
        on = site.clock.at.date()
        assert set(sharing.shared(db, [site.teams[CLUB]], [case_id], on).values()) == {"progress"}


async def test_a_join_that_is_done_again_is_written_down_once(site: Site) -> None:
    stands, lead = await two(site)
    await consented(site, stands)
    later(site)
    await consented(site, lead)
    await joined(site, lead, stands, times=2)
    with site.store.read() as db:
        done = list(db.execute(sa.select(audit.c.action, audit.c.case_id).where(audit.c.action.in_(
            ["case.joined", "case.consent_withdrawn"])).order_by(audit.c.seq)))  # fmt: skip
    assert done == [("case.consent_withdrawn", stands), ("case.joined", lead), ("case.joined", stands)]
    for one in (stands, lead):
        page = await site.as_("youth").get(f"/cases/{one}")
        assert sum("Samlet med" in line for line in page.texts(".timeline li")) == 1
