"""A programme's figures: who may read them, and what was taken out of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import sqlalchemy as sa

from domain.calendar import add_months, end_of_month, local_date
from domain.committee.report import COMMITTEE, tables
from domain.programmes import Programme, activities, reports
from domain.reports.period import Period, period
from domain.reports.report import About, Report
from domain.reports.tables import Table
from domain.roles import Role
from store import committee, figures
from store.audit import Entry, log
from store.turnout import polled
from store.users import User
from web import policy
from web.house import House
from web.outcomes import ends


@dataclass(frozen=True)
class Made:
    report: About
    programme: Programme | None
    """None: the report is of all."""
    period: Period
    tables: list[Table]

    @property
    def file_name(self) -> str:
        return f"{self.report.name}_{self.period.first}_{self.period.last}"


def readable(db: sa.Connection, user: User) -> list[About]:
    of_all = [COMMITTEE] if user.roles & COMMITTEE.read_by else []
    return of_all + [one for programme, one in reports().values() if may_read(db, user, programme, one)]


def may_read(db: sa.Connection, user: User, programme: Programme, report: Report) -> bool:
    """Economy answers for the whole municipality; every other role for the programmes of its teams. Whoever may read
    sees the same numbers: those of fewer cases could be subtracted from them."""
    roles = user.roles & report.read_by
    if Role.economy in roles:
        return True
    own = frozenset(team for role in roles for team in user.teams_as(role))
    return figures.is_of(db, programme.name, own)


def make(house: House, user: User, name: str, first: date | None, last: date | None) -> Made:
    """Where nothing is asked for, of the year of the last month that is over.

    Raises NotFound for a report that is not there or not this reader's, BadInput for a period that cannot be."""
    with house.store.read() as db:
        programme, report = find(db, user, name)
        today = local_date(house.now())
        if first is None and last is None:
            last = end_of_month(add_months(today, -1))
        asked = period(first, last, today)
        if programme is None or not isinstance(report, Report):
            return Made(report, None, asked, _committee(db, house, asked))
        courses = figures.courses(db, programme.name, report.wants)
        return Made(report, programme, asked, report.tables(courses, asked, house.policies))


def _committee(db: sa.Connection, house: House, asked: Period) -> list[Table]:
    """Cases and tasks from what is kept, money and work as they stand now."""
    lines = committee.money(db, asked.years, asked.first, asked.last, house.policies, asked.today)
    offered = {name: one.tables({read: figures.courses(db, read, wanted) for read, wanted in one.reads.items()}, asked,
                               partial(polled, db))
               for name, one in activities().items()}  # fmt: skip
    return tables(house.figures.get().every, lines, asked, house.policies, ends(), offered)


def find(db: sa.Connection, user: User, name: str) -> tuple[Programme | None, About]:
    if name == COMMITTEE.name and user.roles & COMMITTEE.read_by:
        return None, COMMITTEE
    found = reports().get(name)
    if found is None or not may_read(db, user, *found):
        raise policy.NotFound
    return found


def taken_out(house: House, user: User, made: Made, form: str) -> None:
    """Who took which figures out, and when: what leaves the house is compared with what left it before."""
    details = {"from": str(made.period.first), "to": str(made.period.last), "form": form}
    with house.store.write() as db:
        log(db, Entry(house.now(), user.id, "report.export", made.report.name, None, details))
