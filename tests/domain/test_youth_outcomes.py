"""What the report of young people counts, and what it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from domain.policies import policies
from domain.reports.period import period
from domain.reports.report import Course, Step
from domain.reports.tables import Cell, Line, Table
from domain.youth.report import REPORT

TODAY = date(2026, 11, 19)
MATCH, START, FOLLOW, RECEIVE = (f"youth.{k}" for k in ("match", "start", "follow_up", "receive"))
NUMBERS = count(1)
ENOUGH = 5


def match(on: str, starts: str, what: str = "leisure_job", sector: str = "private", ends: str | None = None) -> Step:
    answer = {"result": "matched", "what": what, "sector": sector, "starts_on": starts, "ends_on": ends}
    return Step(MATCH, date.fromisoformat(on), answer, {})


def start(on: str, result: str = "started") -> Step:
    return Step(START, date.fromisoformat(on), {"result": result}, {})


def follow(on: str, number: int, result: str = "there") -> Step:
    return Step(FOLLOW, date.fromisoformat(on), {"result": result}, {"number": str(number)})


def course(*steps: Step, referred: str = "2026-01-05", area: str | None = "Tingbjerg", born_on: str = "2010-01-15",
           outcome: str | None = None, closed: str | None = None, case_id: str = "", person: str = "") -> Course:  # fmt: skip
    n = next(NUMBERS)
    return Course(case_id or f"UNG-2026-{n:06}", person or f"p{n}", date.fromisoformat(referred),
                  date.fromisoformat(closed) if closed else None, outcome, {"born_on": born_on, "area": area}, list(steps))  # fmt: skip


def job(on: str, what: str = "leisure_job", sector: str = "private", ends: str | None = None, **about: Any) -> Course:
    return course(match(on, on, what, sector, ends), start(on), **about)


def times(how_many: int, make: Any, *args: Any, **about: Any) -> list[Course]:
    return [make(*args, **about) for _ in range(how_many)]


def made(courses: Iterable[Course], first: str = "2026-01-01", last: str = "2026-12-31",
         today: date = TODAY) -> dict[str, Table]:  # fmt: skip
    asked = period(date.fromisoformat(first), date.fromisoformat(last), today)
    tables = REPORT.tables(list(courses), asked, policies())
    return {f"{one.name}_{one.year}" if one.year and one.year != today.year else one.name: one for one in tables}


def said(cell: Cell) -> int | str:
    return cell.value if cell.value is not None else cell.instead.da if cell.instead else ""


def numbers(line: Line | None) -> list[int | str]:
    assert line
    return [said(cell) for cell in line.cells]


def by(table: Table, column: int = 0) -> Mapping[str, int | str]:
    return {line.title.da: said(line.cells[column]) for line in table.lines}


# -- what begins ---------------------------------------------------------------------------------------------------


def test_a_job_counts_in_the_month_of_its_first_day_of_work() -> None:
    found = made([*times(5, course, match("2026-02-20", "2026-03-31"), start("2026-04-01")), *times(6, job, "2026-05-01")])
    months = by(found["starts_by_month"])
    assert (months["marts"], months["april"], months["maj"]) == (5, 0, 6)
    assert numbers(found["starts_by_month"].total) == [11]


def test_a_match_that_fell_through_begins_nothing_and_the_next_one_begins_one() -> None:
    twice = (match("2026-02-01", "2026-02-10"), start("2026-02-10", "not_started"), match("2026-03-01", "2026-03-10"),
             start("2026-03-10"))  # fmt: skip
    months = by(made(times(5, course, *twice))["starts_by_month"])
    assert (months["februar"], months["marts"]) == (0, 5)


def test_a_match_whose_agreement_fell_through_begins_nothing() -> None:
    found = made(times(6, course, match("2026-02-01", "2026-02-10")))
    assert numbers(found["starts_by_month"].total) == [0]


def test_whoever_begins_two_jobs_counts_twice_and_is_one_person_of_those_that_are_enough() -> None:
    twice = (match("2026-02-01", "2026-02-10"), start("2026-02-10"), follow("2026-02-24", 1, "looks_again"),
             match("2026-03-01", "2026-03-10"), start("2026-03-10"))  # fmt: skip
    found = made(times(5, course, *twice))
    assert numbers(found["starts_by_month"].total) == [10]
    assert by(found["starts_by_month"])["februar"] == 5
    few = made(times(4, course, *twice))
    assert numbers(few["starts_by_month"].total) == ["færre end 5"], "eight jobs of four people"


def test_two_cases_of_one_person_are_one_person() -> None:
    found = made(times(9, job, "2026-02-10", person="the same"))
    assert numbers(found["starts_by_area"].total) == ["færre end 5"] * 4


def test_a_start_confirmed_ahead_of_its_day_is_not_counted_yet() -> None:
    found = made([*times(5, job, "2026-11-19"), *times(5, job, "2026-11-20")])
    assert numbers(found["starts_by_month"].total) == [5]


def test_kinds_and_employers_come_from_the_match() -> None:
    found = made([*times(6, job, "2026-02-01", what="apprenticeship", sector="municipal"), *times(7, job, "2026-02-01")])
    assert by(found["starts_by_kind"]) == {"Fritidsjob": 7, "Studiejob": 0, "Elevplads": 0, "Læreplads": 6}
    assert by(found["starts_by_sector"])["Kommunal"] == 6


def test_closed_by_hand_or_ended_what_began_has_begun() -> None:
    found = made(times(5, job, "2026-02-01", outcome="closed", closed="2026-03-01"))
    assert numbers(found["starts_by_month"].total) == [5]


# -- who is counted --------------------------------------------------------------------------------------------------


def test_a_case_joined_with_another_counts_once_and_time_runs_from_the_first_referral() -> None:
    kept = [job("2026-03-02", referred="2026-02-01", case_id=f"B{n}") for n in range(5)]
    same = [course(Step(RECEIVE, date(2026, 2, 2), {"result": "same", "same_as": f"B{n}"}, {}), case_id=f"A{n}",
                   outcome="merged", referred="2026-01-01", closed="2026-02-02") for n in range(5)]  # fmt: skip
    found = made([*same, *kept])
    assert numbers(found["starts_by_area"].total)[:2] == [5, (date(2026, 3, 2) - date(2026, 1, 1)).days]
    assert numbers(found["waiting_by_area"].total)[0] == 5


def test_cases_joined_one_after_the_other_lead_to_the_one_that_stands() -> None:
    chain = [
        course(Step(RECEIVE, date(2026, 1, 3), {"result": "same", "same_as": "B"}, {}), case_id="A", outcome="merged",
               referred="2026-01-01"),
        course(Step(RECEIVE, date(2026, 1, 4), {"result": "same", "same_as": "C"}, {}), case_id="B", outcome="merged",
               referred="2026-01-02"),
        job("2026-01-11", case_id="C", referred="2026-01-03"), *times(4, job, "2026-01-11", referred="2026-01-01"),
    ]  # fmt: skip
    assert numbers(made(chain)["starts_by_area"].total)[:2] == [5, 10]


def test_cases_that_were_joined_in_a_ring_are_left_out() -> None:
    ring = [course(Step(RECEIVE, date(2026, 1, 3), {"result": "same", "same_as": other}, {}), case_id=one,
                   outcome="merged") for one, other in ("AB", "BA")]  # fmt: skip
    assert numbers(made(ring)["waiting_by_area"].total)[0] == 0


def test_who_is_outside_the_target_group_is_not_waiting() -> None:
    found = made(times(6, course, outcome="outside", closed="2026-01-06"))
    assert numbers(found["waiting_by_area"].total)[0] == 0


def test_areas_differ_by_letters_not_by_case_or_spaces_and_unknown_is_one_of_its_own() -> None:
    found = made([*times(4, job, "2026-02-01", area="Tingbjerg"), *times(3, job, "2026-02-01", area=" tingbjerg "),
                  *times(5, job, "2026-02-01", area="Ny  Tingbjerg"), *times(6, job, "2026-02-01", area=" "),
                  *times(5, job, "2026-02-01", area=None)])  # fmt: skip
    assert by(found["starts_by_area"]) == {"Ny Tingbjerg": 5, "Tingbjerg": 7, "Område ikke oplyst": 11}


def test_an_area_of_few_is_not_named() -> None:
    found = made([*times(2, job, "2026-02-01", area="Hos mormor, Anes Gade 3"), *times(6, job, "2026-02-01", area="Valby"),
                  *times(9, job, "2026-02-01", area="Husum")])  # fmt: skip
    assert by(found["starts_by_area"]) == {"Husum": 9, "Øvrige områder": 8}
    assert "Anes Gade" not in str(found)


@pytest.mark.parametrize(("born_on", "group"), [
    ("2012-03-02", "13-14 år"), ("2011-03-03", "13-14 år"), ("2011-03-02", "15-17 år"), ("2008-03-03", "15-17 år"),
    ("2008-03-02", "18 år og derover"), ("1996-03-02", "18 år og derover"), ("2015-03-02", "13-14 år"),
])  # fmt: skip
def test_the_age_is_that_on_the_first_day_of_work(born_on: str, group: str) -> None:
    found = made(times(5, job, "2026-03-02", born_on=born_on))
    assert {title: n for title, n in by(found["starts_by_age"]).items() if n} == {group: 5}


def test_the_age_of_who_waits_is_that_on_the_day_of_the_referral() -> None:
    turned_15_after = times(12, job, "2026-03-02", born_on="2011-02-01", referred="2026-01-31")
    found = made([*turned_15_after, *times(12, course, born_on="2011-02-01", referred="2026-01-31")])
    assert by(found["waiting_by_age"]) == {"13-14 år": 24}
    assert {title: n for title, n in by(found["starts_by_age"]).items() if n} == {"15-17 år": 12}


# -- what holds ------------------------------------------------------------------------------------------------------


def held(*answers: tuple[str, int, str], on: str = "2026-02-02", **about: Any) -> Course:
    return course(match(on, on, ends=about.pop("ends", None)), start(on), *(follow(*one) for one in answers), **about)


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
    courses = [*times(7, held, THERE, on="2026-01-05"), *times(5, held, GONE, on="2026-01-05"), *times(5, held, GONE)]
    assert kept(courses, date(2026, 5, 1)) == [17, 7, 5, 5, 58]
    assert kept(courses, date(2026, 5, 2)) == [17, 7, 10, 0, 41]


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
    assert numbers(made([job(on) for on in starts])["starts_by_area"].total) == [10, 55, 33, 78]


def test_quartiles_of_few_are_not_shown() -> None:
    assert numbers(made(times(9, job, "2026-01-15"))["starts_by_area"].total) == [9, 10, "kræver 10", "kræver 10"]


def test_days_to_the_match_are_those_to_the_first_one() -> None:
    twice = (match("2026-01-15", "2026-02-01"), start("2026-02-01", "not_started"), match("2026-03-01", "2026-03-10"))
    assert numbers(made(times(6, course, *twice))["days_to_match"].total)[:2] == [6, 10]


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


def test_whoever_was_referred_less_than_60_whole_days_ago_is_not_looked_at_yet() -> None:
    assert numbers(made(times(6, course, referred="2026-09-20"))["waiting_by_area"].total)[0] == 0, "the day is not over"
    assert numbers(made(times(6, course, referred="2026-09-19"))["waiting_by_area"].total)[0] == 6


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


def test_a_year_that_is_not_over_is_said_to_be_provisional_and_shows_no_month_ahead() -> None:
    found = made(CASELOAD, "2025-01-01", "2026-12-31")
    assert (found["kept_by_age"].is_over, found["kept_by_age_2025"].is_over) == (False, True)
    assert list(by(found["starts_by_month"]))[-1] == "november"


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
