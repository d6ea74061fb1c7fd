from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.obligation.coverage import Facts, coverage, doubts
from domain.people import Employment, Residence
from domain.policies import policies

ON = date(2025, 9, 1)
WINDOW = (ON - date(2015, 9, 1)).days
DAYS = st.dates(date(2012, 1, 1), date(2026, 12, 31))
ENDS = st.none() | DAYS
RESIDENCE = st.builds(Residence, from_=DAYS, to=ENDS, country=st.sampled_from(["DK", "FO", "GL", "SE", "SY", "??"]))
HOURS = st.decimals(0, 200, places=1)
EMPLOYMENT = st.builds(Employment, from_=DAYS, to=ENDS, hours_per_week=HOURS, ordinary=st.booleans())
RESIDENCES = st.lists(RESIDENCE, max_size=6)
EMPLOYMENTS = st.lists(EMPLOYMENT, max_size=6)


def ruling(residence=(), employment=()):
    return coverage(
        Facts(benefit="cash_assistance", entered_on=date(2012, 1, 1), residence=residence, employment=employment),
        ON, policies(),
    )  # fmt: skip


def days(residence):
    return ruling(residence=tuple(residence)).requirements[0].counted_days


def hours(employment):
    return ruling(employment=tuple(employment)).requirements[1].counted_hours


@given(RESIDENCES, RESIDENCE)
def test_more_residence_never_counts_less(residence, more):
    assert days([*residence, more]) >= days(residence)


@given(EMPLOYMENTS, EMPLOYMENT)
def test_more_employment_never_counts_less(employment, more):
    assert hours([*employment, more]) >= hours(employment)


@given(RESIDENCES.flatmap(lambda spells: st.tuples(st.just(spells), st.permutations(spells))))
def test_the_order_of_residence_does_not_matter(both):
    assert days(both[0]) == days(both[1])


@given(EMPLOYMENTS.flatmap(lambda spells: st.tuples(st.just(spells), st.permutations(spells))))
def test_the_order_of_employment_does_not_matter(both):
    assert hours(both[0]) == hours(both[1])


@given(RESIDENCES)
def test_the_same_residence_twice_counts_once_and_never_exceeds_the_window(residence):
    assert days(residence * 2) == days(residence) <= WINDOW


@given(EMPLOYMENTS)
def test_never_more_than_37_hours_a_week_are_counted(employment):
    assert hours(employment) <= WINDOW * 37 / 7
    assert hours(employment * 20) <= WINDOW * 37 / 7


@given(EMPLOYMENTS)
def test_hours_agree_with_a_count_day_by_day(employment):
    counted = Decimal()
    for day in (ON - timedelta(n) for n in range(1, WINDOW + 1)):
        at_work = [e for e in employment if e.ordinary and e.from_ <= day and (e.to is None or day <= e.to)]
        counted += min(Decimal(37), sum((e.hours_per_week for e in at_work), Decimal()))
    assert hours(employment) == counted // 7


@given(RESIDENCES)
def test_registered_days_alone_agree_with_a_count_day_by_day(residence):
    here = [s for s in residence if s.country in {"DK", "FO", "GL"} and not s.is_reversed]
    plain = sum(
        any(s.from_ <= day and (s.to is None or day <= s.to) for s in here)
        for day in (ON - timedelta(n) for n in range(1, WINDOW + 1))
    )
    assert plain <= days(residence) <= plain + 11 * 62


@given(RESIDENCES, EMPLOYMENTS, st.dates(date(1, 1, 1), date(2199, 12, 31)))
def test_no_facts_break_the_doubts(residence, employment, on):
    facts = Facts(benefit="sho", residence=tuple(residence), employment=tuple(employment))
    assert all(doubt.text.da and doubt.text.en for doubt in doubts(facts, on))
