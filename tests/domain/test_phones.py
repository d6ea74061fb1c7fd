"""A telephone number is the same however it is written, and has eight digits at least."""

from __future__ import annotations

import pytest

from domain.phones import is_number, numbers


@pytest.mark.parametrize("written", [
    "40506070", "40 50 60 70", "+45 40 50 60 70", "0045 40506070", "(+45) 40-50-60-70", "4540506070", "40506070 (mobil)",
])  # fmt: skip
def test_one_number_is_known_again_however_it_is_written(written: str) -> None:
    assert numbers(written) == {"40506070"}


@pytest.mark.parametrize(("written", "found"), [
    ("40506070 / 30303030", {"40506070", "30303030"}), ("+45 40506070 +46 701234567", {"40506070", "46701234567"}),
    ("40506070 lok. 12", {"40506070"}), ("0046 701234567", {"46701234567"}), ("", set()), ("ukendt", set()),
])  # fmt: skip
def test_each_of_several_numbers_counts(written: str, found: set[str]) -> None:
    assert numbers(written) == found


@pytest.mark.parametrize(("written", "is_one"), [
    ("abc", False), ("1234567", False), ("12 34 56 78", True), ("+45 33 66 33 66", True), ("spørg Amina", False),
])  # fmt: skip
def test_a_number_has_eight_digits_at_least(written: str, is_one: bool) -> None:
    assert is_number(written) is is_one
