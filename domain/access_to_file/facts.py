"""A request to see the documents of a case."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from domain.labels import Label
from domain.tasks import Between, Free, Sheet
from domain.text import Text

HAPPENED = Between(earliest=date(2014, 1, 1), latest=0)
"""Offentlighedsloven is in force from then."""


class AccessFacts(Sheet):
    model_config = ConfigDict(frozen=True)

    received_on: Annotated[date, HAPPENED, Label(
        Text(da="Anmodningen modtaget", en="Request received"),
        Text(da="Fristen på 7 arbejdsdage regnes herfra.", en="The 7 working days count from it."))]  # fmt: skip
    asked_by: Annotated[Literal["citizen", "representative", "other"], Label(
        Text(da="Hvem beder om aktindsigt?", en="Who asks for access?"), options={
            "citizen": Text(da="Borgeren selv (partsaktindsigt)", en="The citizen (as a party)"),
            "representative": Text(da="En partsrepræsentant", en="A representative"),
            "other": Text(da="En anden, fx en journalist", en="Somebody else, e.g. a journalist")})]  # fmt: skip
    scope: Annotated[Literal["whole", "part"], Label(
        Text(da="Hvad bedes der om?", en="What is asked for?"), options={
            "whole": Text(da="Hele sagen", en="The whole case"),
            "part": Text(da="Bestemte dokumenter", en="Some documents")})]  # fmt: skip
    text: Annotated[Free, Field(min_length=3), Label(
        Text(da="Anmodningen", en="The request"),
        Text(da="Med egne ord, eller et referat.", en="In their own words, or what was said."))]  # fmt: skip
