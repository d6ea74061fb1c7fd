"""A case of any age stays short: continue-as-new keeps every run under the engine's warning."""

from __future__ import annotations

from datetime import time, timedelta

from domain.calendar import at_local
from store.tables_effort import weeks
from tests.support.world import World, eventually
from tests.workflows.test_obligation_effort import next_monday, running

YEARS, MOST = 5, 4_000
WEEKS, STEP = 52 * YEARS, 26


async def test_five_years_in_which_nobody_registers_or_answers_anything_stay_under_4000_events_a_run(w: World) -> None:
    """Hundreds of tasks stay open beside the stage, each with its ladder: no case carries more."""
    case, monday = await running(w), next_monday()
    for week in range(STEP, WEEKS + 1, STEP):
        await w.skip_until(case, at_local(monday + timedelta(weeks=week, days=1), time(12)))
        await eventually(lambda week=week: w.week(case, monday + timedelta(weeks=week - 1)), 120)
    runs = [run.history_length async for run in w.client.list_workflows(f"WorkflowId = '{case}'")]
    assert len(runs) > YEARS, "it has continued as new again and again"
    assert max(runs) < MOST
    with w.store.read() as db:
        closed = [row.monday for row in db.execute(weeks.select().where(weeks.c.case_id == case))]
    assert sorted(closed) == [monday + timedelta(weeks=n) for n in range(WEEKS)]
    missing = [t.data["monday"] for t in w.tasks(case, "obligation.missing_attendance")]
    assert len(set(missing)) == len(missing) > WEEKS - 2 * YEARS, "once a week, but for weeks of holidays"
    status = await w.status(case)
    assert sorted(status.open_tasks) == sorted(t.id for t in w.tasks(case) if t.state == "ready")
