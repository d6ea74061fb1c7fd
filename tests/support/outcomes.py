"""Young people's cases with their decisions, written as a worker and the people of the team leave them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.calendar import at_local
from domain.youth.programme import YOUTH
from store import cases
from store.db import Store
from store.people import put
from store.tables import cases as cases_table
from store.tables import tasks
from store.users import team_named

NOTE = "Et notat om, hvad der blev talt om og aftalt."
MATCH, POCKET, AGREE, START, FOLLOW, RECEIVE = (
    f"youth.{k}" for k in ("match", "pocket_money_job", "agreement", "start", "follow_up", "receive"))  # fmt: skip


class Youth:
    """One case; each word of it is a decision that stands."""

    def __init__(self, store: Store, referred: str | datetime, *, born_on: str = "2010-01-15", area: str = "Tingbjerg",
                 name: str = "Amal Berg", person: str | None = None, team: str = "Unge") -> None:  # fmt: skip
        self.store, self.visit = store, 0
        opened = morning(referred)
        facts = YOUTH.facts.model_validate({"born_on": born_on, "referred_by": "school", "area": area, "wish": NOTE})
        with store.write() as db:
            self.team = team_named(db, team, "youth")
            self.person = person or put(db, store.secrets, cpr="", name=name, address="", protected=False,
                                        language="arabisk", now=opened)  # fmt: skip
            self.id = cases.open_case(db, YOUTH, person_id=self.person, facts=facts.model_dump(mode="json"), doubts=[],
                                      extra={}, actor=None, now=opened, team_id=self.team)  # fmt: skip

    def decided(self, kind: str, on: str | datetime, data: dict[str, Any] | None = None, *, state: str = "completed",
                reopened_from: str | None = None, **answer: Any) -> str:  # fmt: skip
        task_id, at = str(uuid4()), morning(on)
        self.visit += 1
        with self.store.write() as db:
            db.execute(sa.insert(tasks).values(
                id=task_id, case_id=self.id, programme="youth", kind=kind, stage=kind.partition(".")[2],
                visit=self.visit, state=state, role="youth_consultant", team_id=self.team, excluded=[], received_at=at,
                due_at=at, due={}, data=data or {}, decision=answer or None, completed_at=at,
                reopened_from=reopened_from))  # fmt: skip
        return task_id

    def matched(self, on: str | datetime, starts: str, what: str = "leisure_job", sector: str = "private",
                ends: str | None = None, kind: str = MATCH) -> Youth:  # fmt: skip
        self.decided(kind, on, result="matched", what=what, sector=sector, starts_on=starts, ends_on=ends, reason=NOTE)
        return self

    def started(self, on: str, result: str = "started") -> Youth:
        self.decided(START, on, {"starts_on": on}, result=result, note=NOTE)
        return self

    def followed(self, on: str, number: int, result: str = "there") -> Youth:
        self.decided(FOLLOW, on, {"number": number}, result=result, talked_on=on, note=NOTE)
        return self

    def closed(self, on: str, outcome: str) -> Youth:
        with self.store.write() as db:
            db.execute(sa.update(cases_table).where(cases_table.c.id == self.id)
                       .values(closed_at=morning(on), outcome=outcome))  # fmt: skip
        return self

    def corrected(self, **facts: Any) -> Youth:
        with self.store.write() as db:
            row = cases.get(db, self.id)
            assert row
            db.execute(sa.update(cases_table).where(cases_table.c.id == self.id).values(facts=row.facts | facts))
        return self


def morning(day: str | datetime) -> datetime:
    return day if isinstance(day, datetime) else at_local(date.fromisoformat(day), time(9))


def job(store: Store, starts: str, referred: str = "2026-01-02", **about: Any) -> Youth:
    """A young person whose job began on that day."""
    match = {name: about.pop(name) for name in ("what", "sector", "ends") if name in about}
    before = (date.fromisoformat(starts) - timedelta(days=3)).isoformat()
    return Youth(store, referred, **about).matched(max(before, referred), starts, **match).started(starts)


def jobs(store: Store, how_many: int, starts: str, **about: Any) -> list[Youth]:
    return [job(store, starts, **about) for _ in range(how_many)]


