"""A session that young people sign up for, as the consultants plan it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.session.programme import SESSION
from store import cases
from tests.support.dated import Dated
from tests.support.world import World, today
from tests.support.youth import SUPPORT, TALK, TALKED, at_talk, team

HOLD, ATTEND = "session.hold", "youth.session"
FACTS = Dated(lambda: {"support": "workshop", "held_on": str(today() + timedelta(days=2)), "start": "16:00", "end": "18:00",
                         "place": "Kulturhuset", "seats": 2})  # fmt: skip


async def planned(w: World, **facts: Any) -> str:
    team(w)
    made = SESSION.facts.model_validate(FACTS | facts, context={"today": today()})
    with w.store.write() as db:
        case_id = cases.open_case(db, SESSION, person_id=None, facts=made.model_dump(mode="json"), doubts=[], extra={},
                                  actor=None, now=datetime.now(UTC))  # fmt: skip
    await w.courier.deliver(case_id)
    await w.task(case_id, HOLD)
    return case_id


async def at_support(w: World, **support: bool) -> str:
    case = await at_talk(w)
    await w.decide(case, TALK, "youth", **TALKED | (support or {"workshop": True}))
    await w.task(case, SUPPORT)
    return case


async def signed_up(w: World, session: str, **support: bool) -> str:
    case = await at_support(w, **support)
    await w.decide(case, SUPPORT, "youth", result="signed_up", session=session)
    await w.task(case, ATTEND)
    return case


def attended(**results: str) -> dict[str, Any]:
    return {"result": "held", "attended": [{"case": case, "result": result} for case, result in results.items()]}
