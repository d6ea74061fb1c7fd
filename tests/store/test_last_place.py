"""Whoever is first has the last place: of a vacancy, of a session; the others are told, at the same instant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from store.db import Store
from tests.support.site import Site, site_over
from tests.web.test_sessions import session, wanting
from tests.web.test_vacancies import REASON, offered, searching

MANY = 6


@pytest.fixture
async def site(store: Store) -> AsyncIterator[Site]:
    async with site_over(store) as made:
        yield made


async def at_once(site: Site, task_ids: list[str], decision: dict[str, Any]) -> list[str]:
    """Everyone decides at the same instant; what each was told."""
    apis = [site.api("youth") for _ in task_ids]
    for api, task_id in zip(apis, task_ids, strict=True):
        assert (await api.post(f"tasks/{task_id}/claim", json={})).status_code == 200
    sent = await asyncio.gather(*(api.post(f"tasks/{task_id}/complete", json={"decision": decision})
                                  for api, task_id in zip(apis, task_ids, strict=True)))  # fmt: skip
    return [one.json()["errors"][0]["code"] if one.status_code == 422 else str(one.status_code) for one in sent]


async def test_of_many_who_choose_the_last_place_of_a_vacancy_at_once_one_has_it(site: Site) -> None:
    vacancy = await offered(site)
    searches = [await searching(site, name=f"Ung {n}") for n in range(MANY)]
    told = await at_once(site, searches, {"result": "matched", "vacancy": vacancy, "reason": REASON})
    assert sorted(told) == ["200", *["vacancy_taken"] * (MANY - 1)]


async def test_of_many_who_sign_up_for_the_last_seats_of_a_session_at_once_as_many_have_one(site: Site) -> None:
    case_id, _ = await session(site, seats="2")
    wishes = [await wanting(site, f"Ung {n}") for n in range(MANY)]
    told = await at_once(site, wishes, {"result": "signed_up", "session": case_id})
    assert sorted(told) == ["200", "200", *["session_full"] * (MANY - 2)]
