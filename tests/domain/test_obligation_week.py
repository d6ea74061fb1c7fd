from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.obligation.activities import ACTIVITIES, Activity
from domain.obligation.week import Item, week
from domain.policies import NoPolicy, policies

ON = date(2026, 11, 25)
FULL = 37
OUTSIDE = {"at_home": False, "registered": True}


def item(activity, hours, **more):
    return Item(activity=activity, hours=Decimal(str(hours)), **more)


def judged(*items, track="lab", target=FULL, on=ON):
    return week(items, as_of=on, track=track, weekly_target=target, policies=policies())


def codes(ruling):
    return [(v.code, v.item) for v in ruling.violations]


def test_a_plain_week_counts_whole_and_lacks_nothing():
    ruling = judged(item("utility_work", 20, employer_type="public"), item("danish_education", "13.5"),
                    item("transit", "3.5"))  # fmt: skip
    assert (ruling.counted_hours, ruling.missing_hours, ruling.violations) == (37, 0, [])
    assert all(one.because.da == "Alle timer tæller." for one in ruling.items)


def test_an_empty_week_lacks_the_whole_target():
    assert judged(target=20).missing_hours == 20
    assert judged(target=20).counted_hours == 0


def test_a_target_above_full_time_asks_for_full_time():
    assert judged(target=40).missing_hours == FULL


@pytest.mark.parametrize(("hours", "counted"), [("3.75", "3.75"), (4, 4), ("4.25", 4), (5, 4)])
def test_job_search_and_preparation_count_at_most_4_hours(hours, counted):
    ruling = judged(item("job_search_and_preparation", hours, **OUTSIDE))
    assert ruling.counted_hours == Decimal(str(counted))
    assert codes(ruling) == ([("cap", 0)] if Decimal(str(hours)) > 4 else [])


def test_the_cap_is_for_all_hours_of_the_week_together():
    three = item("job_search_and_preparation", 3, **OUTSIDE)
    ruling = judged(three, item("utility_work", 10, employer_type="public"), three)
    assert [one.counted for one in ruling.items] == [3, 10, 1]
    assert codes(ruling) == [("cap", 2)]
    assert "højst 4 timer om ugen tilsammen" in ruling.violations[0].message.da
    assert "Here are 6 hours." in ruling.items[2].because.en


@pytest.mark.parametrize("registered", [False, None])
def test_job_search_without_registered_attendance_counts_nothing(registered):
    ruling = judged(item("job_search_and_preparation", 3, registered=registered))
    assert ruling.counted_hours == 0
    assert codes(ruling) == [("not_registered", 0)]


def test_job_search_at_home_counts_nothing_even_when_registered():
    ruling = judged(item("job_search_and_preparation", 3, at_home=True, registered=True))
    assert ruling.counted_hours == 0
    assert codes(ruling) == [("at_home", 0)]


def test_hours_that_do_not_count_leave_the_cap_to_those_that_do():
    ruling = judged(item("job_search_and_preparation", 4), item("job_search_and_preparation", 4, **OUTSIDE))
    assert [one.counted for one in ruling.items] == [0, 4]
    assert codes(ruling) == [("not_registered", 0)]


@pytest.mark.parametrize(("hours", "counted"), [(15, 15), ("15.5", 15), (16, 15)])
def test_danish_education_counts_at_most_15_hours_in_the_integration_programme(hours, counted):
    ruling = judged(item("danish_education", hours), track="integration")
    assert ruling.counted_hours == counted
    assert codes(ruling) == ([] if Decimal(str(hours)) == 15 else [("cap", 0)])


def test_a_lab_citizen_has_danish_education_by_need():
    ruling = judged(item("danish_education", 16))
    assert (ruling.counted_hours, ruling.violations) == (16, [])


@pytest.mark.parametrize(
    ("activity", "employer", "code"),
    [
        ("utility_work", "public", None), ("utility_work", "municipal", None),
        ("utility_work", "private", "employer_type"), ("utility_work", None, "employer_type_missing"),
        ("municipal_project_work", "municipal", None), ("municipal_project_work", "public", "employer_type"),
        ("municipal_project_work", "private", "employer_type"),
        ("municipal_project_work", None, "employer_type_missing"),
        ("work_placement", "private", None), ("work_placement", "public", None), ("work_placement", None, None),
        ("ordinary_paid_hours", "private", None), ("ordinary_paid_hours", None, None),
        ("social_or_health_measure", None, None),
    ],
)  # fmt: skip
def test_the_employer_must_be_of_the_kind_that_the_activity_asks_for(activity, employer, code):
    ruling = judged(item(activity, 10, employer_type=employer))
    assert codes(ruling) == ([(code, 0)] if code else [])
    assert ruling.counted_hours == (0 if code else 10)


@pytest.mark.parametrize(("hours", "counted", "code"), [(4, 4, None), (5, 5, None), ("5.25", 5, "transit_longer")])
def test_transit_is_never_longer_than_what_it_joins(hours, counted, code):
    ruling = judged(item("transit", hours), item("danish_education", 5))
    assert ruling.items[0].counted == counted
    assert codes(ruling) == ([(code, 0)] if code else [])


def test_transit_alone_counts_nothing():
    ruling = judged(item("transit", 2))
    assert (ruling.counted_hours, codes(ruling)) == (0, [("transit_alone", 0)])


def test_transit_to_work_that_does_not_count_counts_nothing():
    ruling = judged(item("transit", 2), item("utility_work", 20, employer_type="private"))
    assert (ruling.counted_hours, codes(ruling)) == (0, [("employer_type", 1), ("transit_alone", 0)])


@pytest.mark.parametrize("beside", [[], [item("transit", 1)], [item("utility_work", 5, employer_type="private")]])
def test_guidance_alone_is_for_a_person_to_judge_and_keeps_its_hours(beside):
    ruling = judged(item("guidance_and_upskilling", 10), *beside)
    alone = [v for v in ruling.violations if v.code == "stands_alone"]
    assert [(v.item, v.hard) for v in alone] == [(0, False)]
    assert ruling.items[0].counted == 10


def test_guidance_beside_another_activity_is_no_violation():
    assert not judged(item("guidance_and_upskilling", 10), item("danish_education", 1)).violations


@pytest.mark.parametrize(("hours", "warned"), [(10, False), ("10.01", True), (15, True)])
def test_much_transit_is_for_a_person_to_judge_and_keeps_its_hours(hours, warned):
    ruling = judged(item("transit", hours), item("danish_education", 16), item("social_or_health_measure", 1))
    assert [(v.code, v.item, v.hard) for v in ruling.violations] == ([("transit_long", 0, False)] if warned else [])
    assert ruling.items[0].counted == Decimal(str(hours))
    if warned:
        assert "kun én anden aktivitet" not in ruling.violations[0].message.da


def test_much_transit_beside_one_activity_says_so():
    ruling = judged(item("utility_work", 30, employer_type="public"), item("transit", 7), item("transit", 23))
    warned = next(v for v in ruling.violations if v.code == "transit_long")
    assert (warned.item, warned.hard) == (1, False)
    assert warned.message.da.endswith("Her er 30 timer. Ugen har kun én anden aktivitet.")
    assert ruling.counted_hours == FULL


@pytest.mark.parametrize(("answer", "code"), [
    ({"at_home": True}, "course_at_home"), ({"registered": False}, "course_unregistered"),
    ({"at_home": False, "registered": True}, None), ({}, None),
])  # fmt: skip
def test_a_course_at_home_or_unregistered_is_for_a_person_to_judge_and_keeps_its_hours(answer, code):
    """The plan asks attendance outside the home of job search alone."""
    ruling = judged(item("danish_education", 1), item("guidance_and_upskilling", 10, **answer))
    assert [(v.code, v.item, v.hard) for v in ruling.violations] == ([(code, 1, False)] if code else [])
    assert ruling.counted_hours == 11
    assert not judged(item("danish_education", 1, **answer)).violations, "no other activity is asked"


def test_a_course_of_no_hours_is_nothing_to_judge():
    assert not judged(item("guidance_and_upskilling", 0, at_home=True, registered=False)).violations


@pytest.mark.parametrize(("hours", "said"), [
    ("4.0001", "lidt over 4"), ("4.005", "lidt over 4"), ("4.0051", "4,01"), ("4.25", "4,25"), ("4.5", "4,5"), (6, "6"),
])  # fmt: skip
def test_hours_over_a_cap_are_never_rounded_to_the_cap(hours, said):
    ruling = judged(item("job_search_and_preparation", hours, **OUTSIDE))
    assert ruling.violations[0].message.da.endswith(f"Her er {said} timer.")
    assert (ruling.items[0].counted, codes(ruling)) == (4, [("cap", 0)])


@pytest.mark.parametrize(("hours", "said"), [("37.0001", "just over 37"), ("37.01", "37.01"), (40, "40")])
def test_hours_over_full_time_are_never_rounded_to_full_time(hours, said):
    assert judged(item("ordinary_paid_hours", hours)).violations[0].message.en.endswith(f"Here are {said} hours.")


@pytest.mark.parametrize(("hours", "counted", "code"), [("17", 37, None), ("17.5", 37, "over_full_time")])
def test_no_more_than_full_time_can_be_required(hours, counted, code):
    ruling = judged(item("work_placement", 20), item("ordinary_paid_hours", hours))
    assert ruling.counted_hours == counted
    assert codes(ruling) == ([(code, 1)] if code else [])


@pytest.mark.parametrize("hours", ["-0.25", "168.25", "NaN", "Infinity"])
def test_hours_that_no_week_has_are_refused(hours):
    with pytest.raises(ValidationError):
        item("danish_education", hours)


def test_a_whole_week_is_still_a_number():
    assert judged(item("danish_education", 168)).counted_hours == FULL


def test_there_are_no_rules_before_the_law():
    with pytest.raises(NoPolicy):
        judged(item("danish_education", 1), on=date(2024, 12, 31))


def test_the_rows_used_are_named():
    assert "activity.danish_education_cap@2025-01-01" in judged(
        item("danish_education", 1), track="integration").policy_versions  # fmt: skip
    assert "activity.danish_education_cap@2025-01-01" not in judged(item("danish_education", 1)).policy_versions


def test_every_activity_of_the_plan_has_its_row():
    assert set(ACTIVITIES) == set(Activity)
    assert len(Activity) == 9


HOURS = st.decimals(0, 60, places=2)
ITEM = st.builds(
    Item, activity=st.sampled_from(list(Activity)), hours=HOURS, at_home=st.none() | st.booleans(),
    employer_type=st.sampled_from(["public", "municipal", "private", None]), registered=st.none() | st.booleans(),
)  # fmt: skip
ITEMS = st.lists(ITEM, max_size=7)
TRACK = st.sampled_from(["lab", "integration"])
TAKING = {"cap", "transit_longer", "transit_alone", "over_full_time", "employer_type", "employer_type_missing",
          "at_home", "not_registered"}  # fmt: skip


@given(ITEMS, TRACK)
def test_no_item_counts_more_than_it_was_given_and_the_parts_make_the_sum(items, track):
    ruling = judged(*items, track=track)
    assert all(0 <= one.counted <= given.hours for one, given in zip(ruling.items, items, strict=True))
    assert ruling.counted_hours == sum(one.counted for one in ruling.items)


@given(ITEMS, TRACK)
def test_nothing_counts_over_a_cap(items, track):
    ruling = judged(*items, track=track)

    def counted(activity):
        return sum(c.counted for c, i in zip(ruling.items, items, strict=True) if i.activity == activity)

    assert counted("job_search_and_preparation") <= 4
    assert track == "lab" or counted("danish_education") <= 15
    assert ruling.counted_hours <= FULL


@given(ITEMS.flatmap(lambda items: st.tuples(st.just(items), st.permutations(items))), TRACK)
def test_the_order_of_items_does_not_matter(both, track):
    one, other = (judged(*items, track=track) for items in both)
    assert (one.counted_hours, one.missing_hours) == (other.counted_hours, other.missing_hours)
    assert sorted(v.code for v in one.violations) == sorted(v.code for v in other.violations)


@given(ITEMS, ITEM, TRACK)
def test_one_more_item_never_lowers_what_counts(items, more, track):
    assert judged(*items, more, track=track).counted_hours >= judged(*items, track=track).counted_hours


@given(ITEMS, TRACK)
def test_hours_that_do_not_count_have_a_violation_that_says_why(items, track):
    ruling = judged(*items, track=track)
    if ruling.counted_hours < sum(i.hours for i in items):
        assert TAKING & {v.code for v in ruling.violations}
    else:
        assert all(not v.hard or items[v.item].hours == 0 for v in ruling.violations)
