from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.errors import BadInput
from domain.people import Employment, Residence, parse_cpr

TODAY = date(2025, 6, 15)


@pytest.mark.parametrize("written", ["0101901234", "010190-1234", "010190 1234", " 01 01 90 - 1234 ", "010190–1234"])
def test_a_cpr_number_is_read_as_people_write_it(written):
    cpr = parse_cpr(written, TODAY)
    assert (cpr.digits, cpr.born_on, cpr.repaired) == ("0101901234", date(1990, 1, 1), False)


@pytest.mark.parametrize("written", ["101901234", "10190-1234"])
def test_the_zero_that_a_spreadsheet_dropped_is_put_back_and_flagged(written):
    cpr = parse_cpr(written, TODAY)
    assert (cpr.digits, cpr.repaired) == ("0101901234", True)


def test_a_number_failing_modulus_11_is_valid():
    for serial in range(1000, 1011):
        assert parse_cpr(f"010190{serial}", TODAY)


@pytest.mark.parametrize(
    ("digits", "born_on"),
    [
        ("0101240000", date(1924, 1, 1)),
        ("0101993999", date(1999, 1, 1)),
        ("0101004000", date(2000, 1, 1)),
        ("0101374000", date(1937, 1, 1)),
        ("0101249000", date(2024, 1, 1)),
        ("0101379000", date(1937, 1, 1)),
        ("0101015000", date(2001, 1, 1)),
        ("0101248999", date(2024, 1, 1)),
    ],
)
def test_the_seventh_digit_tells_the_century(digits, born_on):
    assert parse_cpr(digits, TODAY).born_on == born_on


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "cpr_missing"),
        ("  ", "cpr_missing"),
        ("010190-ABCD", "cpr_letters"),
        ("01019012345", "cpr_shape"),
        ("10190123", "cpr_shape"),
        ("0-1-0-1901234", "cpr_shape"),
        ("٠١٠١٩٠١٢٣٤", "cpr_shape"),
        ("010190\x001234", "cpr_shape"),
        ("320190-1234", "cpr_date"),
        ("000190-1234", "cpr_date"),
        ("011390-1234", "cpr_date"),
        ("290290-1234", "cpr_date"),
        ("920190-1234", "cpr_date"),
        ("010130-5123", "cpr_future_birth"),
        ("010190-5123", "cpr_century"),
    ],
)
def test_what_cannot_be_a_cpr_number_is_refused_without_repeating_it(written, code):
    with pytest.raises(BadInput) as refused:
        parse_cpr(written, TODAY)
    assert (refused.value.code, refused.value.status) == (code, 422)
    assert "0190" not in refused.value.text.da + refused.value.text.en + str(refused.value)


@pytest.mark.parametrize(("on", "born"), [(date(2025, 6, 14), False), (date(2025, 6, 15), True)])
def test_a_child_is_known_from_the_day_of_birth(on, born):
    if born:
        assert parse_cpr("150625-4123", on).born_on == on
    else:
        with pytest.raises(BadInput):
            parse_cpr("150625-4123", on)


def test_29_february_exists_in_leap_years_only():
    assert parse_cpr("290292-1234", TODAY).born_on == date(1992, 2, 29)


@pytest.mark.parametrize(("day", "replacement"), [("31", False), ("61", True), ("91", True)])
def test_a_replacement_number_has_60_added_to_its_day(day, replacement):
    cpr = parse_cpr(f"{day}0190-1234", TODAY)
    assert cpr.replacement is replacement
    assert cpr.born_on == date(1990, 1, int(day) % 60)


def test_a_cpr_number_never_shows_its_serial_in_print():
    cpr = parse_cpr("010190-1234", TODAY)
    assert cpr.masked == "010190-****"
    assert "1234" not in f"{cpr} {cpr!r}"


@given(st.text(max_size=20))
def test_any_text_is_either_read_or_refused(written):
    with suppress(BadInput):
        assert len(parse_cpr(written, TODAY).digits) == 10


def test_spells_are_read_and_written_with_from():
    spell = Residence.model_validate({"from": "2020-01-01", "to": None, "country": " dk "})
    assert (spell.from_, spell.country) == (date(2020, 1, 1), "DK")
    assert spell.model_dump(mode="json") == {"from": "2020-01-01", "to": None, "country": "DK"}


def test_a_spell_of_one_day_is_not_reversed():
    day = date(2020, 1, 2)
    assert not Residence(from_=day, to=day, country="DK").is_reversed
    assert Residence(from_=day, to=date(2020, 1, 1), country="DK").is_reversed


@pytest.mark.parametrize("hours", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_hours_that_are_no_hours_are_refused(hours):
    with pytest.raises(ValidationError):
        Employment(from_=date(2020, 1, 1), hours_per_week=hours, ordinary=True)
