"""A spouse-supported citizen, reached and followed as the people of the outreach team do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from domain.calendar import at_local, local_date
from domain.concern.programme import CONCERN
from domain.perspektiv.programme import PERSPEKTIV
from domain.policies import policies
from domain.roles import Role
from store import cases, parties, people
from store.tables import users as users_table
from tests.support.dated import Dated
from tests.support.world import PERSPEKTIV as TEAM
from tests.support.world import SPECIALISTS, World, today

RECEIVE, REACH, UNREACHED, TALK, PLAN, FOLLOW = (
    f"perspektiv.{k}" for k in ("receive", "reach", "unreached", "first_talk", "plan", "follow_up"))
NOTE = "Et notat om, hvad der blev talt om og aftalt."
LEAD = {"lead_from": "language_centre", "agreed": True, "safe_way": "language_centre", "needs_interpreter": False}
NEW = {"result": "new"}
MET = Dated(lambda: {"tried_on": str(today()), "way": "language_centre", "result": "reached"})
MISSED = MET | {"result": "not_reached"}
TALKED = Dated(lambda: {"held_on": str(today()), "told_voluntary": "yes", "result": "goes_on", "entitled": True, "note": NOTE})
PLANNED = Dated(lambda: {"result": "agreed", "goal": "At tale dansk på arbejdet.",
           "lines": [{"offer": "danish_education", "what": "Sprogcenter", "starts_on": str(today()), "days": "3"}]})


async def talk(w: World, case: str, result: str = "goes_on") -> None:
    """One waits for its day and is held then."""
    await until_talk(w, case)
    day = local_date(await w.at_time(case))
    await w.decide(case, FOLLOW, "outreach", talked_on=str(day), result=result, note=NOTE)


def team(w: World) -> None:
    """Two outreach workers and a supervisor, once."""
    with w.store.read() as db:
        known = db.execute(sa.select(users_table.c.id).where(users_table.c.username == "outreach")).first()
    if known is None:
        for name, role in (("outreach", Role.outreach_worker), ("outreach2", Role.outreach_worker),
                           ("outreachboss", Role.supervisor), ("outreachboss2", Role.supervisor)):  # fmt: skip
            w.hire(name, role, TEAM)
        for name, role in (("specialist", Role.outreach_worker), ("specialist2", Role.outreach_worker)):
            w.hire(name, role, SPECIALISTS)


async def lead(w: World, name: str = "Samira Holm", language: str = "Arabic", **facts: Any) -> str:
    """A case at its lead."""
    team(w)
    now = datetime.now(UTC)
    made = PERSPEKTIV.facts.model_validate(LEAD | facts)
    PERSPEKTIV.admits(made, today(), policies())
    with w.store.write() as db:
        person = people.put(db, w.store.secrets, cpr="", name=name, address="", protected=False, language=language,
                            now=now)
        case_id = cases.open_case(db, PERSPEKTIV, person_id=person, facts=made.model_dump(mode="json"), doubts=[],
                                  extra={}, actor=None, now=now)  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


async def at_contact(w: World, **facts: Any) -> str:
    case = await lead(w, **facts)
    await w.decide(case, RECEIVE, "outreach", **NEW)
    return case


async def at_talk(w: World, **facts: Any) -> str:
    case = await at_contact(w, **facts)
    await w.decide(case, REACH, "outreach", **MET)
    return case


async def followed(w: World) -> str:
    """A case that waits for its first talk about the plan, with the task already there."""
    case = await at_talk(w)
    await w.decide(case, TALK, "outreach", **TALKED)
    await w.decide(case, PLAN, "outreach", **PLANNED)
    await next_talk(w, case)
    return case


async def next_talk(w: World, case: str) -> date:
    return date.fromisoformat((await w.task(case, FOLLOW)).data["talk_on"])


async def until_talk(w: World, case: str) -> None:
    await w.skip_until(case, at_local(await next_talk(w, case), time(10)))


async def concern(w: World, **facts: Any) -> str:
    """Reported of a citizen who is reached."""
    above = await at_talk(w)
    said = {"seen_on": str(today()), "acute": False, "signs": "Borgeren må ikke gå ud alene og virker bange."} | facts
    made = CONCERN.facts.model_validate(said)
    with w.store.write() as db:
        parent = cases.get(db, above)
        assert parent is not None
        case_id = cases.open_belonging(db, CONCERN, parent, facts=made.model_dump(mode="json"), key=f"concern:{above}",
                                       actor=w.ids["outreach"], now=datetime.now(UTC))  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


def interpreter(w: World, case: str) -> None:
    with w.store.write() as db:
        parties.add(db, w.store.secrets, case, "interpreter", name="Professionel Tolk", since=today(), actor=w.ids["outreach"],
                    now=datetime.now(UTC), language="arabisk", professional=True)  # fmt: skip
