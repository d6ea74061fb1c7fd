"""Days on which a citizen did not come where they were to be."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.labels import Label
from domain.text import Text


class AbsentDay(BaseModel):
    model_config = ConfigDict(frozen=True)

    day: Annotated[date, Label(Text(da="Dag", en="Day"))]
    placement_id: Annotated[str, Label(Text(da="Skulle være", en="Was to be at"), options_from="placements")]


class Offences(BaseModel):
    """The days that one case of absence is about; the first one sets its deadlines."""

    model_config = ConfigDict(frozen=True)

    days: Annotated[tuple[AbsentDay, ...], Field(min_length=1), Label(Text(da="Udeblevet", en="Absent"))]

    @property
    def first(self) -> date:
        return min(one.day for one in self.days)

    def dates(self) -> list[date]:
        return sorted({one.day for one in self.days})


class Corrected(BaseModel):
    """Days of a case of absence that has had its effect, and of which something has come to light since."""

    model_config = ConfigDict(frozen=True)

    absence: Annotated[str, Label(Text(da="Sagen om udeblivelse", en="The case of absence"))]
    days: Annotated[tuple[AbsentDay, ...], Field(min_length=1), Label(Text(da="Dage", en="Days"))]
