import pytest

from domain.companies import is_cvr, is_p_number


@pytest.mark.parametrize("text", ["64942212", "25313763"])
def test_a_cvr_number_has_eight_digits_divisible_by_eleven_when_weighted(text):
    assert is_cvr(text)


@pytest.mark.parametrize("text", ["12345678", "64942213", "6494221", "649422120", "00000000", "6494221a", "", "６４９４２２１２"])
def test_anything_else_is_no_cvr_number(text):
    assert not is_cvr(text)


@pytest.mark.parametrize(("text", "is_one"), [
    ("1003403407", True), ("100340340", False), ("10034034071", False), ("0003403407", False), ("10034O3407", False)])  # fmt: skip
def test_a_p_number_has_ten_digits(text, is_one):
    assert is_p_number(text) is is_one
