"""Material whose campaign is corrected above it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.support.civic import DISPATCH, PRINT, PRINTED, SENT, TAKE_DOWN, checked
from tests.support.world import World, today

ELECTION, LATER, TOO_LATE = (today() + timedelta(days=days) for days in (5, 20, 50))
"""Posters that hang today for the first may hang for the second too, and hang too early for the third."""


async def correct_above(w: World, case: str, **facts: Any) -> None:
    """A person corrects the campaign."""
    await w.correct(str(w.case(case).parent_id), **facts)
    await w.courier.deliver(case)


async def hanging(w: World) -> str:
    """Posters that hang by a road."""
    case = await checked(w, "road_poster", election_on=str(ELECTION))
    await w.decide(case, PRINT, "civic", **PRINTED)
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.task(case, TAKE_DOWN)
    return case
