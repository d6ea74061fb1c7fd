"""What fields of forms may choose from that stands in the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from domain.calendar import local_date
from domain.decisions import appealable
from domain.labels import PLACES, place_of
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
    asked = _asked(programme.facts)
    return {name: OFFERS[name](db, dossier) for name in sorted(asked & OFFERS.keys())} | _own(asked, dossier)


def offers_to(db: sa.Connection, secrets: Secrets, decision: type[BaseModel], case: Any, on: date,
              policies: Policies, data: Mapping[str, Any] | None = None) -> whole.Offers:  # fmt: skip
    """What a decision in this case may choose from that day; `data`: what the task says."""
    asked, found = _asked(decision), providers(db)
    if "alike" in asked:
        found["alike"] = [*alike.named(db, secrets, alike.alike(db, case))]
    if "partners" in asked:
        found["partners"] = [(team.id, team.name) for team in sharing.partners(db)]
    if "participants" in asked:
        found["participants"] = [*alike.named(db, secrets, _participants(db, case))]
    found |= _own(asked, Dossier(db, case))
    return found | {place_of(name): _places(db, name, case.id, on, policies, data or {}) for name in chooses(decision)}


def _own(asked: set[str], case: Dossier) -> dict[str, Any]:
    """What the case's own programme knows."""
    offers = PROGRAMMES[case.programme].offers
    return {name: offers[name](case) for name in sorted(asked & offers.keys())}


def chooses(decision: type[BaseModel]) -> list[str]:
    """The programmes of whose open cases the decision may choose one that has a place free."""
    return sorted(name.removeprefix(PLACES) for name in _asked(decision) if name.startswith(PLACES))


def _places(db: sa.Connection, programme: str, to: str, on: date, policies: Policies,
            data: Mapping[str, Any]) -> list[tuple[str, Text | str]]:  # fmt: skip
    """Open cases that have a place for the case `to`."""
    offers = PROGRAMMES[programme].offers_places
    assert offers is not None
    named = ((row.id, offers(Dossier(db, row), on, policies, to, data)) for row in cases.open_of(db, [programme]))
    return [(key, Text(da=f"{key}: {says.da}", en=f"{key}: {says.en}")) for key, says in named if says]


def _participants(db: sa.Connection, case: Any) -> list[Any]:
    taking_part = PROGRAMMES[case.programme].participants
    ids = taking_part(Dossier(db, case)) if taking_part else []
    return [one for one in map(partial(cases.get, db), ids) if one is not None]


def people_named(db: sa.Connection, decision: type[BaseModel], case: Any) -> list[tuple[str, str]]:
    """The other people whose names such a decision shows, with their cases."""
    asked = _asked(decision)
    shown = [*(alike.alike(db, case) if "alike" in asked else ()),
             *(_participants(db, case) if "participants" in asked else ())]  # fmt: skip
    return [(one.person_id, one.id) for one in shown]


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
