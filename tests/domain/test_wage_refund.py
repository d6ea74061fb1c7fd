"""What a claim for a wage refund comes to, and what is refused: hours, months, weeks, doubles, the job behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from domain.dossier import Done
from domain.errors import BadInput
from domain.money import in_ore, read_kroner
from domain.policies import policies
from domain.programmes import Asked
from domain.wage_refund.claim import cost, judge_claim, refuse_impossible
from domain.wage_refund.facts import RefundFacts
from domain.youth.facts import YouthFacts
from tests.support.dossier import Case
from web import forms

TODAY = date(2026, 11, 25)
MONDAYS = [date(2026, 10, day) for day in (5, 12, 19, 26)]
JOB = {"result": "matched", "what": "leisure_job", "sector": "municipal", "employer": "Børnehaven Solen", "cvr": None,
       "starts_on": "2026-06-03", "ends_on": None}  # fmt: skip


def facts(hours: str = "5", pay: str = "100,00", mondays: list[date] = MONDAYS, invoice: str = "F-1",
          **more: Any) -> RefundFacts:  # fmt: skip
    rows = [{"monday": str(one), "hours": hours} for one in mondays]
    month = str(mondays[0].replace(day=1)) if mondays else "2026-10-01"
    return RefundFacts.model_validate({"received_on": "2026-11-20", "month": month, "weeks": rows,
                                       "hourly_pay": pay, "invoice": invoice} | more)  # fmt: skip


def done(kind: str, answer: dict[str, Any], day: int) -> Done:
    return Done(f"{kind}.{day}", f"youth.{kind}", datetime(2026, 6, day, 9, tzinfo=UTC), "someone", answer)


def young(*steps: Done, born: date = date(2010, 1, 15), others: list[Case] | None = None, **job: Any) -> Case:
    began = (done("match", JOB | job, 1), done("start", {"result": "started"}, 4))
    told = YouthFacts.model_validate({"born_on": str(born), "referred_by": "school"})
    return Case(told, "UNG-2026-000001", decisions=[*began, *steps], others=others or [])


def claim(number: int, under: Case, outcome: str | None = None, **given: Any) -> Case:
    return Case(facts(**given), f"REF-2026-{number:06}", parent=under, outcome=outcome, is_open=outcome is None)


def codes(claimed: RefundFacts, youth: Case) -> list[str]:
    judged = judge_claim(Case(claimed, "REF-2026-000099", parent=youth), TODAY, policies())
    assert judged.answer["met"] is not judged.answer["missing"]
    return list(judged.answer["missing"])


def months(*numbers: int, outcome: str = "paid") -> list[Case]:
    return [claim(n, young(), outcome, mondays=[_monday(2026, n)], invoice=f"M-{n}") for n in numbers]


def _monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


# -- the amount ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "pay", "ore"), [
    ("4", "100,00", 160_000), ("5", "100,00", 200_000), ("5.01", "100,00", 200_000), ("8", "100,00", 200_000),
    ("4.75", "145,50", 276_450), ("0.33", "145,55", 19_213), ("5", "1.234,50", 2_469_000),
])  # fmt: skip
def test_five_hours_a_week_are_refunded_and_the_sixth_is_the_employers_own(hours: str, pay: str, ore: int) -> None:
    assert cost(Case(facts(hours, pay), parent=young()), policies()).amount == ore


def test_what_is_cut_is_said_with_the_sum() -> None:
    because = judge_claim(Case(facts("6"), parent=young()), TODAY, policies()).ruling["because"]
    assert "20 timer à 100,00 kr. = 2.000,00 kr. 4 timer ud over 5 om ugen refunderes ikke." in because["da"]
    assert "20 hours at DKK 100.00 = DKK 2,000.00. 4 hours beyond 5 a week are not refunded." in because["en"]


@pytest.mark.parametrize(("pay", "large"), [("250,00", False), ("250,01", True)])
def test_above_5000_kroner_two_approve(pay: str, large: bool) -> None:
    assert judge_claim(Case(facts(pay=pay), parent=young()), TODAY, policies()).answer["large"] is large


def test_work_is_charged_to_the_year_in_which_it_was_done() -> None:
    december = facts(mondays=[date(2025, 12, 1), date(2025, 12, 29)])
    charged = cost(Case(december, parent=young()), policies())
    assert (charged.programme, charged.year, charged.purse) == ("youth", 2025, "service")


# -- amounts as people write them -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "kroner"), [
    ("1.234,50", "1234.50"), ("1234,5", "1234.5"), ("145", "145"), ("145.50", "145.50"), ("1.234", "1234"),
    ("1,234.50", "1234.50"), (" 145,50 kr. ", "145.50"), (145, "145"),
])  # fmt: skip
def test_an_amount_is_read_with_comma_and_thousand_dot(typed: Any, kroner: str) -> None:
    assert read_kroner(typed) == Decimal(kroner)


@pytest.mark.parametrize("typed", ["1,234", "1.23.4", "12.34,5", "tolv", "", "1e3", "-145", "\u0663"])
def test_what_can_be_meant_in_two_ways_is_no_amount(typed: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        read_kroner(typed)


@pytest.mark.parametrize("sent", [12.345, 33.333, 0.125, Decimal("1.005"), float("nan"), float("inf")])
def test_a_number_of_json_is_itself_and_never_a_thousand_times_more(sent: Any) -> None:
    assert read_kroner(12.5) == Decimal("12.5")
    with pytest.raises(ValueError, match="amount_wrong"):
        read_kroner(sent)


@pytest.mark.parametrize(("kroner", "ore"), [("0.004", 0), ("0.005", 1), ("1.005", 101), ("1234.5", 123450)])
def test_ore_are_rounded_half_up(kroner: str, ore: int) -> None:
    assert in_ore(Decimal(kroner)) == ore


# -- what cannot be meant -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "code"), [
    ({"pay": "-1"}, "amount_negative"), ({"pay": "0"}, "amount_negative"), ({"hours": "-1"}, "hours_negative"),
    ({"hours": "0"}, "hours_negative"), ({"hours": "168.5"}, "less_than_equal"),
    ({"mondays": [date(2026, 10, 6)]}, "not_a_monday"), ({"mondays": [MONDAYS[0], MONDAYS[0]]}, "week_twice"),
    ({"mondays": [MONDAYS[0], date(2026, 11, 2)]}, "outside_month"), ({"mondays": []}, "weeks_missing"),
    ({"invoice": " "}, "string_too_short"),
])  # fmt: skip
def test_a_claim_that_cannot_be_so_is_refused_beside_its_field(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        facts(**wrong)
    assert {forms.code(one) for one in refused.value.errors()} == {code}
    assert "kan ikke bruges" not in forms.sentence(refused.value.errors()[0]).da


@pytest.mark.parametrize(("month", "refused"), [("2026-11-01", False), ("2026-12-01", True)])
def test_no_month_that_has_not_come(month: str, refused: bool) -> None:
    given = facts(mondays=[_monday(2026, int(month[5:7]))]).model_dump(mode="json")
    wrong = []
    try:
        RefundFacts.model_validate(given, context={"today": TODAY})
    except ValidationError as error:
        wrong = [forms.code(one) for one in error.errors() if one["loc"] == ("month",)]
    assert wrong == (["date_in_future"] if refused else [])


@pytest.mark.parametrize(("today", "found"), [(26, []), (25, ["week_in_future"])])
def test_a_week_that_has_not_begun_is_not_refunded(today: int, found: list[str]) -> None:
    judged = judge_claim(Case(facts(), parent=young()), date(2026, 10, today), policies())
    assert judged.answer["missing"] == found


# -- the job ----------------------------------------------------------------------------------------------------------


def test_without_a_job_that_began_nothing_is_refunded() -> None:
    searching = young()
    searching.decisions = []
    assert codes(facts(), searching) == ["no_job"]
    searching.decisions = [done("match", JOB, 1)]
    assert codes(facts(), searching) == ["no_job"]
    searching.decisions = [done("match", JOB, 1), done("start", {"result": "not_started"}, 4)]
    assert codes(facts(), searching) == ["no_job"]


def test_a_training_place_is_no_leisure_job() -> None:
    assert codes(facts(), young(what="apprenticeship")) == ["not_a_leisure_job"]


@pytest.mark.parametrize(("starts", "ends", "found"), [
    ("2026-10-11", None, []), ("2026-10-12", None, ["no_work_then"]),
    ("2026-06-03", "2026-10-26", []), ("2026-06-03", "2026-10-25", ["no_work_then"]),
])  # fmt: skip
def test_only_weeks_in_which_the_job_ran_are_refunded(starts: str, ends: str | None, found: list[str]) -> None:
    assert codes(facts(), young(starts_on=starts, ends_on=ends)) == found


@pytest.mark.parametrize(("result", "found"), [("there", []), ("looks_again", ["no_work_then"])])
def test_a_job_that_a_follow_up_found_stopped_runs_no_longer(result: str, found: list[str]) -> None:
    seen = done("follow_up", {"result": result, "talked_on": "2026-10-20"}, 20)
    assert codes(facts(), young(seen)) == found


def test_of_two_jobs_the_weeks_say_which_one_it_is() -> None:
    first_ended = done("follow_up", {"result": "looks_again", "talked_on": "2026-10-30"}, 10)
    again = (done("match", JOB | {"starts_on": "2026-11-16"}, 12), done("start", {"result": "started"}, 17))
    youth = young(first_ended, *again)
    assert codes(facts(), youth) == []
    assert codes(facts(mondays=[date(2026, 11, 16)]), youth) == []
    assert codes(facts(mondays=[date(2026, 11, 9)]), youth) == ["no_work_then"]


# -- doubles and the most ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "found"), [
    (None, ["week_claimed"]), ("paid", ["week_claimed"]), ("refused", []), ("withdrawn", []), ("closed", []),
])  # fmt: skip
def test_no_week_is_refunded_twice_among_claims_that_stand(outcome: str | None, found: list[str]) -> None:
    before = claim(1, young(), outcome, mondays=MONDAYS[3:], invoice="F-0")
    assert codes(facts(), young(others=[before])) == found


def test_a_claim_is_no_double_of_itself() -> None:
    youth = young()
    mine = claim(99, youth)
    youth.others = [mine]
    assert codes(facts(), youth) == []
    refuse_impossible(facts(), youth, Asked(TODAY, policies(), mine.case_id))
    with pytest.raises(BadInput, match="REF-2026-000099"):
        refuse_impossible(facts(), youth, Asked(TODAY, policies()))


def test_five_months_are_refunded_and_the_sixth_is_not() -> None:
    assert codes(facts(), young(others=months(6, 7, 8, 9))) == []
    assert codes(facts(), young(others=months(5, 6, 7, 8, 9))) == ["months_used"]


def test_a_second_claim_for_a_month_that_counts_already_is_no_sixth() -> None:
    before = [*months(6, 7, 8, 9), claim(10, young(), "paid", mondays=MONDAYS[:2], invoice="M-10")]
    assert codes(facts(mondays=MONDAYS[2:]), young(others=before)) == []


@pytest.mark.parametrize(("employer", "invoice", "found"), [
    ("Børnehaven Solen", "f-1", ["invoice_twice"]), ("børnehaven solen ", "F-1", ["invoice_twice"]),
    ("Biblioteket", "F-1", []), ("Børnehaven Solen", "F-2", []),
])  # fmt: skip
def test_no_employer_uses_an_invoice_twice_whoever_it_is_for(employer: str, invoice: str, found: list[str]) -> None:
    other = claim(1, young(employer=employer), "paid", mondays=[date(2026, 9, 7)], invoice=invoice)
    assert codes(facts(), young(others=[other])) == found


# -- what a person decides --------------------------------------------------------------------------------------------


def because(youth: Case, claimed: RefundFacts | None = None) -> str:
    judged = judge_claim(Case(claimed or facts(), parent=youth), TODAY, policies())
    assert judged.answer["met"], "a doubt shuts nothing"
    return str(judged.ruling["because"]["da"])


@pytest.mark.parametrize(("sector", "warned"), [("municipal", False), ("private", True), ("other_public", True)])
def test_an_employer_that_is_not_municipal_is_left_to_a_person(sector: str, warned: bool) -> None:
    assert ("Arbejdsgiveren er ikke kommunal." in because(young(sector=sector))) is warned


@pytest.mark.parametrize(("born", "warned"), [
    (date(2013, 10, 5), False), (date(2013, 10, 6), True),  # 13 on the first Monday, or a day later
    (date(2001, 11, 2), False), (date(2001, 11, 1), True),  # 25 the day after the last week, or on its last day
])  # fmt: skip
def test_under_13_and_above_24_are_left_to_a_person(born: date, warned: bool) -> None:
    assert ("uden for 13-24 år" in because(young(born=born))) is warned


def test_every_rule_that_was_used_is_named() -> None:
    used = judge_claim(Case(facts(), parent=young()), TODAY, policies()).ruling["policy_versions"]
    assert {one.split("@")[0] for one in used} >= {
        "youth.refund_hours", "youth.refund_months", "youth.refund_scope", "youth.refund_second", "youth.target_age"}
