"""A week of work repeated through a contract, and whether each date of it may be worked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, model_validator

from domain.calendar import add_months, at_local
from domain.labels import Label
from domain.policies import Policies
from domain.tasks import Row
from domain.text import Text, weekday
from domain.youth.industries import Industry
from domain.youth.work import Shift, Violation, work

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
A_MONDAY = date(2024, 1, 1)
OPEN_ENDED = 12
"""Months that are looked at where a contract has no last day."""


def _clock(written: str) -> str:
    found = re.fullmatch(r"([01]?[0-9]|2[0-4])[.:]?([0-5][0-9])", written.strip())
    if found is None or (found[1] == "24" and found[2] != "00"):
        raise ValueError("clock_wrong")
    return f"{int(found[1]):02}:{found[2]}"


Clock = Annotated[str, AfterValidator(_clock)]
"""08:00, as people write it: 8.00, 8:00 and 0800 are the same; 24:00 is the end of the day."""


class WeeklyShift(Row):
    """From `start` to `end` on that day of every week; past midnight where `end` is not later than `start`."""

    day: Annotated[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], Label(
        Text(da="Dag", en="Day"), short=True,
        options={d: Text(da=weekday(A_MONDAY + timedelta(days=n)).da.capitalize(),
                         en=weekday(A_MONDAY + timedelta(days=n)).en) for n, d in enumerate(WEEKDAYS)})]  # fmt: skip
    start: Annotated[Clock, Label(Text(da="Fra kl.", en="From"), short=True)]
    end: Annotated[Clock, Label(Text(da="Til kl.", en="To"), short=True)]
    alone: Annotated[bool | None, Label(Text(da="Alene på arbejde?", en="Alone at work?"), short=True)] = None

    @model_validator(mode="after")
    def _has_length(self) -> Self:
        if self.start == self.end or self.start == "24:00":
            raise ValueError("clock_wrong")
        return self

    def on(self, day: date) -> Shift:
        later = timedelta(days=1 if self.end <= self.start or self.end == "24:00" else 0)
        end = time(0) if self.end == "24:00" else time.fromisoformat(self.end)
        return Shift(start=at_local(day, time.fromisoformat(self.start)), end=at_local(day + later, end),
                     alone=self.alone)  # fmt: skip


class Finding(NamedTuple):
    """A rule that some date of the contract breaks: the line of the week, from 0, and the first such date's words."""

    line: int
    violation: Violation
    dates: int


class Contract(NamedTuple):
    week: Sequence[WeeklyShift]
    starts_on: date
    ends_on: date | None
    industry: Industry

    def dates(self) -> Iterator[tuple[int, date]]:
        """Each date of work with the line of the week that it comes from."""
        last = self.ends_on or add_months(self.starts_on, OPEN_ENDED)
        for n in range((last - self.starts_on).days + 1):
            day = self.starts_on + timedelta(days=n)
            yield from ((line, day) for line, one in enumerate(self.week) if WEEKDAYS[day.weekday()] == one.day)


def check_contract(contract: Contract, *, born_on: date, finished_ninth: bool | None,
                   policies: Policies) -> list[Finding]:  # fmt: skip
    """Every rule on young people's work that a date of the contract breaks, once for each line of the week.

    The age on each date counts, so that a birthday within the contract changes what holds from then on. Which weeks
    are school weeks is not known here: all count as such.
    """
    lines, shifts = [], []
    for line, day in contract.dates():
        lines.append(line)
        shifts.append(contract.week[line].on(day))
    ruling = work(shifts, born_on=born_on, finished_ninth=finished_ninth, as_of=contract.starts_on,
                  industry=contract.industry, is_school_week=lambda _: None, policies=policies)  # fmt: skip
    found: dict[tuple[int, str], list[Violation]] = {}
    for one in ruling.violations:
        found.setdefault((lines[one.shift or 0], one.code), []).append(one)
    return [Finding(line, broken[0], len(broken)) for (line, _), broken in sorted(found.items())]
