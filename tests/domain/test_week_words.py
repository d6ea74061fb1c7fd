"""A week of shifts, as people write it in one cell."""

from __future__ import annotations

import pytest

from domain.errors import BadInput
from domain.youth.contract import WEEKDAYS, WeeklyShift
from domain.youth.week_words import read_week


@pytest.mark.parametrize(("cell", "says"), [
    ("man 15:00-18:00; tor 15-18", ["monday 15:00-18:00", "thursday 15:00-18:00"]),
    ("Mon 15:00-18:00; Thu 15-18", ["monday 15:00-18:00", "thursday 15:00-18:00"]),
    ("mandag: kl. 15 - 18.30\nTorsdag kl. 15.30 til 18", ["monday 15:00-18:30", "thursday 15:30-18:00"]),
    ("Mon, Wed 1530-1800 and Sat 10 to 14", ["monday 15:30-18:00", "wednesday 15:30-18:00", "saturday 10:00-14:00"]),
    ("ti 15-17, to 15–17 | lø 9-12;", ["tuesday 15:00-17:00", "thursday 15:00-17:00", "saturday 09:00-12:00"]),
    ("fre-man 8-9", [f"{d} 08:00-09:00" for d in ("friday", "saturday", "sunday", "monday")]),
    ("man-fre 15-17", [f"{d} 15:00-17:00" for d in WEEKDAYS[:5]]),
    ("fre 22-02", ["friday 22:00-02:00"]), ("", []),
])  # fmt: skip
def test_days_and_times_are_read_in_both_languages(cell: str, says: list[str]) -> None:
    shifts = [WeeklyShift.model_validate(one) for one in read_week(cell)]
    assert [f"{one.day} {one.start}-{one.end}" for one in shifts] == says


@pytest.mark.parametrize(("cell", "alone"), [
    ("lør 10-14 alene", True), ("Sat 10-14 (alone)", True), ("lør 10-14 ikke alene", False), ("lør 10-14", None),
])  # fmt: skip
def test_whether_one_is_alone_at_work_may_be_said(cell: str, alone: bool | None) -> None:
    [one] = read_week(cell)
    assert WeeklyShift.model_validate(one).alone is alone


@pytest.mark.parametrize("cell", [
    "15-18", "man", "man 15", "xyz 15-18", "m 15-18", "man-tir-ons 15-18", "man 15-18 tirs", "man 15-18 aften",
    "efter aftale", "man 15-18 (pause 30 min)",
])  # fmt: skip
def test_what_is_written_otherwise_is_refused_with_an_example(cell: str) -> None:
    with pytest.raises(BadInput, match="shifts_unreadable") as refusal:
        read_week(cell)
    assert "man 15:00-18:00; tor 15-18" in refusal.value.text.da


def test_the_example_that_is_shown_can_be_read() -> None:
    assert WeeklyShift.in_words is not None
    for example in (WeeklyShift.in_words.da, WeeklyShift.in_words.en):
        assert len(WeeklyShift.read(example)) == 2
