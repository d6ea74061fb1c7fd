"""Stories of Perspektiv: each ending, for the replay tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain.calendar import local_date
from tests.support.perspektiv import (
    FOLLOW,
    MET,
    MISSED,
    NOTE,
    PLAN,
    PLANNED,
    REACH,
    RECEIVE,
    TALK,
    TALKED,
    UNREACHED,
    at_contact,
    at_talk,
    followed,
    lead,
    talk,
)
from tests.support.world import World


async def perspektiv_job(w: World) -> str:
    """Five attempts in vain, sought anew, a plan that changes, a job."""
    case = await at_contact(w)
    for _ in range(5):
        await w.decide(case, REACH, "outreach", **MISSED)
    await w.decide(case, UNREACHED, "outreachboss", result="try_on", note=NOTE)
    await w.decide(case, REACH, "outreach", **MET)
    await w.decide(case, TALK, "outreach", **TALKED)
    await w.decide(case, PLAN, "outreach", **PLANNED)
    await talk(w, case)
    await talk(w, case, "new_plan")
    await w.decide(case, PLAN, "outreach", **PLANNED)
    await talk(w, case, "job")
    await w.stands_at(case, "job")
    return case


async def perspektiv_no_contact(w: World) -> str:
    """A way that was not safe."""
    case = await at_contact(w)
    await w.decide(case, REACH, "outreach", **MET | {"result": "unsafe"})
    await w.decide(case, UNREACHED, "outreachboss", result="give_up", note=NOTE)
    await w.stands_at(case, "no_contact")
    return case


async def perspektiv_declined(w: World) -> str:
    case = await at_talk(w)
    await w.decide(case, TALK, "outreach", **TALKED)
    await w.decide(case, PLAN, "outreach", result="declines")
    await w.stands_at(case, "declined")
    return case


async def perspektiv_redirected(w: World) -> str:
    case = await at_talk(w)
    await w.decide(case, TALK, "outreach", **TALKED | {"result": "redirect", "entitled": None})
    await w.stands_at(case, "redirected")
    return case


async def perspektiv_not_held(w: World) -> str:
    """A first talk to which nobody came, asked again; a talk about the plan that was not held either."""
    case = await at_talk(w)
    await w.decide(case, TALK, "outreach", held_on=MET["tried_on"], result="not_held", note=NOTE)
    await w.decide(case, REACH, "outreach", **MET)
    await w.decide(case, TALK, "outreach", **TALKED)
    await w.decide(case, PLAN, "outreach", **PLANNED)
    await talk(w, case, "not_held")
    await talk(w, case, "stops")
    await w.stands_at(case, "stopped")
    return case


async def perspektiv_before_its_day(w: World) -> str:
    """Talks before the fourth week: one that went well, one that changed the plan, then a job."""
    case = await followed(w)
    for result in ("goes_on", "new_plan"):
        await _early(w, case, result)
    await w.decide(case, PLAN, "outreach", **PLANNED)
    await _early(w, case, "job")
    await w.stands_at(case, "job")
    return case


async def _early(w: World, case: str, result: str) -> None:
    await w.task(case, FOLLOW)
    await w.skip(case, weeks=1)
    day = local_date(await w.at_time(case))
    await w.decide(case, FOLLOW, "outreach", talked_on=str(day), result=result, note=NOTE)


def _ends(after: str, name: str) -> Callable[[World], Awaitable[str]]:
    async def story(w: World) -> str:
        case = await followed(w)
        await talk(w, case, after)
        await w.stands_at(case, name)
        return case

    story.__name__ = f"perspektiv_{name}"
    return story


async def perspektiv_merged(w: World) -> str:
    first = await lead(w)
    case = await lead(w)
    await w.decide(case, RECEIVE, "outreach", result="same", same_as=first)
    await w.stands_at(case, "merged")
    return case


async def perspektiv_outside(w: World) -> str:
    case = await lead(w)
    await w.decide(case, RECEIVE, "outreach", result="outside", note=NOTE)
    await w.stands_at(case, "outside")
    return case


STORIES = [
    perspektiv_job, perspektiv_no_contact, perspektiv_declined, perspektiv_redirected, perspektiv_merged,
    perspektiv_outside, perspektiv_not_held, perspektiv_before_its_day,
    *(_ends(after, name) for after, name in (("education", "education"), ("benefit", "benefit"), ("moved", "moved"),
                                             ("stops", "stopped"))),
]  # fmt: skip
