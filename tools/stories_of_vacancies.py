"""Stories of vacancies: each ending, for the replay tests."""

from __future__ import annotations

from datetime import timedelta

from tests.support.vacancies import APPROACH, CONFIRM, DEMAND, NOTE, opened, talked, vacancy
from tests.support.world import World, today
from tests.support.youth import AGREE, AGREED, FOLLOW, JOB, MATCH, THERE, at_match


async def _matched(w: World, case: str) -> str:
    young = await at_match(w)
    starts = str(today() + timedelta(days=3))
    await w.decide(young, MATCH, "youth", **JOB | {"starts_on": starts, "vacancy": case})
    await w.task(young, AGREE)
    return young


async def vacancy_filled(w: World) -> str:
    """Called again, demanded unlawfully and taken back, confirmed, and both places agreed."""
    case = await vacancy(w, places=2)
    await w.decide(case, APPROACH, "company", **talked("call_again", call_on=str(today() + timedelta(days=2))))
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(minutes=1))
    await w.decide(case, APPROACH, "company", **talked("offers", demand=True))
    await w.decide(case, DEMAND, "companyboss", result="taken_back", note=NOTE)
    await w.decide(case, CONFIRM, "company", **talked("changed"))
    await w.task(case, CONFIRM)
    for young in (await _matched(w, case), await _matched(w, case)):
        await w.decide(young, AGREE, "youth", **AGREED)
        await w.stands_at(young, "start")
        await w.courier.deliver(case)
    await w.stands_at(case, "filled")
    return case


async def vacancy_filled_by_the_employer(w: World) -> str:
    case = await opened(w)
    await w.decide(case, CONFIRM, "company", **talked("filled"))
    await w.stands_at(case, "filled")
    return case


async def vacancy_expired(w: World) -> str:
    """Nobody confirms it."""
    case = await opened(w)
    await w.armed(case)
    await w.skip(case, days=50)
    await w.stands_at(case, "expired")
    return case


async def vacancy_withdrawn(w: World) -> str:
    case = await opened(w)
    await w.decide(case, CONFIRM, "company", **talked("withdrawn"))
    await w.stands_at(case, "withdrawn")
    return case


async def vacancy_no_vacancy(w: World) -> str:
    case = await vacancy(w)
    for result in ("call_again", "no"):
        await w.decide(case, APPROACH, "company", **talked(result))
    await w.stands_at(case, "no_vacancy")
    return case


async def vacancy_demand_stands(w: World) -> str:
    case = await opened(w)
    await w.decide(case, CONFIRM, "company", **talked("stands", demand=True))
    await w.decide(case, DEMAND, "companyboss", result="stands", note=NOTE)
    await w.stands_at(case, "demand_stands")
    return case


async def youth_at_a_vacancy(w: World) -> str:
    """A place that falls through, then one that is left again: the vacancy hears of each."""
    case = await opened(w)
    young = await _matched(w, case)
    await w.decide(young, AGREE, "youth", result="fell_through")
    starts = str(today() + timedelta(days=3))
    await w.decide(young, MATCH, "youth", **JOB | {"starts_on": starts, "vacancy": case})
    await w.decide(young, AGREE, "youth", **AGREED)
    await w.waits_for_date(young)
    await w.skip(young, days=4)
    await w.decide(young, "youth.start", "youth", result="started")
    await w.skip_until(young, (await w.waits_for_date(young)).waiting_until + timedelta(hours=1))
    await w.decide(young, FOLLOW, "youth", **THERE | {"result": "ended"})
    await w.stands_at(young, "ended")
    return young


STORIES = [
    vacancy_filled, vacancy_filled_by_the_employer, vacancy_expired, vacancy_withdrawn, vacancy_no_vacancy,
    vacancy_demand_stands, youth_at_a_vacancy,
]  # fmt: skip
