from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import (
    COPENHAGEN,
    add_months,
    add_working_days,
    at_local,
    clock_changes,
    days_since,
    holiday_name,
    is_working_day,
    local_date,
    next_working_day,
    not_too_far_ahead,
    seconds_ahead,
    working_days_between,
)
from domain.errors import BadInput
from domain.policies import Policies, policies

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
COUNTS = st.integers(-60, 60)


def closing_on(*days):
    rows = policies().all()
    name = "calendar.municipal_closing_days"
    return Policies(row.model_copy(update={"value": list(days)}) if row.name == name else row for row in rows)


@pytest.mark.parametrize(("day", "working"), [(date(2023, 5, 5), False), (date(2024, 4, 26), True)])
def test_store_bededag_is_a_working_day_from_2024(day, working):
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    "day",
    [date(2025, *each) for each in ((1, 1), (4, 17), (4, 18), (4, 21), (5, 29), (6, 9), (12, 25), (12, 26))],
)
def test_public_holidays_are_no_working_days_and_have_a_name_in_both_languages(day):
    name = holiday_name(day)
    assert not is_working_day(day)
    assert name is not None
    assert name.da != name.en


@pytest.mark.parametrize("day", [date(2025, 12, 24), date(2025, 12, 31), date(2025, 6, 5)])
def test_closing_days_that_are_no_public_holidays_are_working_days_unless_configured(day):
    assert is_working_day(day)
    assert not is_working_day(day, closing_on(f"{day:%m-%d}"))
    assert not is_working_day(day, closing_on(day))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2025, 12, 23), 1, date(2025, 12, 24)),
        (date(2025, 12, 24), 1, date(2025, 12, 29)),
        (date(2025, 4, 16), 1, date(2025, 4, 22)),
        (date(2025, 4, 22), -1, date(2025, 4, 16)),
        (date(2025, 4, 19), 0, date(2025, 4, 22)),
        (date(2025, 4, 16), 0, date(2025, 4, 16)),
    ],
)
def test_weekends_and_holidays_are_jumped_over(day, count, expected):
    assert add_working_days(day, count) == expected


@given(DAYS, COUNTS)
def test_adding_working_days_always_lands_on_one(day, count):
    assert is_working_day(add_working_days(day, count))


@given(DAYS, COUNTS)
def test_counting_working_days_is_the_inverse_of_adding_them(day, count):
    start = next_working_day(day)
    assert working_days_between(start, add_working_days(start, count)) == count
    assert add_working_days(add_working_days(start, count), -count) == start


@given(DAYS, DAYS)
def test_counting_backwards_gives_the_negative(one, other):
    assert working_days_between(one, other) == -working_days_between(other, one)


@given(DAYS)
def test_the_next_working_day_is_the_first_one_not_before_the_day(day):
    following = next_working_day(day)
    assert is_working_day(following)
    assert not any(is_working_day(day + timedelta(n)) for n in range((following - day).days))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 2, 28), -12, date(2024, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day, count, expected):
    assert add_months(day, count) == expected


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2026, 3, 28), 22), (date(2026, 3, 29), 21), (date(2026, 10, 24), 21), (date(2026, 10, 25), 22)],
)
def test_a_local_evening_is_another_instant_on_both_sides_of_the_clock_change(day, utc_hour):
    assert at_local(day, time(23, 59)) == datetime(day.year, day.month, day.day, utc_hour, 59, tzinfo=UTC)


def test_a_time_skipped_in_spring_becomes_an_hour_later():
    local = at_local(date(2026, 3, 29), time(2, 30)).astimezone(COPENHAGEN)
    assert local.time() == time(3, 30)


def test_the_local_day_of_an_instant_is_copenhagens():
    assert local_date(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert local_date(datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=5)))) == date(2026, 6, 30)
    with pytest.raises(ValueError, match="offset"):
        local_date(datetime(2026, 7, 1))


def test_a_day_of_the_far_future_is_a_slip():
    assert not_too_far_ahead(date(2199, 12, 31))
    with pytest.raises(BadInput):
        not_too_far_ahead(date(2200, 1, 1))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)))
def test_the_clock_is_as_far_ahead_as_since_its_last_change(moment):
    changes = [one for year in range(2019, moment.year + 1) for one in clock_changes(year)]
    assert len(changes) == 2 * (moment.year - 2018)
    assert seconds_ahead(moment) == [seconds for changed, seconds in changes if changed <= moment][-1]


@pytest.mark.parametrize(("then", "now", "days"), [
    ((18, 22, 55), (18, 22, 59), 0), ((18, 22, 55), (18, 23, 5), 1), ((17, 23, 5), (18, 22, 55), 0), ((12, 15, 0), (18, 7, 0), 6),
])  # fmt: skip
def test_days_are_those_of_the_calendar_in_copenhagen_and_no_full_24_hours(then, now, days):
    """In November its midnight is at 23 UTC."""
    (day, *clock), (today, *hour) = then, now
    assert days_since(datetime(2026, 11, day, *clock, tzinfo=UTC), datetime(2026, 11, today, *hour, tzinfo=UTC)) == days
