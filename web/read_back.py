"""Decisions as they are read later: with what became since of the rows that they wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from domain.programmes import PROGRAMMES, kind_named
from store.dossier import Dossier
from web.written import Offered, written

Row = sa.Row[Any]


def read_back(db: sa.Connection, case: Row, offers: Offered) -> Callable[[Row], list[dict[str, Any]]]:
    """Reads a completed task of the case: its answers in words."""
    programme = PROGRAMMES[case.programme]
    gone = programme.gone(Dossier(db, case))
    called = [(key, one.called) for key, one in gone.items()]
    named = {**offers} | {name: [*offers.get(name, ()), *called] for name in programme.offers}
    since = {key: one.because for key, one in gone.items()}
    return lambda task: written(kind_named(task.kind).decision, task.decision, named, (task.id, since))
