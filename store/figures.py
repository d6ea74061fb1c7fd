"""All cases of a programme as its reports look at them, in two streams side by side: no dossier for each, and of what
people have written only the fields that the report names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.reports.report import Course, Fields, Step, Wanted
from store.tables import cases, tasks, teams

AT_ONCE = 2000
NO_MORE: tuple[str, Iterator[tuple[str, Step]]] = ("", iter(()))
Row = Sequence[Any]


def courses(db: sa.Connection, programme: str, wanted: Wanted) -> Iterator[Course]:
    """In the order of their numbers. The decisions are asked for first, so that none is of a case that came later."""
    c = cases.c
    about = sa.select(c.id, c.person_id, c.opened_at, c.closed_at, c.outcome, *_fields(c.facts, wanted.facts))
    facts = _places(wanted.facts, wanted.facts, 5)
    decisions = groupby(_decisions(db, programme, wanted), key=itemgetter(0))
    of, steps = next(decisions, NO_MORE)
    for row in _stream(db, about.where(c.programme == programme).order_by(c.id)):
        mine: list[Step] = []
        if of == row[0]:
            mine = [step for _, step in steps]
            of, steps = next(decisions, NO_MORE)
        closed_on = local_date(row[3]) if row[3] else None
        yield Course(row[0], row[1] or row[0], local_date(row[2]), closed_on, row[4], _read(row, facts), mine)


def is_of(db: sa.Connection, programme: str, some: frozenset[str]) -> bool:
    """Whether the programme is one of these teams'."""
    marked = sa.select(teams.c.id).where(teams.c.programme == programme, teams.c.id.in_(some)).limit(1)
    return bool(some) and (db.execute(marked).first() is not None or has_case_in(db, programme, some))


def has_case_in(db: sa.Connection, programme: str, teams: frozenset[str]) -> bool:
    """Whether one of these teams has, or has had, a case of the programme."""
    found = sa.select(cases.c.programme).where(cases.c.programme == programme, cases.c.team_id.in_(teams))
    return db.execute(found.limit(1)).first() is not None


def _decisions(db: sa.Connection, programme: str, wanted: Wanted) -> Iterator[tuple[str, Step]]:
    """Those that stand, each with its case; what was taken back is left out."""
    t, again = tasks.c, tasks.alias().c
    taken_back = sa.select(again.id).where(again.case_id == t.case_id, again.reopened_from == t.id).exists()
    answers, data = _all(wanted.answers), _all(wanted.data)
    query = sa.select(t.case_id, t.kind, t.completed_at, t.id, *_fields(t.decision, answers), *_fields(t.data, data))
    query = query.join(cases, cases.c.id == t.case_id).where(
        cases.c.programme == programme, t.kind.in_(list(wanted.answers)), t.state == "completed",
        t.decision.is_not(None), ~taken_back)  # fmt: skip
    answer_of = {kind: _places(names, answers, 4) for kind, names in wanted.answers.items()}
    data_of = {kind: _places(wanted.data.get(kind, ()), data, 4 + len(answers)) for kind in wanted.answers}
    for row in _stream(db, query.order_by(t.case_id, t.completed_at, t.visit, t.id)):
        kind = row[1]
        yield row[0], Step(kind, local_date(row[2]), _read(row, answer_of[kind]), _read(row, data_of[kind]), row[3])


def _all(by_kind: Mapping[str, Fields]) -> Fields:
    return tuple(sorted({name for names in by_kind.values() for name in names}))


def _fields(column: sa.ColumnElement[Any], names: Fields) -> list[sa.ColumnElement[Any]]:
    """Each field alone: the database reads a decision, and the rest of it never leaves there."""
    return [column[name].as_string() for name in names]


def _places(names: Fields, among: Fields, first: int) -> list[tuple[str, int]]:
    """Where in a row each of these fields stands: found once, for there are a hundred thousand rows."""
    return [(name, first + among.index(name)) for name in names]


def _read(row: Row, places: list[tuple[str, int]]) -> dict[str, str | None]:
    """As text in both databases: SQLite gives a number where JSON has one."""
    return {name: None if row[at] is None else str(row[at]) for name, at in places}


def _stream(db: sa.Connection, query: sa.Select[Any]) -> Iterator[Row]:
    yield from db.execute(query.execution_options(yield_per=AT_ONCE))
