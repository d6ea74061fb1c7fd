"""What the committee's report is made of: cases and tasks as it looks at them, and what may be told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.budget import Balance
from domain.reports.stretches import Stretch


class CaseSeen(NamedTuple):
    person: str
    """Tells people apart, and says nothing of who they are."""
    opened_on: date
    closed_on: date | None
    outcome: str | None


class TaskSeen(NamedTuple):
    person: str
    received_on: date
    due_on: date
    """By the law, or as it stood when that day passed: a deadline that is moved afterwards was missed."""
    ended_on: date | None
    """The day it was done, withdrawn or skipped; None while it is open."""
    is_done: bool
    in_time: bool
    """Done, and no later than it was due."""
    legal: bool
    """Whether the law says when it is due."""
    again: bool = False
    """Opened again after it was due: the task in whose place it stands has told of that deadline."""


@dataclass(frozen=True)
class Seen:
    """All that there is of a programme. `about_people`: else nobody can be recognised, and no number is small."""

    programme: str
    about_people: bool
    cases: list[CaseSeen]
    tasks: list[TaskSeen]


class Ended(NamedTuple):
    """The cases closed in whole years that are told together, by outcome; several that are few are one row."""

    first: date
    last: date
    """The first day of the last month."""
    is_over: bool
    rows: tuple[tuple[tuple[str, ...], int], ...]
    total: int


class Left(NamedTuple):
    """What was open at the end of a month; None: it stands for too few people."""

    month: date
    numbers: Mapping[str, int | None]


@dataclass(frozen=True)
class Told:
    """Everything that may be told of a programme, of all months that are over."""

    programme: str
    activity: tuple[Stretch, ...]
    outcomes: tuple[Ended, ...]
    deadlines: tuple[Stretch, ...]
    backlog: tuple[Left, ...]
    activity_untold: Stretch | None = None
    deadlines_untold: Stretch | None = None
    """The latest months, where they stand for too few people yet."""


class BudgetLine(NamedTuple):
    programme: str
    year: int
    purse: str
    stands: Balance
    """Today, as the page of the budgets has it."""
    paid: int
    """In the period, in øre."""
