"""A plan as people look at it: the week that its lines make, whatever the programme."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from domain.text import Text


class PlannedLine(BaseModel):
    """One activity of the week. `kind` numbers the activities of the programme from 1, for a picture's patterns."""

    model_config = ConfigDict(frozen=True)

    number: int
    """Its place in the plan."""
    kind: int
    title: Text
    where: str
    provider: str | None
    starts_on: date
    ends_on: date | None
    hours: dict[int, Decimal]
    """ISO weekday to hours."""
    counted: Decimal
    because: Text

    @property
    def total(self) -> Decimal:
        return sum(self.hours.values(), Decimal())


class Cap(BaseModel):
    """What an activity may count at most in a week, and what is planned of it."""

    model_config = ConfigDict(frozen=True)

    kind: int
    title: Text
    planned: Decimal
    most: Decimal


class Remark(BaseModel):
    model_config = ConfigDict(frozen=True)

    message: Text
    hard: bool


class PlannedWeek(BaseModel):
    """The week of a plan from `first` on; the plan changes at each of `changes`."""

    model_config = ConfigDict(frozen=True)

    first: date
    changes: list[date]
    target: Decimal | None
    counted: Decimal
    missing: Decimal
    lines: list[PlannedLine]
    caps: list[Cap]
    remarks: list[Remark]
    policy_versions: list[str]

    def on(self, weekday: int) -> Decimal:
        return sum((line.hours.get(weekday, Decimal()) for line in self.lines), Decimal())

    @property
    def planned(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal())
