"""A young person, referred and taken along the path as the people of the youth team do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from domain.policies import policies
from domain.roles import Role
from domain.youth.programme import YOUTH
from store import cases, people
from store.tables import users as users_table
from tests.support.dated import Dated
from tests.support.world import YOUNG, World, today

RECEIVE, REACH, UNREACHED, TALK, SUPPORT, MATCH, POCKET, AGAIN, AGREE, START, FOLLOW = (
    f"youth.{k}" for k in ("receive", "reach", "unreached", "first_talk", "support", "match", "pocket_money_job",
                           "talk_again", "agreement", "start", "follow_up"))  # fmt: skip
NOTE = "Et notat om, hvad der blev talt om og aftalt."
NEW = {"result": "new"}
MET = Dated(lambda: {"tried_on": str(today()), "channel": "phone", "result": "reached"})
MISSED = MET | {"result": "not_reached"}
TALKED = Dated(lambda: {"held_on": str(today()), "result": "goes_on", "seeks": "leisure_job", "hours": "8", "note": NOTE})
GIVEN = Dated(lambda: {"held_on": str(today()), "result": "took_part"})
SATURDAY = {"day": "saturday", "start": "10:00", "end": "14:00"}
JOB = {"result": "matched", "what": "leisure_job", "employer": "Bageren på Torvet", "sector": "private",
       "cvr": "12345674", "p_number": "1012345678", "industry": "restaurant",
       "dangerous": False, "week": [SATURDAY], "reason": NOTE}  # fmt: skip
AGREED = Dated(lambda: {"result": "agreed", "parents_informed_on": str(today())})
THERE = Dated(lambda: {"talked_on": str(today()), "result": "there", "note": NOTE})


def sixteen() -> date:
    """The day on which one was born who is that old."""
    return date(today().year - 16, 1, 15)


def team(w: World) -> None:
    """Two consultants and a supervisor, once."""
    with w.store.read() as db:
        known = db.execute(sa.select(users_table.c.id).where(users_table.c.username == "youth")).first()
    if known is None:
        for name, role in (("youth", Role.youth_consultant), ("youth2", Role.youth_consultant),
                           ("youthboss", Role.supervisor), ("youthboss2", Role.supervisor)):  # fmt: skip
            w.hire(name, role, YOUNG)


async def referred(w: World, name: str = "Amal Berg", *, cpr: str = "", **facts: Any) -> str:
    """A case at its referral."""
    team(w)
    now = datetime.now(UTC)
    made = YOUTH.facts.model_validate({"born_on": str(sixteen()), "referred_by": "youth_club"} | facts)
    YOUTH.admits(made, today(), policies())
    with w.store.write() as db:
        person = people.put(db, w.store.secrets, cpr=cpr, name=name, address="", protected=False, language="", now=now)
        case_id = cases.open_case(db, YOUTH, person_id=person, facts=made.model_dump(mode="json"), doubts=[], extra={},
                                  actor=None, now=now)  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


async def at_talk(w: World, **facts: Any) -> str:
    case = await referred(w, **facts)
    await w.decide(case, RECEIVE, "youth", **NEW)
    await w.decide(case, REACH, "youth", **MET)
    return case


async def at_match(w: World, **facts: Any) -> str:
    case = await at_talk(w, **facts)
    await w.decide(case, TALK, "youth", **TALKED)
    return case


async def matched(w: World, days: int = 3, **match: Any) -> str:
    """A case whose job begins in so many days."""
    case = await at_match(w)
    await w.decide(case, MATCH, "youth", **JOB | {"starts_on": str(today() + timedelta(days=days))} | match)
    return case


async def started(w: World, **match: Any) -> str:
    case = await matched(w, **match)
    agreed = AGREED
    if match.get("what") == "apprenticeship":
        agreed = agreed | {"signed_on": str(today()), "approved_firm": True, "school_informed_on": str(today())}
    await w.decide(case, AGREE, "youth", **agreed)
    await w.waits_for_date(case)
    await w.skip(case, days=4)
    await w.decide(case, START, "youth", result="started")
    return case
