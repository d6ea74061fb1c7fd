from datetime import date
from decimal import Decimal

import pytest

from domain.obligation.coverage import Facts, doubts
from domain.people import Employment, Residence

ON = date(2025, 9, 1)


def lived(since, to=None, country="DK"):
    return Residence(from_=since, to=to, country=country)


def worked(hours, since=date(2020, 1, 1), to=date(2021, 1, 1)):
    return Employment(from_=since, to=to, hours_per_week=Decimal(hours), ordinary=True)


def codes(on=ON, **given):
    plain = {"benefit": "cash_assistance", "entered_on": date(2010, 1, 1), "residence": (lived(date(2010, 1, 1)),)}
    return [doubt.code for doubt in doubts(Facts(**{**plain, **given}), on)]


def test_plain_facts_raise_no_doubt():
    assert codes(employment=(worked(37),)) == []


@pytest.mark.parametrize(("on", "found"), [(date(2025, 6, 30), []), (date(2025, 7, 1), ["benefit_ended"])])
def test_the_sho_code_is_doubtful_from_1_july_2025(on, found):
    assert codes(on, benefit="sho") == found


@pytest.mark.parametrize(("on", "found"), [(date(2024, 12, 31), ["before_the_law"]), (date(2025, 1, 1), [])])
def test_an_event_before_the_law_is_doubtful(on, found):
    assert codes(on) == found


@pytest.mark.parametrize(
    ("hours", "found"),
    [("37", []), ("37.1", ["hours_over_full_time"]), ("168", ["hours_over_full_time"]), ("168.1", ["hours_over_168"])],
)
def test_more_than_full_time_is_doubtful_and_more_than_a_week_impossible(hours, found):
    assert codes(employment=(worked(hours),)) == found


def test_a_spell_that_ends_before_it_begins_is_doubtful():
    assert codes(employment=(worked(10, date(2021, 1, 2), date(2021, 1, 1)),)) == ["reversed_spell"]
    assert codes(employment=(worked(10, date(2021, 1, 1), date(2021, 1, 1)),)) == []


@pytest.mark.parametrize(("since", "found"), [(ON, []), (date(2025, 9, 2), ["future_start"])])
def test_a_spell_of_the_future_is_doubtful(since, found):
    assert codes(employment=(worked(10, since, None),)) == found


def test_an_open_spell_before_a_later_one_is_doubtful():
    spells = (worked(10, date(2019, 1, 1), None), worked(10, date(2020, 1, 1), None))
    assert codes(employment=spells) == ["open_ended_past"]


def test_a_gap_of_one_day_is_named_with_its_dates():
    spells = (lived(date(2010, 1, 1), date(2020, 1, 9)), lived(date(2020, 1, 11)))
    given = Facts(benefit="cash_assistance", entered_on=date(2010, 1, 1), residence=spells)
    (doubt,) = doubts(given, ON)
    assert doubt.code == "residence_gap"
    assert "10.01.2020 til 11.01.2020 (1 dage)" in doubt.text.da


def test_neighbouring_spells_have_no_gap():
    assert codes(residence=(lived(date(2010, 1, 1), date(2020, 1, 9)), lived(date(2020, 1, 10)))) == []


def test_a_return_after_more_than_twelve_months_asks_for_the_date_of_entry():
    spells = (lived(date(2010, 1, 1), date(2017, 12, 31)), lived(date(2019, 1, 2)))
    assert codes(residence=spells) == ["residence_gap", "re_entry"]
    assert codes(residence=spells, entered_on=date(2019, 1, 2)) == ["residence_gap"]


@pytest.mark.parametrize("country", ["DNK", "", "Danmark", "XX", "ZZ", "D1"])
def test_an_unknown_country_is_doubtful(country):
    assert "unknown_country" in codes(residence=(lived(date(2010, 1, 1), None, country),))


@pytest.mark.parametrize("country", ["dk", "XK", "SY", "QA"])
def test_a_known_country_is_not(country):
    assert "unknown_country" not in codes(residence=(lived(date(2010, 1, 1), None, country),))


def test_living_in_two_countries_at_once_is_doubtful():
    away = lived(date(2015, 1, 1), date(2015, 2, 1), "SE")
    home = lived(date(2010, 1, 1), date(2025, 8, 31))
    assert codes(residence=(home, away)) == ["abroad_while_registered"]


def test_a_missing_or_future_entry_is_doubtful():
    assert codes(entered_on=None) == ["entry_unknown"]
    assert codes(entered_on=date(2025, 9, 2)) == ["future_entry"]
