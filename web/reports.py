"""A programme's figures: who may read them, and what was taken out of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from domain.calendar import local_date
from domain.programmes import Programme, reports
from domain.reports.period import Period, period
from domain.reports.report import Report
from domain.reports.tables import Table
from domain.roles import Role
from store import figures
from store.audit import Entry, log
from store.tables import teams
from store.users import User
from web import policy
from web.house import House


@dataclass(frozen=True)
class Made:
    report: Report
    programme: Programme
    period: Period
    tables: list[Table]

    @property
    def file_name(self) -> str:
        return f"{self.report.name}_{self.period.first}_{self.period.last}"


def readable(db: sa.Connection, user: User) -> list[Report]:
    return [one for programme, one in reports().values() if may_read(db, user, programme, one)]


def may_read(db: sa.Connection, user: User, programme: Programme, report: Report) -> bool:
    """Economy answers for the whole municipality; every other role for the programmes of its teams. Whoever may read
    sees the same numbers: those of fewer cases could be subtracted from them."""
    roles = user.roles & report.read_by
    if Role.economy in roles:
        return True
    own = frozenset(team for role in roles for team in user.teams_as(role))
    marked = sa.select(teams.c.id).where(teams.c.programme == programme.name, teams.c.id.in_(own)).limit(1)
    return bool(own) and (db.execute(marked).first() is not None or figures.has_case_in(db, programme.name, own))


def make(house: House, user: User, name: str, first: date | None, last: date | None) -> Made:
    """Raises NotFound for a report that is not there or not this reader's, BadInput for a period that cannot be."""
    with house.store.read() as db:
        programme, report = find(db, user, name)
        asked = period(first, last, local_date(house.now()))
        courses = figures.courses(db, programme.name, report.wants)
        return Made(report, programme, asked, report.tables(courses, asked, house.policies))


def find(db: sa.Connection, user: User, name: str) -> tuple[Programme, Report]:
    found = reports().get(name)
    if found is None or not may_read(db, user, *found):
        raise policy.NotFound
    return found


def taken_out(house: House, user: User, made: Made, form: str) -> None:
    """Who took which figures out, and when: what leaves the house is compared with what left it before."""
    details = {"from": str(made.period.first), "to": str(made.period.last), "form": form}
    with house.store.write() as db:
        log(db, Entry(house.now(), user.id, "report.export", made.report.name, None, details))
