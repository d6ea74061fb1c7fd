"""Whether a young person may work these shifts: age on the day, hours, clock, rest, days off, place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.calendar import is_working_day, monday_of
from domain.policies import Policies, RulesOn
from domain.text import Text, amount, dated
from domain.youth.industries import ALONE, SERVES_ALCOHOL, Industry
from domain.youth.roster import Roster, Shift, Worked, at, roster

HOUR = timedelta(hours=1)
SATURDAY = 5
IsSchoolWeek = Callable[[date], bool | None]
"""Of the week that begins on a Monday; None: nobody knows, and the rules of a school week hold."""


class Violation(BaseModel):
    """A rule that is broken. `shift`: which of the shifts, counted from 0; None: the person or a week as a whole."""

    model_config = ConfigDict(frozen=True)

    code: str
    shift: int | None
    message: Text


class WorkRuling(BaseModel):
    model_config = ConfigDict(frozen=True)

    allowed: bool
    violations: list[Violation]
    notes: list[Text]
    """What to see to that breaks no rule, such as a break."""
    policy_versions: list[str]


@dataclass
class _Look:
    born_on: date
    finished_ninth: bool | None
    roster: Roster
    industry: Industry | None
    is_school_week: IsSchoolWeek
    policies: Policies
    rules: RulesOn
    dangerous: bool = False
    found: list[Violation] = field(default_factory=list)
    limits_at: dict[int, dict[str, Any]] = field(default_factory=dict)

    def age_on(self, day: date) -> int:
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    @cached_property
    def young(self) -> list[Worked]:
        """The shifts that the rules on young people hold for, in time."""
        adult = self.rules.whole("youth.adult_age")
        return [one for one in self.roster if self.age_on(one.day) < adult]

    @cached_property
    def days(self) -> dict[int, date]:
        return {one.n: one.day for one in self.roster}

    def limits(self, day: date) -> dict[str, Any]:
        """Of the group that the person belongs to on that day; year 9 unknown counts as not finished."""
        age = self.age_on(day)
        if age not in self.limits_at:
            name = "13_14" if age < 15 else "after_school" if self.finished_ninth else "at_school"
            self.limits_at[age] = self.rules(f"youth.limits_{name}").as_(dict)
        return self.limits_at[age]

    def break_(self, code: str, shift: int | None, da: str, en: str) -> None:
        self.found.append(Violation(code=code, shift=shift, message=Text(da=da, en=en)))

    def is_school_day(self, day: date) -> bool:
        return is_working_day(day, self.policies) and self.is_school_week(monday_of(day)) is not False


def work(shifts: Sequence[Shift], *, born_on: date, finished_ninth: bool | None, as_of: date, industry: Industry | None,
         is_school_week: IsSchoolWeek, policies: Policies, dangerous: bool = False) -> WorkRuling:  # fmt: skip
    """Every rule that the shifts break; the order in which they are given changes nothing.

    `dangerous`: the work is, and is no part of vocational education.

    Source: arbejdsmiljøloven chapter 10 and the order on young people's work, by ungmedjob.dk.
    """
    return judged(roster(shifts), born_on=born_on, finished_ninth=finished_ninth, as_of=as_of, industry=industry,
                  is_school_week=is_school_week, policies=policies, dangerous=dangerous)  # fmt: skip


def judged(shifts: Roster, *, born_on: date, finished_ninth: bool | None, as_of: date,
           industry: Industry | None, is_school_week: IsSchoolWeek, policies: Policies,
           dangerous: bool = False) -> WorkRuling:  # fmt: skip
    """The same of shifts that are a roster already."""
    look = _Look(
        born_on, finished_ninth, shifts, industry, is_school_week, policies, RulesOn(policies, as_of), dangerous
    )
    for check in CHECKS:
        check(look)
    found = sorted(look.found, key=lambda one: (-1 if one.shift is None else one.shift, one.code))
    notes = list(_notes(look))
    return WorkRuling(allowed=not found, violations=found, notes=notes, policy_versions=look.rules.versions)


def _age(look: _Look) -> None:
    lowest = look.rules.whole("youth.lowest_age")
    for one in look.young:
        if look.age_on(one.day) < lowest:
            look.break_("too_young", one.n, f"Under {lowest} år må man ikke arbejde.",
                        f"Nobody under {lowest} may work.")  # fmt: skip


def _place(look: _Look) -> None:
    if look.industry not in SERVES_ALCOHOL:
        return
    lowest = look.rules.whole("youth.alcohol")
    for one in look.young:
        if look.age_on(one.day) < lowest:
            look.break_("serves_alcohol", one.n,
                        f"Under {lowest} år må man ikke arbejde på et sted, der mest serverer alkohol.",
                        f"Nobody under {lowest} may work at a place that mainly serves alcohol.")  # fmt: skip


def _danger(look: _Look) -> None:
    if not look.dangerous:
        return
    lowest = look.rules.whole("youth.dangerous_work")
    for one in look.roster:
        if look.age_on(one.day) < lowest:
            look.break_("dangerous_work", one.n, f"Under {lowest} år må man ikke have farligt arbejde.",
                        f"Nobody under {lowest} may do dangerous work.")  # fmt: skip


def _hours(look: _Look) -> None:
    """By day and by week; a shift over midnight counts on each day for the hours in it."""
    days: dict[date, Decimal] = defaultdict(Decimal)
    last: dict[date, int] = {}
    for one in look.young:
        for day, hours in one.hours:
            days[day] += hours
            last[day] = one.n
    weeks: dict[date, Decimal] = defaultdict(Decimal)
    named: dict[date, int] = {}
    for day, hours in days.items():
        monday = monday_of(day)
        weeks[monday] += hours
        named[monday] = last[day]
        _over(look, "school_day" if look.is_school_day(day) else "other_day", hours, day, last[day])
    for monday, hours in weeks.items():
        kind = "other_week" if look.is_school_week(monday) is False else "school_week"
        _over(look, kind, hours, monday, named[monday])


OVER: dict[str, tuple[str, str]] = {
    "school_day": ("på en skoledag", "on a school day"), "other_day": ("på en dag", "on a day"),
    "school_week": ("i en skoleuge", "in a school week"), "other_week": ("om ugen", "a week"),
}  # fmt: skip


def _over(look: _Look, kind: str, hours: Decimal, on: date, shift: int) -> None:
    most = look.limits(on if kind.endswith("day") else look.days[shift])[kind]
    if hours > most:
        when, said, limit = dated(on), amount(hours), OVER[kind]
        look.break_(f"hours_over_{kind}", shift, f"{when.da}: {said.da} timer. Højst {most} timer {limit[0]}.",
                    f"{when.en}: {said.en} hours. At most {most} hours {limit[1]}.")  # fmt: skip


def _clock(look: _Look) -> None:
    for one in look.young:
        limits = look.limits(one.day)
        end = _latest(look, limits, one.day)
        if one.start < at(one.day, limits["earliest"]) or one.end > at(one.day, end):
            look.break_("outside_clock", one.n, f"Arbejdstiden skal ligge mellem kl. {limits['earliest']} og {end}.",
                        f"Work must lie between {limits['earliest']} and {end}.")  # fmt: skip


def _latest(look: _Look, limits: dict[str, Any], day: date) -> str:
    if look.finished_ninth and look.age_on(day) >= 15:
        later: dict[str, str] = look.rules("youth.later_hours").as_(dict)
        return str(later.get(look.industry or "", limits["latest"]))
    return str(limits["latest"])


def _rest(look: _Look) -> None:
    """Between the last work of one day and the first of the next."""
    for before, one in pairwise(look.young):
        least = look.limits(one.day)["rest"]
        if before.day != one.day and one.start - before.end < least * HOUR:
            look.break_("rest_too_short", one.n, f"Der skal være {least} timers hvile før vagten.",
                        f"There must be {least} hours of rest before the shift.")  # fmt: skip


def _overlap(look: _Look) -> None:
    for before, one in pairwise(look.roster):
        if one.start < before.end:
            look.break_("overlaps", one.n, "Vagten overlapper en anden.", "The shift overlaps another.")


def _days_off(look: _Look) -> None:
    off = look.rules.whole("youth.days_off")
    worked: dict[date, set[date]] = defaultdict(set)
    last: dict[date, int] = {}
    for one in look.young:
        for day, _ in one.hours:
            monday = monday_of(day)
            worked[monday].add(day)
            last[monday] = one.n
    for monday, days in worked.items():
        if 7 - len(days) < off:
            when = dated(monday)
            look.break_("days_off", last[monday], f"Ugen fra {when.da} har ikke {off} fridage.",
                        f"The week from {when.en} has not {off} days off.")  # fmt: skip


def _alone(look: _Look) -> None:
    if look.industry not in ALONE:
        return
    limits = look.rules("youth.alone").as_(dict)
    for one in look.young:
        begins = limits["weekend_from" if one.day.weekday() >= SATURDAY else "weekday_from"]
        if one.alone and (one.end > at(one.day, begins) or one.start < at(one.day, limits["until"])):
            look.break_("alone", one.n, f"Man må ikke arbejde alene kl. {begins}-{limits['until']}.",
                        f"Nobody may work alone {begins}-{limits['until']}.")  # fmt: skip


def _notes(look: _Look) -> Iterator[Text]:
    pause = look.rules("youth.break")
    longest = float(pause.as_(dict)["above"]) * HOUR
    if any(one.end - one.start > longest for one in look.young):
        yield pause.says
    if look.finished_ninth is None and any(look.age_on(one.day) >= 15 for one in look.young):
        yield Text(da="Det vides ikke, om den unge har afsluttet 9. klasse: reglerne for skoleelever er brugt.",
                   en="Whether year 9 is finished is not known: the rules for pupils were applied.")  # fmt: skip
    if look.industry is None:
        yield Text(da="Branchen kendes ikke: kun de regler, der gælder alle steder, er brugt.",
                   en="The industry is not known: only the rules that hold everywhere were applied.")  # fmt: skip
    if any(look.is_school_week(monday_of(one.day)) is None for one in look.young):
        yield Text(da="Det vides ikke, om det er en skoleuge: den er regnet som en.",
                   en="Whether it is a school week is not known: it was counted as one.")  # fmt: skip


CHECKS: tuple[Callable[[_Look], None], ...] = (
    _age, _place, _danger, _overlap, _hours, _clock, _rest, _days_off, _alone,
)  # fmt: skip
