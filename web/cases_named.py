"""Other cases that answers name, such as material or a vacancy: with what they are called, and the way there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from domain.fields import label_of
from domain.tasks import row_model
from domain.text import Text, verbatim
from store.cases import CASE_NUMBER
from store.tables import cases
from store.users import User
from web import policy, views
from web.written import Linked, Offered

Row = sa.Row[Any]
Answers = tuple[type[BaseModel], Mapping[str, Any]]


def with_named(db: sa.Connection, user: User, answers: Iterable[Answers], offers: Offered) -> Offered:
    """What there is to choose from, and of what was chosen each case that this person may read. One that is about
    somebody has its number, or what `offers` call it; of one that they may not read, no more is said than before."""
    asked: dict[str, set[str]] = defaultdict(set)
    for model, values in answers:
        for name, value in _chosen(model, values):
            asked[name].add(value)
    numbers = {value for every in asked.values() for value in every}
    if not numbers:
        return offers
    found = {row.id: row for row in db.execute(sa.select(cases).where(cases.c.id.in_(numbers)))
             if policy.may_see_case(user, row)}  # fmt: skip
    return {**offers} | {
        name: [*offers.get(name, ()), *(_linked(found[one], dict(offers.get(name, ())))
                                        for one in sorted(every & found.keys()))]
        for name, every in asked.items()
    }  # fmt: skip


def _chosen(model: type[BaseModel], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The name of each list that was chosen from, and what looks like the number of a case."""
    for key, info in model.model_fields.items():
        rows, value, name = row_model(info), values.get(key), label_of(key, info).options_from
        if rows is not None:
            for row in value or ():
                yield from _chosen(rows, row)
        elif name and isinstance(value, str) and CASE_NUMBER.fullmatch(value):
            yield name, value


def _linked(case: Row, known: Mapping[str, Text | str]) -> tuple[str, Linked]:
    name = views.name_by_facts(case) if case.person_id is None else None
    said = f"{case.id}, {name}" if name else known.get(case.id, case.id)
    words = said if isinstance(said, Text) else verbatim(said)
    return case.id, Linked(da=words.da, en=words.en, url=f"/cases/{case.id}")
