"""Where a citizen is to be: the lines of a plan, whatever the programme."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict


class Placement(BaseModel):
    """One line of a plan: an activity at a place, between two dates, with the minutes planned on each weekday."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    """Given by the store."""
    task_id: str = ""
    """The decision that the line stands in."""
    activity: str
    title: str
    """What and where, as typed; stays in the store."""
    provider: str | None = None
    """Who registers attendance; None: the case's own team."""
    starts_on: date
    ends_on: date | None = None
    minutes: dict[int, int]
    """ISO weekday (1 Monday to 7 Sunday) to minutes."""
    details: dict[str, Any] = {}
    """What the activity's own rules ask for."""

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def planned_on(self, day: date) -> int:
        """Minutes planned on that day."""
        return self.minutes.get(day.isoweekday(), 0) if self.is_on(day) else 0


@runtime_checkable
class Places(Protocol):
    """A decision that says where a citizen is to be."""

    def placements(self) -> list[Placement]: ...
