"""Opens the demo's cases in the past and tells each its story: independent ones at once, each in its own time."""

from __future__ import annotations

import asyncio

from temporalio.client import Client

from cli.demo_events import Story
from cli.demo_follow import followed
from cli.demo_stories import stories
from cli.demo_tale import House, Tale, tell
from cli.progress import Say
from store.db import Store

AT_ONCE = 6
REFERENCE = "DEMO-{:03}"
FOLLOWED = REFERENCE.format(0)
"""The reference of the case that is told first: the citizen whom one can follow from intake to exit."""


async def load_cases(store: Store, client: Client, say: Say) -> None:
    """All are opened before any is told, so that the same citizen has the same number each time."""
    house, told = House(store, client), [followed(), *stories()]
    tales = [Tale(house, n, story, REFERENCE.format(n)) for n, story in enumerate(told)]
    for tale in tales:
        await asyncio.to_thread(tale.open)
    done, total, gate = 0, sum(map(_length, told)), asyncio.Semaphore(AT_ONCE)

    def happened() -> None:
        nonlocal done
        done += 1
        say("demo cases", done, total)

    async def some(tales: list[Tale]) -> None:
        async with gate:
            await tell(tales, happened)

    async with asyncio.TaskGroup() as group:
        for those in sorted(_together(tales), key=lambda those: -sum(_length(tale.story) for tale in those)):
            group.create_task(some(those))


def _together(tales: list[Tale]) -> list[list[Tale]]:
    """Each by itself, but those of one group at once."""
    found: dict[str, list[Tale]] = {}
    for tale in tales:
        found.setdefault(tale.story.together or tale.reference, []).append(tale)
    return [*found.values()]


def _length(story: Story) -> int:
    """What there is to tell of it: everything that happens, and how it is left."""
    return len(story.events()) + 1
