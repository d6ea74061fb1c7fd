"""What follows when a letter reached nobody: a case of its own under the letter's, open or closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from pydantic_core import to_jsonable_python

from domain.overtaken import over
from domain.programmes import PROGRAMMES
from store import cases
from store.dossier import Dossier


def begin(db: sa.Connection, letter: sa.Row[Any], now: datetime, shift: timedelta = timedelta(0)) -> None:
    """Once for each letter, and only while it says what holds. Whoever calls holds the letter's case.

    `shift` goes to the clock of the case that this opens: its first deadline is then counted from `now` as well.
    """
    case = cases.get(db, letter.case_id)
    name = PROGRAMMES[case.programme].on_failed_letter if case else None
    if case is None or name is None or over(letter.id, Dossier(db, case)):
        return
    state = {"shift": to_jsonable_python(shift)} if shift else {}
    cases.open_belonging(db, PROGRAMMES[name], case, facts={"letter": letter.id}, key=f"{name}:{letter.id}", actor=None,
                         now=now, state=state)  # fmt: skip


def look_again(db: sa.Connection, case_id: str, now: datetime) -> None:
    """Something has happened to the case whose letters they are: those that need not arrive any more are told."""
    case = cases.get(db, case_id)
    name = PROGRAMMES[case.programme].on_failed_letter if case else None
    if case is None or name is None:
        return
    dossier = Dossier(db, case)
    for one in cases.below(db, case_id):
        if one.programme == name and one.closed_at is None and over(one.facts["letter"], dossier):
            cases.look_again(db, one.id, now)
