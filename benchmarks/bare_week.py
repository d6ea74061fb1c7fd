"""The least that could close a week: a timer and one local activity that does nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel
from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from benchmarks.bell import ring

CLOSED = "closed"


class Due(BaseModel):
    case_id: str
    at: datetime


@activity.defn
def nothing() -> None: ...


@workflow.defn
class BareWeek:
    @workflow.run
    async def run(self, due: Due) -> None:
        await workflow.sleep(max(due.at - workflow.now(), timedelta(0)))
        await workflow.execute_local_activity(nothing, start_to_close_timeout=timedelta(seconds=4))
        ring(due.case_id, CLOSED)
