"""What a case that belongs to another may choose from it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.decisions import appealable
from domain.programmes import Programme, kind_named
from domain.text import Text, dated
from store import cases
from store.dossier import Dossier
from web import forms, whole


def offers_of(db: sa.Connection, programme: Programme, parent_id: str | None) -> whole.Offers:
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
