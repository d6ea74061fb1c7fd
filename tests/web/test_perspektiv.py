"""Perspektiv as people use it: a lead is written down, made contact with safely, and nobody is written to."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from activities.messages import Judge, OpenTask
from store.tables import cases
from tests.support.document import Document
from tests.support.site import Site

TYPED = {"lead_from": "language_centre", "agreed": "true", "safe_way": "language_centre", "needs_interpreter": "true",
         "safe_when": "Onsdag formiddag efter undervisningen", "language": "arabisk"}  # fmt: skip
FACTS: dict[str, Any] = {"lead_from": "language_centre", "agreed": True, "safe_way": "language_centre"}
NOTE = "Talte alene med borgeren på sprogcentret om hendes ønsker."


async def written_down(site: Site, status: int = 200, **typed: str) -> Document:
    person = site.as_("outreach")
    page = await person.get("/new/perspektiv")
    return await person.submit(page, "/new/perspektiv", status=status, name="Samira Holm", **TYPED | typed)


def rows(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.programme == "perspektiv")))


def asked(site: Site, case_id: str, kind: str, rule: str = "perspektiv.path", **data: Any) -> str:
    task_id, here = str(uuid4()), {"case_id": case_id, "stage": kind.partition(".")[2], "visit": 2, "now": site.clock.at}
    site.activities.judge(Judge(**here, rule=rule))
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=data))
    return task_id


async def opened(site: Site, **facts: Any) -> str:
    sent = await site.api("outreach").post("cases", json={
        "programme": "perspektiv", "person": {"name": "Samira Holm"}, "facts": FACTS | facts})  # fmt: skip
    assert sent.status_code == 201, sent.text
    return str(sent.json()["id"])


async def test_a_lead_is_written_down_without_a_cpr_number(site: Site) -> None:
    page = await written_down(site)
    (case,) = rows(site)
    assert page.response.url.path == f"/cases/{case.id}"
    assert case.id.startswith("PSP-")
    assert "På sprogcentret" in page.text()


async def test_who_has_not_agreed_is_not_written_down_and_nothing_typed_is_lost(site: Site) -> None:
    page = await written_down(site, 422, agreed="false")
    assert "Borgeren skal først have sagt ja" in page.text()
    assert page.one("#f-safe_when")["value"] == TYPED["safe_when"]
    assert rows(site) == []


async def test_another_way_than_the_safe_one_is_refused_with_what_to_do(site: Site) -> None:
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.reach", safe=["language_centre", "referrer"], attempt=1, most=5)
    person = site.as_("outreach")
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", status=422,
                               tried_on="19.11.2026", way="own_phone", result="not_reached")  # fmt: skip
    assert "Den vej er ikke aftalt som sikker: ret den først på sagen" in page.text()
    assert site.row(task_id).state != "completed"


async def test_the_first_talk_stays_shut_until_an_interpreter_is_on_the_case(site: Site) -> None:
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    api = site.api("outreach")
    await api.post(f"tasks/{task_id}/claim", json={})
    talked = {"held_on": "2026-11-19", "told_voluntary": "yes", "result": "goes_on", "entitled": True, "note": NOTE}
    shut = await api.post(f"tasks/{task_id}/complete", json={"decision": talked})
    assert shut.status_code == 409, shut.text
    person = site.as_("outreach")
    page = await person.get(f"/cases/{case_id}/people")
    tolk = {"interpreter.name": "Tina Tolk", "interpreter.language": "Arabisk", "interpreter.born_on": "01.02.1980"}
    await person.submit(page, f"/cases/{case_id}/people/interpreter", **tolk)
    assert (await api.post(f"tasks/{task_id}/complete", json={"decision": talked})).status_code == 200


async def test_a_case_on_the_work_obligation_is_told_of_before_contact(site: Site) -> None:
    cpr = "0107800000"
    site.case("Samira Holm", cpr=cpr)
    sent = await site.api("outreach").post("cases", json={
        "programme": "perspektiv", "person": {"name": "Samira Holm", "cpr": cpr}, "facts": FACTS})  # fmt: skip
    case_id = str(sent.json()["id"])
    page = await site.as_("outreach").get(f"/tasks/{asked(site, case_id, 'perspektiv.receive')}")
    assert "Der er allerede en åben sag om arbejdspligt" in page.text()
    assert "ARB-" not in page.text("main"), "which case it is concerns another team alone"


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "youth", "economy"])
async def test_nobody_outside_the_team_sees_a_citizen_of_perspektiv(site: Site, who: str) -> None:
    case_id = await opened(site)
    await site.as_(who).get(f"/cases/{case_id}", 404)
    assert (await site.api(who).get(f"cases/{case_id}")).status_code == 404
