"""Everything that the store keeps of one case, read row by row: a big case needs no more memory than a small one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from store import cases
from store.tables import audit, comments, lookups, memberships, rulings, stages, task_events, tasks, users
from store.tables_effort import attendance, attendance_changes, placements, providers, spells, weeks
from store.tables_letters import letters, parties

Row = sa.Row[Any]
AT_ONCE = 500


def _stream(db: sa.Connection, query: sa.Select[Any]) -> Iterator[Row]:
    yield from db.execute(query.execution_options(yield_per=AT_ONCE))


def family(db: sa.Connection, case: Row) -> list[Row]:
    """The case and every case under it, each before those that belong to it."""
    return [case, *(each for one in reversed(cases.below(db, case.id)) for each in family(db, one))]


def staff(db: sa.Connection, case_ids: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Names of those who signed a decision or a letter of these cases; and the role of each colleague."""
    signed = sa.union(
        sa.select(tasks.c.decided_by).where(tasks.c.case_id.in_(case_ids)),
        sa.select(tasks.c.acting_for).where(tasks.c.case_id.in_(case_ids)),
        sa.select(letters.c.sent_by).where(letters.c.case_id.in_(case_ids)),
    )
    names = db.execute(sa.select(users.c.id, users.c.display_name).where(users.c.id.in_(signed)))
    roles = sa.select(memberships.c.user_id, sa.func.min(memberships.c.role)).group_by(memberships.c.user_id)
    return {r[0]: r[1] for r in names}, {r[0]: r[1] for r in db.execute(roles)}


def visits(db: sa.Connection, case_id: str) -> Iterator[Row]:
    mine = sa.select(stages).where(stages.c.case_id == case_id)
    return _stream(db, mine.order_by(stages.c.entered_at, stages.c.visit))


def events(db: sa.Connection, case_id: str) -> Iterator[Row]:
    query = sa.select(task_events, tasks.c.kind).outerjoin(tasks, tasks.c.id == task_events.c.task_id)
    return _stream(db, query.where(task_events.c.case_id == case_id).order_by(task_events.c.at, task_events.c.id))


def acts(db: sa.Connection, case_id: str, what: str = "case.%") -> Iterator[Row]:
    """What people did to the case itself."""
    mine = sa.select(audit).where(audit.c.case_id == case_id, audit.c.action.like(what))
    return _stream(db, mine.order_by(audit.c.at, audit.c.seq))


def all_tasks(db: sa.Connection, case_id: str) -> Iterator[Row]:
    return _stream(db, sa.select(tasks).where(tasks.c.case_id == case_id).order_by(tasks.c.received_at, tasks.c.id))


def decisions(db: sa.Connection, case_id: str) -> Iterator[Row]:
    mine = sa.select(tasks).where(tasks.c.case_id == case_id, tasks.c.decision.is_not(None))
    return _stream(db, mine.order_by(tasks.c.completed_at, tasks.c.id))


def taken_back(db: sa.Connection, case_id: str) -> set[str]:
    again = sa.select(tasks.c.reopened_from).where(tasks.c.case_id == case_id, tasks.c.reopened_from.is_not(None))
    return set(db.execute(again).scalars())


def all_rulings(db: sa.Connection, case_id: str) -> Iterator[Row]:
    return _stream(db, sa.select(rulings).where(rulings.c.case_id == case_id)
                   .order_by(rulings.c.at, rulings.c.visit, rulings.c.rule))  # fmt: skip


def ruling_before(db: sa.Connection, task: Row, rule: str) -> Row | None:
    """What the rule said when the task was decided."""
    mine = sa.select(rulings).where(rulings.c.case_id == task.case_id, rulings.c.rule == rule,
                                    rulings.c.at <= task.completed_at)  # fmt: skip
    return db.execute(mine.order_by(rulings.c.visit.desc()).limit(1)).one_or_none()


def all_comments(db: sa.Connection, case_id: str) -> Iterator[Row]:
    query = sa.select(comments, tasks.c.kind).join(tasks, tasks.c.id == comments.c.task_id)
    return _stream(db, query.where(tasks.c.case_id == case_id).order_by(comments.c.at, comments.c.id))


def plan_lines(db: sa.Connection, case_id: str) -> Iterator[Row]:
    query = sa.select(placements, providers.c.name.label("provider")).outerjoin(
        providers, providers.c.id == placements.c.provider_id)  # fmt: skip
    return _stream(db, query.where(placements.c.case_id == case_id)
                   .order_by(placements.c.created_at, placements.c.task_id, placements.c.number))  # fmt: skip


def attended(db: sa.Connection, case_id: str) -> Iterator[Row]:
    return _by_day(db, case_id, attendance, attendance.c.placement_id)


def attended_before(db: sa.Connection, case_id: str) -> Iterator[Row]:
    """What registrations said before they were changed."""
    return _by_day(db, case_id, attendance_changes, attendance_changes.c.id)


def _by_day(db: sa.Connection, case_id: str, table: sa.Table, then: sa.Column[Any]) -> Iterator[Row]:
    query = sa.select(table, placements.c.title).join(placements, placements.c.id == table.c.placement_id)
    return _stream(db, query.where(placements.c.case_id == case_id).order_by(table.c.day, then))


def closed_weeks(db: sa.Connection, case_id: str) -> Iterator[Row]:
    return _stream(db, sa.select(weeks).where(weeks.c.case_id == case_id).order_by(weeks.c.monday))


def all_spells(db: sa.Connection, case_id: str) -> Iterator[Row]:
    return _stream(db, sa.select(spells).where(spells.c.case_id == case_id).order_by(spells.c.from_on, spells.c.id))


def all_parties(db: sa.Connection, case_id: str) -> Iterator[Row]:
    return _stream(db, sa.select(parties).where(parties.c.case_id == case_id).order_by(parties.c.since, parties.c.id))


def looked(db: sa.Connection, case_id: str) -> Iterator[Row]:
    return _stream(db, sa.select(lookups).where(lookups.c.case_id == case_id).order_by(lookups.c.seq))
