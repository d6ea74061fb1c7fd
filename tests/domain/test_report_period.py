"""The months and years that a report is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from domain.errors import BadInput
from domain.expense.facts import BILLED
from domain.policies import policies
from domain.reports.period import EARLIEST, period

TODAY = date(2026, 11, 19)


def refused(first: date | None, last: date | None) -> str:
    with pytest.raises(BadInput) as found:
        period(first, last, TODAY)
    assert found.value.text.da.endswith(".")
    assert found.value.text.en.endswith(".")
    return found.value.code


def test_days_stand_for_the_whole_months_that_they_lie_in() -> None:
    assert period(date(2026, 1, 15), date(2026, 2, 10), TODAY)[:2] == (date(2026, 1, 1), date(2026, 2, 28))
    assert period(date(2026, 2, 28), date(2026, 2, 28), TODAY)[:2] == (date(2026, 2, 1), date(2026, 2, 28))


def test_without_dates_it_is_this_year_until_now() -> None:
    assert period(None, None, TODAY)[:2] == (date(2026, 1, 1), date(2026, 11, 30))
    assert period(None, date(2025, 3, 1), TODAY)[:2] == (date(2025, 1, 1), date(2025, 3, 31))


def test_what_lies_ahead_is_left_out() -> None:
    found = period(date(2026, 10, 1), date(2099, 12, 31), TODAY)
    assert found.last == date(2026, 11, 30)
    assert list(found.years) == [2026]


def test_a_month_and_a_year_are_told_when_a_month_of_them_is_over() -> None:
    assert max(period(None, None, TODAY).months(2026)) == date(2026, 10, 1)
    assert max(period(None, None, date(2026, 12, 1)).months(2026)) == date(2026, 11, 1)
    assert period(date(2026, 1, 1), None, date(2027, 1, 31)).told_years == [2026]
    assert period(date(2026, 1, 1), None, date(2027, 2, 1)).told_years == [2027, 2026]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    assert refused(date(2026, 6, 30), date(2026, 6, 29)) == "period_reversed"


def test_a_period_that_has_not_begun_is_refused_from_tomorrow_on() -> None:
    assert refused(date(2026, 11, 20), date(2026, 12, 31)) == "period_ahead"
    assert refused(date(2027, 1, 1), None) == "period_ahead"
    assert period(TODAY, date(2026, 12, 31), TODAY).first == date(2026, 11, 1)


@pytest.mark.parametrize("first", [date(2023, 12, 31), date.min])
def test_a_period_from_before_the_plan_is_refused(first: date) -> None:
    assert refused(first, TODAY) == "period_too_long"


def test_a_period_may_begin_with_the_first_line_of_money_and_the_first_bill() -> None:
    lines = policies().at("budget.lines", TODAY).as_(list)
    first = date(min(line["year"] for line in lines), 1, 1)
    assert (first, first) == (EARLIEST, BILLED.earliest)
    assert period(first, first, TODAY)[:2] == (first, date(2024, 1, 31))


def test_a_period_of_too_many_years_is_refused() -> None:
    with pytest.raises(BadInput):
        period(date(2025, 1, 1), date(2035, 1, 1), date(2040, 1, 1))
    assert len(period(date(2025, 1, 1), date(2034, 12, 31), date(2040, 1, 1)).years) == 10
