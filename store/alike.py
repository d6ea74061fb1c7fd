"""Cases that may be of one person: the same name, or the same birth date and a name in common."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.programmes import PROGRAMMES
from store import people
from store.secrets import Secrets
from store.tables import cases, name_words, tasks
from store.tables_choices import choices

MOST = 20
Row = sa.Row[Any]


def alike(db: sa.Connection, case: Row) -> list[Row]:
    """Other open cases of the programme that a person should hold this one against, the oldest first."""
    born_on = PROGRAMMES[case.programme].born_on
    if case.person_id is None:
        return []
    words = _words(db, case.person_id)
    shares = sa.select(name_words.c.person_id).where(name_words.c.word_index.in_(words))
    query = sa.select(cases).where(
        cases.c.programme == case.programme, cases.c.closed_at.is_(None), cases.c.id != case.id,
        cases.c.person_id.in_(shares), ~_is_being_joined(cases.c.id, case.programme),
    ).order_by(cases.c.opened_at, cases.c.id)  # fmt: skip
    found = [one for one in db.execute(query) if _words(db, one.person_id) == words
             or (born_on is not None and born_on(_facts(one)) == born_on(_facts(case)))]  # fmt: skip
    return found[:MOST]


def _is_being_joined(case_id: sa.ColumnElement[Any], programme: str) -> sa.ColumnElement[bool]:
    """It has just been said to be one with another: nobody joins that one with it."""
    other, again = cases.alias(), tasks.alias()
    return sa.exists().where(
        tasks.c.case_id == case_id, tasks.c.state == "completed", choices.c.task_id == tasks.c.id,
        other.c.id == choices.c.case_id, other.c.programme == programme,
        ~sa.exists().where(again.c.reopened_from == tasks.c.id))  # fmt: skip


def named(db: sa.Connection, secrets: Secrets, found: list[Row]) -> list[tuple[str, str]]:
    """Each by its number, with the name to know it by."""
    names = people.names(db, secrets, {one.person_id for one in found})
    return [(one.id, f"{one.id}, {names[one.person_id]}") for one in found]


def _words(db: sa.Connection, person_id: str) -> set[str]:
    return set(db.execute(sa.select(name_words.c.word_index).where(name_words.c.person_id == person_id)).scalars())


def _facts(case: Row) -> Any:
    return PROGRAMMES[case.programme].facts.model_validate(case.facts)
