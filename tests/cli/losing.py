"""Cases that the engine has lost, as `handleplan reconcile` finds and mends them."""

from __future__ import annotations

from cli import reconcile as checking
from cli.settings import Settings
from tests.support.world import World


async def found(w: World, settings: Settings, *, repair: bool = False) -> list[tuple[str, bool]]:
    result = await checking.reconcile(settings, w.store, repair=repair)
    return [(v.code, v.repaired) for v in result.violations]


async def lost(w: World, settings: Settings, case: str) -> None:
    """The engine forgets the case, and it is begun anew from the database."""
    await w.handle(case).terminate()
    assert await found(w, settings, repair=True) == [("workflow_stopped", True)]
