"""What was begun under a campaign and is not ended: whoever ends the campaign answers for it first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.dossier import Dossier
from domain.event.facts import EventFacts
from domain.material.facts import MaterialFacts
from domain.tasks import refuse
from domain.text import Text, joined


def open_ends(case: Dossier) -> list[Text]:
    """Material that may be out, events that may be held; a bill may come late."""
    return [not_ended(one) for one in case.below if one.is_open and isinstance(one.facts, MaterialFacts | EventFacts)]


def not_ended(one: Dossier) -> Text:
    return Text(da=f"{one.case_id} er ikke afsluttet.", en=f"{one.case_id} is not closed.")


def refuse_over_open_ends(known: Mapping[str, Any] | None, title: str) -> None:
    """No campaign is stopped while its material is still checked and its events prepared."""
    ends = open_ends(known["case"]) if known and "case" in known else []
    if ends:
        first = Text(da="Afslut først det, der er begyndt under kampagnen.", en="First end what was begun under it.")
        refuse([(("result",), "open_ends", joined([first, *ends]))], title)
