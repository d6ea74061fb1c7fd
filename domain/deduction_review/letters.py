"""The letter of a review: whether the deduction stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.dossier import Dossier
from domain.letters import Facts, Heading, Letter, Paragraph, complaint_guidance, rights_of_a_party, written
from domain.offences import Corrected
from domain.policies import Policies
from domain.text import da_date

SUBJECTS = {
    "stands": "Vi har set på dit fradrag igen: det står ved magt",
    "reversed": "Vi har set på dit fradrag igen: du får beløbet udbetalt",
}


def result(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter:
    """A decision in writing, with its reasons (FVL §§ 22-25)."""
    assert isinstance(case.facts, Corrected)
    assert case.parent is not None
    placed = {p.id: p.title for p in case.parent.placements}
    return written(
        SUBJECTS[answer["result"]],
        Paragraph(text="Der er kommet nyt, efter at der blev trukket i din ydelse. Vi har set på sagen igen."),
        Facts(rows=tuple((da_date(one.day), placed.get(one.placement_id, "")) for one in case.facts.days)),
        Heading(text="Derfor har vi afgjort det sådan"),
        Paragraph(text=answer["account"]),
        *((Paragraph(text="Ydelsescenteret udbetaler beløbet til dig."),) if answer["result"] == "reversed" else ()),
        complaint_guidance(on, rules),
        rights_of_a_party(on, rules),
    )
