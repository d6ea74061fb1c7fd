"""Record the histories that the replay tests replay: `./run record` plays each story on the real engine."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import workflows.case
from store.db import Store
from tests.support.engine import SECRETS, connected, running_engine
from tests.support.world import COVERED, REASON, World, eventually, today, world
from tools import stories_of_complaints

HISTORIES = Path(__file__).parent.parent / "tests" / "histories"
COVERAGE, ASSESSMENT = "obligation.confirm_coverage", "obligation.individual_assessment"
SHORT_RUN = 6
"""History limit of a story that continues as new."""
Story = Callable[[World], Awaitable[str]]


async def obligation_not_covered(w: World) -> str:
    case = await w.open()
    await w.decide(case, COVERAGE, "benefit", **COVERED | {"covered": False})
    await w.stands_at(case, "not_covered")
    return case


async def obligation_entered_in_error(w: World) -> str:
    case = await w.open(entered_on=None)
    await w.decide(case, "obligation.data_quality", "caseworker", usable=False, note=REASON)
    await w.stands_at(case, "entered_in_error")
    return case


async def obligation_ended(w: World) -> str:
    """The phase gate with its warnings, a rejected and an approved proposal, an exemption, a review."""
    case = await w.open(benefit_since=str(today() + timedelta(days=40)))
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.stands_at(case, "phase_gate")
    await w.skip(case, days=41)
    await w.go_on(case, "guidance")
    for approved in (False, True):
        until = (await w.now(case) + timedelta(weeks=16)).date()
        await w.decide(case, ASSESSMENT, "jobconsultant", effort="exempt", until=str(until), reason=REASON)
        await w.decide(case, "obligation.approve_exemption", "supervisor", approved=approved, reason=REASON)
    await w.stands_at(case, "exempted")
    await w.skip(case, weeks=17)
    for stage in ("assessment", "planning"):
        await w.go_on(case, stage)
    for result in ("continue", "end"):
        await w.decide(case, "obligation.running_review", "caseworker", result=result, reason=REASON)
    await w.stands_at(case, "ended")
    return case


async def obligation_closed(w: World) -> str:
    """Nobody does the task; a fact is corrected; a supervisor closes the case."""
    case = await w.at("coverage")
    await w.skip(case, days=20)
    w.correct_facts(case, benefit="none")
    await w.say(case, "correct")
    await eventually(lambda: not w.ruling(case, "obligation.coverage")["covered"])
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    return case


async def obligation_suspended_and_resumed(w: World) -> str:
    case = await w.at("coverage")
    await w.say(case, "suspend", until=(datetime.now(UTC) + timedelta(days=30)).isoformat())
    await w.skip(case, days=31)
    await eventually(lambda: w.case(case).suspended_at is None)
    await w.say(case, "suspend")
    await w.decide(case, COVERAGE, "benefit", **COVERED)
    await w.say(case, "resume")
    await w.stands_at(case, "guidance")
    return case


async def obligation_continued_as_new(w: World) -> str:
    case = await w.at("coverage")
    usual, workflows.case.HISTORY_LIMIT = workflows.case.HISTORY_LIMIT, SHORT_RUN
    await w.say(case, "suspend")
    await w.say(case, "resume")
    await eventually(lambda: w.is_continued(case))
    workflows.case.HISTORY_LIMIT = usual
    await w.go_on(case, "coverage")
    await w.stands_at(case, "guidance")
    return case


STORIES: list[Story] = [
    obligation_not_covered, obligation_entered_in_error, obligation_ended, obligation_closed,
    obligation_suspended_and_resumed, obligation_continued_as_new, *stories_of_complaints.STORIES,
]  # fmt: skip


async def record(story: Story, folder: Path) -> None:
    """Play one story on an engine of its own; write the history of each run of its case."""
    store = Store(f"sqlite:///{folder}/handleplan.db", SECRETS)
    store.upgrade()
    with running_engine(folder) as address:
        async with world(store, await connected(address)) as w:
            case = await story(w)
            runs = {"": None, "_first_run": await w.first_run(case)} if await w.is_continued(case) else {"": None}
            for name, run_id in runs.items():
                history = await w.client.get_workflow_handle(case, run_id=run_id).fetch_history()
                path = HISTORIES / f"{story.__name__}{name}.json"
                path.write_text(history.to_json() + "\n", encoding="utf-8")
                print(path)
    store.close()


def main(names: list[str]) -> int:
    """Exit 0 when the named stories, or all, are recorded; 2 for an unknown one."""
    chosen = [s for s in STORIES if not names or s.__name__ in names]
    if not chosen or len(chosen) < len(names):
        print("usage: ./run record [" + "|".join(s.__name__ for s in STORIES) + "]", file=sys.stderr)
        return 2
    for story in chosen:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(record(story, Path(folder)))
    time.sleep(0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
