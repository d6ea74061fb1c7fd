"""What happens in a demo story, as rows: each says how many calendar days ago."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from domain.calendar import COPENHAGEN, add_working_days, closed_name, monday_of
from domain.policies import policies

Fields = dict[str, Any]
FRIDAY = 4
LAST_BEFORE_THE_WEEKEND = 3
"""Each of the demo's plans asks for the citizen at a place from Monday to Thursday."""


def today() -> date:
    return datetime.now(COPENHAGEN).date()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def workday(days_ago: int) -> date:
    """The last day until then on which somebody can be expected at a place."""
    day = ago(days_ago)
    while day.weekday() > LAST_BEFORE_THE_WEEKEND or closed_name(day, policies()):
        day -= timedelta(days=1)
    return day


class Step(NamedTuple):
    """One decision: who decides what, and the answer. Its case is the newest of the programme that the kind names."""

    days_ago: int
    who: str
    kind: str
    fields: Fields


class Away(NamedTuple):
    """A day on which the citizen was not where they were to be; without a status nobody said anything."""

    days_ago: int
    day: date
    status: str


class Leave(NamedTuple):
    """Days from then on, on which nothing can be demanded."""

    days_ago: int
    kind: str
    days: int


class Correction(NamedTuple):
    """What was registered of a day is put right, after its week was closed."""

    days_ago: int
    day: date
    hours: str
    reason: str


class Asked(NamedTuple):
    """A case about the citizen's own, written down by `who`; `about`: the newest decision of that kind."""

    days_ago: int
    programme: str
    facts: Fields
    about: str = ""
    who: str = "caseworker"


class Turn(NamedTuple):
    """A person moves the case to another stage."""

    days_ago: int
    to: str
    who: str


class Unreached(NamedTuple):
    """The newest letter of the citizen's case comes back: nobody got it."""

    days_ago: int
    error: str


class Learnt(NamedTuple):
    """Facts of the case are corrected: something was proven later."""

    days_ago: int
    facts: Fields
    reason: str
    who: str = "caseworker"


class Week(NamedTuple):
    """What the places say of the days of a week that nothing else tells of."""

    days_ago: int
    days: tuple[date, ...]


class Referred(NamedTuple):
    """A partner refers the person of the case."""

    days_ago: int
    who: str
    team: str
    reference: str


class Shared(NamedTuple):
    """A consent to tell a partner of the case; `ended`: withdrawn so many days ago."""

    days_ago: int
    team: str
    scope: str
    given_by: str
    ended: int | None = None


class Beside(NamedTuple):
    """Somebody comes to stand beside the person of the case."""

    days_ago: int
    kind: str
    name: str
    address: str
    who: str = "youth"
    language: str = ""
    professional: bool | None = None


Event = Step | Away | Leave | Correction | Asked | Turn | Unreached | Learnt | Week | Referred | Shared | Beside


class Story(NamedTuple):
    opened: int
    """Working days ago for a case still in its first task, else calendar days."""
    facts: Fields
    steps: tuple[Event, ...] = ()
    left: str = ""
    """claimed, draft, suspended, suspended_until, closed; nothing: the task waits in the queue."""
    working_days: bool = False
    programme: str = "obligation"
    person: Fields | None = None
    """Who it is about; None: the next of the made-up citizens."""
    together: str = ""
    """Stories of one name lean on one another: what happens in them is told in the order of time."""

    def opened_days_ago(self, today: date) -> int:
        """On a Saturday the nearest working day may lie ahead: no case is opened then."""
        if not self.working_days:
            return self.opened
        return max((today - add_working_days(today, -self.opened)).days, 0)

    def events(self) -> list[Event]:
        """In the order in which they happened."""
        return sorted((*self.steps, *self._weeks()), key=lambda event: -event.days_ago)

    def _weeks(self) -> list[Week]:
        plans = [s.days_ago for s in self.steps if isinstance(s, Step) and s.kind == "obligation.plan"]
        if not plans:
            return []
        last = min((s.days_ago for s in self.steps if isinstance(s, Step) and s.kind in ENDS), default=1)
        told = {s.day for s in self.steps if isinstance(s, Away)}
        days = [ago(n) for n in range(plans[0], max(last, 1) - 1, -1) if ago(n) not in told]
        return [
            Week(max((today() - monday).days - FRIDAY, 0), tuple(d for d in days if monday_of(d) == monday))
            for monday in sorted({monday_of(day) for day in days})
        ]


ENDS = ("obligation.exit",)


def away(days_ago: int, status: str = "absent") -> Away:
    day = workday(days_ago)
    return Away((today() - day).days, day, status)


def correct(days_ago: int, of: int, hours: str, reason: str) -> Correction:
    return Correction(days_ago, workday(of), hours, reason)
