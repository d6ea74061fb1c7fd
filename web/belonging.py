"""Cases that belong to another: what opens them, what they may choose from it, and how each shows the other."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.decisions import appealable
from domain.programmes import PROGRAMMES, Programme, kind_named
from domain.text import Text, dated
from store import cases
from store.dossier import Dossier
from store.users import User
from web import forms, policy, views, whole

Row = sa.Row[Any]


def ways_to_open(user: User, case: Row) -> list[dict[str, Any]]:
    """The buttons of a case's page that open a case under it."""
    return [
        {"title": p.by_hand, "url": f"/cases/{case.id}/open/{p.name}"} for p in PROGRAMMES.values()
        if p.by_hand and p.belongs_to == case.programme and policy.may_open_under(user, case, p)
    ]  # fmt: skip


def above_and_below(db: sa.Connection, case: Row) -> dict[str, Any]:
    """The case that this one belongs to, and those that belong to this one, the newest first."""
    return {
        "above": case.parent_id,
        "below": [
            {"id": c.id, "url": f"/cases/{c.id}", "programme_title": PROGRAMMES[c.programme].title,
             "stage_title": views.stage_title(c.programme, c.outcome or c.stage), "opened_at": c.opened_at,
             "closed_at": c.closed_at} for c in cases.below(db, case.id)
        ],
    }  # fmt: skip


def offers(db: sa.Connection, programme: Programme, parent_id: str | None) -> whole.Offers:
    """What the programme's facts may choose from the case above."""
    wanted = any(forms.label_of(key, info).options_from == "decisions" for key, info in whole.keys(programme.facts))
    above = cases.get(db, parent_id) if wanted and parent_id else None
    if above is None:
        return {}
    taken = appealable(Dossier(db, above))
    return {"decisions": [(one.decision.task_id, _said(one.decision, one.case.case_id)) for one in taken]}


def _said(decision: Any, case_id: str) -> Text:
    title, day = kind_named(decision.kind).title, dated(local_date(decision.at))
    return Text(da=f"{title.da}, {day.da}, sag {case_id}", en=f"{title.en}, {day.en}, case {case_id}")
