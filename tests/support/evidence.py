"""A case of absence in the store, with every precondition of a deduction in evidence, and how each can be lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from activities.messages import OpenTask
from domain.attendance import Item
from domain.calendar import at_local
from domain.policies import policies
from domain.programmes import PROGRAMMES, kind_named
from domain.spells import SpellReport
from domain.tasks import Operation
from store import attendance, cases, letters, placements, places, posting, spells, tasks
from store.letters import Sender
from store.tables import cases as cases_table
from store.tables import tasks as tasks_table
from store.tables_letters import letters as letters_table
from tests.support.places import placement
from tests.support.site import GUIDE, REASON, Site

DAY = date(2026, 10, 20)
"""A Tuesday, a month before a site's clock."""
CONTACT, SEND, REPLY = "absence.contact", "absence.send_hearing", "absence.hearing_reply"
SPOKE = {"contacted_on": str(DAY + timedelta(days=1)), "channel": "phone", "reached": True, "ground": "none",
         "next": "hearing", "note": REASON}  # fmt: skip
SILENT = {"reply": "none", "ground": "none", "next": "go_on", "note": REASON}


def morning(days_after: int) -> datetime:
    return at_local(DAY + timedelta(days=days_after), time(10))


def opened(site: Site, case_id: str, kind: str, stage: str, at: datetime, by: str, **data: Any) -> str:
    """A task of this kind that this person has taken."""
    task_id = str(uuid4())
    site.activities.open_task(OpenTask(
        case_id=case_id, stage=stage, visit=2, now=at, task_id=task_id, kind=kind, data=data))  # fmt: skip
    with site.store.write() as db:
        held = tasks.get(db, task_id)
        assert held
        if held.state == "ready":
            tasks.move(db, held, Operation.claim, site.ids[by], at, assignee_id=site.ids[by])
        else:
            db.execute(sa.update(tasks_table).where(tasks_table.c.id == task_id).values(assignee_id=site.ids[by]))
    return task_id


def done(site: Site, case_id: str, kind: str, stage: str, at: datetime, by: str = "caseworker", *,
         data: dict[str, Any] | None = None, **answer: Any) -> str:  # fmt: skip
    """A decision of this kind that stands, its letter delivered."""
    task_id = opened(site, case_id, kind, stage, at, by, **data or {})
    decision = kind_named(kind).decision.model_validate(answer)
    with site.store.write() as db:
        held, secrets = tasks.get(db, task_id), site.store.secrets
        assert held
        outgoing = letters.of_task(db, secrets, held, decision, Sender("Prøveby", "", by, ""), at, policies())
        tasks.complete(db, held, site.ids[by], decision.model_dump(mode="json"), decision.for_case(), None, at)
        if outgoing:
            sent = letters.get(db, letters.put(db, secrets, case_id, task_id, outgoing, site.ids[by], at))
            assert sent
            posting.handed_over(db, sent, at, policies(), delivered=True)
    return task_id


def register(site: Site, placement_id: str, status: str, at: datetime, hours: str = "", reason: str = "") -> None:
    item = Item(placement_id, DAY, status, hours, reason=reason)
    with site.store.write() as db:
        lines = places.by_ids(db, [placement_id])
        found = attendance.register(db, lines, [item], by=site.ids["caseworker"], now=at, policies=policies())
    assert all(one.ok for one in found), found


def absence(site: Site) -> tuple[str, str]:
    """A citizen's case and the case of its absence, in which a deduction could be decided."""
    above = site.case(readiness="job_ready")
    given = {"given_on": str(DAY - timedelta(days=20)), "channel": "meeting", "interpreter": "not_needed",
             "proof": "Journal 2026-17"}  # fmt: skip
    done(site, above, GUIDE, "guidance", morning(-20), **given)
    line = placement(site, None, above, starts_on=DAY - timedelta(days=8))
    with site.store.write() as db:
        plan = placements.placements.select().where(placements.placements.c.id == line)
        db.execute(sa.insert(tasks_table).values(**_plan(site, above, db.execute(plan).one().task_id)))
    register(site, line, "absent", morning(0))
    with site.store.read() as db:
        case = cases.below(db, above)[0].id
    done(site, case, CONTACT, "contact", morning(1), **SPOKE)
    done(site, case, SEND, "hearing_letter", morning(2), account="Du mødte ikke i parken tirsdag.")
    done(site, case, REPLY, "hearing", morning(20), data={"reply_by": str(DAY + timedelta(days=17))}, **SILENT)
    return above, case


def _plan(site: Site, above: str, task_id: str) -> dict[str, Any]:
    """The decision that the line stands in."""
    made = morning(-9)
    return {"id": task_id, "case_id": above, "programme": "obligation", "kind": "obligation.plan", "stage": "planning",
            "visit": 2, "role": "job_consultant", "team_id": site.teams["Arbejdspligt"], "state": "completed",
            "received_at": made, "due_at": made, "due": {}, "data": {}, "excluded": [], "decision": {},
            "decided_by": site.ids["jobconsultant"], "completed_at": made}  # fmt: skip


def _change(site: Site, table: sa.Table, where: sa.ColumnElement[bool], **values: Any) -> None:
    with site.store.write() as db:
        assert db.execute(sa.update(table).where(where).values(**values)).rowcount


def _task(site: Site, case_id: str, kind: str, **values: Any) -> None:
    t = tasks_table
    _change(site, t, sa.and_(t.c.case_id == case_id, t.c.kind == kind), **values)


def _old_guidance(site: Site, above: str, case: str) -> None:
    _task(site, above, GUIDE, decision={"given_on": "2026-03-01"})


def _not_in_plan(site: Site, above: str, case: str) -> None:
    with site.store.write() as db:
        placements.end_plan(db, above, DAY)


def _came_after_all(site: Site, above: str, case: str) -> None:
    with site.store.read() as db:
        line = db.execute(sa.select(placements.placements).where(placements.placements.c.case_id == above)).one().id
    register(site, line, "present", morning(29), "6", "Listen var forkert")


def _sick(site: Site, above: str, case: str) -> None:
    with site.store.write() as db:
        row = cases.get(db, above)
        assert row
        spells.report(db, row, SpellReport(kind="sick", from_on=DAY, to_on=DAY), site.ids["caseworker"], morning(29),
                      policies())  # fmt: skip


def _not_contacted(site: Site, above: str, case: str) -> None:
    _task(site, case, CONTACT, state="exited")


def _activity_ready(site: Site, above: str, case: str) -> None:
    _change(site, cases_table, cases_table.c.id == above, facts={"benefit": "cash_assistance"})


def _not_delivered(site: Site, above: str, case: str) -> None:
    _change(site, letters_table, letters_table.c.case_id == case, state="failed")


def _too_late(site: Site, above: str, case: str) -> None:
    site.clock.at = at_local(date(2027, 2, 1), time(8))


def _twice(site: Site, above: str, case: str) -> None:
    with site.store.write() as db:
        row, mine = cases.get(db, above), cases.get(db, case)
        assert row
        assert mine
        other = cases.open_belonging(db, PROGRAMMES["absence"], row, facts=mine.facts, key="twice", actor=None,
                                     now=morning(1))  # fmt: skip
        cases.close(db, other, "sanctioned", 9, "sanctioned", morning(28))


def _case_ended(site: Site, above: str, case: str) -> None:
    _change(site, cases_table, cases_table.c.id == above, closed_at=morning(29), outcome="benefit_ended")


def _decision_not_delivered(site: Site, above: str, case: str) -> None:
    """A letter of the decision that came back."""
    t, mine = tasks_table, letters_table
    with site.store.write() as db:
        sent = db.execute(sa.select(mine).where(mine.c.case_id == case)).one()._asdict()
        other = db.execute(sa.select(t.c.id).where(t.c.case_id == case, t.c.kind == CONTACT)).scalar_one()
        came_back = {"id": "came-back", "task_id": other, "kind": "absence.decision", "state": "failed",
                     "received_on": None, "created_at": morning(28)}  # fmt: skip
        db.execute(sa.insert(mine).values(**sent | came_back))


def _rests(site: Site, above: str, case: str) -> None:
    _change(site, cases_table, cases_table.c.id == above, suspended_at=morning(29))


LOST: dict[str, Callable[[Site, str, str], None]] = {
    "guidance": _old_guidance, "offer_in_plan": _not_in_plan, "absent": _came_after_all, "demanded": _sick,
    "contact": _not_contacted, "personal_contact": _activity_ready, "hearing": _not_delivered, "in_time": _too_late,
    "once": _twice, "not_undone": _case_ended, "told": _decision_not_delivered, "running": _rests,
}  # fmt: skip
"""Each precondition and what takes it away, it alone."""
