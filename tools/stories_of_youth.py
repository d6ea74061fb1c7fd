"""Stories of young people: each ending, for the replay tests."""

from __future__ import annotations

from datetime import timedelta

from tests.support.world import World, today
from tests.support.youth import (
    AGAIN,
    AGREE,
    FOLLOW,
    GIVEN,
    JOB,
    MATCH,
    MET,
    MISSED,
    NEW,
    NOTE,
    POCKET,
    REACH,
    RECEIVE,
    SUPPORT,
    TALK,
    TALKED,
    THERE,
    UNREACHED,
    at_match,
    at_talk,
    referred,
    started,
)


async def youth_kept(w: World) -> str:
    """Each kind of support, a job, three follow-ups."""
    case = await started(w)
    for _ in range(3):
        await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(hours=1))
        await w.decide(case, FOLLOW, "youth", **THERE)
    await w.stands_at(case, "kept")
    return case


async def youth_education(w: World) -> str:
    """An apprenticeship that stops in its trial time, a match that falls through, then an education."""
    case = await started(w, what="apprenticeship")
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(hours=1))
    await w.decide(case, FOLLOW, "youth", **THERE | {"result": "looks_again"})
    await w.decide(case, MATCH, "youth", **JOB | {"starts_on": str(today() + timedelta(days=60))})
    await w.decide(case, AGREE, "youth", result="fell_through")
    await w.decide(case, MATCH, "youth", result="education", reason=NOTE)
    await w.stands_at(case, "education")
    return case


async def youth_ended(w: World) -> str:
    """Support, a long search, the talk that ends it."""
    case = await at_talk(w)
    await w.decide(case, TALK, "youth", **TALKED | {"workshop": True, "interview": True})
    for given in ({"result": "stayed_away"}, {}, {"result": "not_wanted"}):
        await w.decide(case, SUPPORT, "youth", **GIVEN | given)
    await w.task(case, MATCH)
    await w.armed(case)
    await w.skip(case, days=61)
    await w.decide(case, AGAIN, "youth", talked_on=str(today()), result="stops", note=NOTE)
    await w.stands_at(case, "ended")
    return case


async def youth_ended_on_the_pocket_money_track(w: World) -> str:
    case = await at_match(w, pocket_money_job=True, pocket_money_talk_on=str(today()))
    await w.armed(case)
    await w.skip(case, days=61)
    await w.task(case, AGAIN)
    await w.decide(case, POCKET, "youth", result="stops", reason=NOTE)
    await w.stands_at(case, "ended")
    return case


async def youth_declined(w: World) -> str:
    case = await referred(w)
    await w.decide(case, RECEIVE, "youth", **NEW)
    await w.decide(case, REACH, "youth", **MET | {"result": "declines"})
    await w.stands_at(case, "declined")
    return case


async def youth_no_contact(w: World) -> str:
    """Tried, tried another way, tried on at the supervisor's word, given up."""
    case = await referred(w)
    await w.decide(case, RECEIVE, "youth", **NEW)
    for word in ("try_on", "give_up"):
        await w.task(case, REACH)
        await w.skip(case, days=15)
        for channel in ("phone", "visit"):
            await w.decide(case, REACH, "youth", **MISSED | {"channel": channel})
        await w.decide(case, UNREACHED, "youthboss", result=word, note=NOTE)
    await w.stands_at(case, "no_contact")
    return case


async def youth_merged(w: World) -> str:
    first, case = await referred(w), await referred(w)
    await w.decide(case, RECEIVE, "youth", result="same", same_as=first)
    await w.stands_at(case, "merged")
    return case


async def youth_outside(w: World) -> str:
    case = await referred(w)
    await w.decide(case, RECEIVE, "youth", result="outside", note=NOTE)
    await w.stands_at(case, "outside")
    return case


STORIES = [
    youth_kept, youth_education, youth_ended, youth_ended_on_the_pocket_money_track, youth_declined, youth_no_contact,
    youth_merged, youth_outside,
]  # fmt: skip
