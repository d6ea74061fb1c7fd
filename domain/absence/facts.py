"""Words of absence: why a citizen did not come, and how they were reached."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from domain.text import Text


class Ground(StrEnum):
    """Why a citizen may have a reasonable ground (LAS § 13(7) and (8)); a person weighs it, not the list."""

    sickness = "sickness"
    childcare = "childcare"
    parenthood = "parenthood"
    transport = "transport"
    work = "work"
    authority = "authority"
    offer_unreasonable = "offer_unreasonable"
    not_told = "not_told"
    other = "other"
    none = "none"


GROUNDS: dict[Any, Text] = {
    Ground.sickness: Text(da="Sygdom", en="Sickness"),
    Ground.childcare: Text(da="Børn kunne ikke passes", en="No care for the children"),
    Ground.parenthood: Text(da="Graviditet, barsel eller adoption", en="Pregnancy, birth or adoption"),
    Ground.transport: Text(da="Kunne ikke komme frem", en="Could not get there"),
    Ground.work: Text(da="Ordinært arbejde eller jobsamtale", en="Ordinary work or a job interview"),
    Ground.authority: Text(da="Indkaldt af en myndighed, læge eller skole", en="Called in by an authority or doctor"),
    Ground.offer_unreasonable: Text(da="Tilbuddet er ikke rimeligt", en="The offer is not reasonable"),
    Ground.not_told: Text(da="Har ikke fået besked om mødet", en="Had not been told of the appointment"),
    Ground.other: Text(da="Anden grund", en="Another ground"),
    Ground.none: Text(da="Ingen grund oplyst", en="No ground given"),
}
CHANNELS: dict[Any, Text] = {
    "phone": Text(da="Telefon", en="Phone"),
    "meeting": Text(da="Samtale", en="Meeting"),
    "visit": Text(da="Besøg på hjemadressen eller aktiviteten", en="Visit at home or at the activity"),
    "sms": Text(da="SMS", en="Text message"),
    "digital_post": Text(da="Digital Post", en="Digital Post"),
    "letter": Text(da="Brev", en="Letter"),
}
