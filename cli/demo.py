"""Demo data: one login for each role, and synthetic cases."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from temporalio.client import Client

from cli.demo_away import away
from cli.demo_cases import FOLLOWED, load_cases
from cli.demo_civic import turnout
from cli.demo_people import CIVIC, COLLEAGUES, LOGINS, PARK, PERSPEKTIV, PROVIDERS, REGISTERS, VACANCY, YOUTH, username
from cli.progress import Say, console
from domain.budget import appropriations
from domain.calendar import local_date
from domain.policies import policies
from domain.roles import ROLE_TITLES, Role
from store import budget, placements, users
from store.budget import By
from store.db import Store
from store.tables import cases


async def load(store: Store, client: Client, say: Say) -> None:
    now = datetime.now(UTC)
    with store.write() as db:
        for done, login in enumerate(LOGINS, 1):
            users.add(db, login.name, login.password, login.person, login.role, login.team, now,
                      login.programme)  # fmt: skip
            say("demo logins", done, len(LOGINS))
        for name, kind in PROVIDERS.items():
            placements.put_provider(db, name, kind, now)
        for person, role, team in COLLEAGUES:
            users.join(db, users.put(db, username(person), person, now), role, users.team_named(db, team))
        leader = users.active_id(db, "supervisor")
        assert leader
        for team in (YOUTH[0], VACANCY[0], PERSPEKTIV[0], CIVIC[0]):
            users.join(db, leader, Role.supervisor, users.team_named(db, team))
        jurist = users.active_id(db, "legal")
        assert jurist
        users.join(db, jurist, Role.legal, users.team_named(db, CIVIC[0]))
        at_the_park = users.active_id(db, REGISTERS[PARK])
        assert at_the_park
        users.join(db, at_the_park, Role.partner, users.team_named(db, PARK))
        money(db, now)
    turnout(store)
    await load_cases(store, client, say)
    away(store, datetime.now(UTC))


def money(db: sa.Connection, now: datetime) -> None:
    """The stories spend in this year and the last: of a year that the plan does not name, they have as much as in its
    last."""
    plan, this_year = appropriations(local_date(now), policies()), local_date(now).year
    for programme, purse in (("youth", "service"), ("perspektiv", "effort")):
        told = {year: amount for (name, year, pot), amount in plan.items() if (name, pot) == (programme, purse)}
        for year in {this_year - 1, this_year} - told.keys():
            by = By(None, now, f"open:{programme}:{year}:{purse}")
            budget.open_line(db, programme, year, purse, told[max(told)], by)


def print_logins(store: Store) -> None:
    console.print("demo logins (each password is the name followed by -demo):")
    for login in LOGINS:
        console.print(f"  {login.name:<14} {ROLE_TITLES[login.role].en}, {login.team}")
    with store.read() as db:
        query = sa.select(cases.c.id).where(cases.c.extra["reference"].as_string() == FOLLOWED)
        followed = db.execute(query).scalar_one_or_none()
    if followed:
        console.print(f"a whole story to follow, from intake to exit, as supervisor: /cases/{followed}")
