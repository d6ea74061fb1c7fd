"""What held, how long it took, and for which period it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pytest

from domain.reports.report import Course
from domain.reports.tables import Table
from tests.support.courses import TODAY, by, course, held, job, made, match, numbers, said, start, times

# -- what holds ------------------------------------------------------------------------------------------------------


THERE = ("2026-05-04", 3, "there")
GONE = ("2026-02-16", 1, "looks_again")


def kept(courses: Iterable[Course], today: date = TODAY) -> list[int | str]:
    """Begun, there, gone, open, per cent."""
    return numbers(made(courses, today=today)["kept_by_area"].total)


def test_kept_are_those_who_were_there_at_the_last_follow_up() -> None:
    assert kept([*times(7, held, THERE), *times(5, held, GONE), *times(6, held)]) == [18, 7, 5, 6, 58]


def test_who_was_there_at_the_first_two_follow_ups_is_not_settled() -> None:
    first_two = (("2026-02-16", 1, "there"), ("2026-03-16", 2, "there"))
    assert kept([*times(7, held, THERE), *times(5, held, GONE), *times(6, held, *first_two)])[3] == 6


def test_a_job_that_stopped_is_not_settled_before_its_last_follow_up_is_due() -> None:
    """On 2 May, which is told of when May is over."""
    there = ("2026-04-06", 3, "there")
    courses = [*times(7, held, there, on="2026-01-05"), *times(5, held, GONE, on="2026-01-05"), *times(5, held, GONE)]
    assert kept(courses, date(2026, 5, 31)) == [17, 7, 5, 5, 58]
    assert kept(courses, date(2026, 6, 1)) == [17, 7, 10, 0, 41]


def test_a_shorter_job_is_kept_when_it_lasted_to_its_last_day() -> None:
    short = times(7, held, ("2026-03-09", 2, "there"), ends="2026-03-06")
    assert kept([*short, *times(5, held, GONE)]) == [12, 7, 5, 0, 58]


@pytest.mark.parametrize("answer", ["looks_again", "education", "ended"])
def test_whoever_left_for_whatever_reason_is_not_there(answer: str) -> None:
    assert kept([*times(7, held, THERE), *times(5, held, ("2026-03-16", 2, answer))])[2] == 5


def test_closed_by_hand_before_the_last_follow_up_a_job_is_never_counted_as_lost() -> None:
    by_hand = times(6, held, outcome="closed", closed="2026-03-01")
    assert kept([*times(7, held, THERE), *times(5, held, GONE), *by_hand])[3] == 6


def test_so_few_not_settled_that_they_cannot_be_shown_stand_with_those_who_are_gone_and_the_text_says_so() -> None:
    found = made([*times(7, held, THERE), *times(5, held, GONE), *times(2, held)])["kept_by_area"]
    assert [one.name for one in found.columns] == ["started", "there", "other", "there_share"]
    assert numbers(found.total) == [14, 7, 7, 50]
    assert "det mindste, den kan være" in found.counts[1].da


def test_where_one_outcome_is_of_few_none_is_shown_and_no_per_cent_either() -> None:
    found = made([*times(20, held, THERE), *times(3, held, GONE)])["kept_by_area"]
    assert numbers(found.total) == [23, "skjult", "skjult", "skjult"]
    assert found.lines == ()


def test_areas_are_joined_until_each_outcome_of_each_may_be_shown() -> None:
    found = made([*times(9, held, THERE, area="Husum"), *times(2, held, GONE, area="Husum"),
                  *times(6, held, THERE, area="Valby"), *times(4, held, GONE, area="Valby"),
                  *times(30, held, THERE, area="Amager"), *times(8, held, GONE, area="Amager")])  # fmt: skip
    assert by(found["starts_by_area"]) == {"Amager": 38, "Husum": 11, "Valby": 10}
    assert {line.title.da: numbers(line) for line in found["kept_by_area"].lines} == {
        "Amager": [38, 30, 8, 0, 79], "Husum og Valby": [21, 15, 6, 0, 71]}


# -- how long it takes -----------------------------------------------------------------------------------------------


def test_days_to_the_start_are_calendar_days_with_the_number_that_they_rest_on() -> None:
    starts = [(date(2026, 1, 5) + timedelta(days=n)).isoformat() for n in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100)]
    assert numbers(made([job(on) for on in starts])["starts_by_area"].total)[:4] == [10, 55, 33, 78]


def test_quartiles_of_few_are_not_shown() -> None:
    assert numbers(made(times(9, job, "2026-01-15"))["starts_by_area"].total)[:4] == [9, 10, "kræver 10", "kræver 10"]


def test_days_to_the_match_are_those_to_the_one_that_led_to_the_job_and_rest_on_the_same_number() -> None:
    """A number of its own for matches would give away by subtraction how many have a match and have not begun."""
    twice = (match("2026-01-15", "2026-02-01"), start("2026-02-01", "not_started"), match("2026-03-01", "2026-03-10"),
             start("2026-03-10"))  # fmt: skip
    found = made([*times(6, course, *twice), *times(3, course, match("2026-03-01", "2026-12-10"))])["starts_by_age"]
    assert [column.name for column in found.columns][::3] == ["started", "start_upper", "match_upper"]
    assert numbers(found.total)[:2] == [6, (date(2026, 3, 10) - date(2026, 1, 5)).days]
    assert numbers(found.total)[4] == (date(2026, 3, 1) - date(2026, 1, 5)).days


def test_who_still_waits_counts_as_waiting_so_that_a_slow_area_does_not_look_fast() -> None:
    fast = times(20, course, match("2026-01-25", "2026-02-01"), area="Amager") + times(10, course, area="Amager")
    slow = times(6, course, match("2026-01-10", "2026-02-01"), area="Valby") + times(24, course, area="Valby")
    found = made([*fast, *slow])["waiting_by_area"]
    assert {line.title.da: numbers(line) for line in found.lines} == {
        "Amager": [30, 20, 10, 67, 20], "Valby": [30, 6, 24, 20, "over 60"]}


@pytest.mark.parametrize(("day", "matched"), [("2026-03-06", 6), ("2026-03-07", 0)])
def test_a_match_on_the_60th_day_is_in_time_and_one_day_later_is_not(day: str, matched: int) -> None:
    waiting = times(7, course)
    always = times(5, course, match("2026-01-06", "2026-01-10"))
    found = made([*waiting, *always, *times(6, course, match(day, "2026-04-01"))])["waiting_by_area"]
    assert numbers(found.total)[:3] == [18, 5 + matched, 13 - matched]


def test_whoever_was_referred_less_than_60_days_before_the_month_began_is_not_looked_at_yet() -> None:
    assert numbers(made(times(6, course, referred="2026-09-02"))["waiting_by_area"].total)[0] == 0
    assert numbers(made(times(6, course, referred="2026-09-01"))["waiting_by_area"].total)[0] == 6


def test_where_those_referred_stood_on_the_60th_day_does_not_change_afterwards() -> None:
    matched, waiting = times(5, course, match("2026-02-01", "2026-02-10")), times(6, course)
    later = times(7, course, match("2026-04-01", "2026-04-10"))
    ended = times(8, course, outcome="declined", closed="2026-01-20")
    ended_later = times(9, course, outcome="ended", closed="2026-03-07")
    found = made([*matched, *waiting, *later, *ended, *ended_later])["after_so_many_days"]
    assert numbers(found.total) == [35, 5, 22, 8]


# -- which period ----------------------------------------------------------------------------------------------------


def every_number(found: Mapping[str, Table]) -> dict[tuple[str, str, str], int | str]:
    return {(name, line.title.da, column.name): said(cell) for name, table in found.items() for line in table.every_line
            for column, cell in zip(table.columns, line.cells, strict=True)}  # fmt: skip


CASELOAD = [
    *times(6, job, "2025-12-31"), *times(2, job, "2026-01-31"), *times(1, job, "2026-02-28", area="Valby"),
    *times(7, job, "2026-06-29", area="Valby"), *times(1, job, "2026-06-30"), *times(9, held, THERE), *times(8, held, GONE),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last"), [
    ("2026-01-01", "2026-06-30"), ("2026-01-01", "2026-06-29"), ("2026-01-01", "2026-05-31"), ("2026-06-01", "2026-06-30"),
    ("2025-01-01", "2026-11-19"), ("2025-06-01", "2025-12-31"), ("2026-02-15", "2026-02-15"),
])  # fmt: skip
def test_no_number_depends_on_the_period_so_that_no_two_periods_can_be_subtracted(first: str, last: str) -> None:
    whole = every_number(made(CASELOAD, "2025-01-01", "2026-12-31"))
    asked = every_number(made(CASELOAD, first, last))
    assert len(asked) > 20
    assert {key: whole[key] for key in asked} == asked


def test_the_period_chooses_the_months_and_the_years() -> None:
    found = made(CASELOAD, "2025-11-15", "2026-03-10")
    assert by(found["starts_by_month_2025"]) == {"november": 0, "december": 6}
    assert by(found["starts_by_month"]) == {"januar–februar": 20, "marts": 0}
    assert {one.year for one in found.values()} == {None, 2025, 2026}


def test_a_year_that_is_not_over_is_said_to_be_provisional_and_shows_only_months_that_are_over() -> None:
    found = made(CASELOAD, "2025-01-01", "2026-12-31")
    assert (found["kept_by_age"].is_over, found["kept_by_age_2025"].is_over) == (False, True)
    assert list(by(found["starts_by_month"]))[-1] == "oktober"


def test_two_looks_within_a_month_tell_the_same_so_that_nobody_stands_between_them() -> None:
    before = [*CASELOAD, *times(6, course), *times(6, course, match("2026-02-01", "2026-02-10"))]
    early = made(before, "2025-01-01", today=date(2026, 11, 1))
    since = [job("2026-11-05", referred="2026-11-02"), course(referred="2026-11-05"),
             course(match("2026-11-05", "2026-12-01"), referred="2026-11-02"), held(("2026-03-16", 2, "there"), ("2026-11-16", 3, "there"))]  # fmt: skip
    started = [*before, *times(1, held, ("2026-03-16", 2, "there"))]
    left = before[-1]._replace(closed_on=date(2026, 11, 5), outcome="outside")
    assert made([*before[:-1], left, *since[:3]], "2025-01-01", today=date(2026, 11, 30)) == early
    assert made([*before, since[3]], "2025-01-01", today=date(2026, 11, 30)) == made(started, "2025-01-01", today=date(2026, 11, 1))
    assert made([*before[:-1], left, *since], "2025-01-01", today=date(2026, 12, 1)) != early


def test_without_any_case_every_number_is_zero_or_none() -> None:
    found = made([])
    assert set(every_number(found).values()) == {0, "–", 29, 35}


# -- what it is set beside, and what it can never know ----------------------------------------------------------------


def test_the_plans_baseline_stands_beside_with_its_source_and_is_said_to_be_another_measure() -> None:
    table = made([])["baseline"]
    assert by(table) == {"København": 29, "Hele landet": 35}
    assert any("Danmarks Statistik 2023" in one.da for one in table.counts)
    assert any("et andet mål" in one.da for one in table.counts)


def test_every_table_says_what_it_counts_in_both_languages() -> None:
    for table in made(CASELOAD).values():
        assert table.counts
        for one in table.counts:
            assert one.da.endswith(".")
            assert one.en.endswith(".")
            assert one.da != one.en


def test_each_column_of_a_table_has_a_name_of_its_own() -> None:
    for table in made(CASELOAD).values():
        names = [one.name for one in table.columns]
        assert len(set(names)) == len(names)
        assert table.drawn is None or table.drawn in names
