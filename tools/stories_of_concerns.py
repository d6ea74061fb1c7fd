"""Stories of concerns: each ending, for the replay tests."""

from __future__ import annotations

from tests.support.perspektiv import NOTE, concern
from tests.support.world import World, today


async def concern_notified(w: World) -> str:
    case = await concern(w, children=True)
    await w.decide(case, "concern.assess", "specialist", result="children", note=NOTE)
    await w.decide(case, "concern.notify", "specialist", notified_on=str(today()), reference="UND-17")
    await w.stands_at(case, "notified")
    return case


async def concern_acted(w: World) -> str:
    case = await concern(w, acute=True)
    await w.decide(case, "concern.assess", "specialist", result="acted", note=NOTE)
    await w.stands_at(case, "acted")
    return case


async def concern_no_grounds(w: World) -> str:
    case = await concern(w)
    await w.decide(case, "concern.assess", "specialist", result="no_grounds", note=NOTE)
    await w.stands_at(case, "no_grounds")
    return case


STORIES = [concern_notified, concern_acted, concern_no_grounds]
