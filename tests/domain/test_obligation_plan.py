from datetime import date, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from domain.obligation.activities import Activity
from domain.obligation.plan import check_plan, stretches_of
from domain.obligation.plan_line import PlanLine, when_of
from domain.obligation.planning import PlanMade
from domain.placements import Places
from domain.policies import policies

START = date(2026, 12, 1)
DAY = timedelta(days=1)
WORK = {"activity": "utility_work", "title": "Beplantning, Fælledparken", "monday": 5, "tuesday": 5,
        "employer_type": "public", "staff_representative_informed": True, "safety_approved": True}  # fmt: skip
PROJECT = {"activity": "municipal_project_work", "title": "Genbrugsværkstedet", "monday": 5, "project": "Cykler igen",
           "employer_type": "municipal", "safety_approved": True}  # fmt: skip
PRAKTIK = {"activity": "work_placement", "title": "Lager, Prøve Logistik", "monday": 7, "ends_on": "2026-12-28",
           "cvr": "64942212", "p_number": "1003403407", "employer_signed_on": "2026-11-20",
           "representative_signed_on": "2026-11-20"}  # fmt: skip
SEARCH = {"activity": "job_search_and_preparation", "title": "Jobcaféen", "wednesday": 4, "outside_home": True}
DANISH = {"activity": "danish_education", "title": "Sprogcenter Prøve", "thursday": 5, "friday": 5, "saturday": 5}
COURSE = {"activity": "guidance_and_upskilling", "title": "Truckkursus", "friday": 6, "ends_on": "2027-01-11",
          "employment_aim": "Truckfører på et lager"}  # fmt: skip
TRANSIT = {"activity": "transit", "title": "Bus 5C", "monday": 1}
PAID = {"activity": "ordinary_paid_hours", "title": "Småjob i Netbutik", "tuesday": 6}


def found(*lines, hard=None, **known):
    known = {"starts_on": START, "policies": policies(), "readiness": "job_ready"} | known
    findings = check_plan([PlanLine.model_validate(line) for line in lines], **known)
    return [(f.code, f.line, f.field) for f in findings if hard in (None, f.hard)]


@pytest.mark.parametrize("line", [WORK, PROJECT, PRAKTIK, SEARCH, DANISH, PAID], ids=lambda line: line["activity"])
def test_a_line_with_all_that_its_activity_asks_for_has_nothing_wrong(line):
    assert found(line) == []


@pytest.mark.parametrize(("line", "fields"), [
    (WORK, ["employer_type", "staff_representative_informed", "safety_approved"]),
    (PROJECT, ["employer_type", "project", "safety_approved"]),
    (PRAKTIK, ["cvr", "p_number", "employer_signed_on", "representative_signed_on", "ends_on"]),
    (SEARCH, ["outside_home"]), (COURSE, ["employment_aim", "ends_on"]),
], ids=lambda one: one["activity"] if isinstance(one, dict) else "")  # fmt: skip
def test_what_an_activity_asks_for_is_a_hard_stop_when_it_is_missing(line, fields):
    for name in fields:
        without = {key: value for key, value in line.items() if key != name}
        assert ("missing", 0, name) in found(without, hard=True), name


def test_what_another_activity_asks_for_is_not_asked():
    assert found(DANISH | {"employer_type": "private", "staff_representative_informed": False}) == []


@pytest.mark.parametrize(("line", "code"), [
    (WORK | {"employer_type": "private"}, ("employer_type", 0, "employer_type")),
    (WORK | {"staff_representative_informed": False},
     ("representative_not_informed", 0, "staff_representative_informed")),
    (PROJECT | {"employer_type": "public"}, ("employer_type", 0, "employer_type")),
    (SEARCH | {"outside_home": False}, ("at_home", 0, "outside_home")),
    (SEARCH | {"wednesday": "4,25"}, ("cap", 0, None)),
    (DANISH | {"monday": "24", "ends_on": "2026-11-30"}, ("ends_before_start", 0, "ends_on")),
    (DANISH | {"starts_on": "2026-11-30"}, ("starts_before_plan", 0, "starts_on")),
    ({"activity": "danish_education", "title": "Sprogcenter"}, ("no_hours", 0, "monday")),
])  # fmt: skip
def test_a_hard_stop_names_its_line_and_field(line, code):
    assert code in found(line, hard=True)


def test_a_line_may_end_on_the_day_it_starts():
    assert found(DANISH | {"ends_on": "2026-12-01"}) == []


def test_utility_work_has_no_limit_of_duration():
    assert found(WORK | {"ends_on": "2031-12-01"}) == []


def test_a_workplace_that_is_not_approved_as_safe_is_a_warning():
    assert found(WORK | {"safety_approved": False}) == [("safety_not_approved", 0, "safety_approved")]
    assert found(WORK | {"safety_approved": False}, hard=True) == []


def praktik(days, **more):
    return PRAKTIK | {"ends_on": str(START + (days - 1) * DAY)} | more


@pytest.mark.parametrize(("readiness", "days", "hard", "warned"), [
    ("job_ready", 4 * 7, False, False), ("job_ready", 4 * 7 + 1, True, False),
    ("activity_ready", 13 * 7, False, False), ("activity_ready", 13 * 7 + 1, True, False),
    (None, 4 * 7, False, False), (None, 4 * 7 + 1, False, True), (None, 13 * 7 + 1, True, False),
])  # fmt: skip
def test_a_work_placement_lasts_4_weeks_for_the_job_ready_and_13_for_the_activity_ready(readiness, days, hard, warned):
    said = ("too_many_weeks", 0, "ends_on")
    assert (said in found(praktik(days), readiness=readiness, hard=True)) is hard
    assert (said in found(praktik(days), readiness=readiness, hard=False)) is warned


@pytest.mark.parametrize(("days", "p_number", "too_long"), [
    (13 * 7 - 28, None, False), (13 * 7 - 27, None, True), (13 * 7 - 27, "1234567891", False),
])  # fmt: skip
def test_rows_one_after_the_other_at_one_workplace_are_one_placement(days, p_number, too_long):
    first, start = praktik(28), START + 28 * DAY
    more = {"starts_on": str(start), "ends_on": str(start + (days - 1) * DAY)} | ({"p_number": p_number} if p_number else {})
    said = found(first, PRAKTIK | more, readiness="activity_ready", hard=True)
    assert (("too_many_weeks", 1, "ends_on") in said) is too_long


@pytest.mark.parametrize(("extension", "before", "days", "too_long"), [
    ("first", 4, 22 * 7, False), ("first", 4, 22 * 7 + 1, True), ("first", 13, 13 * 7, False),
    ("first", 13, 13 * 7 + 1, True), ("further", 26, 13 * 7, False), ("further", 26, 13 * 7 + 1, True),
    ("further", 39, 13 * 7, False),
])  # fmt: skip
def test_it_is_extended_to_26_weeks_in_all_and_then_13_at_a_time(extension, before, days, too_long):
    line = praktik(days, extension=extension, weeks_before=before, extension_reason="Et særligt behov.")
    assert found(line) == ([("too_many_weeks", 0, "ends_on")] if too_long else [])


def test_an_extension_asks_for_its_reason_and_the_weeks_before():
    missing = found(praktik(7, extension="first"))
    assert missing == [("missing", 0, "weeks_before"), ("missing", 0, "extension_reason")]
    assert found(praktik(7, extension="no")) == []


@pytest.mark.parametrize("name", ["employer_signed_on", "representative_signed_on"])
@pytest.mark.parametrize(("signed", "late"), [(START - DAY, False), (START, True), (START + DAY, True)])
def test_both_sign_before_the_placement_starts(name, signed, late):
    line = PRAKTIK | {name: str(signed)}
    assert found(line) == ([("signed_too_late", 0, name)] if late else [])


def test_the_start_of_the_line_counts_where_it_differs_from_the_plans():
    line = PRAKTIK | {"starts_on": "2026-12-08", "employer_signed_on": "2026-12-07"}
    assert found(line) == []


@pytest.mark.parametrize(("name", "value", "code"), [
    ("cvr", "12345678", "cvr_wrong"), ("cvr", "6494221", "cvr_wrong"), ("p_number", "100340340", "p_number_wrong")])  # fmt: skip
def test_numbers_of_firms_are_checked_as_they_are_typed(name, value, code):
    with pytest.raises(ValidationError, match=code):
        PlanLine.model_validate(PRAKTIK | {name: value})
    assert PlanLine.model_validate(PRAKTIK | {"cvr": "64 94 22 12"}).cvr == "64942212"


@pytest.mark.parametrize(("ends", "long"), [("2027-01-11", False), ("2027-01-12", True)])
def test_a_course_longer_than_six_weeks_is_a_warning(ends, long):
    said = found(COURSE | {"ends_on": ends}, SEARCH, hard=False)
    assert said == ([("long_course", 0, "ends_on")] if long else [])
    assert found(COURSE | {"ends_on": ends}, SEARCH, hard=True) == []


def test_a_course_alone_is_a_warning():
    assert found(COURSE) == [("stands_alone", 0, None)]


def test_danish_education_over_15_hours_is_a_hard_stop_in_the_integration_programme_and_a_warning_else():
    more = DANISH | {"monday": "0,25"}
    assert found(DANISH) == []
    assert found(more) == [("danish_by_need", 0, None)]
    assert found(more, hard=True) == []
    assert found(DANISH, track="integration") == []
    assert found(more, track="integration") == [("cap", 0, None)]


def test_the_cap_holds_for_two_lines_together_and_only_while_both_run():
    two = SEARCH | {"title": "Biblioteket", "monday": 1, "wednesday": None}
    assert ("cap", 1, None) in found(SEARCH, two)
    apart = two | {"starts_on": "2027-01-01"}
    assert found(SEARCH | {"ends_on": "2026-12-31"}, apart) == []
    assert ("cap", 1, None) in found(SEARCH | {"ends_on": "2027-01-01"}, apart)


@pytest.mark.parametrize(("lines", "code"), [
    ([WORK, TRANSIT], None), ([WORK, TRANSIT | {"monday": 5}], None),
    ([WORK, TRANSIT | {"monday": "5,25"}], ("transit_that_day", 1, "monday")),
    ([WORK, TRANSIT | {"monday": None, "friday": 1}], ("transit_that_day", 1, "friday")),
])  # fmt: skip
def test_transit_stands_beside_an_activity_of_the_same_day(lines, code):
    assert found(*lines) == ([code] if code else [])


@pytest.mark.parametrize(("hours", "over"), [(19, False), ("19,25", True)])
def test_no_day_has_more_than_24_hours(hours, over):
    day = [WORK, DANISH | {"monday": hours, "thursday": None, "friday": None, "saturday": None}]
    said = ("day_too_long", 1, "monday") in found(*day)
    assert said is over


def test_the_same_line_twice_is_said_of_the_second():
    assert ("line_twice", 1, None) in found(PAID, PAID, hard=True)
    assert found(PAID, PAID | {"title": "Et andet sted"}) == []


@pytest.mark.parametrize(("target", "code", "hard"), [
    (10, None, None), (11, "under_target", False), (9, "hours_over_target", True)])  # fmt: skip
def test_too_few_hours_are_a_warning_and_too_many_a_hard_stop(target, code, hard):
    assert found(WORK, weekly_target=target, hard=True) == ([(code, None, None)] if hard else [])
    assert found(WORK, weekly_target=target, hard=False) == ([(code, None, None)] if hard is False else [])


def test_hours_lacking_later_are_seen_when_a_line_ends_before_the_others():
    assert found(WORK, PAID | {"ends_on": "2026-12-31"}, weekly_target=16) == [("under_target", None, None)]
    findings = check_plan([PlanLine.model_validate(WORK), PlanLine.model_validate(PAID | {"ends_on": "2026-12-31"})],
                          starts_on=START, policies=policies(), weekly_target=16)  # fmt: skip
    assert findings[0].message.da.startswith("Fra 01.01.2027 tæller planen 10 timer")


@pytest.mark.parametrize(("first", "late"), [("2027-01-14", False), ("2027-01-15", False), ("2027-01-16", True)])
def test_the_integration_programme_gives_its_first_company_offer_within_a_month(first, late):
    line = PAID | {"starts_on": first}
    known = {"track": "integration", "covered_since": date(2026, 12, 15)}
    assert found(WORK, line, **known) == ([("first_offer_late", None, None)] if late else [])
    assert found(WORK, line, **known, hard=True) == []


def test_a_plan_without_any_company_offer_is_late_too_but_only_in_the_integration_programme():
    assert found(WORK, track="integration", covered_since=START) == [("first_offer_late", None, None)]
    assert found(WORK, track="lab", covered_since=START) == []
    assert found(WORK, track="integration", covered_since=None) == []


def test_the_place_chosen_must_be_known_and_of_the_kind_that_is_stated():
    known = {"providers": {"park": "public", "firma": "private"}}
    assert found(WORK | {"provider": "park"}, **known) == []
    assert found(WORK | {"provider": "firma"}, **known) == [("provider_of_another_kind", 0, "employer_type")]
    assert found(WORK | {"provider": "gone"}, **known) == [("provider_unknown", 0, "provider")]


def test_the_plan_is_cut_where_lines_begin_and_end():
    lines = [PlanLine.model_validate(WORK | {"ends_on": "2026-12-31"}),
             PlanLine.model_validate(PAID | {"starts_on": "2027-01-10", "ends_on": "2027-02-01"})]  # fmt: skip
    cut = [(one.first, one.lines) for one in stretches_of(lines, START)]
    assert cut == [(START, [0]), (date(2027, 1, 1), []), (date(2027, 1, 10), [1])]


def test_every_field_of_a_single_activity_names_activities_that_exist():
    for name in PlanLine.model_fields:
        when = when_of(name)
        if when and when.field == "activity":
            assert set(when.values) <= set(Activity), name


# -- the decision ------------------------------------------------------------------------------------------------

CONTENT = "Planen er aftalt med borgeren og passer til målet."
KNOWN = {"today": date(2026, 11, 25), "task": {"weekly_hours": 10, "readiness": "job_ready", "track": "lab"}}


def plan(*lines, known=KNOWN, **more):
    return PlanMade.model_validate({"starts_on": str(START), "lines": lines, "content": CONTENT} | more, context=known)


def refused(*lines, **more):
    with pytest.raises(ValidationError) as error:
        plan(*lines, **more)
    return [(one["type"], one["loc"]) for one in error.value.errors()]


def test_a_lawful_plan_is_accepted():
    assert plan(WORK).lines[0].hours == 10


def test_a_hard_stop_refuses_the_decision_at_its_line_and_field_whatever_was_seen():
    at = ("employer_type", ("lines", 0, "employer_type"))
    assert at in refused(WORK | {"employer_type": "private"}, warnings_seen=True)
    assert ("hours_over_target", ("lines",)) in refused(WORK, PAID)


def test_a_warning_must_be_seen_before_the_plan_stands():
    assert refused(WORK | {"tuesday": 4}) == [("warnings_unseen", ("warnings_seen",))]
    assert plan(WORK | {"tuesday": 4}, warnings_seen=True).warnings_seen


def test_a_plan_has_at_least_one_line():
    assert refused() == [("no_lines", ("lines",))]


@pytest.mark.parametrize("name", ["employer_signed_on", "representative_signed_on"])
def test_nobody_has_signed_tomorrow(name):
    late = PRAKTIK | {name: "2026-11-26"}
    assert refused(late) == [("value_error", ("lines", 0, name))]
    assert ("value_error", ("lines", 0, name)) not in refused(PRAKTIK | {name: "2026-11-25"})


def test_an_old_plan_is_read_as_it_was():
    assert plan(WORK | {"employer_type": "private"}, known=None).lines


def test_nothing_of_a_line_reaches_the_workflow():
    made = plan(WORK)
    assert made.for_case() == {"starts_on": "2026-12-01", "warnings_seen": False}
    assert PlanMade.from_case(made.for_case(), "jens").starts_on == START


def test_the_lines_become_placements_with_minutes_and_what_the_activity_asked_for():
    made = plan(WORK | {"monday": "7,5", "tuesday": "2.5", "cvr": "64942212"}, known=None)
    assert isinstance(made, Places)
    one = made.placements()[0]
    assert (one.activity, one.title, one.starts_on, one.ends_on) == ("utility_work", WORK["title"], START, None)
    assert one.minutes == {1: 450, 2: 150}
    assert one.details == {"employer_type": "public", "staff_representative_informed": True, "safety_approved": True}


@pytest.mark.parametrize("hours", ["-1", "24,25", "7,555", "mange"])
def test_hours_of_a_day_are_between_0_and_24_with_two_decimals(hours):
    with pytest.raises(ValidationError):
        PlanLine.model_validate(WORK | {"monday": hours})
    assert PlanLine.model_validate(WORK | {"monday": "24"}).monday == Decimal(24)


@pytest.mark.parametrize(("before", "warned"), [(1, True), (0, False), (-1, False)])
def test_a_plan_that_starts_before_it_is_made_stands_only_if_somebody_says_so(before, warned):
    known = KNOWN | {"today": START + timedelta(days=before)}
    if not warned:
        assert plan(WORK, known=known).starts_on == START
        return
    with pytest.raises(ValidationError, match="før den er lavet"):
        plan(WORK, known=known)
    assert plan(WORK, known=known, warnings_seen=True).starts_on == START
