"""Stories of concerns: each ending, for the replay tests."""

from __future__ import annotations

from store.tasks import ACUTE
from tests.support.perspektiv import NOTE, concern
from tests.support.world import World, eventually, today


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


async def concern_turned_acute(w: World) -> str:
    """Ordinary when it was reported, acute while it was assessed, no longer so when the authorities are notified."""
    case = await concern(w, children=True)
    await w.task(case, "concern.assess")
    await w.correct(case, acute=True)
    await eventually(lambda: [one.priority for one in w.tasks(case, "concern.assess")] == [0, ACUTE])
    await w.decide(case, "concern.assess", "specialist", result="children", note=NOTE)
    await w.task(case, "concern.notify")
    await w.correct(case, acute=False)
    await eventually(lambda: [one.priority for one in w.tasks(case, "concern.notify")] == [ACUTE, 0])
    await w.decide(case, "concern.notify", "specialist", notified_on=str(today()), reference="UND-17")
    await w.stands_at(case, "notified")
    return case


STORIES = [concern_notified, concern_acted, concern_no_grounds, concern_turned_acute]
