"""Whatever the shifts: their order changes nothing, and who works less breaks no rule that was kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.policies import policies
from domain.youth.industries import Industry
from domain.youth.roster import Shift
from domain.youth.work import work

START = datetime(2026, 11, 16, tzinfo=UTC)
shifts = st.lists(st.builds(
    lambda hour, length, alone: Shift(start=START + timedelta(hours=hour), end=START + timedelta(hours=hour + length), alone=alone),
    st.integers(0, 24 * 20), st.integers(1, 12), st.sampled_from((None, False, True)),
), max_size=8)  # fmt: skip
people = st.fixed_dictionaries({
    "born_on": st.dates(date(2008, 1, 1), date(2014, 12, 31)), "finished_ninth": st.sampled_from((None, False, True)),
    "industry": st.sampled_from((None, *Industry)),
})  # fmt: skip


def broken(given_shifts: list[Shift], who: dict[str, Any], *, school: bool | None = True) -> set[tuple[str, datetime]]:
    """Codes with the start of the shift that each is about."""
    ruling = work(given_shifts, **who, as_of=date(2026, 11, 25), is_school_week=lambda _: school, policies=policies())
    assert ruling.allowed is not bool(ruling.violations)
    return {(one.code, given_shifts[one.shift].start) for one in ruling.violations if one.shift is not None}


@given(shifts=shifts, who=people)
def test_the_codes_do_not_depend_on_the_order(shifts: list[Shift], who: dict[str, Any]) -> None:
    assert {code for code, _ in broken(shifts, who)} == {code for code, _ in broken(shifts[::-1], who)}


@given(shifts=shifts.filter(bool), who=people, data=st.data())
def test_a_shift_less_breaks_no_rule_that_was_kept(shifts: list[Shift], who: dict[str, Any], data: st.DataObject) -> None:
    left_out = data.draw(st.integers(0, len(shifts) - 1))
    fewer = [one for n, one in enumerate(shifts) if n != left_out]
    assert {code for code, _ in broken(fewer, who)} <= {code for code, _ in broken(shifts, who)}


@given(shifts=shifts, who=people)
def test_what_a_school_week_allows_every_week_allows_and_unknown_counts_as_one(shifts: list[Shift], who: dict[str, Any]) -> None:
    kept = broken(shifts, who, school=True)
    assert kept == broken(shifts, who, school=None)
    if not kept:
        assert broken(shifts, who, school=False) == set()
