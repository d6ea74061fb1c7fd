"""What fields of forms may choose from that stands in the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from domain.calendar import local_date
from domain.decisions import appealable
from domain.policies import Policies
from domain.programmes import PROGRAMMES, Programme, kind_named
from domain.tasks import row_model
from domain.text import Text, dated
from store import alike, cases, letters, placements, sharing
from store.dossier import Dossier
from store.secrets import Secrets
from web import forms, whole


def offers_of(db: sa.Connection, programme: Programme, parent_id: str | None) -> whole.Offers:
    """What the programme's facts may choose from the case above."""
    above = cases.get(db, parent_id) if parent_id else None
    if above is None:
        return {}
    dossier = Dossier(db, above)
    return {name: OFFERS[name](db, dossier) for name in sorted(_asked(programme.facts)) if name in OFFERS}


def offers_to(db: sa.Connection, secrets: Secrets, decision: type[BaseModel], case: Any, on: date,
              policies: Policies) -> whole.Offers:  # fmt: skip
    """What a decision in this case may choose from that day."""
    asked, found = _asked(decision), providers(db)
    if "alike" in asked:
        found["alike"] = [*alike.named(db, secrets, alike.alike(db, case))]
    if "partners" in asked:
        found["partners"] = [(team.id, team.name) for team in sharing.partners(db)]
    if "vacancies" in asked:
        found["vacancies"] = _vacancies(db, case.id, on, policies)
    return found


def _vacancies(db: sa.Connection, to: str, on: date, policies: Policies) -> list[tuple[str, Text | str]]:
    """Open cases that have a place for the case `to`."""
    offering = {name: one.offers_places for name, one in PROGRAMMES.items() if one.offers_places}
    named = ((row.id, offering[row.programme](Dossier(db, row), on, policies, to))
             for row in cases.open_of(db, sorted(offering)))  # fmt: skip
    return [(key, Text(da=f"{key}: {says.da}", en=f"{key}: {says.en}")) for key, says in named if says]


def providers(db: sa.Connection) -> dict[str, list[tuple[str, Text | str]]]:
    return {"providers": [(p.id, p.name) for p in placements.active_providers(db)]}


def _asked(model: type[BaseModel]) -> set[str]:
    """The lists that fields of the model and of its rows choose from."""
    found: set[str] = set()
    for key, info in whole.keys(model):
        row, name = row_model(info), forms.label_of(key, info).options_from
        found |= ({name} if name else set()) | (_asked(row) if row else set())
    return found


def _decisions(db: sa.Connection, above: Dossier) -> list[tuple[str, Text | str]]:
    taken = appealable(above)
    return [(one.decision.task_id, _said(one.decision, one.case.case_id)) for one in taken]


def _placements(db: sa.Connection, above: Dossier) -> list[tuple[str, Text | str]]:
    return [(line.id, line.title) for line in above.placements]


def _letters(db: sa.Connection, above: Dossier) -> list[tuple[str, Text | str]]:
    def said(letter: Any) -> Text:
        on = dated(local_date(letter.created_at))
        return Text(da=f"{letter.subject}, {on.da}", en=f"{letter.subject}, {on.en}")

    return [(one.id, said(one)) for one in letters.of_case(db, above.case_id)]


OFFERS: dict[str, Callable[[sa.Connection, Dossier], list[tuple[str, Text | str]]]] = {
    "decisions": _decisions, "placements": _placements, "letters": _letters,
}  # fmt: skip


def _said(decision: Any, case_id: str) -> Text:
    title, day = kind_named(decision.kind).title, dated(local_date(decision.at))
    return Text(da=f"{title.da}, {day.da}, sag {case_id}", en=f"{title.en}, {day.en}, case {case_id}")
