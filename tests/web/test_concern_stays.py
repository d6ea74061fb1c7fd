"""Nothing that people do with the task of a concern carries it out of its team, nor does the ladder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from activities.messages import Climb
from domain.roles import Role
from domain.tasks import Operation
from store import substitutions
from store.tables_notices import notices
from tests.support.site import CONFIRM, OTHER, PERSPEKTIV, SPECIALISTS, Site
from tests.web.test_concern import assess, reported

WHY = "Vi når det ikke i dag."
STAYS = "Opgaven er fortrolig og kan ikke sendes til et andet team."


async def held(site: Site) -> tuple[str, str]:
    """A task of the specialist, and a colleague who shares the team."""
    site.give("stranger", Role.outreach_worker, SPECIALISTS)
    task_id = assess(site, (await reported(site))[1])
    site.move(task_id, Operation.claim, "specialist", assignee_id=site.ids["specialist"])
    return task_id, site.ids["stranger"]


def told(site: Site, task_id: str) -> set[str]:
    with site.store.read() as db:
        return set(db.execute(sa.select(notices.c.user_id).where(notices.c.task_id == task_id)).scalars())


def climb(site: Site, task_id: str, *rungs: str) -> None:
    task = site.row(task_id)
    for rung in rungs:
        site.activities.climb(Climb(case_id=task.case_id, stage="received", visit=1, now=site.clock.at, task_id=task_id,
                                    rung=rung, due=task.due_at))  # fmt: skip


@pytest.mark.parametrize("who", ["specialist", "specialistboss"])
async def test_sending_it_to_another_team_is_neither_offered_nor_taken(site: Site, who: str) -> None:
    task_id, _ = await held(site)
    person, api, team = site.as_(who), site.api(who), site.teams[PERSPEKTIV]
    page = await person.get(f"/tasks/{task_id}")
    assert not page.soup.select(f"form[action^='/tasks/{task_id}/forward']")
    assert page.soup.select(f"form[action^='/tasks/{task_id}/delegate']")
    assert "forward" not in (await api.get(f"tasks/{task_id}")).json()["operations"]

    sent = {"csrf": page.soup.select_one("input[name=csrf]")["value"], "team": team, "reason": WHY}  # type: ignore[index]
    refused = await person.client.post(f"/tasks/{task_id}/forward", data=sent)
    assert refused.status_code == 409
    assert STAYS in refused.text
    body = {"team": team, "reason": WHY}
    one = await api.post(f"tasks/{task_id}/forward", json=body, headers={"Accept-Language": "en"})
    assert (one.status_code, one.json()["code"]) == (409, "stays_in_team")
    assert "cannot be sent to another team" in one.text
    many = await api.post("tasks/bulk", json={"operation": "forward", "ids": [task_id], "args": body, "reason": WHY})
    assert many.json()["results"] == [{"id": task_id, "ok": False, "code": "stays_in_team"}]
    assert site.row(task_id).team_id == site.teams[SPECIALISTS]


async def test_another_task_is_still_sent_to_another_team(site: Site) -> None:
    task_id = site.held("benefit", kind=CONFIRM)
    answer = await site.api("benefit").post(f"tasks/{task_id}/forward", json={"team": site.teams[OTHER], "reason": WHY})
    assert answer.status_code == 200
    assert site.row(task_id).team_id == site.teams[OTHER]


async def test_it_is_given_to_nobody_outside_its_team(site: Site) -> None:
    task_id, colleague = await held(site)
    case_id, mine, boss = site.row(task_id).case_id, site.api("specialist"), site.api("specialistboss")
    for who in ("outreach", "outreachboss", "supervisor", "admin"):
        body = {"person": site.ids[who], "reason": WHY}
        assert (await mine.post(f"tasks/{task_id}/delegate", json=body)).json()["code"] == "not_a_holder"
        shared = await mine.post("tasks/bulk", json={
            "operation": "delegate", "ids": [task_id], "args": body, "reason": WHY})  # fmt: skip
        assert shared.json()["results"][0]["code"] == "not_a_holder"
        responsible = {"responsible": site.ids[who], "reason": WHY}
        assert (await boss.post(f"cases/{case_id}/reassign", json=responsible)).json()["code"] == "not_in_team"
        said = await mine.post(f"tasks/{task_id}/comment", json={"text": f"@{who} kan du hjælpe?"})
        assert said.json()["code"] == "not_a_colleague"
    assert told(site, task_id) == set()
    assert (await mine.post(f"tasks/{task_id}/delegate", json={"person": colleague, "reason": WHY})).status_code == 200


@pytest.mark.parametrize("who", ["outreachboss", "supervisor", "otherboss", "admin"])
async def test_whoever_leads_another_team_steers_nothing_of_it(site: Site, who: str) -> None:
    task_id, _ = await held(site)
    api, case_id, before = site.api(who), site.row(task_id).case_id, site.row(task_id)
    for name, body in (("deadline", {"until": "2026-11-20"}), ("priority", {"priority": 20}), ("release", {}),
                       ("forward", {"team": site.teams[PERSPEKTIV]}), ("comment", {"text": "Hvad er det?"}),
                       ("acknowledge", {})):  # fmt: skip
        answer = await api.post(f"tasks/{task_id}/{name}", json={"reason": WHY, **body})
        assert answer.status_code == 404, name
    for name in ("suspend", "close"):
        assert (await api.post(f"cases/{case_id}/{name}", json={"reason": WHY})).status_code == 404, name
    assert site.row(task_id) == before


async def test_covering_a_specialist_from_outside_the_team_shows_nothing(site: Site) -> None:
    """Whoever was of the team when the cover was written down may have left it since."""
    task_id, _ = await held(site)
    today = site.clock.at.date()
    with site.store.write() as db:
        substitutions.put(db, site.ids["specialist"], substitute=site.ids["outreach"], first_on=today,
                          last_on=today + timedelta(days=9), kinds=None, reason="", by=site.ids["specialistboss"],
                          now=site.clock.at)  # fmt: skip
    api = site.api("outreach")
    assert (await api.get(f"tasks/{task_id}")).status_code == 404
    assert (await api.get("tasks", params={"view": "mine"})).json()["items"] == []
    climb(site, task_id, "reminder", "due")
    assert site.ids["outreach"] not in told(site, task_id)
    assert (await api.get(f"tasks/{task_id}")).status_code == 404


async def test_the_ladder_tells_the_team_while_anybody_is_in_it(site: Site) -> None:
    task_id, colleague = await held(site)
    site.take_away("specialistboss", Role.supervisor)
    climb(site, task_id, "due", "supervisor", "reassign")
    assert told(site, task_id) == {site.ids["specialist"], colleague}


async def test_where_nobody_of_the_team_is_there_the_administrator_hears_its_number_alone(site: Site) -> None:
    case_id = (await reported(site))[1]
    task_id = assess(site, case_id)
    for who in ("specialist", "specialistboss"):
        _away(site, who)
    climb(site, task_id, "due")
    assert told(site, task_id) == {site.ids["admin"]}
    person = site.as_("admin")
    page = await person.get("/notices")
    assert case_id in page.text(".notices")
    assert "Samira" not in page.response.text
    await person.get(f"/tasks/{task_id}", 404)
    assert (await site.api("admin").get(f"tasks/{task_id}")).status_code == 404


async def test_its_task_stays_where_nobody_of_the_team_can_do_it(site: Site) -> None:
    """Another team has that role; it gets other tasks that nobody of the own team can do."""
    case_id = (await reported(site))[1]
    site.take_away("specialist", Role.outreach_worker)
    assert site.row(assess(site, case_id)).team_id == site.teams[SPECIALISTS]


def _away(site: Site, who: str) -> None:
    today: date = site.clock.at.date()
    with site.store.write() as db:
        substitutions.put(db, site.ids[who], substitute=None, first_on=today, last_on=today, kinds=None, reason="",
                          by=site.ids[who], now=site.clock.at)  # fmt: skip
