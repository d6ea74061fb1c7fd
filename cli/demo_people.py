"""Made-up citizens, and who is at work in the demo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from domain.roles import Role

GIVEN = ("Amira", "Bo", "Cemile", "Daniel", "Elif", "Farid", "Grete", "Hassan", "Ines", "Jamal", "Karla", "Liban",
         "Maryam", "Noor", "Olga", "Pavel", "Qasim", "Rania", "Samir", "Tove")  # fmt: skip
FAMILY = ("Demirsen", "Østervang", "Al-Prøve", "Testrup", "Nguyensen", "Eksempelsen", "Fiktivsen", "Warsameprøve")
LANGUAGES = ("", "arabisk", "somali", "tyrkisk")
PARK, WORKSHOP, LOGISTICS = "Park og Miljø (prøve)", "Genbrugsværkstedet (prøve)", "Prøve Logistik ApS"
PROVIDERS = {PARK: "public", WORKSHOP: "municipal", LOGISTICS: "private"}
"""Places by their kind, without numbers: none that fits is known to belong to nobody."""


class Login(NamedTuple):
    name: str
    person: str
    role: Role
    team: str
    programme: str | None

    @property
    def password(self) -> str:
        return f"{self.name}-demo"


CLUB, SCHOOL = "Ungdomsklubben Nord (prøve)", "Skolen ved Parken (prøve)"
OBLIGATION = ("Arbejdspligt", "obligation")
YOUTH = ("Fritidsjob", "youth")
VACANCY = ("Virksomhedsservice", "vacancy")
CIVIC = ("Demokrati", "civic")
PERSPEKTIV = ("Perspektiv", "perspektiv")
SPECIALISTS = ("Specialister", "concern")
LOGINS = [
    Login("caseworker", "Signe Eksempel", Role.caseworker, *OBLIGATION),
    Login("benefit", "Birgit Prøve", Role.benefit_officer, *OBLIGATION),
    Login("jobconsultant", "Jens Testsen", Role.job_consultant, *OBLIGATION),
    Login("company", "Conny Prøve", Role.company_consultant, *VACANCY),
    Login("youth", "Yrsa Eksempel", Role.youth_consultant, *YOUTH),
    Login("civic", "Carl Testsen", Role.civic_lead, *CIVIC),
    Login("outreach", "Olga Prøve", Role.outreach_worker, *PERSPEKTIV),
    Login("specialist", "Vera Eksempel", Role.outreach_worker, *SPECIALISTS),
    Login("economy", "Erik Testsen", Role.economy, *OBLIGATION),
    Login("legal", "Line Eksempel", Role.legal, *OBLIGATION),
    Login("supervisor", "Tove Testsen", Role.supervisor, *OBLIGATION),
    Login("admin", "Anne Prøve", Role.administrator, *OBLIGATION),
    Login("partner", "Pia Eksempel", Role.partner, CLUB, None),
]
COLLEAGUES = [
    ("Bo Eksempel", Role.benefit_officer, OBLIGATION[0]), ("Svend Prøve", Role.caseworker, OBLIGATION[0]),
    ("Jytte Eksempel", Role.job_consultant, OBLIGATION[0]), ("Troels Prøve", Role.supervisor, OBLIGATION[0]),
    ("Leif Prøve", Role.legal, OBLIGATION[0]),
    ("Yasin Prøve", Role.youth_consultant, YOUTH[0]), ("Ulla Testsen", Role.supervisor, YOUTH[0]),
    ("Carl Eksempel", Role.company_consultant, VACANCY[0]), ("Clara Prøve", Role.supervisor, VACANCY[0]),
    ("Oda Testsen", Role.outreach_worker, PERSPEKTIV[0]), ("Olav Prøve", Role.supervisor, PERSPEKTIV[0]),
    ("Viggo Testsen", Role.outreach_worker, SPECIALISTS[0]), ("Vibe Prøve", Role.supervisor, SPECIALISTS[0]),
    ("Clara Eksempel", Role.civic_lead, CIVIC[0]), ("Connie Prøve", Role.supervisor, CIVIC[0]),
    ("Leif Prøve", Role.legal, CIVIC[0]),
    ("Sofus Prøve", Role.partner, SCHOOL),
    ("Gorm Testsen", Role.partner, WORKSHOP), ("Lis Prøve", Role.partner, LOGISTICS),
]  # fmt: skip
"""Without a login: whom tasks can be given to, why a task waits for whoever takes it, who registers at a place."""
AWAY, COVERED_BY = "Svend Prøve", "caseworker"
"""Who is away this week, and the login that covers for them."""
REGISTERS = {PARK: "partner", WORKSHOP: "gorm.testsen", LOGISTICS: "lis.prøve"}
"""Who registers where; the case's own team does where no place is named."""
OWN_TEAM = "caseworker"


def username(person: str) -> str:
    return person.replace(" ", ".").lower()


def citizen(n: int) -> dict[str, Any]:
    return {
        "cpr": demo_cpr(n), "name": f"{GIVEN[n % len(GIVEN)]} {FAMILY[n * 7 % len(FAMILY)]}",
        "address": f"Prøvegade {n + 1}, 2400 København NV", "protected": n % 13 == 5,
        "language": LANGUAGES[n % len(LANGUAGES)],
    }  # fmt: skip


def demo_cpr(n: int) -> str:
    """A real birth date with serial 0000, which is never issued: the number can belong to nobody."""
    return f"{date(1962, 1, 5) + timedelta(days=197 * n):%d%m%y}0000"
