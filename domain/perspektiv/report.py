"""What comes of the outreach: who is reached, after how many attempts, and how it ends. Nothing of any concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from domain.committee.report import outcomes
from domain.committee.seen import CaseSeen, Seen
from domain.committee.telling import told
from domain.outcomes import CLOSED
from domain.perspektiv import outcomes as says
from domain.perspektiv.order import NOT_HELD
from domain.perspektiv.outreach import HoldFirstTalk, ReachCitizen
from domain.perspektiv.planning import MakePlan
from domain.policies import Policies
from domain.reports.counted import Counted
from domain.reports.dimensions import Dimension, months
from domain.reports.making import Making
from domain.reports.measures import count, spread
from domain.reports.period import Period
from domain.reports.report import Course, Report, Step, Wanted
from domain.reports.tables import Table
from domain.roles import Role
from domain.text import Text

NAME = "perspektiv"
WANTED = Wanted(answers={ReachCitizen.kind: ("result", "tried_on"), MakePlan.kind: ("result",),
                         HoldFirstTalk.kind: ("result", "held_on")})  # fmt: skip
CONTACT = ("reached", "declines")
NOT_COUNTED = ("merged", "outside")


class Talk(NamedTuple):
    counts_on: date
    held_on: date


class Path(NamedTuple):
    """How far the outreach to one citizen came, each by the day it counts on; None until it has."""

    person: str
    lead_on: date
    closed_on: date | None
    attempts: int
    reached_on: date | None
    talk: Talk | None
    planned_on: date | None


def tables(courses: Iterable[Course], period: Period, policies: Policies) -> list[Table]:
    every = list(courses)
    paths = [_path(one) for one in every if one.outcome not in NOT_COUNTED]
    found = [table for year in period.told_years for table in Year(paths, year, period, policies).tables()]
    return [*found, *_ended(every, period, policies)]


def _ended(courses: Sequence[Course], period: Period, policies: Policies) -> list[Table]:
    """The same table as in the committee's report: another way of joining the same people could be set against it."""
    cases = [CaseSeen(one.person, one.opened_on, one.closed_on, one.outcome) for one in courses]
    words = says.ENDS | CLOSED
    least = policies.at("reports.least", period.today).as_(int)
    return outcomes(told(Seen(NAME, True, cases, []), words, least, period.today), period, least, words)


def _path(course: Course) -> Path:
    attempts, reached = 0, None
    for one in course.steps:
        if one.kind == ReachCitizen.kind and reached is None:
            attempts += 1
            reached = one.counts_on(_day(one, "tried_on")) if one.answer["result"] in CONTACT else None
    talks = [Talk(one.counts_on(day := _day(one, "held_on")), day) for one in course.steps
             if one.kind == HoldFirstTalk.kind and one.answer["result"] != NOT_HELD]  # fmt: skip
    plans = [one.on for one in course.steps if one.kind == MakePlan.kind and one.answer["result"] == "agreed"]
    return Path(course.person, course.opened_on, course.closed_on, attempts, reached, min(talks, default=None),
                min(plans, default=None))  # fmt: skip


def _day(step: Step, name: str) -> date:
    return date.fromisoformat(step.answer[name] or "")


@dataclass(frozen=True)
class Year:
    """One calendar year: what happened in it, whatever months were asked for."""

    paths: Sequence[Path]
    year: int
    period: Period
    policies: Policies

    def tables(self) -> Iterator[Table]:
        on = self.period.today
        least, spread_of = (self.policies.at(name, on).as_(int) for name in ("reports.least", "reports.least_spread"))
        make = Making(self.year, self.year < on.year, least).table
        many, attempts = Text(da="Borgere", en="Citizens"), Dimension("attempts", Text(da="Nået", en="Reached"),
                                                                      says.ATTEMPTS, ordered=True)  # fmt: skip
        yield make("reached", Text(da="Nået, efter antal forsøg", en="Reached, by attempts"), list(self._reached()),
                   attempts, [count("reached", many)], [says.REACHED_COUNTS], drawn="reached")  # fmt: skip
        yield make("talks", Text(da="Første samtaler", en="First talks"), list(self._talks()),
                   months(self.period.months(self.year)),
                   [count("talks", Text(da="Samtaler", en="Talks"))], [says.TALKS_COUNT], drawn="talks",
                   shown=lambda month: self.period.touches(date.fromisoformat(f"{month}-01")))  # fmt: skip
        until = Text(da="Til samtalen", en="To the talk")
        yield make("to_talk", Text(da="Ventetid til første samtale", en="Time to the first talk"), list(self._talks()),
                   None, [count("talks", Text(da="Samtaler", en="Talks")), *spread("talk", until, spread_of)],
                   [says.TALKS_COUNT])  # fmt: skip
        plans = [Counted(one.person, {}) for one in self.paths if one.planned_on and one.planned_on.year == self.year]
        yield make("plans", Text(da="Planer", en="Plans"), plans, None, [count("plans", many)], [says.PLANS_COUNT])
        days = timedelta(weeks=self.policies.at("perspektiv.outreach", on).as_(dict)["weeks"])
        stood = Dimension("stood", Text(da="Stod", en="Stood"), says.STOOD, ordered=True)
        title = Text(da=f"Hvor de stod efter {days.days} dage", en=f"Where they stood after {days.days} days")
        yield make("stood", title, list(self._stood(days)), stood, [count("leads", Text(da="Kontakter", en="Leads"))],
                   [says.stood(days.days)], drawn="leads")  # fmt: skip

    def _reached(self) -> Iterator[Counted]:
        for one in self.paths:
            if one.reached_on and one.reached_on.year == self.year:
                yield Counted(one.person, {"attempts": str(min(one.attempts, len(says.ATTEMPTS)))})

    def _talks(self) -> Iterator[Counted]:
        for one in self.paths:
            if one.talk and one.talk.counts_on.year == self.year:
                days = max((one.talk.held_on - one.lead_on).days, 0)
                yield Counted(one.person, {"month": f"{one.talk.counts_on:%Y-%m}"}, days={"talk": days})

    def _stood(self, days: timedelta) -> Iterator[Counted]:
        for one in self.paths:
            on = one.lead_on + days
            if on.year == self.year and on < self.period.told_until:
                yield Counted(one.person, {"stood": _stands(one, on)})


def _stands(path: Path, on: date) -> str:
    """The furthest that they had come at the end of that day."""
    talked_on = path.talk.counts_on if path.talk else None
    for name, day in (("planned", path.planned_on), ("talked", talked_on), ("reached", path.reached_on),
                      ("closed", path.closed_on)):  # fmt: skip
        if day and day <= on:
            return name
    return "sought"


REPORT = Report(
    name="perspektiv_outreach", title=says.TITLE, says=says.SAYS,
    read_by=frozenset({Role.supervisor, Role.outreach_worker, Role.economy}), wants=WANTED, makes=tables,
)  # fmt: skip
