"""What a list of tasks is narrowed to and ordered by: a page's address, a kept filter and the way back are this."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, field_validator

from domain.calendar import at_local, end_of_week, local_date
from domain.tasks import ACTIVE, TaskState
from store import inbox
from store.users import User
from web.standing_links import teams

View = Literal["mine", "team", "all", "done"]
ENDS: dict[str, Callable[[datetime], datetime]] = {
    "today": lambda now: at_local(local_date(now) + timedelta(days=1), datetime.min.time()), "week": end_of_week,
}  # fmt: skip


DUE = ("", "overdue", "escalated", "today", "week")
ON, BY = "on-", "by-"


class Filter(BaseModel):
    """Empty: not narrowed. `person`: who holds the task; `q`: a case number."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    view: View = "mine"
    programme: str = ""
    kind: str = ""
    due: str = ""
    """One of DUE; ON or BY and a day: on it, or from now until its end."""
    stage: str = ""
    state: Literal["", "ready", "reserved", "in_progress", "suspended"] = ""
    priority: Literal["", "raised"] = ""
    person: str = ""
    team: str = ""
    q: str = ""
    sort: str = "due"

    @field_validator("due")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in DUE:
            day_of(value)
        return value

    @field_validator("q")
    @classmethod
    def _number(cls, value: str) -> str:
        return value.strip()[:100]

    @property
    def kept(self) -> dict[str, str]:
        """What differs from the plain list, for an address."""
        return {"view": self.view} | self.model_dump(exclude_defaults=True)

    def url(self, cursor: str | None = None, **changed: str) -> str:
        wanted = self.model_copy(update=changed).kept | ({"cursor": cursor} if cursor else {})
        return "/inbox?" + urlencode(wanted)

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.kept) - {"view", "sort"})

    def query(self, user: User, now: datetime, cursor: str | None = None) -> inbox.Query:
        """As the store reads it. What is on hold is out of sight in one's own list unless asked for."""
        states: tuple[str, ...] = (self.state,) if self.state else ()
        if self.view == "mine" and not states:
            states = tuple(s.value for s in (TaskState.created, *ACTIVE))
        return inbox.Query(
            view=self.view, kind=self.kind or None, programme=self.programme or None, case=self.q.upper() or None,
            overdue=self.due == "overdue" or None, escalated=self.due == "escalated", due=self._due(now), states=states,
            stage=self.stage or None,
            assignee=self.person or None, teams=teams(user, self.team) if self.team else None,
            priority=1 if self.priority else 0, sort=self.sort, cursor=cursor,
        )  # fmt: skip

    def _due(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """From now until the end of the day, or of the week, as the overview counts it."""
        if self.due in ENDS:
            return now, ENDS[self.due](now)
        if self.due in DUE:
            return None, None
        day, midnight = day_of(self.due), datetime.min.time()
        first = at_local(day, midnight) if self.due.startswith(ON) else now
        return max(now, first), at_local(day + timedelta(days=1), midnight)


def day_of(due: str) -> date:
    """The day in ON or BY and a day; raises ValueError for anything else."""
    if not due.startswith((ON, BY)):
        raise ValueError("unknown_due")
    return date.fromisoformat(due[len(ON) :])


def read(given: dict[str, Any]) -> Filter:
    """A filter that was kept or sent along; what of it is not understood is left out."""
    known = {}
    for name, value in given.items():
        if name == "sort" and value not in inbox.SORTS:
            continue
        try:
            Filter.model_validate({name: value})
        except ValueError:
            continue
        known[name] = value
    return Filter.model_validate(known)
