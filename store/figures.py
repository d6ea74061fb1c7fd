"""All cases of a programme as its reports look at them, in two streams side by side: no dossier for each, and of what
people have written only the fields that the report names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.reports.report import Course, Fields, Step, Wanted
from store.tables import cases, tasks

AT_ONCE = 2000
Row = sa.Row[Any]


def courses(db: sa.Connection, programme: str, wanted: Wanted) -> Iterator[Course]:
    """In the order of their numbers."""
    c = cases.c
    facts = _fields(c.facts, wanted.facts, "fact")
    about = sa.select(c.id, c.person_id, c.opened_at, c.closed_at, c.outcome, *facts)
    rows = _stream(db, about.where(c.programme == programme).order_by(c.id))
    steps = groupby(_decisions(db, programme, wanted), key=lambda row: row.case_id)
    of, decided = next(steps, (None, iter(())))
    for case in rows:
        mine: list[Step] = []
        if of == case.id:
            mine = [_step(row, wanted) for row in decided]
            of, decided = next(steps, (None, iter(())))
        yield Course(case.id, case.person_id or case.id, local_date(case.opened_at),
                     local_date(case.closed_at) if case.closed_at else None, case.outcome,
                     _read(case, wanted.facts, "fact"), mine)  # fmt: skip


def has_case_in(db: sa.Connection, programme: str, teams: frozenset[str]) -> bool:
    """Whether one of these teams has, or has had, a case of the programme."""
    found = sa.select(cases.c.id).where(cases.c.programme == programme, cases.c.team_id.in_(teams))
    return db.execute(found.limit(1)).first() is not None


def _decisions(db: sa.Connection, programme: str, wanted: Wanted) -> Iterator[Row]:
    """Those that stand; what was taken back is left out."""
    t, again = tasks.c, tasks.alias().c
    taken_back = sa.select(again.id).where(again.case_id == t.case_id, again.reopened_from == t.id).exists()
    answers = _fields(t.decision, _all(wanted.answers), "answer")
    query = sa.select(t.case_id, t.kind, t.completed_at, *answers, *_fields(t.data, _all(wanted.data), "data"))
    query = query.join(cases, cases.c.id == t.case_id).where(
        cases.c.programme == programme, t.kind.in_(list(wanted.answers)), t.state == "completed",
        t.decision.is_not(None), ~taken_back)  # fmt: skip
    return _stream(db, query.order_by(t.case_id, t.completed_at, t.visit, t.id))


def _step(row: Row, wanted: Wanted) -> Step:
    return Step(row.kind, local_date(row.completed_at), _read(row, wanted.answers[row.kind], "answer"),
                _read(row, wanted.data.get(row.kind, ()), "data"))  # fmt: skip


def _all(by_kind: Any) -> Fields:
    return tuple(sorted({name for names in by_kind.values() for name in names}))


def _fields(column: sa.ColumnElement[Any], names: Fields, what: str) -> list[sa.ColumnElement[Any]]:
    return [column[name].as_string().label(f"{what}_{name}") for name in names]


def _read(row: Row, names: Fields, what: str) -> dict[str, str | None]:
    """As text in both databases: SQLite gives a number where JSON has one."""
    found = ((name, getattr(row, f"{what}_{name}")) for name in names)
    return {name: None if value is None else str(value) for name, value in found}


def _stream(db: sa.Connection, query: sa.Select[Any]) -> Iterator[Row]:
    yield from db.execute(query.execution_options(yield_per=AT_ONCE))
