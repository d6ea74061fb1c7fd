"""What a composed week counts for: the hours of nine activities against one weekly target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.obligation.activities import ACTIVITIES, Activity, Employer, Track
from domain.policies import Policies, PolicyValue, RulesOn
from domain.text import Text, amount, amount_over

HOURS_OF_A_WEEK = 168
NONE = Decimal()
Hours = Annotated[Decimal, Field(ge=0, le=HOURS_OF_A_WEEK)]


class Item(BaseModel):
    """Hours of one activity in one week. `registered`: attendance is taken there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    activity: Activity
    hours: Hours
    employer_type: Employer | None = None
    at_home: bool | None = None
    registered: bool | None = None


class Counted(BaseModel):
    """How many of an item's hours count, and why."""

    model_config = ConfigDict(frozen=True)

    counted: Decimal
    because: Text


class Violation(BaseModel):
    """A rule that the week breaks, and the item that breaks it.

    A hard one takes the hours away; another a person must judge, and its hours count.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    item: int | None
    message: Text
    hard: bool = True


class WeekRuling(BaseModel):
    """`missing_hours` is what the counted hours lack of the target."""

    model_config = ConfigDict(frozen=True)

    counted_hours: Decimal
    missing_hours: Decimal
    violations: list[Violation]
    items: list[Counted]
    policy_versions: list[str]


COUNTS = Text(da="Alle timer tæller.", en="All hours count.")


@dataclass
class _Tally:
    """The week as the passes below narrow it: hours are only ever taken away."""

    items: Sequence[Item]
    track: Track
    rules: RulesOn
    counted: list[Decimal] = field(default_factory=list)
    because: list[Text] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)

    def of(self, activity: Activity) -> list[int]:
        return [n for n, item in enumerate(self.items) if item.activity is activity]

    def total(self, numbers: Iterable[int]) -> Decimal:
        return sum((self.counted[n] for n in numbers), NONE)

    def break_(self, code: str, item: int | None, message: Text, *, hard: bool = True) -> None:
        self.violations.append(Violation(code=code, item=item, message=message, hard=hard))

    def limit(self, numbers: Iterable[int], most: Decimal, code: str, message: Text) -> None:
        """These items count at most so much together, the first of them first; one violation however many lose."""
        left, broken = most, False
        for n in numbers:
            if self.counted[n] > left:
                self.counted[n], self.because[n] = left, message
                if not broken:
                    self.break_(code, n, message)
                broken = True
            left -= self.counted[n]


def week(items: Sequence[Item], *, as_of: date, track: Track, weekly_target: Decimal | int,
         policies: Policies) -> WeekRuling:  # fmt: skip
    """Counts the hours of a week; the order of the items changes nothing in the sum.

    Two items over one cap: the one that comes later in the list is cut.
    """
    tally = _Tally(items, track, RulesOn(policies, as_of))
    for item in items:
        tally.counted.append(item.hours)
        tally.because.append(COUNTS)
    for judge in PASSES:
        judge(tally)
    counted = tally.total(range(len(items)))
    target = min(Decimal(weekly_target), Decimal(tally.rules.whole("hours.weekly_full")))
    return WeekRuling(
        counted_hours=counted, missing_hours=max(NONE, target - counted), violations=tally.violations,
        items=[Counted(counted=c, because=b) for c, b in zip(tally.counted, tally.because, strict=True)],
        policy_versions=tally.rules.versions,
    )  # fmt: skip


def _conditions(tally: _Tally) -> None:
    """What one item must fulfil for any of its hours to count."""
    for n, item in enumerate(tally.items):
        found = next((found for ask in CONDITIONS if (found := ask(item, tally.rules))), None)
        if found:
            code, message = found
            tally.counted[n], tally.because[n] = NONE, message
            tally.break_(code, n, message)


def _employer(item: Item, rules: RulesOn) -> tuple[str, Text] | None:
    asks = ACTIVITIES[item.activity]
    if asks.employer_text is None or item.employer_type in asks.employers:
        return None
    title, kind = asks.title, asks.employer_text
    return ("employer_type_missing" if item.employer_type is None else "employer_type"), Text(
        da=f"{title.da} kræver en {kind.da} arbejdsgiver.", en=f"{title.en} needs a {kind.en} employer.")  # fmt: skip


def _registered(item: Item, rules: RulesOn) -> tuple[str, Text] | None:
    row = ACTIVITIES[item.activity].registration
    if row is None or item.registered or not rules(row).as_(bool):
        return None
    return "not_registered", Text(da="Timer uden fremmøderegistrering tæller ikke.",
                                  en="Hours without registered attendance do not count.")  # fmt: skip


def _outside_home(item: Item, rules: RulesOn) -> tuple[str, Text] | None:
    row = ACTIVITIES[item.activity].at_home
    if row is None or not item.at_home or rules(row).as_(bool):
        return None
    return "at_home", Text(da="Timer i hjemmet tæller ikke.", en="Hours at home do not count.")


CONDITIONS: tuple[Callable[[Item, RulesOn], tuple[str, Text] | None], ...] = (_employer, _outside_home, _registered)


def _caps(tally: _Tally) -> None:
    for activity, asks in ACTIVITIES.items():
        numbers = tally.of(activity)
        if asks.cap and numbers and tally.track in asks.cap_for:
            row = tally.rules(asks.cap)
            most = Decimal(row.as_(int))
            tally.limit(numbers, most, "cap", _sentence(row).then(_given(tally.total(numbers), most)))


def _sentence(row: PolicyValue) -> Text:
    return Text(da=f"{row.says.da}.", en=f"{row.says.en}.")


def _given(hours: Decimal, most: Decimal) -> Text:
    written = amount_over(hours, most)
    return Text(da=f"Her er {written.da} timer.", en=f"Here are {written.en} hours.")


def _alone(tally: _Tally) -> None:
    """LAB § 53(9): the law leaves an exception that only a person can see, so this one does not take the hours."""
    counting = {item.activity for n, item in enumerate(tally.items) if tally.counted[n]}
    real = {activity for activity in counting if not ACTIVITIES[activity].joins}
    for activity in real if len(real) == 1 else ():
        row = ACTIVITIES[activity].alone
        if row is not None and not tally.rules(row).as_(bool):
            first = next(n for n in tally.of(activity) if tally.counted[n])
            tally.break_("stands_alone", first, _sentence(tally.rules(row)).then(Text(
                da="Vurdér, om LAB § 53, stk. 9, er opfyldt.", en="Judge whether section 53(9) LAB is met.")),
                hard=False)  # fmt: skip


def _joined(tally: _Tally) -> None:
    """Transit counts beside what it joins, and never longer than that."""
    joins = [n for n, item in enumerate(tally.items) if ACTIVITIES[item.activity].joins]
    if not tally.total(joins):
        return
    beside = tally.total(n for n in range(len(tally.items)) if n not in joins)
    scope = _sentence(tally.rules("activity.transit_scope"))
    longer = Text(da="Transporten er længere end de aktiviteter, den forbinder.",
                  en="The transit is longer than the activities that it joins.")  # fmt: skip
    tally.limit(joins, beside, "transit_longer" if beside else "transit_alone", scope.then(longer if beside else None))


def _long_transit(tally: _Tally) -> None:
    """The plan lets transit count between activities and to external ones, and gives no number: how much is reasonable
    for this citizen, and whether it can be beside a single activity, is for a person to weigh. The hours count."""
    joins = [n for n, item in enumerate(tally.items) if ACTIVITIES[item.activity].joins and tally.counted[n]]
    if not joins:
        return
    row, hours = tally.rules("activity.transit_worth_a_look"), tally.total(joins)
    if hours <= row.as_(int):
        return
    beside = {item.activity for n, item in enumerate(tally.items) if tally.counted[n] and n not in joins}
    one = Text(da="Ugen har kun én anden aktivitet.", en="The week has only one other activity.")
    tally.break_("transit_long", joins[0], _sentence(row).then(
        _given(hours, Decimal(row.as_(int))), one if len(beside) == 1 else None), hard=False)  # fmt: skip


def _weighed(tally: _Tally) -> None:
    """The plan asks attendance outside the home of job search alone. Of a course it says only that it is short and has
    an employment aim, so what is odd about one takes no hours: a person weighs whether it is a course in that sense."""
    for n, item in enumerate(tally.items):
        for one in ACTIVITIES[item.activity].weighed if tally.counted[n] else ():
            if getattr(item, one.field) is one.value and tally.rules(one.row).as_(str) == "judge":
                tally.break_(one.code, n, _sentence(tally.rules(one.row)), hard=False)


def _full_time(tally: _Tally) -> None:
    row = tally.rules("hours.weekly_full")
    every, most = range(len(tally.items)), Decimal(row.as_(int))
    full, given = amount(most), amount_over(tally.total(every), most)
    message = Text(da=f"Der kan højst kræves {full.da} timer om ugen. Her er {given.da} timer.",
                   en=f"At most {full.en} hours a week can be required. Here are {given.en} hours.")  # fmt: skip
    tally.limit(every, most, "over_full_time", message)


PASSES: tuple[Callable[[_Tally], None], ...] = (
    _conditions, _caps, _alone, _joined, _long_transit, _weighed, _full_time,
)  # fmt: skip
