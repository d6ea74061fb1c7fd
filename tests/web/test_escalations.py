"""Whoever is told of an escalation sees the task, whom else it was told to, and takes it in hand."""

from __future__ import annotations

from datetime import timedelta

from domain.calendar import local_date
from domain.roles import Role
from domain.tasks import Operation
from store import escalations, notices, substitutions
from tests.support.site import YOUNG, Site


def climb(site: Site, task_id: str, rung: str = "supervisor") -> None:
    with site.store.write() as db:
        escalations.climb(db, task_id, rung, site.row(task_id).due_at, site.clock.at)


def gone(site: Site, *names: str) -> None:
    today = local_date(site.clock.at)
    with site.store.write() as db:
        for name in names:
            substitutions.put(db, site.ids[name], substitute=None, first_on=today, last_on=today + timedelta(days=5),
                              kinds=None, reason="", by=site.ids[name], now=site.clock.at)  # fmt: skip


async def test_a_supervisor_takes_an_escalation_in_hand_and_everybody_sees_who(site: Site) -> None:
    task_id = site.task()
    climb(site, task_id)
    boss = site.as_("supervisor")
    page = await boss.get(f"/tasks/{task_id}")
    assert "Eskaleret til teamlederen. Fortalt til" in page.text("#task-history")
    assert "Tove Toft" in page.text("#task-history")
    page = await boss.submit(page, f"/tasks/{task_id}/acknowledge", reason="Jeg ringer til Birgit")
    assert "Tove Toft tager hånd om det" in page.text("#in-hand")
    assert "Begrundelse: Jeg ringer til Birgit" in page.text("#task-history")
    assert "Tove Toft tager hånd om det" in (await site.as_("benefit").get(f"/tasks/{task_id}")).text("#in-hand")
    assert [row.actor_id for row in site.audited("task.acknowledged")] == [site.ids["supervisor"]]
    with site.store.read() as db:
        assert notices.unseen(db, site.ids["supervisor"]) == 0
        assert notices.unseen(db, site.ids["supervisor2"]) == 1


async def test_without_a_reason_it_is_taken_in_hand_as_well_and_a_program_may_too(site: Site) -> None:
    task_id = site.task()
    climb(site, task_id)
    boss = site.as_("supervisor")
    await boss.submit(await boss.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/acknowledge")
    answer = await site.api("supervisor").post(f"tasks/{task_id}/acknowledge", json={})
    assert answer.json()["acknowledged_by"] == site.ids["supervisor"]
    assert len(site.audited("task.acknowledged")) == 1, "said twice, written once"


async def test_what_another_has_in_hand_meanwhile_is_not_taken_over_in_silence(site: Site) -> None:
    task_id = site.task()
    climb(site, task_id)
    second, first = site.as_("supervisor2"), site.api("supervisor")
    seen, action = await second.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/acknowledge"
    await first.post(f"tasks/{task_id}/acknowledge", json={})
    page = await second.submit(seen, action, status=409, reason="Jeg ringer til Birgit")
    assert "Tove Toft tager allerede hånd om det." in page.text()
    assert "Jeg ringer til Birgit" in page.text(), "what was typed is given back"
    assert (await site.api("supervisor2").post(f"tasks/{task_id}/acknowledge", json={})).json()["code"] == "in_hand"
    assert site.row(task_id).acknowledged_by == site.ids["supervisor"]
    page = await second.get(f"/tasks/{task_id}")
    assert "Jeg overtager det fra Tove Toft" in page.text("#in-hand")
    await second.submit(page, action)
    assert site.row(task_id).acknowledged_by == site.ids["supervisor2"]
    body = {"person": site.ids["supervisor2"]}
    assert (await first.post(f"tasks/{task_id}/acknowledge", json=body)).status_code == 200
    assert site.row(task_id).acknowledged_by == site.ids["supervisor"]


async def test_a_notice_of_what_another_has_in_hand_is_only_seen_unless_one_takes_it_over(site: Site) -> None:
    task_id, boss = site.task(), site.as_("supervisor")
    climb(site, task_id)
    before = await boss.get("/notices")
    await site.api("supervisor2").post(f"tasks/{task_id}/acknowledge", json={})
    action = str(before.one(".notices form")["action"])
    assert "tager allerede hånd om det" in (await boss.submit(before, action, status=409)).text()
    page = await boss.get("/notices")
    assert "tager hånd om det." in page.text(".notices")
    page = await boss.post(action, {"csrf": await boss.csrf(), "action": "seen"})
    assert (page.has(".unseen"), site.row(task_id).acknowledged_by) == (False, site.ids["supervisor2"])


async def test_who_was_not_told_cannot_take_it_in_hand(site: Site) -> None:
    task_id = site.task()
    climb(site, task_id)
    clerk = site.as_("benefit")
    assert not (await clerk.get(f"/tasks/{task_id}")).has("#in-hand")
    await clerk.post(f"/tasks/{task_id}/acknowledge", {"csrf": await clerk.csrf()}, 403)
    assert site.row(task_id).acknowledged_by is None


async def test_the_next_rung_is_in_nobody_s_hand(site: Site) -> None:
    task_id = site.task()
    climb(site, task_id)
    assert (await site.api("supervisor").post(f"tasks/{task_id}/acknowledge", json={})).status_code == 200
    climb(site, task_id, "reassign")
    assert site.row(task_id).acknowledged_by is None


async def test_who_hears_because_the_team_s_own_are_away_may_see_the_open_task_and_nothing_more(site: Site) -> None:
    site.give("youthboss", Role.administrator, YOUNG)
    task_id = site.held("benefit")
    outsider, other = site.as_("youthboss"), site.as_("otherboss")
    await outsider.get(f"/tasks/{task_id}", 404)
    gone(site, "supervisor", "supervisor2", "supervisor3", "admin")
    climb(site, task_id)
    page = await outsider.get(f"/tasks/{task_id}")
    assert page.has("#in-hand form")
    assert not page.has(".operations form")
    assert not page.has(f"a[href='/cases/{site.row(task_id).case_id}']")
    await other.get(f"/tasks/{task_id}", 404)
    refused = await site.api("youthboss").post(f"tasks/{task_id}/release", json={})
    assert (refused.status_code, site.row(task_id).assignee_id) == (404, site.ids["benefit"])
    site.move(task_id, Operation.exit, "benefit")
    await outsider.get(f"/tasks/{task_id}", 404)


async def test_a_task_of_somebody_away_whom_nobody_covers_is_in_the_queue_after_the_rung(site: Site) -> None:
    task_id = site.held("benefit")
    gone(site, "benefit")
    climb(site, task_id, "due")
    page = await site.as_("benefit2").get("/inbox?view=team")
    assert page.has(f"a[href^='/tasks/{task_id}']")
    assert "Fortalt til Bo Berg" in (await site.as_("benefit2").get(f"/tasks/{task_id}")).text("#task-history")
