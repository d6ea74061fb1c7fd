"""What one case costs the engine: replay of an evicted case is paid per event."""

from __future__ import annotations

from collections import Counter

from temporalio.api.enums.v1 import EventType

from tests.support.world import World

TWO_TASKS = 20


async def test_a_case_of_two_tasks_takes_at_most_20_events(w: World) -> None:
    case = await w.at("guidance")
    await w.go_on(case, "guidance")
    await w.stands_at(case, "assessment")
    names = [EventType.Name(e.event_type) async for e in w.handle(case).fetch_history_events()]
    decided = [n for n, name in enumerate(names) if name.endswith("WORKFLOW_EXECUTION_SIGNALED")]
    assert len(names[: decided[1] + 1]) <= TWO_TASKS, Counter(names)
