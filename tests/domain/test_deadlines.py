from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import COPENHAGEN, at_local, is_working_day, local_date, next_working_day
from domain.deadlines import DeadlineSetByLaw, ladder, moved, no_later, paused, work_out, work_out_ahead
from domain.errors import BadInput
from domain.policies import NoPolicy, Policies, policies
from domain.text import Text

P = policies()
RULES = sorted({row.name.removeprefix("deadline.") for row in P.all() if row.name.startswith("deadline.obligation.")})
COUNTED = [name for name in RULES if P.at(f"deadline.{name}", date(2025, 1, 1)).unit != "date"]
STARTS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
KEYS = st.none() | st.text(max_size=12)


def legal(count, unit):
    """The packaged rules with one more, legal."""
    model = P.at("deadline.obligation.plan", date(2025, 1, 1))
    return Policies([*P.all(), model.model_copy(
        update={"name": "deadline.law", "value": count, "unit": unit, "kind": "legal", "local": False}
    )])  # fmt: skip


def local(at):
    return at.astimezone(COPENHAGEN).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("data_quality", date(2025, 3, 3), date(2025, 3, 5)),
        ("confirm_coverage", date(2025, 3, 3), date(2025, 3, 10)),
        ("guidance", date(2025, 3, 3), date(2025, 3, 17)),
        ("individual_assessment", date(2025, 3, 3), date(2025, 3, 17)),
        ("approve_exemption", date(2025, 3, 3), date(2025, 3, 10)),
        ("plan", date(2025, 3, 3), date(2025, 4, 2)),
        ("repeat_guidance", date(2025, 3, 3), date(2025, 9, 3)),
        ("repeat_guidance", date(2025, 8, 29), date(2026, 3, 2)),
        ("running_review", date(2025, 8, 29), date(2025, 9, 12)),
        ("missing_evidence", date(2025, 3, 3), date(2025, 3, 17)),
        ("phase_gate", date(2025, 1, 1), date(2025, 1, 2)),
        ("phase_gate", date(2025, 7, 1), date(2025, 7, 1)),
    ],
)
def test_local_deadlines_end_with_the_working_day(rule, start, due):
    assert local(work_out(f"obligation.{rule}", start, P).at) == datetime.combine(due, time(16))


@pytest.mark.parametrize(("phase", "due"), [(1, datetime(2025, 7, 1, 23, 59)), (2, datetime(2026, 1, 1, 23, 59))])
def test_a_phase_is_in_effect_by_the_laws_own_date_even_on_a_holiday(phase, due):
    deadline = work_out(f"obligation.phase{phase}_implementation", date(2025, 3, 3), P)
    assert local(deadline.at) == due
    assert deadline.kind == "legal"


def test_a_fixed_date_on_a_holiday_names_the_last_working_day_before():
    because = work_out("obligation.phase2_implementation", date(2025, 3, 3), P).because
    assert "nytårsdag" in because.da
    assert "31.12.2025" in because.da


@given(st.sampled_from(COUNTED), STARTS, KEYS)
def test_every_counted_deadline_lands_on_a_working_day(rule, start, key):
    assert is_working_day(local_date(work_out(rule, start, P, key).at))


@given(st.sampled_from(RULES), STARTS, st.text(max_size=12))
def test_the_spread_is_at_most_15_minutes_earlier_and_always_the_same(rule, start, key):
    plain, spread = work_out(rule, start, P), work_out(rule, start, P, key)
    assert timedelta() <= plain.at - spread.at <= timedelta(minutes=15)
    assert spread == work_out(rule, start, P, key)


def test_a_thousand_tasks_do_not_fall_due_at_one_instant():
    assert len({work_out("obligation.plan", date(2025, 3, 3), P, str(n)).at for n in range(1000)}) > 300


def test_the_reason_names_the_start_the_count_the_holidays_and_the_rule_in_both_languages():
    because = work_out("obligation.confirm_coverage", date(2025, 12, 22), P).because
    for said in ("22.12.2025", "5 hverdage", "juledag 25.12.2025", "anden juledag 26.12.2025", "31.12.2025"):
        assert said in because.da
    for said in ("22 December 2025", "5 working days", "Christmas Day 25 December 2025", "31 December 2025"):
        assert said in because.en
    assert "deadline.obligation.confirm_coverage@2025-01-01" in because.da


def test_the_reason_says_that_a_weekend_moved_the_deadline():
    because = work_out("obligation.plan", date(2025, 3, 20), P).because
    assert "lørdag 19.04.2025" in because.da
    assert "22.04.2025" in because.da


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 3, 26), datetime(2026, 4, 23, 23, 59)),
        (date(2025, 11, 27), datetime(2025, 12, 29, 23, 59)),
        (date(2026, 9, 28), datetime(2026, 10, 26, 23, 59)),
    ],
)
def test_a_legal_period_of_weeks_ends_on_the_same_weekday_at_2359_or_the_next_working_day(start, due):
    assert local(work_out("law", start, legal(4, "weeks")).at) == due


def test_the_clock_starts_on_the_copenhagen_day_of_an_instant():
    late = at_local(date(2025, 3, 3), time(0, 30))
    assert work_out("obligation.plan", late, P) == work_out("obligation.plan", date(2025, 3, 3), P)


def test_a_rule_that_is_unknown_or_not_yet_in_force_is_refused():
    with pytest.raises(NoPolicy):
        work_out("obligation.nonsense", date(2025, 3, 3), P)
    with pytest.raises(NoPolicy):
        work_out("obligation.plan", date(2024, 12, 31), P)
    with pytest.raises(BadInput):
        work_out("obligation.plan", date(9999, 12, 31), P)


def test_a_moved_deadline_keeps_its_time_of_day_and_its_earlier_reason():
    first = work_out("obligation.plan", date(2026, 2, 25), P, "case-7")
    later = moved(first, date(2026, 4, 4), P, Text(da="Sygdom.", en="Illness."))
    assert local(later.at) == datetime.combine(date(2026, 4, 7), local(first.at).time())
    assert later.kind == "planned"
    assert later.because.da.startswith(first.because.da)
    assert "lørdag 04.04.2026" in later.because.da
    assert later.because.en.endswith("Illness.")


def test_a_legal_deadline_moves_up_to_the_laws_date_and_not_a_day_past_it():
    rules = legal(4, "weeks")
    first = work_out("law", date(2026, 3, 3), rules, "k")
    sooner = moved(first, date(2026, 3, 20), rules)
    assert local_date(moved(sooner, date(2026, 3, 31), rules).at) == date(2026, 3, 31)
    with pytest.raises(DeadlineSetByLaw):
        moved(sooner, date(2026, 4, 1), rules)


def test_a_pause_moves_a_local_deadline_to_the_next_working_day_and_says_so():
    first = work_out("obligation.plan", date(2026, 3, 3), P, "k")
    stood = paused(first, 4, P, Text(da="Sygdom.", en="Illness."))
    assert local(stood.at).time() == local(first.at).time()
    assert local_date(stood.at) == next_working_day(local_date(first.at) + timedelta(days=4), P)
    assert "4 dage" in stood.because.da
    assert stood.because.en.endswith("Illness.")
    with pytest.raises(BadInput):
        paused(first, -1, P)


def test_a_pause_moves_nothing_of_what_the_law_sets():
    rules = legal(4, "weeks")
    first = work_out("law", date(2026, 3, 3), rules, "k")
    assert paused(first, 4, rules) == first
    with pytest.raises(DeadlineSetByLaw):
        moved(paused(first, 24, rules), date(2026, 4, 1), rules)


@pytest.mark.parametrize(("days", "due", "more"), [
    (3, date(2026, 3, 23), ""), (11, date(2026, 3, 31), ""), (12, date(2026, 3, 31), "Loven giver ikke længere."),
])  # fmt: skip
def test_a_pause_takes_what_was_moved_nearer_up_to_the_laws_date_and_no_further(days, due, more):
    rules = legal(4, "weeks")
    first = work_out("law", date(2026, 3, 3), rules)
    stood = paused(moved(first, date(2026, 3, 20), rules), days, rules)
    assert (local_date(stood.at), stood.limit) == (due, first.limit)
    assert stood.because.da.endswith(more or f"er nu {due:%d.%m.%Y}.")


@given(st.sampled_from(RULES), STARTS, KEYS)
def test_the_ladder_rises(rule, start, key):
    rungs = ladder(work_out(rule, start, P, key), P)
    assert [rung.name for rung in rungs] == ["reminder", "due", "supervisor", "reassign"]
    assert [rung.at for rung in rungs] == sorted(rung.at for rung in rungs)


def test_the_ladder_counts_two_before_one_after_and_five_after_in_working_days():
    rungs = ladder(work_out("obligation.confirm_coverage", date(2026, 3, 20), P), P)
    assert [local(rung.at) for rung in rungs] == [
        datetime(2026, 3, 25, 16),
        datetime(2026, 3, 27, 16),
        datetime(2026, 3, 30, 16),
        datetime(2026, 4, 8, 16),
    ]


def test_what_is_acute_is_due_the_same_day_also_on_a_closed_one():
    for day in (date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 25)):
        found = work_out("concern.acute", day, P)
        assert local(found.at) == datetime(day.year, day.month, day.day, 23, 59)
        assert (found.kind, found.limit) == ("acute", None)
        assert all(rung.at >= found.at for rung in ladder(found, P) if rung.name != "reminder")


@pytest.mark.parametrize(("held_on", "opened", "due"), [
    (date(2026, 11, 1), at_local(date(2026, 11, 30), time(9)), date(2026, 12, 3)),
    (date(2026, 12, 10), at_local(date(2026, 11, 30), time(9)), date(2026, 12, 15)),
])  # fmt: skip
def test_what_is_written_down_afterwards_counts_from_when_it_is_written(held_on, opened, due):
    assert local_date(work_out_ahead("event.hold", held_on, opened, policies()).at) == due


def test_what_is_due_today_is_due_tomorrow_once_the_day_is_over():
    opened = at_local(date(2026, 11, 30), time(17))
    assert local_date(work_out_ahead("event.prepare", date(2026, 11, 30), opened, policies()).at) == date(2026, 12, 1)


@pytest.mark.parametrize(("day", "due"), [
    (date(2026, 12, 31), date(2026, 12, 15)), (date(2026, 12, 4), date(2026, 12, 4)),
    (date(2026, 12, 5), date(2026, 12, 7)), (date(2026, 11, 2), date(2026, 12, 2)),
])  # fmt: skip
def test_a_deadline_is_no_later_than_the_day_that_its_case_gives_and_never_past_when_it_is_opened(day, due):
    opened = at_local(date(2026, 12, 1), time(17))
    rule = work_out("civic.areas", opened, policies())
    held = no_later(rule, day, opened, policies(), Text(da="planen", en="the plan"))
    assert local_date(held.at) == due
    assert held.at > opened
    assert ("Dog senest" in held.because.da) == (held.at < rule.at)
