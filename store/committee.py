"""All cases and tasks as the committee's report looks at them, and the money of every line: no name, no free text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import sqlalchemy as sa

from domain.budget import Balance, appropriations
from domain.calendar import add_months, at_local, local_date
from domain.committee.seen import BudgetLine, CaseSeen, Seen, TaskSeen
from domain.policies import Policies
from domain.programmes import confidential, is_about_people
from domain.tasks import FINAL, TaskState
from store import budget, budget_pages
from store.tables import cases, task_events, tasks

AT_ONCE = 5000
QUARTER = 900
"""Seconds: no day begins within a quarter of an hour."""
FINALS = [state.value for state in FINAL if state is not TaskState.completed]
above = cases.alias("above")


def seen(db: sa.Connection) -> list[Seen]:
    """Of every programme that has a case, but confidential ones and what belongs to a case of theirs."""
    found: dict[str, Seen] = {}
    for row in _stream(db, _cases()):
        of = found.setdefault(row[0], Seen(row[0], is_about_people(row[0]), [], []))
        of.cases.append(CaseSeen(row[1], local_date(row[2]), local_date(row[3]) if row[3] else None, row[4]))
    every = _stream(db, _tasks())
    passed = _passed(db)  # asked after the tasks: what moves in between was due then as they say
    for row in every:
        if row[0] in found:
            found[row[0]].tasks.append(_task(row, passed))
    return sorted(found.values(), key=lambda one: one.programme)


def _person() -> sa.ColumnElement[Any]:
    return sa.func.coalesce(cases.c.person_id, above.c.person_id, cases.c.id)


def _told() -> sa.ColumnElement[bool]:
    hidden = sorted(confidential())
    return sa.and_(cases.c.programme.not_in(hidden), sa.or_(above.c.id.is_(None), above.c.programme.not_in(hidden)))


def _cases() -> sa.Select[Any]:
    c = cases.c
    query = sa.select(c.programme, _person(), c.opened_at, c.closed_at, c.outcome)
    return query.join(above, above.c.id == c.parent_id, isouter=True).where(_told())


def _tasks() -> sa.Select[Any]:
    """`completed_at` is when it was done; when it was withdrawn or skipped its events say."""
    t, e = tasks.c, task_events.c
    ended = sa.select(e.task_id, sa.func.max(e.at).label("at")).where(e.what.in_(("exit", "skip")))
    gone = ended.group_by(e.task_id).subquery()
    is_done = sa.and_(t.state == TaskState.completed.value, t.completed_at.is_not(None))
    over = sa.case((is_done, t.completed_at), (t.state.in_(FINALS), sa.func.coalesce(gone.c.at, t.received_at)))
    seconds = (sa.extract("epoch", one) for one in (t.received_at, t.due_at, over))
    query = sa.select(cases.c.programme, _person(), *seconds, is_done, t.completed_at <= t.due_at,
                      t.due["limit"].as_string(), t.id, t.reopened_from.is_not(None))  # fmt: skip
    return (query.join(cases, cases.c.id == t.case_id).join(above, above.c.id == cases.c.parent_id, isouter=True)
            .join(gone, sa.and_(gone.c.task_id == t.id, t.state.in_(FINALS)), isouter=True).where(_told()))  # fmt: skip


def _passed(db: sa.Connection) -> dict[str, float]:
    """By task, the deadline that had passed when it was moved, of several the first: whatever was said later, the task
    was late."""
    e, found = task_events.c, dict[str, float]()
    moves = sa.select(e.task_id, e.at, e.details["from"].as_string()).where(e.what == "deadline_moved")
    for task_id, at, was in _stream(db, moves.order_by(e.id)):
        due = datetime.fromisoformat(was)
        if due < at:
            found.setdefault(task_id, due.timestamp())
    return found


def _task(row: Sequence[Any], passed: Mapping[str, float]) -> TaskSeen:
    """Of the law its own instant counts, which no move changes; else when it was due as its day passed."""
    _, person, received, due, over, is_done, in_time, limit, task_id, reopened = row
    if limit is not None:
        due = datetime.fromisoformat(limit).timestamp()
        in_time = is_done and over <= due
    elif task_id in passed:
        due, in_time = passed[task_id], False
    return TaskSeen(person, _day(int(received) // QUARTER), _day(int(due) // QUARTER),
                    None if over is None else _day(int(over) // QUARTER), bool(is_done), bool(is_done and in_time),
                    limit is not None, bool(reopened and due < received))  # fmt: skip


@cache
def _day(quarter: int) -> date:
    """The day in Copenhagen: asked a million times, of few quarters of an hour."""
    return local_date(datetime.fromtimestamp(quarter * QUARTER, UTC))


def money(db: sa.Connection, years: Iterable[int], first: date, last: date, policies: Policies,
          today: date) -> list[BudgetLine]:  # fmt: skip
    """Every line of these years, as the page of the budgets has it, and what was paid from `first` to `last`; of
    another year those on which something was paid then: what was delivered in December."""
    opened = {(one.programme, one.year, one.purse): one.id for one in budget_pages.opened(db)}
    planned = appropriations(today, policies)
    wanted, since, until = set(years), at_local(first, time()), at_local(add_months(last.replace(day=1), 1), time())
    found = []
    for programme, year, purse in sorted(opened.keys() | planned.keys()):
        line_id = opened.get((programme, year, purse))
        paid = budget.moved(db, line_id, since, until).paid if line_id else 0
        if year not in wanted and not paid:
            continue
        stands = budget.balance(db, line_id) if line_id else Balance(allotted=planned[programme, year, purse])
        found.append(BudgetLine(programme, year, purse, stands, paid))
    return found


def _stream(db: sa.Connection, query: sa.Select[Any]) -> Iterable[Sequence[Any]]:
    return db.execute(query.execution_options(yield_per=AT_ONCE))
