"""Stories of sessions: each ending, for the replay tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store import cases
from tests.support.sessions import ATTEND, HOLD, attended, planned, signed_up
from tests.support.world import World, eventually, today
from tests.support.youth import MATCH, SUPPORT


async def session_held(w: World) -> str:
    """Moved to another day first; one took part, one stayed away."""
    session = await planned(w)
    young = [await signed_up(w, session), await signed_up(w, session)]
    w.correct_facts(session, held_on=str(today() + timedelta(days=3)))
    with w.store.write() as db:
        cases.look_again(db, session, datetime.now(UTC))
    await w.courier.deliver(session)
    await eventually(lambda: len(w.tasks(session, HOLD)) == 2)
    await w.decide(session, HOLD, "youth", **attended(**dict(zip(young, ("took_part", "stayed_away"), strict=True))))
    await w.stands_at(session, "held")
    return session


async def session_cancelled(w: World) -> str:
    session = await planned(w)
    await signed_up(w, session)
    await w.decide(session, HOLD, "youth", result="cancelled")
    await w.stands_at(session, "cancelled")
    return session


async def youth_taken_through_sessions(w: World) -> str:
    """Stayed away from the first, changed from the second to a third, took part there."""
    first, second, third = await planned(w), await planned(w), await planned(w)
    case = await signed_up(w, first)
    await w.decide(first, HOLD, "youth", **attended(**{case: "stayed_away"}))
    await w.stands_at(first, "held")
    await w.courier.deliver(case)
    await w.decide(case, SUPPORT, "youth", result="signed_up", session=second)
    await w.decide(case, ATTEND, "youth", result="signed_up", session=third)
    await eventually(lambda: len(w.tasks(case, ATTEND)) == 3)
    await w.decide(third, HOLD, "youth", **attended(**{case: "took_part"}))
    await w.stands_at(third, "held")
    await w.courier.deliver(case)
    await w.decide(case, MATCH, "youth", result="education", reason="Begynder på en erhvervsuddannelse i januar.")
    await w.stands_at(case, "education")
    return case


STORIES = [session_held, session_cancelled, youth_taken_through_sessions]
