"""Material whose campaign is corrected above it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.support.civic import DISPATCH, PRINT, PRINTED, SENT, TAKE_DOWN, checked
from tests.support.world import World, today


def soon() -> date:
    return today() + timedelta(days=5)


def later() -> date:
    """Posters that hang today for an election soon may hang for this one too."""
    return today() + timedelta(days=20)


def too_late() -> date:
    """Posters that hang today hang too early for it."""
    return today() + timedelta(days=50)


async def correct_above(w: World, case: str, **facts: Any) -> None:
    """A person corrects the campaign."""
    await w.correct(str(w.case(case).parent_id), **facts)
    await w.courier.deliver(case)


async def hanging(w: World) -> str:
    """Posters that hang by a road."""
    case = await checked(w, "road_poster", election_on=str(soon()))
    await w.decide(case, PRINT, "civic", **PRINTED)
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.task(case, TAKE_DOWN)
    return case
