"""A week of work repeated through a contract, and whether each date of it may be worked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import ConfigDict, model_validator

from domain.calendar import add_months
from domain.fields import Clock
from domain.labels import Label
from domain.policies import Policies
from domain.tasks import Row
from domain.text import Text, weekday
from domain.youth.industries import Industry
from domain.youth.roster import Roster, Shift, at, in_time, worked
from domain.youth.school_weeks import is_school_week
from domain.youth.week_words import read_week
from domain.youth.work import Violation, judged

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
A_MONDAY = date(2024, 1, 1)
DAY = timedelta(days=1)
OPEN_ENDED = 12
"""Months that are looked at where a contract has no last day."""


class WeeklyShift(Row):
    """From `start` to `end` on that day of every week; past midnight where `end` is not later than `start`."""

    model_config = ConfigDict(frozen=True)

    day: Annotated[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], Label(
        Text(da="Dag", en="Day"), short=True,
        options={d: Text(da=weekday(A_MONDAY + timedelta(days=n)).da.capitalize(),
                         en=weekday(A_MONDAY + timedelta(days=n)).en) for n, d in enumerate(WEEKDAYS)})]  # fmt: skip
    start: Annotated[Clock, Label(Text(da="Fra kl.", en="From"), short=True)]
    end: Annotated[Clock, Label(Text(da="Til kl.", en="To"), short=True)]
    alone: Annotated[bool | None, Label(Text(da="Alene på arbejde?", en="Alone at work?"), short=True)] = None

    in_words: ClassVar[Text | None] = Text(da="man 15:00-18:00; tor 15-18", en="Mon 15:00-18:00; Thu 15-18")

    @classmethod
    def read(cls, words: str) -> list[dict[str, Any]]:
        return read_week(words)

    @model_validator(mode="after")
    def _has_length(self) -> Self:
        if self.start == self.end or self.start == "24:00":
            raise ValueError("clock_wrong")
        return self

    @property
    def says(self) -> Text:
        """Saturday 10:00-14:00."""
        day = weekday(A_MONDAY + WEEKDAYS.index(self.day) * DAY)
        return Text(da=f"{day.da.capitalize()} {self.start}-{self.end}", en=f"{day.en} {self.start}-{self.end}")

    @property
    def hours(self) -> Decimal:
        """On the clock of the wall."""
        (start, begun), (end, ended) = (map(int, clock.split(":")) for clock in (self.start, self.end))
        return Decimal((end * 60 + ended - start * 60 - begun) % (24 * 60)) / 60

    def hours_on(self, day: date) -> tuple[datetime, datetime]:
        return at(day, self.start), at(day + DAY if self.end <= self.start else day, self.end)

    def on(self, day: date) -> Shift:
        start, end = self.hours_on(day)
        return Shift(start=start, end=end, alone=self.alone)


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
    dangerous: bool = False
    """The work is, and is no part of vocational education."""

    @property
    def last(self) -> date:
        return self.ends_on or add_months(self.starts_on, OPEN_ENDED)

    def dates(self) -> Iterator[tuple[int, date]]:
        """Each date of work with the line of the week that it comes from."""
        return self.among(self.starts_on + n * DAY for n in range((self.last - self.starts_on).days + 1))

    def among(self, days: Iterable[date]) -> Iterator[tuple[int, date]]:
        """Those of these days, all within the contract, that are worked."""
        lines = [[n for n, one in enumerate(self.week) if one.day == name] for name in WEEKDAYS]
        return ((line, day) for day in days for line in lines[day.weekday()])

    def roster(self, dates: Iterable[tuple[int, date]]) -> Roster:
        return in_time(worked(n, day, *self.week[line].hours_on(day), self.week[line].alone)
                       for n, (line, day) in enumerate(dates))  # fmt: skip


def check_contract(contract: Contract, *, born_on: date, finished_ninth: bool | None,
                   policies: Policies) -> list[Finding]:  # fmt: skip
    """Every rule on young people's work that a date of the contract breaks, once for each line of the week.

    The age on each date counts, so that a birthday within the contract changes what holds from then on. Which weeks
    are school weeks, the holiday plan says; where it does not reach, all count as such.
    """
    return findings(contract, list(contract.dates()), born_on, finished_ninth, policies)


def findings(contract: Contract, dates: Sequence[tuple[int, date]], born_on: date, finished_ninth: bool | None,
             policies: Policies) -> list[Finding]:  # fmt: skip
    """Those of some of its dates."""
    found: dict[tuple[int, str], list[Violation]] = {}
    for one in violations(contract, contract.roster(dates), born_on, finished_ninth, policies):
        found.setdefault((dates[one.shift or 0][0], one.code), []).append(one)
    return [Finding(line, broken[0], len(broken)) for (line, _), broken in sorted(found.items())]


def violations(contract: Contract, roster: Roster, born_on: date, finished_ninth: bool | None,
               policies: Policies) -> list[Violation]:  # fmt: skip
    ruling = judged(roster, born_on=born_on, finished_ninth=finished_ninth, as_of=contract.starts_on,
                    industry=contract.industry, policies=policies, dangerous=contract.dangerous,
                    is_school_week=lambda monday: is_school_week(monday, contract.starts_on, policies))  # fmt: skip
    return ruling.violations
