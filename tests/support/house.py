"""A municipality without an engine: cases whose tasks a test opens as their workflow would."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from activities.cases import CaseActivities
from activities.messages import OpenTask
from domain.policies import policies
from domain.tasks import Operation
from store import tasks
from tests.support.world import World

KIND = "obligation.confirm_coverage"


class House(World):
    def opened(self, **facts: Any) -> sa.Row[Any]:
        """An open task of a new case."""
        return self.open_task(self.put(**facts))

    def open_task(self, case_id: str, visit: int = 1, now: datetime | None = None,
                  not_by: str | None = None) -> sa.Row[Any]:  # fmt: skip
        activities = CaseActivities(self.store, policies())
        activities.open_task(OpenTask(
            case_id=case_id, stage="coverage", visit=visit, now=now or datetime.now(UTC),
            task_id=f"{case_id}.{visit}", kind=KIND, data={},
            not_by=self.ids[not_by] if not_by else None))  # fmt: skip
        return self.row(f"{case_id}.{visit}")

    def let_go(self, held: sa.Row[Any]) -> sa.Row[Any]:
        with self.store.write() as db:
            return tasks.move(db, held, Operation.release, held.assignee_id, datetime.now(UTC), assignee_id=None)

    def row(self, task_id: str) -> sa.Row[Any]:
        with self.store.read() as db:
            found = tasks.get(db, task_id)
        assert found is not None
        return found
