"""A complaint as it came in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from domain.labels import Label
from domain.tasks import Between, Free, Sheet
from domain.text import Text

HAPPENED = Between(earliest=date(2000, 1, 1), latest=0)
CHANNELS = {
    "digital_post": Text(da="Digital Post", en="Digital Post"),
    "letter": Text(da="Brev", en="Letter"),
    "email": Text(da="E-mail", en="E-mail"),
    "oral": Text(da="Telefon eller mundtligt", en="By phone or orally"),
    "in_person": Text(da="Personligt fremmøde, på skrift", en="Handed over in writing"),
    "appeals_board": Text(da="Sendt til Ankestyrelsen og videre hertil", en="Sent to the appeals board and on to us"),
}
COMPLAINANTS = {
    "citizen": Text(da="Borgeren selv", en="The citizen"),
    "representative": Text(da="En partsrepræsentant", en="A representative"),
    "anonymous": Text(da="Anonym", en="Anonymous"),
}


class ComplaintFacts(Sheet):
    model_config = ConfigDict(frozen=True)

    received_on: Annotated[date, HAPPENED, Label(
        Text(da="Klagen modtaget", en="Complaint received"),
        Text(da="Den dag, klagen nåede frem til kommunen eller Ankestyrelsen. Fristen på 4 uger regnes herfra.",
             en="The day it reached the municipality or the board. The 4 weeks count from it."))]  # fmt: skip
    channel: Annotated[
        Literal["digital_post", "letter", "email", "oral", "in_person", "appeals_board"],
        Label(Text(da="Hvordan kom klagen?", en="How did it come?"),
              Text(da="En mundtlig klage er også en klage: skriv den ned.",
                   en="An oral complaint is one too: write it down."), options=CHANNELS)]  # fmt: skip
    complainant: Annotated[
        Literal["citizen", "representative", "anonymous"],
        Label(Text(da="Hvem klager?", en="Who complains?"),
              Text(da="Er klageren anonym eller en anden end borgeren, afklares det først.",
                   en="An anonymous or other complainant is clarified first."), options=COMPLAINANTS)]  # fmt: skip
    decision: Annotated[str | None, Field(max_length=64), Label(
        Text(da="Hvilken afgørelse?", en="Of which decision?"),
        Text(da="Lad feltet stå tomt, hvis afgørelsen ikke er på listen eller ikke kan udpeges.",
             en="Leave it empty if the decision is not listed or cannot be told."),
        options_from="decisions")] = None  # fmt: skip
    decision_received_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Borgeren modtog afgørelsen", en="The citizen received the decision"),
        Text(da="Udfyldes, hvis afgørelsens brev ikke er sendt herfra. Klagefristen regnes fra den dag.",
             en="If its letter was not sent from here. The period counts from that day."))] = None  # fmt: skip
    text: Annotated[Free, Field(min_length=3), Label(
        Text(da="Klagen", en="The complaint"),
        Text(da="Klagerens egne ord, eller et referat af det, der blev sagt.",
             en="In the complainant's own words, or what was said."))]  # fmt: skip
