"""Cases that belong to another: what opens them, and how each shows the other."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.programmes import PROGRAMMES, Asked
from store import cases
from store.dossier import Dossier
from store.users import User
from web import policy, views

Row = sa.Row[Any]


def ways_to_open(db: sa.Connection, user: User, case: Row, asked: Asked) -> list[dict[str, Any]]:
    """The buttons of a case's page that open a case under it; `shut`: why that cannot be now."""
    return [
        {"title": (heed and heed.by_hand) or p.by_hand, "url": f"/cases/{case.id}/open/{p.name}",
         "shut": heed.says if heed and heed.shuts else None}
        for p in PROGRAMMES.values()
        if p.by_hand and case.programme in p.belongs_to and policy.may_open_under(user, case, p)
        and (case.closed_at is None or not p.only_while_open)
        for heed in [p.heed(Dossier(db, case), asked)]
    ]  # fmt: skip


def above_and_below(db: sa.Connection, user: User, case: Row) -> dict[str, Any]:
    """The case that this one belongs to, and those that belong to this one, the newest first."""
    above = cases.get(db, case.parent_id) if case.parent_id else None
    is_seen = above is not None and policy.may_see_case(user, above)
    return {
        "above": case.parent_id, "above_url": f"/cases/{case.parent_id}" if is_seen else None,
        "below": [
            {"id": c.id, "url": f"/cases/{c.id}", "programme_title": PROGRAMMES[c.programme].title,
             "stage_title": views.stage_title(c.programme, c.outcome or c.stage), "opened_at": c.opened_at,
             "closed_at": c.closed_at, "named": _called(user, c)} for c in cases.below(db, case.id)
        ],
    }  # fmt: skip


def _called(user: User, case: Row) -> str | None:
    """A case about somebody has its number alone."""
    return views.name_by_facts(case) if case.person_id is None and policy.may_see_case(user, case) else None
