"""What the report of young people counts as begun, of whom, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reports.report import Step
from tests.support.courses import RECEIVE, by, course, follow, job, made, match, numbers, start, times

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
    assert numbers(few["starts_by_month"].total) == ["færre end 5 personer"], "eight jobs of four people"


def test_two_cases_of_one_person_are_one_person() -> None:
    found = made(times(9, job, "2026-02-10", person="the same"))
    assert numbers(found["starts_by_area"].total) == ["færre end 5 personer", *["skjult"] * 6]


def test_a_start_confirmed_ahead_of_its_day_is_not_counted_yet() -> None:
    ahead = times(5, course, match("2026-10-20", "2026-11-02"), start("2026-10-30"))
    assert numbers(made([*times(5, job, "2026-10-31"), *ahead])["starts_by_month"].total) == [5]


def test_a_year_that_is_over_stands_a_start_confirmed_in_the_next_counts_on_the_day_it_is_confirmed() -> None:
    before = times(6, job, "2025-11-03", referred="2025-10-01")
    late = times(5, course, match("2025-12-01", "2025-12-15"), start("2026-01-08"), referred="2025-10-01")
    open_still = [one._replace(steps=one.steps[:1]) for one in late]
    told = made([*before, *open_still], "2025-01-01", "2025-12-31", date(2026, 1, 1))
    assert numbers(told["starts_by_month_2025"].total) == numbers(told["kept_by_age_2025"].total)[:1] == [6]
    now = made([*before, *late], "2025-01-01", "2025-12-31", date(2026, 2, 1))
    assert {name: one for name, one in now.items() if name.startswith(("starts", "kept"))} == {
        name: one for name, one in told.items() if name.startswith(("starts", "kept"))}
    this_year = made([*before, *late], today=date(2026, 2, 1))
    assert by(this_year["starts_by_month"]) == {"januar": 5}
    assert "skrives ned i et senere år" in this_year["starts_by_month"].counts[0].da
    assert numbers(this_year["starts_by_area"].total)[:2] == [5, 75], "the days are until the first day of work"


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
