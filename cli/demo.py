"""Demo data: one login for each role, and synthetic cases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from temporalio.client import Client

from cli.demo_cases import load_cases
from cli.progress import Say, console
from domain.roles import ROLE_TITLES, Role
from store import placements, users
from store.db import Store


class Login(NamedTuple):
    name: str
    person: str
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
    Login("caseworker", "Signe Eksempel", Role.caseworker, *OBLIGATION),
    Login("benefit", "Birgit Prøve", Role.benefit_officer, *OBLIGATION),
    Login("jobconsultant", "Jens Testsen", Role.job_consultant, *OBLIGATION),
    Login("company", "Conny Prøve", Role.company_consultant, *VACANCY),
    Login("youth", "Yrsa Eksempel", Role.youth_consultant, *YOUTH),
    Login("civic", "Carl Testsen", Role.civic_lead, *CIVIC),
    Login("outreach", "Olga Prøve", Role.outreach_worker, *PERSPEKTIV),
    Login("economy", "Erik Testsen", Role.economy, *OBLIGATION),
    Login("legal", "Line Eksempel", Role.legal, *OBLIGATION),
    Login("supervisor", "Tove Testsen", Role.supervisor, *OBLIGATION),
    Login("admin", "Anne Prøve", Role.administrator, *OBLIGATION),
    Login("partner", "Pia Eksempel", Role.partner, *YOUTH),
]
COLLEAGUES = [
    ("Bo Eksempel", Role.benefit_officer), ("Svend Prøve", Role.caseworker), ("Jytte Eksempel", Role.job_consultant),
    ("Troels Prøve", Role.supervisor),
]  # fmt: skip
"""Without a login: whom tasks can be given to, and why a task waits for whoever takes it."""
PROVIDERS = {"Park og Miljø (prøve)": "public", "Genbrugsværkstedet (prøve)": "municipal",
             "Prøve Logistik ApS": "private"}  # fmt: skip
"""Places by their kind, without numbers: none that fits is known to belong to nobody."""
OF_THE_PARK = "partner"
"""The login that registers at the first of them."""


async def load(store: Store, client: Client, say: Say) -> None:
    now = datetime.now(UTC)
    with store.write() as db:
        for done, login in enumerate(LOGINS, 1):
            users.add(db, login.name, login.password, login.person, login.role, login.team, now,
                      login.programme)  # fmt: skip
            say("demo logins", done, len(LOGINS))
        for person, role in COLLEAGUES:
            users.join(db, users.put(db, person.replace(" ", ".").lower(), person, now), role,
                       users.team_named(db, OBLIGATION[0]))  # fmt: skip
        for name, kind in PROVIDERS.items():
            placements.put_provider(db, name, kind, now)
        users.join(
            db, users.active_id(db, OF_THE_PARK) or "", Role.partner, users.team_named(db, next(iter(PROVIDERS)))
        )
    await load_cases(store, client, say)


def print_logins() -> None:
    console.print("demo logins (each password is the name followed by -demo):")
    for login in LOGINS:
        console.print(f"  {login.name:<14} {ROLE_TITLES[login.role].en}, {login.team}")
