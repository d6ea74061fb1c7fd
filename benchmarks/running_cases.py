"""Cases that run: planned, attended, their week about to close; straight into the tables, begun where they stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from benchmarks.towns import Town
from domain.attendance import closes_at
from domain.calendar import monday_of
from domain.obligation.facts import ObligationFacts
from domain.obligation.programme import OBLIGATION
from domain.placements import Placement
from domain.policies import policies
from store import cases, placements
from store.tables import tasks
from store.tables_effort import attendance

FACTS = ObligationFacts(benefit="cash_assistance").model_dump(mode="json")
PARK = {"activity": "utility_work", "title": "Parkpleje", "minutes": dict.fromkeys(range(1, 6), 300),
        "details": {"employer_type": "public"}}  # fmt: skip
DANISH = {"activity": "danish_education", "title": "Danskuddannelse", "minutes": dict.fromkeys(range(1, 5), 180)}
FAR = timedelta(days=3650)


def last_due_monday(now: datetime) -> date:
    """Of the newest week that could be closed by now."""
    monday = monday_of(now.date())
    while closes_at(monday, policies()) > now:
        monday -= timedelta(days=7)
    return monday


def begin(town: Town, count: int, monday: date, due: datetime, *, weeks: int = 1, alone: bool = True) -> list[str]:
    """Cases whose plan began that Monday and whose first week closes at `due`; the courier takes them from here.

    `alone`: nothing else comes up for years.
    """
    far = {"guide_again": due + FAR, "recompute": due + FAR} if alone else {}
    rungs = [{"name": n, "at": at.isoformat(), "task_id": None} for n, at in ({"week": due} | far).items()]
    state = {"stage": "running", "visit": 6, "closing": str(monday), "rungs": rungs, "implement_by": str(monday),
             "review_on": str((due + FAR).date()) if alone else None}  # fmt: skip
    made = []
    with town.store.write() as db:
        for _ in range(count):
            case_id = cases.open_case(db, OBLIGATION, person_id=None, facts=FACTS, doubts=[], extra={}, actor=None,
                                      now=datetime.now(UTC), state=state, team_id=town.team_id)  # fmt: skip
            _plan(db, town, case_id, monday, weeks)
            made.append(case_id)
    return made


def _plan(db: sa.Connection, town: Town, case_id: str, monday: date, weeks: int) -> None:
    at, plan = datetime.now(UTC), str(uuid4())
    db.execute(sa.insert(tasks).values(
        id=plan, case_id=case_id, programme="obligation", kind="obligation.plan", stage="planning", visit=5,
        role="job_consultant", team_id=town.team_id, state="completed", received_at=at, due_at=at, completed_at=at,
        due={}, excluded=[], data={"weekly_hours": 37}, decision={"starts_on": str(monday)},
        decided_by=town.user_id))  # fmt: skip
    placements.put_plan(db, case_id, plan, [Placement(starts_on=monday, **line) for line in (PARK, DANISH)], at)
    p = placements.placements
    lines = db.execute(sa.select(p.c.id, p.c.minutes).where(p.c.task_id == plan)).all()
    db.execute(sa.insert(attendance), [
        {"placement_id": line.id, "day": monday + timedelta(weeks=week, days=int(day) - 1), "minutes": minutes,
         "status": "present", "note": "", "by_id": None, "at": at, "version": 1}
        for line in lines for week in range(weeks) for day, minutes in line.minutes.items()
    ])  # fmt: skip
