"""Record the histories that the replay tests replay: `./run record` plays each story on the real engine."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from store.db import Store
from tests.support.engine import SECRETS, connected, running_engine
from tests.support.world import World, world
from tools import (
    stories_of_absence,
    stories_of_civic,
    stories_of_complaints,
    stories_of_concerns,
    stories_of_expenses,
    stories_of_letters,
    stories_of_obligation,
    stories_of_perspektiv,
    stories_of_sessions,
    stories_of_vacancies,
    stories_of_wage_refund,
    stories_of_youth,
)

HISTORIES = Path(__file__).parent.parent / "tests" / "histories"
Story = Callable[[World], Awaitable[str]]


STORIES: list[Story] = [
    *stories_of_obligation.STORIES, *stories_of_absence.STORIES, *stories_of_civic.STORIES,
    *stories_of_complaints.STORIES, *stories_of_concerns.STORIES, *stories_of_expenses.STORIES,
    *stories_of_letters.STORIES, *stories_of_perspektiv.STORIES, *stories_of_sessions.STORIES,
    *stories_of_vacancies.STORIES, *stories_of_wage_refund.STORIES, *stories_of_youth.STORIES,
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
