"""What a partner may see of those it has referred: what a consent shares today, and nothing else."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.text import Text
from store import people, sharing
from store.users import User
from web import views
from web.house import House

TELLS_PROGRESS, TELLS_RESULT = ("progress", "both"), ("result", "both")
IN_PROGRESS = Text(da="I gang", en="Under way")


Seen = list[tuple[str, str | None]]
"""Whose names are shown: the person, and the case."""


def shown(db: sa.Connection, house: House, user: User) -> tuple[list[dict[str, Any]], Seen]:
    """Every referral of the partner's teams, the newest first, and whose names it tells. Without a consent: the date
    and their own reference."""
    teams = user.teams_as(Role.partner)
    found = sharing.referred_by(db, teams)
    consents = sharing.shared(db, teams, {one.case_id for one in found}, local_date(house.now()))
    told = [(one, consents.get((one.case_id, one.team_id))) for one in found]
    seen: Seen = [(one.person_id, one.case_id) for one, scope in told if scope and one.person_id]
    names = people.names(db, house.store.secrets, {person for person, _ in seen})
    return [_row(one, scope, names) for one, scope in told], seen


def _row(one: Any, scope: str | None, names: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": one.id, "programme": one.programme, "referred_at": one.at, "reference": one.reference,
                           "programme_title": PROGRAMMES[one.programme].title, "shared": scope is not None,
                           "name": None, "stage": None, "stage_title": None, "since": None, "outcome": None,
                           "closed_at": None}  # fmt: skip
    if scope is None:
        return row
    row["name"] = names.get(one.person_id)
    if one.closed_at is None:
        tells = scope in TELLS_PROGRESS
        return row | ({"stage": one.stage, "stage_title": views.stage_title(one.programme, one.stage),
                       "since": one.stage_since} if tells else {"stage_title": IN_PROGRESS})  # fmt: skip
    if scope in TELLS_RESULT:
        return row | {"outcome": one.outcome, "stage_title": views.stage_title(one.programme, one.outcome),
                      "closed_at": one.closed_at}  # fmt: skip
    return row | {"stage_title": Text(da="Afsluttet", en="Ended"), "closed_at": one.closed_at}


def digest(rows: list[dict[str, Any]]) -> str:
    """Differs as soon as something else is shown."""
    return sha256(repr(rows).encode()).hexdigest()[:16]
