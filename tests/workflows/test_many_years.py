"""A case of any age stays short: continue-as-new keeps every run under the engine's warning."""

from __future__ import annotations

from datetime import time, timedelta

from domain.calendar import at_local
from store.tables_effort import weeks
from tests.support.world import World, eventually
from tests.workflows.test_obligation_effort import next_monday, running

YEARS, MOST = 5, 4_000
WEEKS = 52 * YEARS


async def test_five_years_in_which_nobody_registers_or_answers_anything_stay_under_4000_events_a_run(w: World) -> None:
    """Hundreds of tasks stay open beside the stage, each with its ladder: no case carries more."""
    case, monday = await running(w), next_monday()
    for year in range(1, YEARS + 1):
        await w.skip_until(case, at_local(monday + timedelta(weeks=52 * year, days=1), time(12)))
        await eventually(lambda year=year: w.week(case, monday + timedelta(weeks=52 * year - 1)), 60)
    runs = [run.history_length async for run in w.client.list_workflows(f"WorkflowId = '{case}'")]
    assert len(runs) > YEARS, "it has continued as new again and again"
    assert max(runs) < MOST
    with w.store.read() as db:
        closed = [row.monday for row in db.execute(weeks.select().where(weeks.c.case_id == case))]
    assert sorted(closed) == [monday + timedelta(weeks=n) for n in range(WEEKS)]
    missing = [t.data["monday"] for t in w.tasks(case, "obligation.missing_attendance")]
    assert sorted(missing) == [str(day) for day in sorted(closed)][: len(missing)]
    assert len(set(missing)) == len(missing)
    status = await w.status(case)
    assert sorted(status.open_tasks) == sorted(t.id for t in w.tasks(case) if t.state == "ready")
