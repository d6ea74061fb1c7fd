"""The reassessment of a decision on its page: what the jurist sees, who may not, and what the citizen is sent."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import Judge, OpenTask
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.tasks import Operation
from store import cases, tasks
from store.tables_letters import letters
from tests.support.site import ASSESS, NOW, OWN, REASON, Site

REASSESS = "complaint.reassess"


def complained(site: Site) -> tuple[str, str]:
    """A complaint of an assessment, and its reassessment as the case opens it."""
    case_id = site.case()
    about = site.held("jobconsultant", case_id, ASSESS, visit=6)
    facts = PROGRAMMES["complaint"].facts.model_validate({
        "received_on": "2026-11-18", "channel": "oral", "complainant": "citizen", "decision": about,
        "decision_received_on": "2026-09-01", "text": "Jeg er ikke enig."})  # fmt: skip
    with site.store.write() as db:
        tasks.complete(db, site.row(about), site.ids["jobconsultant"], {"effort": "full", "reason": REASON}, {}, None, NOW)
        parent = cases.get(db, case_id)
        assert parent
        made = cases.open_belonging(db, PROGRAMMES["complaint"], parent, facts=facts.model_dump(mode="json"), key="k",
                                    actor=site.ids["caseworker"], now=NOW)  # fmt: skip
    here: dict[str, Any] = {"case_id": made, "stage": "reassessment", "visit": 2, "now": NOW}
    answer = site.activities.judge(Judge(**here, rule="complaint.standing"))
    data = {"counted_from": answer["counted_from"], "late": answer["late"]}
    site.activities.open_task(OpenTask(
        **here, task_id="again", kind=REASSESS, data=data, not_by=answer["not_by"]))  # fmt: skip
    return made, "again"


@pytest.mark.parametrize("also", [Role.administrator, Role.supervisor, Role.caseworker])
async def test_who_took_the_decision_cannot_reassess_it_whatever_other_role_they_have(site: Site, also: Role) -> None:
    _, task_id = complained(site)
    for role in (Role.legal, also):
        site.give("jobconsultant", role, OWN)
    site.move(task_id, Operation.release, "legal", assignee_id=None)
    for call in ("claim", "start", "complete"):
        answer = await site.api("jobconsultant").post(f"tasks/{task_id}/{call}", json={"decision": {}})
        assert (answer.status_code, answer.json()["code"]) == (409, "four_eyes"), call
    boss = site.api("supervisor2")
    answer = await boss.post(f"tasks/{task_id}/delegate", json={"person": site.ids["jobconsultant"], "reason": REASON})
    assert answer.json()["code"] == "not_a_holder", "nor is it given to them"


async def test_the_jurist_sees_the_complaint_that_it_came_late_and_why(site: Site) -> None:
    _, task_id = complained(site)
    page = await site.as_("legal").get(f"/tasks/{task_id}")
    for said in ("Jeg er ikke enig.", "Klagen kom for sent", "29.09.2026", "ikke opsættende virkning",
                 "Vurdér borgeren individuelt, 19.11.2026"):  # fmt: skip
        assert said in page.text(), said


async def test_each_rule_that_was_applied_is_said_with_its_source_and_its_day(site: Site) -> None:
    _, task_id = complained(site)
    page = await site.as_("legal").get(f"/tasks/{task_id}")
    row = policies().at("complaint.period", NOW.date())
    said = next(line for line in page.texts(".facts tr") if "(complaint.period)" in line)
    assert said == f"Regel {row.says.da} {row.source}, fra 01.07.1998 (complaint.period)"
    local = next(line for line in page.texts(".facts tr") if "(complaint.reassessment_alarm)" in line)
    assert "Lokal retningslinje, fra" in local


async def test_a_result_without_what_follows_is_refused_and_nothing_typed_is_lost(site: Site) -> None:
    _, task_id = complained(site)
    person = site.as_("legal")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", status=422, result="upheld",
                               reason=REASON)  # fmt: skip
    assert "Vælg, hvem der fører den ud i livet" in page.text("#error-summary")
    assert REASON in page.text("#f-reason")


async def test_the_citizen_is_sent_the_result_when_the_jurist_has_read_the_letter(site: Site) -> None:
    made, task_id = complained(site)
    person = site.as_("legal")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", result="maintained", reason=REASON)
    assert "Vi fastholder afgørelsen" in page.text(), "a page stands between the decision and its letter"
    form = next(f for f in page.soup.select("form[method=post]") if f.select_one("[name=reason]"))
    await person.post(str(form["action"]), page.filled(form))
    with site.store.read() as db:
        [sent] = db.execute(sa.select(letters).where(letters.c.case_id == made))
    assert (sent.kind, sent.recipient, sent.channel) == ("complaint.reassessment", "citizen", "digital_post")
    assert site.row(task_id).state == "completed"


async def test_whoever_forwards_the_complaint_finds_the_whole_file_beside_the_task(site: Site) -> None:
    made, _ = complained(site)
    parent = site.case_row(made).parent_id
    site.activities.open_task(OpenTask(
        case_id=made, stage="forwarding", visit=3, now=NOW, task_id="on", kind="complaint.forward",
        data={"counted_from": "2026-11-18", "late": True}))  # fmt: skip
    page = await site.as_("legal").get("/tasks/on")
    assert page.has(f"a[href='/cases/{parent}/export.zip']")
    assert not (await site.as_("legal").get("/tasks/again")).has(f"a[href='/cases/{parent}/export.zip']")
