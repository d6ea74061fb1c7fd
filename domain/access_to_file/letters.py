"""The letter that answers a request for access to the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.access_to_file.facts import AccessFacts
from domain.dossier import Dossier
from domain.letters import Heading, Letter, LetterOf, Paragraph, complaint_guidance, rights_of_a_party, written
from domain.policies import Policies
from domain.text import da_date

SUBJECTS = {
    "full": "Du får aktindsigt i din sag", "partial": "Du får delvis aktindsigt i din sag",
    "refused": "Afslag på aktindsigt",
}  # fmt: skip


def decision(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter | None:
    """The decision with its reasons, and how to complain where not everything is given.

    Somebody who is no party is answered outside the case: its letters go to the citizen.
    """
    subject, facts = SUBJECTS.get(answer["result"]), case.facts
    assert isinstance(facts, AccessFacts)
    if subject is None or facts.asked_by == "other":
        return None
    whole = answer["result"] == "full"
    kept = () if whole else (Heading(text="Det er undtaget"), Paragraph(text=answer["left_out"]))
    handed = () if answer["result"] == "refused" else (Paragraph(text="Dokumenterne kommer særskilt."),)
    return written(
        subject,
        Paragraph(text=f"Vi modtog din anmodning om aktindsigt den {da_date(facts.received_on)}."),
        *handed,
        *kept,
        Heading(text="Begrundelse"),
        Paragraph(text=answer["reason"]),
        *(() if whole else (complaint_guidance(on, rules),)),
        rights_of_a_party(on, rules),
    )


LETTERS: dict[str, LetterOf] = {"access_to_file.decision": decision}
