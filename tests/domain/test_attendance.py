"""What may be registered of one day at one place, and until when without a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import attendance as a
from domain.attendance import Item, Said
from domain.errors import BadInput
from domain.placements import Placement
from domain.policies import policies

START, END = date(2026, 11, 3), date(2026, 11, 27)
TODAY = date(2026, 11, 26)
PLACE = Placement(activity="utility_work", title="Parken", starts_on=START, ends_on=END,
                  minutes={1: 360, 2: 360, 3: 360, 4: 360, 5: 240})  # fmt: skip
HERE, AWAY = Said("present", 360, ""), Said("absent", 0, "")


def code(said: Said, day: date, *, today: date = TODAY, elsewhere: int = 0, place: Placement = PLACE) -> str | None:
    found = a.refused(said, place, day, today=today, elsewhere=elsewhere, policies=policies())
    return found.code if found else None


@pytest.mark.parametrize(("hours", "minutes"), [
    ("7,5", 450), ("7.5", 450), ("7", 420), ("0", 0), ("", 0), ("  3,25 ", 195), ("7,33", 440), ("7:30", 450),
    ("0:01", 1), ("24", 1440), ("24,0", 1440), ("7.499999999999", 450), ("007", 420),
])  # fmt: skip
def test_hours_are_read_to_the_minute(hours: str, minutes: int) -> None:
    assert a.minutes_of(hours) == minutes


@pytest.mark.parametrize(("hours", "fault"), [
    ("-1", "hours_negative"), ("−0,5", "hours_negative"), ("24,01", "hours_over_24"), ("24:01", "hours_over_24"),
    ("37.5", "hours_over_24"), ("7,5,5", "hours_unreadable"), ("syv", "hours_unreadable"), ("7:60", "hours_unreadable"),
    ("inf", "hours_unreadable"), ("nan", "hours_unreadable"), ("1e3", "hours_unreadable"), ("=7", "hours_unreadable"),
    ("٧", "hours_unreadable"), (",5", "hours_unreadable"), ("7 5", "hours_unreadable"), ("9" * 60, "hours_unreadable"),
])  # fmt: skip
def test_hours_that_cannot_be_are_refused_with_the_reason(hours: str, fault: str) -> None:
    with pytest.raises(BadInput) as refused:
        a.minutes_of(hours)
    assert refused.value.code == fault


@given(st.integers(0, a.WHOLE_DAY))
def test_hours_as_written_are_read_back_to_the_same_minute(minutes: int) -> None:
    written = a.written_hours(minutes)
    assert a.minutes_of(written.da) == a.minutes_of(written.en) == minutes


@given(st.text(max_size=30))
def test_any_text_gives_minutes_of_one_day_or_a_refusal(text: str) -> None:
    try:
        found = a.minutes_of(text)
    except BadInput:
        return
    assert 0 <= found <= a.WHOLE_DAY


@pytest.mark.parametrize(("item", "fault"), [
    ({"status": "late"}, "status_unknown"), ({"status": "", "hours": "7"}, "status_missing"),
    ({"status": "", "note": "hej"}, "status_missing"), ({"status": "present", "note": "x" * 501}, "note_too_long"),
    ({"status": "present", "reason": "x" * 501}, "reason_too_long"),
])  # fmt: skip
def test_an_item_that_says_nothing_clear_is_refused(item: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadInput) as refused:
        a.read(Item("p", START, **item))
    assert refused.value.code == fault


def test_a_note_of_500_characters_is_kept_and_an_unsaid_one_is_left_as_it_is() -> None:
    assert a.read(Item("p", START, "sick", note="x" * 500)).note == "x" * 500
    assert a.read(Item("p", START, "sick")).note is None


@pytest.mark.parametrize(("day", "fault"), [
    (START - timedelta(days=1), "before_start"), (START, None), (date(2026, 11, 26), None),
    (END, "future_day"), (END + timedelta(days=1), "future_day"),
])  # fmt: skip
def test_a_day_is_within_the_placement_and_not_in_the_future(day: date, fault: str | None) -> None:
    assert code(HERE, day) == fault


@pytest.mark.parametrize(("day", "fault"), [(END, None), (END + timedelta(days=1), "after_end")])
def test_the_last_day_counts_and_the_day_after_it_does_not(day: date, fault: str | None) -> None:
    assert code(HERE, day, today=day) == fault


@pytest.mark.parametrize("day", [date(2027, 3, 29), date(2026, 11, 7)], ids=["Easter Monday", "a Saturday"])
def test_on_a_day_without_planned_hours_work_is_a_fact_but_nobody_is_absent(day: date) -> None:
    place = PLACE.model_copy(update={"ends_on": None})
    assert code(HERE, day, today=day, place=place) is None
    assert a.doubts("present", 360, place, day, policies()) == [a.DOUBTS["not_planned"]]
    for status in ("absent", "sick"):
        assert code(Said(status, 0, ""), day, today=day, place=place) == "nothing_planned"


def test_a_planned_saturday_can_be_missed() -> None:
    place = PLACE.model_copy(update={"minutes": {6: 120}})
    assert code(AWAY, date(2026, 11, 7), place=place) is None


@pytest.mark.parametrize(("said", "fault"), [
    (Said("absent", 1, ""), "hours_when_away"), (Said("sick", 60, ""), "hours_when_away"),
    (Said("present", 0, ""), "hours_missing"), (Said("present", 1, ""), None),
])  # fmt: skip
def test_status_and_hours_agree(said: Said, fault: str | None) -> None:
    assert code(said, START) == fault


@pytest.mark.parametrize(("elsewhere", "fault"), [(1080, None), (1081, "day_full")])
def test_a_day_has_24_hours_over_all_the_citizens_placements(elsewhere: int, fault: str | None) -> None:
    assert code(HERE, START, elsewhere=elsewhere) == fault


def test_more_than_planned_is_taken_with_a_doubt() -> None:
    assert code(Said("present", 361, ""), START) is None
    assert a.doubts("present", 361, PLACE, START, policies()) == [a.DOUBTS["more_than_planned"]]
    assert a.doubts("present", 360, PLACE, START, policies()) == []


@pytest.mark.parametrize(("monday", "closes"), [
    (date(2026, 11, 16), datetime(2026, 11, 23, 11, tzinfo=UTC)),
    (date(2026, 10, 12), datetime(2026, 10, 19, 10, tzinfo=UTC)),
    (date(2026, 10, 19), datetime(2026, 10, 26, 11, tzinfo=UTC)),
    (date(2027, 3, 22), datetime(2027, 3, 30, 10, tzinfo=UTC)),
    (date(2026, 12, 21), datetime(2026, 12, 28, 11, tzinfo=UTC)),
], ids=["plain", "before the autumn change", "week of the autumn change", "Easter Monday after the spring change",
        "after Christmas"])  # fmt: skip
def test_a_week_closes_on_monday_at_12_or_on_the_next_working_day(monday: date, closes: datetime) -> None:
    assert a.closes_at(monday, policies()) == closes
    for day in (monday, monday + timedelta(days=6)):
        assert not a.is_closed(day, closes - timedelta(minutes=1), policies())
        assert a.is_closed(day, closes, policies())
        assert a.is_closed(day, closes + timedelta(minutes=1), policies())
    assert not a.is_closed(monday + timedelta(days=7), closes, policies())


@pytest.mark.parametrize(("reason", "enough"), [("    ", False), ("fejl", False), ("  fejl  ", False), ("fejl.", True)])
def test_a_correction_needs_a_reason_of_five_characters(reason: str, enough: bool) -> None:
    item = Item("p", START, "present", reason=reason)
    if enough:
        a.needs_reason(item)
        return
    with pytest.raises(BadInput) as refused:
        a.needs_reason(item)
    assert refused.value.code == "reason_missing"
