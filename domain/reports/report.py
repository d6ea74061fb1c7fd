"""What a programme's report is: what it reads of each case, and the tables that it makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.dossier import Turnout
from domain.policies import Policies
from domain.reports.period import Period
from domain.reports.tables import Table
from domain.roles import Role
from domain.text import Text

Fields = tuple[str, ...]


class Step(NamedTuple):
    """A decision that stands, with those of its answers that the report wants; each as text."""

    kind: str
    on: date
    """The day of the decision in Copenhagen."""
    answer: Mapping[str, str | None]
    data: Mapping[str, str | None]
    task_id: str = ""
    """By which a later decision names its rows."""

    def counts_on(self, day: date) -> date:
        """When what happened on `day` counts. A year that is over is told and stands: what is written down in a later
        one counts on the day of the decision."""
        return day if day.year >= self.on.year else self.on


class Course(NamedTuple):
    """One case as reports look at it: no name, no number, no free text that is not wanted."""

    case_id: str
    person: str
    """Tells people apart, and says nothing of who they are."""
    opened_on: date
    closed_on: date | None
    outcome: str | None
    facts: Mapping[str, str | None]
    steps: list[Step]
    """The oldest first."""


@dataclass(frozen=True)
class Wanted:
    """Fields by their names: of the facts, and by task kind of the answer and of what the task told the person."""

    facts: Fields = ()
    answers: Mapping[str, Fields] = field(default_factory=dict)
    data: Mapping[str, Fields] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    name: str
    title: Text
    says: Text
    """What it is about, in a sentence."""
    read_by: frozenset[Role]
    """Of a programme's report: by these roles in a team of it; economy answers for the whole municipality."""


@dataclass(frozen=True)
class Report(About):
    """Of one programme."""

    wants: Wanted
    makes: Callable[[Iterable[Course], Period, Policies], list[Table]]
    """No number depends on the period that is asked for, only which are shown: what two periods share cannot be
    subtracted."""

    def tables(self, courses: Iterable[Course], period: Period, policies: Policies) -> list[Table]:
        """Of the cases as they stood when the last month ended."""
        return self.makes(stood(courses, period.told_until), period, policies)


@dataclass(frozen=True)
class Activity:
    """What a programme whose cases are about nobody adds to the committee's report of its work."""

    reads: Mapping[str, Wanted]
    """By programme, the fields of its cases that are wanted."""
    tables: Callable[[Mapping[str, Iterable[Course]], Period, Turnout], list[Table]]
    """From the cases of each of those programmes, all of months that are over; under which heading, the report says."""


def stood(courses: Iterable[Course], on: date) -> Iterator[Course]:
    """What was there on the morning of that day, by when it was decided."""
    for one in courses:
        if one.opened_on < on:
            was_open = one.closed_on is not None and one.closed_on >= on
            then = one._replace(closed_on=None, outcome=None) if was_open else one
            yield then._replace(steps=[step for step in one.steps if step.on < on])
