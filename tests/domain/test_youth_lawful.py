"""Who may work a contract is found out from few of its weeks: it is what the judgement of each date says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policies import policies
from domain.youth.contract import WEEKDAYS, Contract, WeeklyShift, check_contract
from domain.youth.industries import Industry
from domain.youth.lawful import born, latest_birth, telling_dates, telling_findings

STARTS = date(2026, 12, 1)
TABLES = ("13_14", "at_school", "after_school")
weeks = st.lists(st.builds(
    lambda day, start, minutes, alone: WeeklyShift(
        day=day, start=f"{start:02}:00", end=f"{(start + minutes // 60) % 24:02}:{minutes % 60:02}", alone=alone),
    st.sampled_from(WEEKDAYS), st.integers(5, 22) | st.integers(10, 17), st.sampled_from((60, 90, 120, 240, 480, 540)),
    st.sampled_from((None, False, True))), min_size=1, max_size=4).map(tuple)  # fmt: skip
contracts = st.builds(
    lambda week, day, lasts, industry: Contract(
        week, STARTS + timedelta(days=day), lasts and STARTS + timedelta(days=day + lasts), industry),
    weeks, st.integers(-300, 300), st.none() | st.integers(1, 500), st.sampled_from(Industry))  # fmt: skip


def is_lawful(contract: Contract, born_on: date, finished: bool | None) -> bool:
    return check_contract(contract, born_on=born_on, finished_ninth=finished, policies=policies()) == []


def on(day: str, start: str, end: str) -> WeeklyShift:
    return WeeklyShift(day=day, start=start, end=end)  # type: ignore[arg-type]


@given(contracts, st.sampled_from((None, False, True)), st.integers(12 * 365, 19 * 366))
def test_the_few_weeks_say_what_all_dates_say(contract: Contract, finished: bool | None, days: int) -> None:
    born_on = contract.starts_on - timedelta(days=days)
    latest = latest_birth(contract, bool(finished), policies())
    expected = is_lawful(contract, born_on, finished)
    assert (latest is not None and born_on <= latest) is expected
    assert (telling_findings(contract, born_on, finished, policies()) == []) is expected


def test_the_night_before_a_week_is_looked_at_also_where_the_contract_begins_on_its_monday() -> None:
    """Sunday evening to Monday morning is 10 hours of rest, and the first Monday has no Sunday before it."""
    monday = date(2027, 1, 11)
    contract = Contract((on("sunday", "18:00", "20:00"), on("monday", "06:00", "08:00")), monday, None, Industry.other)
    sixteen = monday.replace(year=2010)
    found = telling_findings(contract, sixteen, True, policies())
    assert [one.violation.code for one in found] == ["rest_too_short"]
    assert latest_birth(contract, True, policies()) < sixteen  # type: ignore[operator]


@given(contracts, st.booleans())
def test_on_the_latest_birth_date_it_is_lawful_and_a_day_later_it_is_not(contract: Contract, finished: bool) -> None:
    latest = latest_birth(contract, finished, policies())
    if latest is None:
        assert not is_lawful(contract, contract.starts_on.replace(year=1990, day=1), finished)
    elif latest < date.max:
        assert is_lawful(contract, latest, finished)
        assert not is_lawful(contract, latest + timedelta(days=1), finished)


@pytest.mark.parametrize(("week", "latest"), [
    ([on("saturday", "10:00", "14:00")], date(2013, 12, 5)),
    ([on("saturday", "08:00", "16:00")], date(2011, 12, 5)),
    ([on("friday", "19:00", "23:00")], date(2008, 12, 4)),
])  # fmt: skip
def test_thirteen_fifteen_or_eighteen_on_the_first_day_of_work(week: list[WeeklyShift], latest: date) -> None:
    assert latest_birth(Contract(tuple(week), STARTS, None, Industry.warehouse), False, policies()) == latest


def test_the_night_on_which_the_clocks_go_forward_takes_an_hour_of_rest() -> None:
    """18-20 on a Saturday and 10-12 on the Sunday: 14 hours of rest, on 28 March 2027 only 13."""
    week = on("saturday", "18:00", "20:00"), on("sunday", "10:00", "12:00")
    until_spring = Contract(week, STARTS, date(2027, 3, 27), Industry.warehouse)
    assert latest_birth(until_spring, False, policies()) == date(2013, 12, 5)
    found = telling_findings(until_spring._replace(ends_on=date(2027, 3, 28)), date(2012, 1, 1), False, policies())
    assert [one.violation.code for one in found] == ["rest_too_short"]


def test_a_contract_of_a_year_is_judged_on_few_dates() -> None:
    contract = Contract((on("saturday", "10:00", "14:00"), on("monday", "16:00", "18:00")), STARTS, None, Industry.shop)
    assert len(telling_dates(contract, policies())) < len(list(contract.dates())) / 4


@pytest.mark.parametrize("row", [row for row in policies().all() if row.name.startswith("youth.limits_")],
                         ids=lambda row: row.version)  # fmt: skip
def test_whoever_is_older_may_as_much_and_a_closed_day_is_no_stricter(row) -> None:  # type: ignore[no-untyped-def]
    """The order of the tables that the short way rests on, on every day that one of them changes."""
    young, pupil, done = (policies().at(f"youth.limits_{name}", row.from_).value for name in TABLES)
    later = policies().at("youth.later_hours", row.from_).value
    for less, more in ((young, pupil), (pupil, done)):
        assert all(less[name] <= more[name] for name in ("school_day", "other_day", "school_week", "other_week", "latest"))
        assert less["earliest"] >= more["earliest"]
        assert less["rest"] >= more["rest"]
    assert all(table["school_day"] <= table["other_day"] for table in (young, pupil, done))
    assert all(clock >= done["latest"] for clock in later.values())


@pytest.mark.parametrize(("day", "years", "latest"), [
    (date(2028, 2, 29), 15, date(2013, 2, 28)), (date(2027, 3, 1), 15, date(2012, 3, 1)),
    (date(2027, 2, 28), 15, date(2012, 2, 28)),
])  # fmt: skip
def test_who_is_born_on_29_february_turns_on_1_march(day: date, years: int, latest: date) -> None:
    assert born(day, years) == latest


def test_the_hours_of_a_week_are_those_on_the_clock() -> None:
    assert [on("friday", *clock).hours for clock in (("16:00", "18:30"), ("22:00", "02:00"), ("20:00", "24:00"))] == [
        Decimal("2.5"), Decimal(4), Decimal(4)]  # fmt: skip
