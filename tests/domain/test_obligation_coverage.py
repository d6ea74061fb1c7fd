from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.errors import BadInput
from domain.obligation.coverage import BeforeTheLaw, Facts, coverage
from domain.people import Employment, Residence
from domain.policies import Policies, policies

P = policies()
ON = date(2025, 9, 1)
NINE_YEARS_AGO = date(2016, 9, 1)
ENTERED = date(2014, 5, 1)


def lived(since, to=None, country="DK"):
    return Residence(from_=since, to=to, country=country)


def worked(days=910, hours="37", since=date(2020, 1, 1), ordinary=True):
    last = since + timedelta(days=days - 1)
    return Employment(from_=since, to=last, hours_per_week=Decimal(hours), ordinary=ordinary)


def facts(**given):
    return Facts(**{
        "benefit": "cash_assistance", "entered_on": ENTERED,
        "residence": (lived(NINE_YEARS_AGO),), "employment": (worked(),), **given,
    })  # fmt: skip


def ruled(on=ON, rules=P, **given):
    return coverage(facts(**given), on, rules)


def days(*residence, on=ON):
    return ruled(on, residence=residence).requirements[0].counted_days


def hours(*employment, on=ON):
    return ruled(on, employment=employment).requirements[1].counted_hours


@pytest.mark.parametrize(
    ("resident", "employed", "covered"),
    [(True, True, False), (True, False, True), (False, True, True), (False, False, True)],
)
def test_a_citizen_is_covered_when_either_requirement_is_unmet(resident, employed, covered):
    given = {"residence": (lived(NINE_YEARS_AGO),) if resident else (), "employment": (worked(),) if employed else ()}
    ruling = ruled(**given)
    assert ruling.covered is covered
    assert [each.met for each in ruling.requirements] == [resident, employed]


def test_the_literal_og_of_the_plan_is_a_switch():
    literal = Policies(
        row.model_copy(update={"value": "both_unmet"}) if row.name == "coverage.combination" else row for row in P.all()
    )
    assert not ruled(rules=literal, employment=()).covered
    assert ruled(rules=literal, employment=(), residence=()).covered


@pytest.mark.parametrize(
    ("since", "met"),
    [(NINE_YEARS_AGO - timedelta(1), True), (NINE_YEARS_AGO, True), (NINE_YEARS_AGO + timedelta(1), False)],
)
def test_the_residence_requirement_is_met_after_nine_years_to_the_day(since, met):
    assert ruled(residence=(lived(since),)).requirements[0].met is met


def test_residence_before_the_ten_years_does_not_count():
    assert days(lived(date(1990, 1, 1), date(2015, 8, 31))) == 0
    assert days(lived(date(1990, 1, 1), date(2015, 9, 1))) == 1


def test_today_does_not_count_and_yesterday_does():
    assert days(lived(ON)) == 0
    assert days(lived(ON - timedelta(1))) == 1


def test_29_february_is_a_day():
    assert days(lived(date(2024, 2, 28), date(2024, 3, 1))) == 3
    assert ruled(date(2028, 2, 29), residence=(lived(date(2019, 2, 28)),)).requirements[0].met


@pytest.mark.parametrize(("country", "counted"), [("DK", 10), ("FO", 10), ("GL", 10), ("gl", 10), ("SE", 0), ("XX", 0)])
def test_the_realm_is_denmark_the_faroe_islands_and_greenland(country, counted):
    assert days(lived(date(2020, 1, 1), date(2020, 1, 10), country)) == counted


def test_overlapping_residence_counts_once():
    one, other = lived(date(2020, 1, 1), date(2020, 1, 20)), lived(date(2020, 1, 11), date(2020, 1, 31), "FO")
    assert days(one, other) == 31


@pytest.mark.parametrize("away", [61, 62, 63, 92])
def test_up_to_two_months_abroad_in_a_calendar_year_count(away):
    left, back = date(2020, 6, 30), date(2020, 7, 1) + timedelta(away)
    counted = days(lived(date(2020, 1, 1), left), lived(back, date(2020, 12, 31)))
    assert counted == 366 - away + min(away, 62)


def test_two_journeys_in_one_year_share_the_two_months_and_a_new_year_gives_new_ones():
    home = [
        lived(date(2020, 1, 1), date(2020, 1, 31)), lived(date(2020, 3, 1), date(2020, 6, 30)),
        lived(date(2020, 9, 1), date(2020, 11, 30)), lived(date(2021, 2, 1), date(2021, 12, 31)),
    ]  # fmt: skip
    whole = (date(2022, 1, 1) - date(2020, 1, 1)).days
    abroad_in_2020 = 29 + 62 + 31
    assert days(*home) == whole - abroad_in_2020 + 62


def test_time_abroad_without_return_does_not_count():
    assert days(lived(date(2020, 1, 1), date(2020, 1, 31))) == 31


@pytest.mark.parametrize(("back", "abroad"), [(date(2021, 7, 1), 62 + 62), (date(2021, 7, 2), 0)])
def test_more_than_twelve_months_abroad_gives_residence_up(back, abroad):
    here = (date(2020, 7, 1) - date(2020, 1, 1)).days + 10
    assert days(lived(date(2020, 1, 1), date(2020, 6, 30)), lived(back, back + timedelta(9))) == here + abroad


@pytest.mark.parametrize(("worked_days", "met"), [(909, False), (910, True), (911, True)])
def test_the_employment_requirement_is_met_from_4810_hours(worked_days, met):
    ruling = ruled(employment=(worked(worked_days),))
    assert ruling.requirements[1].met is met
    assert (ruling.requirements[1].counted_hours >= 4810) is met


def test_part_time_counts_its_own_hours():
    assert hours(worked(7, "18.5")) == 18
    assert hours(worked(14, "18.5")) == 37


def test_subsidised_work_does_not_count():
    assert hours(worked(ordinary=False)) == 0


def test_two_jobs_count_together_but_never_above_full_time():
    assert hours(worked(7, "20"), worked(7, "10")) == 30
    assert hours(worked(7, "37"), worked(7, "37")) == 37
    assert hours(worked(7, "200")) == 37


def test_work_is_clipped_at_both_edges_of_the_window():
    assert hours(worked(14, since=date(2015, 8, 25))) == 37
    assert hours(worked(14, since=ON - timedelta(7))) == 37
    assert hours(worked(7, since=ON)) == 0


def test_reversed_spells_count_nothing():
    backwards = Employment(from_=date(2021, 1, 1), to=date(2020, 1, 1), hours_per_week=Decimal(37), ordinary=True)
    assert hours(backwards) == 0
    assert days(lived(date(2021, 1, 1), date(2020, 1, 1))) == 0


def test_the_employment_requirement_need_be_met_only_once():
    assert not ruled(employment=(), employment_requirement_met_before=True).covered
    assert ruled(employment=(), residence=(), employment_requirement_met_before=True).covered


@pytest.mark.parametrize(
    ("benefit", "on", "entered", "met"),
    [
        ("sho", date(2025, 6, 30), date(2007, 12, 31), True),
        ("sho", date(2025, 6, 30), date(2008, 1, 1), False),
        ("sho", date(2025, 7, 1), date(2007, 12, 31), False),
        ("cash_assistance", date(2025, 7, 1), date(1968, 4, 1), True),
        ("cash_assistance", date(2025, 7, 1), date(1968, 4, 2), False),
        ("cash_assistance", date(2025, 3, 1), date(1990, 1, 1), False),
    ],
)
def test_the_employment_requirement_applies_from_the_entry_cutoff_of_the_phase(benefit, on, entered, met):
    assert ruled(on, benefit=benefit, entered_on=entered, employment=()).requirements[1].met is met


def test_an_unknown_date_of_entry_does_not_excuse_from_the_employment_requirement():
    assert ruled(entered_on=None, employment=()).covered


@pytest.mark.parametrize(
    ("given", "says"),
    [({"eu_right": True}, "EU"), ({"ukraine_act": True}, "Ukraine"), ({"benefit": "none"}, "ingen ydelse")],
)
def test_those_the_law_exempts_are_not_covered_and_hear_why(given, says):
    ruling = ruled(employment=(), residence=(), **given)
    assert not ruling.covered
    assert says in ruling.because.da
    assert (ruling.phase, ruling.starts_on, ruling.implement_by) == (None, None, None)
    assert not any(each.met for each in ruling.requirements)


@pytest.mark.parametrize(
    ("benefit", "phase", "starts_on", "implement_by"),
    [
        ("sho", 1, date(2025, 1, 1), date(2025, 7, 1)),
        ("cash_assistance", 2, date(2025, 7, 1), date(2026, 1, 1)),
    ],
)
@pytest.mark.parametrize("on", [date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 2)])
def test_sho_is_phase_1_and_everybody_else_phase_2(benefit, phase, starts_on, implement_by, on):
    ruling = ruled(on, benefit=benefit, employment=())
    assert (ruling.covered, ruling.phase, ruling.starts_on, ruling.implement_by) == (
        True, phase, starts_on, implement_by,
    )  # fmt: skip
    assert f"Fase {phase}" in ruling.because.da


def test_before_the_law_there_is_no_rule_and_the_refusal_names_its_first_day():
    with pytest.raises(BeforeTheLaw) as refusal:
        ruled(date(2024, 12, 31))
    assert refusal.value.text.da == "Arbejdspligten gælder først fra 01.01.2025."
    with pytest.raises(BadInput):
        ruled(date(9999, 12, 31))


def test_the_reason_gives_the_numbers_in_both_languages():
    because = ruled(employment=(worked(700),)).because
    assert "3.700 timer, krævet 4.810" in because.da
    assert "3,700 hours, 4,810 required" in because.en


def test_the_ruling_names_every_rule_it_used():
    used = ruled().policy_versions
    assert "coverage.employment_hours@2025-01-01" in used
    assert "coverage.entry_cutoff@2025-07-01" in used
    assert "phase2.start@2025-01-01" in used
