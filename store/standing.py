"""How the whole caseload stands: every team, programme and stage at once, in few SELECTs (docs/adr/0016)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from domain.calendar import add_working_days, at_local, clock_changes, end_of_week, local_date, monday_of, seconds_ahead
from store.inbox import IS_OPEN, LAST_DAY
from store.reconcile import Violation, violations
from store.tables import cases, outbox, tasks

WEEKS = 26
AHEAD = 10
"""Working days."""
LISTED = 10
"""As many of the oldest and of the most urgent as are kept for each team."""
DAY = 86_400
YEARS = 10
"""Changes of the clock are looked back on for so long; of what is older, an hour at midnight may be of the day
before."""
TASKS_COUNTED = ("overdue", "unassigned", "due_this_week", "escalated")
Place = tuple[str, str, str]
"""Team, programme, stage."""
T = TypeVar("T")


class Old(NamedTuple):
    opened_at: datetime
    case_id: str
    stage: str


class Urgent(NamedTuple):
    order: tuple[int, datetime]
    task_id: str


class Due(NamedTuple):
    """When tasks are due and whether the law says so. `day`: None when it is past, LAST_DAY for all beyond `ahead`."""

    day: date | None
    legal: bool


@dataclass(frozen=True)
class Standing:
    """As it was at `at`. A part of it is the Standing of some teams, of one programme, or both."""

    at: datetime
    counts: dict[Place, Counter[str]] = field(default_factory=dict)
    """open, suspended (cases); tasks and TASKS_COUNTED (open tasks, by the stage that their case is in: one that is
    still asked in a later stage stands where its case does)."""
    days: dict[Place, Counter[int]] = field(default_factory=dict)
    """Days of the calendar in the stage to open cases."""
    ages: dict[Place, Counter[int]] = field(default_factory=dict)
    """Days of the calendar since the case was opened to open cases; of the stage that it is in."""
    opened: dict[Place, Counter[int]] = field(default_factory=dict)
    """Week, 0 the first of WEEKS and WEEKS - 1 the one of `at`, to cases; of the stage that they are in now."""
    closed: dict[Place, Counter[int]] = field(default_factory=dict)
    oldest: dict[Place, list[Old]] = field(default_factory=dict)
    late: dict[Place, list[Urgent]] = field(default_factory=dict)
    """Overdue tasks: the most escalated first, then the longest overdue."""
    free: dict[Place, list[Urgent]] = field(default_factory=dict)
    held: dict[tuple[str, str | None], Counter[Due]] = field(default_factory=dict)
    """Team and who holds them, None for nobody, to open tasks by when they are due."""
    waits: dict[Place, Counter[str]] = field(default_factory=dict)
    """What open cases wait for: person, date, outside, message (one is under way), nothing."""
    forgotten: list[Violation] = field(default_factory=list)
    """What the database alone knows to be wrong (promise P2), of all teams."""

    def part(self, teams: Collection[str], programme: str | None = None) -> Standing:
        def mine(found: dict[Place, T]) -> dict[Place, T]:
            return {p: v for p, v in found.items() if p[0] in teams and programme in (None, p[1])}

        return Standing(self.at, mine(self.counts), mine(self.days), mine(self.ages), mine(self.opened),
                        mine(self.closed), mine(self.oldest), mine(self.late), mine(self.free),
                        {key: v for key, v in self.held.items() if key[0] in teams}, mine(self.waits),
                        self.forgotten)  # fmt: skip

    def total(self) -> Counter[str]:
        return _sum(self.counts.values())

    def by_stage(self) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (_, _, stage), counted in self.counts.items():
            found[stage].update(counted)
        return dict(found)

    def days_by_stage(self) -> dict[str, Counter[int]]:
        found: dict[str, Counter[int]] = defaultdict(Counter)
        for (_, _, stage), counted in self.days.items():
            found[stage].update(counted)
        return dict(found)

    def first(self, found: dict[Place, list[T]]) -> list[T]:
        """The first of several places' lists together."""
        return sorted((one for listed in found.values() for one in listed), key=_order)[:LISTED]

    def weeks(self) -> list[Week]:
        """The last WEEKS weeks: what came, what went, what was open at the end of each; reckoned back from `at`."""
        opened, closed = _sum(self.opened.values()), _sum(self.closed.values())
        still, found = self.total()["open"], []
        for n in reversed(range(WEEKS)):
            found.append(Week(mondays(self.at)[n], opened[n], closed[n], still))
            still += closed[n] - opened[n]
        return found[::-1]


def days_ahead(at: datetime) -> list[date]:
    """From the day of `at` to the last of AHEAD working days after it."""
    today = local_date(at)
    return [today + timedelta(days=n) for n in range((add_working_days(today, AHEAD) - today).days + 1)]


class Week(NamedTuple):
    monday: datetime
    opened: int
    closed: int
    open: int
    """At the end of the week; of the running one: now."""


def _order(one: Any) -> Any:
    return one[:2]


def _sum(counters: Iterable[Counter[T]]) -> Counter[T]:
    found: Counter[T] = Counter()
    for one in counters:
        found.update(one)
    return found


def median(days: Counter[int]) -> float | None:
    """Of how many days each number stands for; None of nothing."""
    count, seen, middle = days.total(), 0, []
    for value, many in sorted(days.items()):
        middle += [value for at in {(count - 1) // 2, count // 2} if seen <= at < seen + many]
        seen += many
    return sum(middle) / len(middle) if middle else None


def mondays(at: datetime) -> list[datetime]:
    """When each of the last WEEKS weeks began; the last is the one of `at`."""
    this = monday_of(local_date(at))
    return [at_local(this - timedelta(weeks=back), time()) for back in reversed(range(WEEKS))]


def stand(db: sa.Connection, now: datetime) -> Standing:
    """Reads every open case and task, and the cases of the last WEEKS weeks."""
    made = Standing(now)
    for name, column in (("days", cases.c.stage_since), ("ages", cases.c.opened_at)):
        for row in _open_cases_by_days(db, column, now):
            getattr(made, name).setdefault(_place(row), Counter())[max(row.days, 0)] += row.many
            if name == "days":
                made.counts.setdefault(_place(row), Counter()).update(open=row.many, suspended=row.suspended)
    for row in _open_tasks(db, now):
        counted = {name: int(getattr(row, name)) for name in ("tasks", *TASKS_COUNTED)}
        made.counts.setdefault(_place(row), Counter()).update(counted)
    for found, column in ((made.opened, cases.c.opened_at), (made.closed, cases.c.closed_at)):
        for row in _by_week(db, column, now):
            found.setdefault(_place(row), Counter())[row.week] += row.many
    for row in _oldest(db):
        made.oldest.setdefault(_place(row), []).append(Old(row.opened_at, row.id, row.stage))
    for kept, where in ((made.late, tasks.c.due_at < now), (made.free, tasks.c.assignee_id.is_(None))):
        for row in _most_urgent(db, where, by_rung=kept is made.late):
            rung = -row.escalation_level if kept is made.late else 0
            kept.setdefault(_place(row), []).append(Urgent((rung, row.due_at), row.id))
    days = [*days_ahead(now), LAST_DAY]
    for row in _by_due(db, now):
        due = Due(None if row.day < 0 else days[row.day], bool(row.legal))
        made.held.setdefault((row.team_id, row.assignee_id), Counter())[due] += row.many
    for row in _waits(db):
        made.waits.setdefault(_place(row), Counter())[row.what] += row.many
    made.forgotten.extend(violations(db, now))
    return made


def _place(row: sa.Row[Any]) -> Place:
    return row.team_id, row.programme, row.stage


def _open_cases_by_days(db: sa.Connection, column: sa.Column[Any], now: datetime) -> list[sa.Row[Any]]:
    """Not every database knows Copenhagen: the local day is told from how far its clock was ahead at the moment."""
    changes = [one for year in range(now.year - YEARS, now.year + 1) for one in clock_changes(year)]
    ahead = sa.case(*((column >= changed, seconds) for changed, seconds in reversed(changes)), else_=3600)
    day = (sa.cast(sa.extract("epoch", column), sa.Integer) + ahead) // DAY
    today = (int(now.timestamp()) + seconds_ahead(now)) // DAY
    place, days = (cases.c.team_id, cases.c.programme, cases.c.stage), (sa.literal(today) - day).label("days")
    query = sa.select(*place, days, sa.func.count().label("many"),
                      sa.func.count(cases.c.suspended_at).label("suspended"))  # fmt: skip
    return list(db.execute(query.where(cases.c.closed_at.is_(None)).group_by(*place, days)))


def _open_tasks(db: sa.Connection, now: datetime) -> list[sa.Row[Any]]:
    due, place = tasks.c.due_at, (tasks.c.team_id, tasks.c.programme, cases.c.stage)
    conditions = (due < now, tasks.c.assignee_id.is_(None), sa.and_(due >= now, due < end_of_week(now)),
                  sa.and_(tasks.c.escalation_level > 0, tasks.c.acknowledged_by.is_(None)))
    counted = (sa.func.sum(sa.case((where, 1), else_=0)).label(name)
               for name, where in zip(TASKS_COUNTED, conditions, strict=True))  # fmt: skip
    query = sa.select(*place, sa.func.count().label("tasks"), *counted).join(cases, cases.c.id == tasks.c.case_id)
    return list(db.execute(query.where(IS_OPEN).group_by(*place)))


def _by_due(db: sa.Connection, now: datetime) -> list[sa.Row[Any]]:
    due, days = tasks.c.due_at, days_ahead(now)
    ends = [at_local(day + timedelta(days=1), time()) for day in days]
    day = sa.case((due < now, -1), *((due < end, n) for n, end in enumerate(ends)), else_=len(days)).label("day")
    legal = sa.case((tasks.c.due["kind"].as_string() == "legal", 1), else_=0).label("legal")
    key = (tasks.c.team_id, tasks.c.assignee_id, day, legal)
    return list(db.execute(sa.select(*key, sa.func.count().label("many")).where(IS_OPEN).group_by(*key)))


def _waits(db: sa.Connection) -> list[sa.Row[Any]]:
    """Each open case by the first of these that it has; a suspended one waits for its date, or for somebody."""
    c = cases.c
    asked = sa.exists().where(tasks.c.case_id == c.id, IS_OPEN)
    told = sa.exists().where(outbox.c.case_id == c.id, outbox.c.delivered_at.is_(None))
    what = sa.case(
        (sa.and_(c.suspended_at.is_not(None), c.suspended_until.is_not(None)), "date"),
        (sa.or_(c.suspended_at.is_not(None), asked), "person"), (c.waiting_kind == "timer", "date"),
        (c.waiting_kind.is_not(None), "outside"), (told, "message"), else_="nothing").label("what")  # fmt: skip
    open_ones = sa.select(c.team_id, c.programme, c.stage, what).where(c.closed_at.is_(None)).subquery()
    place = (open_ones.c.team_id, open_ones.c.programme, open_ones.c.stage, open_ones.c.what)
    return list(db.execute(sa.select(*place, sa.func.count().label("many")).group_by(*place)))


def _by_week(db: sa.Connection, column: sa.Column[Any], now: datetime) -> list[sa.Row[Any]]:
    """Weeks begin on local Mondays, so that they are compared and not divided: two of them are an hour off."""
    began = mondays(now)
    week = sa.case(*((column >= began[n], n) for n in reversed(range(WEEKS))), else_=-1).label("week")
    place = (cases.c.team_id, cases.c.programme, cases.c.stage)
    query = sa.select(*place, week, sa.func.count().label("many")).where(column >= began[0], column <= now)
    return list(db.execute(query.group_by(*place, week)))


def _oldest(db: sa.Connection) -> list[sa.Row[Any]]:
    place, order = (cases.c.team_id, cases.c.programme), (cases.c.opened_at, cases.c.id)
    rank = sa.func.row_number().over(partition_by=place, order_by=order).label("rank")
    ranked = sa.select(*place, cases.c.stage, cases.c.opened_at, cases.c.id, rank).where(cases.c.closed_at.is_(None))
    return _first_of(db, ranked)


def _most_urgent(db: sa.Connection, where: sa.ColumnElement[bool], *, by_rung: bool) -> list[sa.Row[Any]]:
    place = (tasks.c.team_id, tasks.c.programme)
    order = (*([tasks.c.escalation_level.desc()] if by_rung else []), tasks.c.due_at, tasks.c.id)
    rank = sa.func.row_number().over(partition_by=place, order_by=order).label("rank")
    shown = (*place, tasks.c.stage, tasks.c.due_at, tasks.c.escalation_level, tasks.c.id, rank)
    return _first_of(db, sa.select(*shown).where(IS_OPEN, where))


def _first_of(db: sa.Connection, ranked: sa.Select[Any]) -> list[sa.Row[Any]]:
    found = ranked.subquery()
    return list(db.execute(sa.select(found).where(found.c.rank <= LISTED).order_by(found.c.rank)))
