"""Days on which nothing can be demanded of a citizen, as people report them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from domain.labels import Label
from domain.tasks import Between, Decision, Free
from domain.text import Text

SPELLS: dict[Any, Text] = {
    "sick": Text(da="Sygemeldt", en="Sick"),
    "child_sick": Text(da="Barns sygdom", en="Child's sickness"),
    "parental": Text(da="Graviditet, barsel eller adoption", en="Pregnancy, birth or adoption"),
    "holiday": Text(da="Ferie", en="Holiday"),
    "free_period": Text(da="Friperiode", en="Free period"),
    "work": Text(da="Midlertidigt arbejde", en="Temporary work"),
    "education": Text(da="Uddannelse", en="Education"),
    "civic_duty": Text(da="Borgerligt ombud", en="Civic duty"),
    "exempt": Text(da="Fritaget", en="Exempt"),
}
"""The absence codes of STAR (starwiki 2022-3); `exempt` comes from the individual assessment alone."""
Reported = Literal["sick", "child_sick", "parental", "holiday", "free_period", "work", "education", "civic_duty"]
LONGEST = timedelta(days=366)
TOO_LONG = Text(da="Højst et år ad gangen", en="A year at a time at most")


class SpellReport(Decision):
    kind: Annotated[Reported, Label(Text(da="Hvorfor?", en="Why?"), options=SPELLS)]
    from_on: Annotated[date, Between(earliest=date(2025, 1, 1), latest=366), Label(Text(da="Fra", en="From"))]
    to_on: Annotated[date | None, Label(
        Text(da="Til og med", en="Until"),
        Text(da="Tom, hvis det ikke vides endnu.", en="Empty if it is not known yet."))] = None  # fmt: skip
    note: Annotated[Free, Field(max_length=1000), Label(
        Text(da="Bemærkning", en="Note"), Text(da="Ingen helbredsoplysninger ud over det nødvendige.",
                                               en="No health data beyond what is needed."))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_on and self.to_on < self.from_on:
            raise ValueError("ends_before_start")
        if self.to_on and self.to_on - self.from_on > LONGEST:
            raise ValueError("spell_too_long")
        return self
