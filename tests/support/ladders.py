"""Tasks that nobody does while the days go by."""

from __future__ import annotations

from datetime import timedelta

from store import escalations
from tests.support.site import Site

RUNGS = tuple(escalations.LEVELS)


def nobody_came(site: Site, *task_ids: str, rungs: tuple[str, ...] = RUNGS) -> None:
    """A day before each rung of their ladders: those of one task are between those of the others."""
    for rung in rungs:
        site.clock.at += timedelta(days=1)
        with site.store.write() as db:
            for task_id in task_ids:
                escalations.climb(db, task_id, rung, site.row(task_id).due_at, site.clock.at)
