"""A session that several young people take part in: what it is, when and where, and how many fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Self

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from domain.fields import Clock
from domain.labels import Label
from domain.tasks import Between, Free, Sheet, refuse
from domain.text import Text
from domain.youth.finding import SUPPORT, Support


class SessionFacts(Sheet):
    model_config = ConfigDict(frozen=True)

    support: Annotated[Support, Label(Text(da="Hvad er det?", en="What is it?"), options=dict(SUPPORT))]
    held_on: Annotated[date, Between(earliest=-31, latest=366), Label(Text(da="Dato", en="Date"))]
    start: Annotated[Clock, Label(Text(da="Fra kl.", en="From"))]
    end: Annotated[Clock, Label(Text(da="Til kl.", en="To"))]
    place: Annotated[Free, Field(min_length=1, max_length=200), Label(Text(da="Sted", en="Place"))]
    seats: Annotated[int, Field(ge=1, le=50), Label(Text(da="Antal pladser", en="Number of seats"))] = 12
    leader: Annotated[Free, Field(max_length=120), Label(
        Text(da="Hvem holder det?", en="Who holds it?"))] = ""  # fmt: skip
    note: Annotated[Free, Label(
        Text(da="Praktisk", en="Good to know"), Text(da="Fx mødested eller hvad man skal have med.",
                                                     en="Such as where to meet or what to bring."))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        """Only where the day is known: old facts stay what they were."""
        if "today" in (info.context or {}):
            refuse(self._wrong(), type(self).__name__)
        return self

    def _wrong(self) -> Iterator[tuple[tuple[str | int, ...], str, Text]]:
        if self.end <= self.start:
            yield ("end",), "ends_before_start", Text(da="Slutter, før det begynder", en="Ends before it begins")
