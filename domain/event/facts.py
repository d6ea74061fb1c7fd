"""An event of a campaign: what, in which of its areas, where and when. Who comes is counted and never named."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from domain.areas import LONGEST, as_offered
from domain.calendar import at_local
from domain.civic.where import AREAS
from domain.dossier import Dossier
from domain.fields import Clock
from domain.labels import Label
from domain.tasks import Between, Free, Sheet, refuse
from domain.text import Text

LATE = 31
"""Days in which an event that was held may still be written down."""


class EventFacts(Sheet):
    model_config = ConfigDict(frozen=True)

    name: Annotated[Free, Field(min_length=3, max_length=120), Label(
        Text(da="Hvad er det?", en="What is it?"), Text(da="Fx vælgermøde eller spisning.",
                                                        en="Such as a meeting of voters or a meal."))]  # fmt: skip
    area: Annotated[str, Field(max_length=LONGEST), as_offered(AREAS), Label(
        Text(da="Område", en="Area"),
        Text(da="Et af dem, som kampagnen føres i.", en="One that the campaign is run in."), options_from=AREAS)]
    place: Annotated[Free, Field(min_length=3, max_length=120), Label(Text(da="Sted", en="Place"))]
    held_on: Annotated[date, Between(earliest=-LATE, latest=1500), Label(Text(da="Dato", en="Date"))]
    start: Annotated[Clock, Label(Text(da="Fra kl.", en="From"), short=True)]
    end: Annotated[Clock, Label(Text(da="Til kl.", en="To"), short=True)]

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        """Only where the day is known: old facts stay what they were."""
        if "today" in (info.context or {}) and self.end <= self.start:
            refuse([(("end",), "ends_before_start", Text(
                da="Slutter, før det begynder", en="Ends before it begins"))], type(self).__name__)  # fmt: skip
        return self

    @property
    def begins(self) -> datetime:
        return at_local(self.held_on, time.fromisoformat(self.start))


def event_facts(event: Dossier) -> EventFacts:
    assert isinstance(event.facts, EventFacts)
    return event.facts
