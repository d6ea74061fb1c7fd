"""Somebody is in danger now: the task comes first, is marked, is due the same day, and its team hears of it at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import Climb, Judge, OpenTask
from domain.calendar import at_local, local_date
from domain.deadlines import Deadline
from domain.roles import Role
from store import notices, tasks
from store.tables import cases
from store.tables_notices import notices as table
from tests.support.site import SPECIALISTS, Site
from tests.web.test_concern import TYPED
from tests.web.test_perspektiv import opened

SATURDAY = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)


async def concern(site: Site, acute: str) -> str:
    above, person = await opened(site, {"name": f"Samira {acute}"}), site.as_("outreach")
    page = await person.get(f"/cases/{above}/open/concern")
    await person.submit(page, f"/cases/{above}/open/concern", **TYPED | {"acute": acute})
    with site.store.read() as db:
        return str(db.execute(sa.select(cases.c.id).where(cases.c.parent_id == above)).scalar_one())


def ask(site: Site, case_id: str, kind: str = "concern.assess", stage: str = "received") -> str:
    """As its case asks for it."""
    here: dict[str, Any] = {"case_id": case_id, "stage": stage, "visit": 1, "now": site.clock.at}
    data = site.activities.judge(Judge(**here, rule="concern.urgency")) if stage == "received" else {}
    task_id = f"{kind} {case_id}"
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=data))
    return task_id


def told(site: Site, task_id: str) -> set[str]:
    query = sa.select(table.c.user_id).where(table.c.task_id == task_id, table.c.kind == "acute")
    with site.store.read() as db:
        found = list(db.execute(query).scalars())
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize(("acute", "days"), [("true", 0), ("false", 2)])
async def test_in_danger_now_is_due_the_same_day_also_on_a_closed_day(site: Site, acute: str, days: int) -> None:
    site.clock.at = SATURDAY
    case_id = await concern(site, acute)
    for kind, stage in (("concern.assess", "received"), ("concern.notify", "notification")):
        task = site.row(ask(site, case_id, kind, stage))
        assert local_date(task.due_at) == local_date(SATURDAY) + timedelta(days=days)
        assert task.due_at > site.clock.at
    if acute == "true":
        due = Deadline.model_validate(task.due)
        assert due.at == at_local(local_date(SATURDAY), datetime(2026, 1, 1, 23, 59).time())
        assert "Samme dag, også når kommunen har lukket: 21.11.2026." in due.because.da
        assert "Akut frist" in due.because.da


@pytest.mark.parametrize(("acute", "status"), [("true", 409), ("false", 200)])
async def test_nobody_puts_danger_on_hold_neither_the_task_nor_the_case(site: Site, acute: str, status: int) -> None:
    case_id = await concern(site, acute)
    task_id, mine, boss = ask(site, case_id), site.api("specialist"), site.api("specialistboss")
    await mine.post(f"tasks/{task_id}/claim", json={})
    person = site.as_("specialist")
    assert (await person.get(f"/tasks/{task_id}")).has(f"form[action^='/tasks/{task_id}/suspend']") == (status == 200)
    page = await site.as_("specialistboss").get(f"/cases/{case_id}")
    assert page.has(f"form[action='/cases/{case_id}/suspend']") == (status == 200)
    assert ("Det er akut og kan ikke vente" in page.text("main")) == (status == 409)
    later = {"until": str(local_date(site.clock.at) + timedelta(weeks=3)), "reason": "Afventer møde"}
    one = await mine.post(f"tasks/{task_id}/suspend", json=later)
    assert one.status_code == status, one.text
    if status == 409:
        assert one.json()["code"] == "cannot_wait"
        body = {"operation": "suspend", "ids": [task_id], "args": later, "reason": "Afventer møde"}
        assert (await mine.post("tasks/bulk", json=body)).json()["results"][0]["code"] == "cannot_wait"
    assert (await boss.post(f"cases/{case_id}/suspend", json=later)).status_code == status
    assert (site.row(task_id).suspended_until is None) == (status == 409)
    assert (site.case_row(case_id).suspended_at is None) == (status == 409)


async def test_it_is_taken_first_and_marked_where_the_team_sees_it(site: Site) -> None:
    older = ask(site, await concern(site, "false"))
    site.days_after_due(older, 6)
    for rung in ("due", "supervisor", "reassign"):
        site.activities.climb(Climb(case_id=site.row(older).case_id, stage="received", visit=1, now=site.clock.at,
                                    task_id=older, rung=rung, due=site.row(older).due_at))  # fmt: skip
    site.give("stranger", Role.outreach_worker, SPECIALISTS)  # with one holder alone nothing is free
    acute = ask(site, await concern(site, "true"))
    person = site.as_("stranger")
    page = await person.get("/inbox?view=all&sort=priority")
    assert [row["id"] for row in page.soup.select("table.list tbody tr")] == [f"t-{acute}", f"t-{older}"]
    first, second = (row.get_text(" ", strip=True) for row in page.soup.select("table.list tbody tr"))
    assert "Akut" in first
    assert "Akut" not in second
    assert (await site.api("stranger").post("tasks/next")).json()["id"] == acute
    page = await person.get(f"/tasks/{acute}")
    assert "Akut" in page.text(".marks")
    assert "Høj fra begyndelsen, fordi opgaven er akut." in page.text()


async def test_the_whole_team_is_told_at_once_and_nobody_else(site: Site) -> None:
    site.give("stranger", Role.outreach_worker, SPECIALISTS)
    task_id = ask(site, await concern(site, "true"))
    ask(site, site.row(task_id).case_id)
    assert told(site, task_id) == {site.ids[one] for one in ("specialist", "specialistboss", "stranger")}
    assert told(site, ask(site, await concern(site, "false"))) == set()

    person = site.as_("specialist")
    page = await person.get("/notices")
    assert "Akut" in page.text(".notices .marks")
    assert "Opgaven er akut. Se på den nu." in page.text(".notices")
    assert "Samira" not in page.response.text
    await person.get(f"/tasks/{task_id}")
    assert not (await person.get("/notices")).soup.select(".unseen")
    assert (await site.as_("outreach").get("/notices")).text(".bell") == "Ingen nye beskeder"


async def test_when_it_is_done_nobody_needs_to_hear_of_it_any_more(site: Site) -> None:
    task_id = ask(site, await concern(site, "true"))
    with site.store.write() as db:
        assert notices.unseen(db, site.ids["specialistboss"]) == 1
        tasks.withdraw(db, [task_id], site.clock.at)
        assert notices.unseen(db, site.ids["specialistboss"]) == 0
