"""What the house proposes to choose, with its reasons; never carried out without a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.policies import Policies
from domain.programmes import PROGRAMMES, Programme, kind_named
from domain.tasks import OPEN
from store import cases
from store.dossier import Dossier
from store.tables import cases as cases_table
from store.tables import tasks
from store.users import User
from web.house import House
from web.offers import chooses

MOST = 5
"""Shown on a task, the best first; the list of the form has them all."""


def of_task(db: sa.Connection, task: Any, case: Any, now: Any, policies: Policies) -> dict[str, Any] | None:
    """For who decides on this task; None where nothing is proposed for such a one."""
    rank = PROGRAMMES[case.programme].ranks.get(task.kind)
    if rank is None:
        return None
    found = rank(Dossier(db, case), offering(db, [task.kind]), local_date(now), policies)
    return {"proposed": found.proposed[:MOST], "more": max(len(found.proposed) - MOST, 0),
            "ruled_out": found.ruled_out}  # fmt: skip


def offering(db: sa.Connection, kinds: Iterable[str]) -> list[Dossier]:
    """The open cases of which decisions of these kinds may choose one."""
    names = sorted({name for kind in kinds for name in chooses(kind_named(kind).decision)})
    return [Dossier(db, row) for row in cases.open_of(db, names)]


def pools(db: sa.Connection, house: House, user: User) -> list[dict[str, Any]]:
    """For each programme whose cases this person sees, the best assignment of all who seek."""
    return [
        {"title": one.title, "seeking": len(found := _seeking(db, one, user)),
         "proposed": one.assigns(found, offering(db, one.ranks), local_date(house.now()), house.policies)}
        for one in PROGRAMMES.values() if one.assigns
    ]  # fmt: skip


def _seeking(db: sa.Connection, programme: Programme, user: User) -> list[Dossier]:
    """The cases of the own teams whose task of choosing is open."""
    c = cases_table.c
    waiting = sa.select(tasks.c.case_id).where(tasks.c.kind.in_(sorted(programme.ranks)), tasks.c.state.in_(OPEN))
    query = sa.select(cases_table).where(
        c.programme == programme.name, c.closed_at.is_(None), c.team_id.in_(user.teams), c.id.in_(waiting))  # fmt: skip
    return [Dossier(db, row) for row in db.execute(query.order_by(c.id))]
