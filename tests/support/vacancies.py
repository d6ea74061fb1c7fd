"""A vacancy, taken along its path as the people who talk with employers do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from domain.roles import Role
from domain.vacancy.programme import VACANCY
from store import cases
from store.tables import users as users_table
from tests.support.dated import Dated
from tests.support.world import COMPANIES, World, today

APPROACH, CONFIRM, DEMAND = (f"vacancy.{k}" for k in ("approach", "confirm", "demand"))
NOTE = "Vi talte om kravet, og arbejdsgiveren har forstået det."
DEMANDED = "Det skal helst være en dansker."
SATURDAY = {"day": "saturday", "start": "10:00", "end": "14:00"}
FACTS = Dated(lambda: {
    "employer": "Bageren på Torvet", "sector": "private", "cvr": "12345674", "p_number": "1012345678",
    "contact_name": "Bente Bager", "contact_phone": "20 11 22 33", "what": "leisure_job", "industry": "restaurant",
    "tasks": "Hjælp i butikken", "area": "Nordparken", "age_from": 13, "age_to": 17, "hours": "4", "week": [SATURDAY],
    "starts_on": str(today() + timedelta(days=3)), "places": 1,
})  # fmt: skip


def talked(result: str, *, demand: bool = False, days_ago: int = 0, **more: Any) -> dict[str, Any]:
    """What came of a contact with the employer."""
    on = str(today() - timedelta(days=days_ago))
    return {"talked_on": on, "channel": "phone", "demand": demand, "demanded": DEMANDED if demand else "",
            "result": result, **more}  # fmt: skip


def team(w: World) -> None:
    """Two consultants and two supervisors, once."""
    with w.store.read() as db:
        known = db.execute(sa.select(users_table.c.id).where(users_table.c.username == "company")).first()
    if known is None:
        for name, role in (("company", Role.company_consultant), ("company2", Role.company_consultant),
                           ("companyboss", Role.supervisor), ("companyboss2", Role.supervisor)):  # fmt: skip
            w.hire(name, role, COMPANIES)


async def vacancy(w: World, **facts: Any) -> str:
    """A case at its first contact."""
    team(w)
    made = VACANCY.facts.model_validate(FACTS | facts, context={"today": today()})
    with w.store.write() as db:
        case_id = cases.open_case(db, VACANCY, person_id=None, facts=made.model_dump(mode="json"), doubts=[], extra={},
                                  actor=None, now=datetime.now(UTC))  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


async def opened(w: World, days_ago: int = 0, **facts: Any) -> str:
    """A vacancy that an employer offered so many days ago."""
    case = await vacancy(w, **facts)
    await w.decide(case, APPROACH, "company", **talked("offers", days_ago=days_ago))
    await w.task(case, CONFIRM)
    return case
