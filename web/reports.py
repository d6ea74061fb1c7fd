"""A programme's figures: who may read them, and what was taken out of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import sqlalchemy as sa

from domain.calendar import add_months, end_of_month, local_date
from domain.committee import words as says
from domain.committee.report import COMMITTEE, tables
from domain.programmes import PROGRAMMES, Programme, activities, reports
from domain.reports.dimensions import listed
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
    least: int
    """Of how many people a number may be shown."""

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
    """Until the last month that is over where no end is asked for; from the beginning of its year where no
    beginning is.

    Raises NotFound for a report that is not there or not this reader's, BadInput for a period that cannot be."""
    with house.store.read() as db:
        programme, report = find(db, user, name)
        today = local_date(house.now())
        over = end_of_month(add_months(today, -1))
        if last is None and (first is None or first <= over):
            last = over
        asked, least = period(first, last, today), house.policies.at("reports.least", today).as_(int)
        if programme is None or not isinstance(report, Report):
            return Made(report, None, asked, _whole(_committee(db, house, asked)), least)
        courses = figures.courses(db, programme.name, report.wants)
        return Made(report, programme, asked, _said(report.tables(courses, asked, house.policies)), least)


def _said(found: Sequence[Table]) -> list[Table]:
    """A table without a row or number says so, instead of what it would count."""
    return [replace(one, total=None, counts=(says.NOTHING,)) if one.is_empty else one for one in found]


def _whole(found: Sequence[Table]) -> list[Table]:
    """With the programmes that have nothing to tell, by name; those without a case are among them."""
    told = {one.chapter for one in found if not one.is_empty}
    silent = {one.title for one in PROGRAMMES.values() if not one.confidential} - told
    names = listed(sorted(silent, key=lambda one: one.da))
    rest = Table("nothing", says.WITH_NOTHING, says.PROGRAMME, (), (), None, (says.nothing_of(names),),
                 chapter=says.OTHERS)  # fmt: skip
    return [*_said(found), *([rest] if silent else [])]


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
