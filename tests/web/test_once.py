"""One effect for one key, also where the process dies between the act and the note of what it made."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from store.tables import cases, comments, idempotency, outbox, people
from store.tables_sharing import referrals
from tests.support.site import Site
from tests.web.test_perspektiv import FACTS as LEAD
from tests.web.test_youth import JSON as REFERRAL
from web import once

PERSPEKTIV = {"programme": "perspektiv", "person": {"name": "Samira Holm", "language": "Arabic"}, "facts": LEAD}


class Killed(Exception):
    pass


def die(*_: Any) -> None:
    raise Killed


async def killed_and_sent_again(
    site: Site, patch: pytest.MonkeyPatch, who: str, path: str, body: dict[str, Any]
) -> httpx.Response:
    """The process dies as soon as the act has committed; a minute later the program tries again."""
    robot, key = site.api(who), {"Idempotency-Key": "k1"}
    with patch.context() as now:
        now.setattr(once, "_keep", die)
        assert (await robot.post(path, json=body, headers=key)).status_code == 500
    site.clock.at += once.ABANDONED + timedelta(seconds=1)
    return await robot.post(path, json=body, headers=key)


def all_of(site: Site, table: sa.Table) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(table)))


async def test_a_lead_without_a_cpr_is_one_person_and_one_case_whenever_the_process_dies(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await killed_and_sent_again(site, monkeypatch, "outreach", "cases", PERSPEKTIV)
    [case] = all_of(site, cases)
    assert (answer.status_code, answer.json()) == (201, {"id": case.id})
    assert (len(all_of(site, people)), len(all_of(site, outbox))) == (1, 1)


async def test_a_referral_is_one_whenever_the_process_dies(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await killed_and_sent_again(site, monkeypatch, "club", "cases", REFERRAL)
    [referral] = all_of(site, referrals)
    assert (answer.status_code, answer.json()) == (201, {"id": referral.id})
    assert len(all_of(site, cases)) == len(all_of(site, people)) == 1


async def test_the_same_key_of_somebody_else_and_another_key_open_a_case_of_their_own(site: Site) -> None:
    for who, key in (("outreach", "k1"), ("outreach", "k2"), ("outreach2", "k1")):
        sent = await site.api(who).post("cases", json=PERSPEKTIV, headers={"Idempotency-Key": key})
        assert sent.status_code == 201, sent.text
    assert len(all_of(site, cases)) == 3


async def test_what_cannot_be_found_again_is_refused_rather_than_done_twice(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, body = f"tasks/{site.held('benefit')}/comment", {"text": "Ringede til borgeren."}
    again = await killed_and_sent_again(site, monkeypatch, "benefit", path, body)
    assert (again.status_code, again.json()["code"]) == (409, "done_before")
    assert len(all_of(site, comments)) == 1


async def test_what_had_not_committed_when_the_process_died_is_done_at_the_next_try(site: Site) -> None:
    path, body, me = f"tasks/{site.held('benefit')}/comment", {"text": "Ringede til borgeren."}, site.ids["benefit"]
    begun = sha256(f"{me} /api/v1/{path} k1".encode()).hexdigest()
    with site.store.write() as db:
        db.execute(sa.insert(idempotency).values(key=begun, user_id=me, at=site.clock.at, status=once.BEGUN))
    site.clock.at += once.ABANDONED + timedelta(seconds=1)
    sent = await site.api("benefit").post(path, json=body, headers={"Idempotency-Key": "k1"})
    assert sent.status_code == 200, sent.text
    assert len(all_of(site, comments)) == 1
    assert [row.key for row in all_of(site, idempotency) if row.body] == [begun]
