"""Demo data: one login for each role, and synthetic cases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from temporalio.client import Client

from cli.demo_cases import load_cases
from cli.progress import Say, console
from domain.roles import ROLE_TITLES, Role
from store import users
from store.db import Store


class Login(NamedTuple):
    name: str
    role: Role
    team: str
    programme: str | None

    @property
    def password(self) -> str:
        return f"{self.name}-demo"


OBLIGATION = ("Arbejdspligt", "obligation")
YOUTH = ("Fritidsjob", "youth")
VACANCY = ("Virksomhedsservice", "vacancy")
CIVIC = ("Demokrati", "civic")
PERSPEKTIV = ("Perspektiv", "perspektiv")
LOGINS = [
    Login("caseworker", Role.caseworker, *OBLIGATION),
    Login("benefit", Role.benefit_officer, *OBLIGATION),
    Login("jobconsultant", Role.job_consultant, *OBLIGATION),
    Login("company", Role.company_consultant, *VACANCY),
    Login("youth", Role.youth_consultant, *YOUTH),
    Login("civic", Role.civic_lead, *CIVIC),
    Login("outreach", Role.outreach_worker, *PERSPEKTIV),
    Login("economy", Role.economy, *OBLIGATION),
    Login("legal", Role.legal, *OBLIGATION),
    Login("supervisor", Role.supervisor, *OBLIGATION),
    Login("admin", Role.administrator, *OBLIGATION),
    Login("partner", Role.partner, *YOUTH),
]


async def load(store: Store, client: Client, say: Say) -> None:
    now = datetime.now(UTC)
    with store.write() as db:
        for done, login in enumerate(LOGINS, 1):
            users.add(db, login.name, login.password, ROLE_TITLES[login.role].da, login.role, login.team, now,
                      login.programme)  # fmt: skip
            say("demo logins", done, len(LOGINS))
    await load_cases(store, client, say)


def print_logins() -> None:
    console.print("demo logins (each password is the name followed by -demo):")
    for login in LOGINS:
        console.print(f"  {login.name:<14} {ROLE_TITLES[login.role].en}, {login.team}")
