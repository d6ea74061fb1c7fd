"""Cases and tasks of any programme, written as they stand in the store, for reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.calendar import at_local
from domain.deadlines import Deadline
from domain.programmes import PROGRAMMES
from domain.text import Text
from store import tasks as stored
from store.db import Store
from store.people import put
from store.tables import cases, task_events, tasks
from store.users import team_named

YEAR = 2026


def at(day: str | datetime) -> datetime:
    return day if isinstance(day, datetime) else at_local(date.fromisoformat(day), time(9))


class Filing:
    def __init__(self, store: Store) -> None:
        self.store, self.number = store, 0

    def person(self) -> str:
        with self.store.write() as db:
            return put(db, self.store.secrets, cpr="", name="Amal Berg", address="", protected=False, language="",
                       now=at("2026-01-01"))  # fmt: skip

    def case(self, opened: str, closed: str | None = None, outcome: str | None = "closed", *,
             programme: str = "obligation", person: str | None = "new", parent: str | None = None) -> str:  # fmt: skip
        self.number += 1
        case_id = f"{PROGRAMMES[programme].number_prefix}-{YEAR}-{self.number:06}"
        person = self.person() if person == "new" else person
        with self.store.write() as db:
            db.execute(sa.insert(cases).values(
                id=case_id, programme=programme, person_id=person, parent_id=parent,
                team_id=team_named(db, programme, programme), stage="x", stage_since=at(opened), opened_at=at(opened),
                closed_at=at(closed) if closed else None, outcome=outcome if closed else None, facts={}, doubts=[],
                extra={}))  # fmt: skip
        return case_id

    def cases(self, how_many: int, opened: str, closed: str | None = None, outcome: str = "closed",
              **about: Any) -> list[str]:  # fmt: skip
        return [self.case(opened, closed, outcome, **about) for _ in range(how_many)]

    def task(self, case_id: str, received: str, due: str | datetime, done: str | datetime | None = None, *,
             gone: str | None = None, legal: bool = False, instead_of: str | None = None) -> str:  # fmt: skip
        task_id = str(uuid4())
        self.number += 1
        state = "completed" if done else "exited" if gone else "ready"
        deadline = Deadline(at=at(due), rule="x", version="x.1", because=Text(da="x", en="x"),
                            kind="legal" if legal else "target", limit=at(due) if legal else None)  # fmt: skip
        with self.store.write() as db:
            case = db.execute(sa.select(cases).where(cases.c.id == case_id)).one()
            db.execute(sa.insert(tasks).values(
                id=task_id, case_id=case_id, programme=case.programme, kind="x", stage="x", visit=self.number,
                state=state, role="caseworker", team_id=case.team_id, excluded=[], received_at=at(received),
                due_at=at(due), due=deadline.model_dump(mode="json"), data={}, reopened_from=instead_of,
                completed_at=at(done) if done else None))  # fmt: skip
            if gone:
                db.execute(sa.insert(task_events).values(task_id=task_id, case_id=case_id, at=at(gone), what="exit",
                                                         details={}))  # fmt: skip
        return task_id

    def postpone(self, task_id: str, on: str, later: Callable[[Deadline], Deadline], done: str | None = None) -> None:
        """Another deadline, given on that day as the house gives one; done after it."""
        with self.store.write() as db:
            task = stored.get(db, task_id)
            assert task is not None
            stored.set_deadline(db, task, later(Deadline.model_validate(task.due)), None, at(on))
            if done:
                db.execute(sa.update(tasks).where(tasks.c.id == task_id).values(state="completed", completed_at=at(done)))
