"""Working time of young people: each limit on its day, the day before and the day after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar import COPENHAGEN
from domain.policies import policies
from domain.youth.industries import Industry
from domain.youth.roster import Shift
from domain.youth.work import WorkRuling, work

MONDAY = date(2026, 11, 23)
"""An ordinary school week."""
SUMMER = date(2026, 7, 6)


def born(age: int, on: date = MONDAY) -> date:
    return on.replace(year=on.year - age)


def shift(start: str, end: str, day: int = 0, first: date = MONDAY, **more: Any) -> Shift:
    def at(clock: str, on: date) -> datetime:
        hour, minute = map(int, clock.split(":"))
        return datetime(on.year, on.month, on.day, hour, minute, tzinfo=COPENHAGEN)

    on = first + timedelta(days=day)
    return Shift(start=at(start, on), end=at(end, on + timedelta(days=end <= start)), **more)


def judged(*shifts: Shift, age: int = 16, finished: bool | None = False, industry: str = "other",
           school: bool | None = True, born_on: date | None = None) -> WorkRuling:  # fmt: skip
    return work(shifts, born_on=born_on or born(age), finished_ninth=finished, as_of=MONDAY, industry=Industry(industry),
                is_school_week=lambda _: school, policies=policies())  # fmt: skip


def codes(*shifts: Shift, **more: Any) -> list[tuple[str, int | None]]:
    ruling = judged(*shifts, **more)
    assert ruling.allowed is not bool(ruling.violations)
    return [(one.code, one.shift) for one in ruling.violations]


@pytest.mark.parametrize(("age", "finished", "end", "allowed"), [
    (13, False, "18:00", True), (13, False, "18:01", False), (14, False, "18:00", True), (14, True, "18:01", False),
    (15, False, "18:00", True), (15, False, "18:01", False), (17, None, "18:01", False), (17, True, "18:01", True),
])  # fmt: skip
def test_on_a_school_day_a_pupil_works_two_hours(age: int, finished: bool | None, end: str, allowed: bool) -> None:
    assert codes(shift("16:00", end), age=age, finished=finished) == ([] if allowed else [("hours_over_school_day", 0)])


@pytest.mark.parametrize(("age", "finished", "end", "allowed"), [
    (13, False, "15:00", True), (13, False, "15:01", False), (15, False, "16:00", True), (15, False, "16:01", False),
    (16, True, "16:00", True), (16, True, "16:01", False), (18, False, "20:00", True),
])  # fmt: skip
@pytest.mark.parametrize(("day", "school"), [(5, True), (6, True), (0, False)], ids=["Saturday", "Sunday", "holidays"])
def test_on_another_day_the_limit_is_that_of_the_age(
    day: int, school: bool, age: int, finished: bool, end: str, allowed: bool
) -> None:
    found = codes(shift("08:00", end, day), age=age, finished=finished, school=school)
    assert found == ([] if allowed else [("hours_over_other_day", 0)])


def test_a_public_holiday_in_a_school_week_is_no_school_day() -> None:
    ascension = date(2026, 5, 14)
    assert codes(shift("08:00", "15:00", first=ascension), born_on=born(13, ascension)) == []


@pytest.mark.parametrize(("last", "found"), [("12:00", []), ("12:01", [("hours_over_school_week", 3)])])
def test_in_a_school_week_a_pupil_works_twelve_hours(last: str, found: list[Any]) -> None:
    shifts = [shift("16:00", "18:00", day) for day in (0, 1, 2)]
    assert codes(*shifts, shift("06:00", last, 5), age=15) == found


@pytest.mark.parametrize(("age", "hours", "found"), [
    (14, 7, []), (15, 8, []), (16, 8, []),
    (14, 8, [("hours_over_other_day", n) for n in range(5)] + [("hours_over_other_week", 4)]),
])  # fmt: skip
def test_in_the_holidays_five_whole_days_fill_the_week(age: int, hours: int, found: list[Any]) -> None:
    shifts = [shift("08:00", f"{8 + hours}:00", day, SUMMER) for day in range(5)]
    assert sorted(codes(*shifts, born_on=born(age, SUMMER), school=False)) == found


@pytest.mark.parametrize(("start", "end", "industry", "finished", "allowed"), [
    ("06:00", "08:00", "shop", False, True), ("05:59", "07:00", "shop", False, False),
    ("18:00", "20:00", "shop", False, True), ("18:30", "20:01", "shop", False, False),
    ("20:00", "22:00", "shop", True, True), ("20:00", "22:01", "shop", True, False),
    ("20:00", "22:01", "restaurant", True, True), ("20:00", "00:00", "restaurant", True, True),
    ("20:00", "00:01", "restaurant", True, False), ("18:30", "20:01", "warehouse", True, False),
    ("05:59", "08:00", "shop", True, False), ("18:30", "20:30", "restaurant", False, False),
])  # fmt: skip
def test_the_clock_depends_on_year_nine_and_on_the_place(
    start: str, end: str, industry: str, finished: bool, allowed: bool
) -> None:
    found = [code for code, _ in codes(shift(start, end), industry=industry, finished=finished)]
    assert ("outside_clock" not in found) is allowed


def test_at_fourteen_later_hours_are_for_nobody() -> None:
    assert codes(shift("19:00", "20:30"), age=14, finished=True, industry="restaurant") == [("outside_clock", 0)]


@pytest.mark.parametrize(("finished", "start", "allowed"), [
    (False, "10:00", True), (False, "09:59", False), (True, "08:00", True), (True, "07:59", False)])  # fmt: skip
def test_between_two_days_there_is_rest(finished: bool, start: str, allowed: bool) -> None:
    shifts = shift("18:00", "20:00", 4), shift(start, "12:00", 5)
    assert codes(*shifts, finished=finished) == ([] if allowed else [("rest_too_short", 1)])


@pytest.mark.parametrize(("days", "allowed"), [(5, True), (6, False)])
def test_two_days_of_a_week_are_off(days: int, allowed: bool) -> None:
    shifts = [shift("16:00", "17:00", day) for day in range(days)]
    assert codes(*shifts) == ([] if allowed else [("days_off", 5)])


@pytest.mark.parametrize(("days", "found"), [(1, [("too_young", 0)]), (0, []), (-1, [])])
def test_nobody_works_before_thirteen(days: int, found: list[Any]) -> None:
    assert codes(shift("16:00", "17:00"), born_on=born(13) + timedelta(days=days)) == found


@pytest.mark.parametrize(("days", "allowed"), [(1, False), (0, True)])
def test_from_the_birthday_on_the_rules_of_the_new_age_hold(days: int, allowed: bool) -> None:
    """Eight hours on a Saturday: too long the day before turning 15."""
    saturday = MONDAY + timedelta(days=5)
    found = codes(shift("08:00", "16:00", 5), born_on=born(15, saturday) + timedelta(days=days))
    assert found == ([] if allowed else [("hours_over_other_day", 0)])


@pytest.mark.parametrize(("days", "allowed"), [(1, False), (0, True)])
def test_from_eighteen_on_nothing_of_this_holds(days: int, allowed: bool) -> None:
    ruling = judged(shift("22:00", "06:00", alone=True), born_on=born(18) + timedelta(days=days), industry="bar")
    assert ruling.allowed is allowed


@pytest.mark.parametrize(("start", "end", "day", "alone", "industry", "allowed"), [
    ("16:00", "18:00", 0, True, "shop", True), ("17:00", "18:01", 0, True, "shop", False),
    ("17:00", "18:01", 0, False, "shop", True), ("17:00", "18:01", 0, None, "shop", True),
    ("17:00", "18:01", 0, True, "office", True), ("12:00", "14:00", 5, True, "shop", True),
    ("12:30", "14:01", 5, True, "petrol_station", False),
])  # fmt: skip
def test_nobody_works_alone_late_in_a_shop(
    start: str, end: str, day: int, alone: bool | None, industry: str, allowed: bool
) -> None:
    found = codes(shift(start, end, day, alone=alone), industry=industry, finished=True)
    assert found == ([] if allowed else [("alone", 0)])


def test_a_place_that_mainly_serves_alcohol_is_for_adults() -> None:
    assert codes(shift("16:00", "18:00"), industry="bar", age=17) == [("serves_alcohol", 0)]


def test_shifts_that_overlap_are_said() -> None:
    assert codes(shift("10:00", "12:00", 5), shift("11:59", "13:00", 5)) == [("overlaps", 1)]


@pytest.mark.parametrize(("finished", "school", "words"), [
    (None, True, "9. klasse"), (True, None, "skoleuge"), (True, True, "")])  # fmt: skip
def test_what_is_not_known_is_judged_by_the_stricter_rule_and_said(
    finished: bool | None, school: bool | None, words: str
) -> None:
    notes = " ".join(note.da for note in judged(shift("16:00", "17:00"), finished=finished, school=school).notes)
    assert (words in notes) if words else notes == ""


@pytest.mark.parametrize(("end", "noted"), [("12:30", False), ("12:31", True)])
def test_a_long_shift_asks_for_a_break(end: str, noted: bool) -> None:
    ruling = judged(shift("08:00", end, 5))
    assert ruling.allowed
    assert any("pause" in note.da for note in ruling.notes) is noted


def test_the_hour_that_the_clock_repeats_counts() -> None:
    """The night of 25 October 2026 is an hour longer."""
    night = Shift(start=datetime(2026, 10, 24, 23, tzinfo=COPENHAGEN), end=datetime(2026, 10, 25, 4, tzinfo=COPENHAGEN))
    assert night.length == timedelta(hours=6)
    found = judged(night, age=17, finished=True, industry="hotel").violations
    assert [one.code for one in found] == ["outside_clock"]


@pytest.mark.parametrize("year", [1, 1899, 2101, 9999])
def test_a_year_that_cannot_be_meant_is_refused(year: int) -> None:
    with pytest.raises(ValidationError, match="date_implausible"):
        Shift(start=datetime(year, 12, 31, 10, tzinfo=COPENHAGEN), end=datetime(year, 12, 31, 12, tzinfo=COPENHAGEN))


@pytest.mark.parametrize(("start", "end"), [("10:00", "10:00"), ("12:00", "10:00")])
def test_a_shift_ends_after_it_begins(start: str, end: str) -> None:
    at = datetime(2026, 11, 23, tzinfo=COPENHAGEN)
    hours = [int(clock[:2]) for clock in (start, end)]
    with pytest.raises(ValidationError, match="ends_before_start"):
        Shift(start=at.replace(hour=hours[0]), end=at.replace(hour=hours[1]))


def test_of_two_shifts_that_begin_together_the_longer_one_counts_for_rest_whichever_is_given_first() -> None:
    long, short, next_day = shift("12:00", "20:00", 5), shift("12:00", "13:00", 5), shift("09:00", "10:00", 6)
    found = [{code for code, _ in codes(*order)} for order in ((long, short, next_day), (short, long, next_day))]
    assert found == [{"overlaps", "rest_too_short", "hours_over_other_day"}] * 2


def test_the_week_of_a_birthday_has_the_limit_of_its_last_shift_whichever_is_given_first() -> None:
    """15 on the Wednesday, with year 9 finished: 40 hours a week, and 12 before."""
    shifts = [shift("14:00", "16:00", 0), shift("10:00", "18:00", 3), shift("10:00", "18:00", 4)]
    turns = born(15, MONDAY + timedelta(days=2))
    assert codes(*shifts, born_on=turns, finished=True) == codes(*shifts[::-1], born_on=turns, finished=True) == []
