"""Nobody can decide on a deduction while one precondition is missing: each of them at its edges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.absence.look import judge_limits, latest_day
from domain.absence.preconditions import CHECKS, judge_preconditions
from domain.absence.tasks import HearingReply
from domain.complaint.facts import ComplaintFacts
from domain.dossier import Attended, Belonging, Done, Sent, Spell
from domain.obligation.facts import ObligationFacts
from domain.offences import AbsentDay, Offences
from domain.placements import Placement
from domain.policies import policies
from tests.support.dossier import Case

DAY = date(2026, 10, 6)
TODAY = date(2026, 11, 2)
LINE = Placement(id="p1", task_id="plan", activity="utility_work", title="Parken", starts_on=date(2026, 9, 1),
                 minutes=dict.fromkeys(range(1, 6), 300))  # fmt: skip


def at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=10)


def done(kind: str, day: date, task_id: str = "", **answer: Any) -> Done:
    return Done(task_id or kind, kind, at(day), "someone", answer)


def whole(days: tuple[date, ...] = (DAY,), readiness: str = "job_ready") -> Case:
    """A case of absence with every precondition in evidence."""
    parent = Case(
        ObligationFacts(benefit="cash_assistance", readiness=readiness), placements=[LINE],
        decisions=[done("obligation.guidance", DAY - timedelta(days=30), given_on=str(DAY - timedelta(days=30))),
                   done("obligation.plan", date(2026, 8, 25), "plan")],
        attended=[Attended("p1", day, 0, "absent") for day in days],
    )  # fmt: skip
    case = Case(
        Offences(days=tuple(AbsentDay(day=day, placement_id="p1") for day in days)), case_id="UDE-2026-000001",
        parent=parent, letters=[Sent("b1", "absence.hearing", "delivered", at(DAY), DAY + timedelta(days=3))],
        decisions=[done("absence.contact", DAY + timedelta(days=1), contacted_on=str(DAY + timedelta(days=1))),
                   done("absence.hearing_reply", DAY + timedelta(days=15), reply="none")],
    )  # fmt: skip
    parent.children["absence"] = [Belonging(case.case_id, "decision", None, case.facts.model_dump(mode="json"))]
    return case


def missing(case: Case, on: date = TODAY) -> list[str]:
    return list(judge_preconditions(case, on, policies()).answer["missing"])


def the_parent(case: Case) -> Case:
    assert case.parent
    return case.parent


def test_with_everything_in_evidence_a_decision_may_be_taken() -> None:
    judged = judge_preconditions(whole(), TODAY, policies())
    assert judged.answer["met"] is True
    assert {r["name"] for r in judged.ruling["requirements"]} == set(CHECKS)
    assert all(r["because"]["da"] and r["because"]["en"] for r in judged.ruling["requirements"])


def _no_guidance(case: Case) -> None:
    the_parent(case).decisions = the_parent(case).done("obligation.plan")


def _not_in_plan(case: Case) -> None:
    the_parent(case).placements = []


def _came(case: Case) -> None:
    the_parent(case).attended = [Attended("p1", DAY, 300, "present")]


def _sick(case: Case) -> None:
    the_parent(case).spells = [Spell("sick", DAY, DAY)]


def _no_contact(case: Case) -> None:
    case.decisions = case.done("absence.hearing_reply")


def _activity_ready(case: Case) -> None:
    the_parent(case).facts = ObligationFacts(benefit="cash_assistance", readiness="activity_ready")


def _not_heard(case: Case) -> None:
    case.letters = [one for one in case.letters if one.kind != "absence.hearing"]


def _twice(case: Case) -> None:
    the_parent(case).children["absence"].append(
        Belonging("UDE-2026-000009", "sanctioned", "sanctioned", case.facts.model_dump(mode="json")))  # fmt: skip


def _ended(case: Case) -> None:
    the_parent(case).is_open = False


def _letter_failed(case: Case) -> None:
    case.letters = [*case.letters, Sent("b2", "absence.decision", "failed", at(TODAY), None)]


def _rests(case: Case) -> None:
    the_parent(case).is_suspended = True


def _nothing(case: Case) -> None:
    pass


@pytest.mark.parametrize(("name", "take_away", "on"), [
    ("guidance", _no_guidance, TODAY), ("offer_in_plan", _not_in_plan, TODAY), ("absent", _came, TODAY),
    ("demanded", _sick, TODAY), ("contact", _no_contact, TODAY), ("personal_contact", _activity_ready, TODAY),
    ("hearing", _not_heard, TODAY), ("once", _twice, TODAY), ("not_undone", _ended, TODAY),
    ("in_time", _nothing, date(2027, 2, 1)),
    ("told", _letter_failed, TODAY), ("running", _rests, TODAY),
])  # fmt: skip
def test_each_precondition_alone_keeps_the_decision_shut(name: str, take_away: Callable[[Case], None], on: date) -> None:
    case = whole()
    take_away(case)
    judged = judge_preconditions(case, on, policies())
    assert judged.answer == {"met": False, "missing": [name], "days": 1,
                             "activity_ready": name == "personal_contact"}  # fmt: skip
    reason = next(r["because"]["da"] for r in judged.ruling["requirements"] if r["name"] == name)
    assert reason in judged.ruling["because"]["da"]


@pytest.mark.parametrize(("given_on", "met"), [
    (date(2026, 4, 5), False), (date(2026, 4, 6), True), (date(2026, 10, 5), True), (date(2026, 10, 6), False),
])  # fmt: skip
def test_guidance_counts_from_its_day_for_six_months_and_never_backwards(given_on: date, met: bool) -> None:
    case = whole()
    the_parent(case).decisions = [done("obligation.guidance", given_on, given_on=str(given_on)),
                                  *the_parent(case).done("obligation.plan")]  # fmt: skip
    assert ("guidance" not in missing(case)) is met


def test_repeated_guidance_counts_too() -> None:
    case = whole()
    the_parent(case).decisions = [
        done("obligation.guidance", date(2025, 10, 1), given_on="2025-10-01"),
        done("obligation.repeat_guidance", date(2026, 9, 1), given_on="2026-09-01"),
        *the_parent(case).done("obligation.plan")]  # fmt: skip
    assert missing(case) == []


@pytest.mark.parametrize(("made", "met"), [(DAY - timedelta(days=1), True), (DAY, False), (DAY + timedelta(days=1), False)])
def test_a_plan_made_on_or_after_the_day_does_not_count(made: date, met: bool) -> None:
    case = whole()
    parent = the_parent(case)
    parent.decisions = [*parent.done("obligation.guidance"), done("obligation.plan", made, "plan")]
    assert ("offer_in_plan" not in missing(case)) is met


@pytest.mark.parametrize("line", [
    LINE.model_copy(update={"ends_on": DAY - timedelta(days=1)}),
    LINE.model_copy(update={"starts_on": DAY + timedelta(days=1)}),
    LINE.model_copy(update={"minutes": {3: 300}}),
])  # fmt: skip
def test_the_offer_must_ask_for_that_very_day(line: Placement) -> None:
    case = whole()
    the_parent(case).placements = [line]
    assert missing(case) == ["offer_in_plan"]


@pytest.mark.parametrize(("event", "latest"), [
    (date(2026, 1, 1), date(2026, 4, 30)), (date(2026, 1, 31), date(2026, 4, 30)), (date(2026, 11, 30), date(2027, 2, 28)),
    (date(2027, 11, 5), date(2028, 2, 29)), (date(2026, 12, 31), date(2027, 3, 31)),
])  # fmt: skip
def test_three_whole_calendar_months_end_with_the_third_month_after_the_event(event: date, latest: date) -> None:
    assert latest_day(event, 3) == latest


@pytest.mark.parametrize(("on", "met"), [(date(2027, 1, 30), True), (date(2027, 1, 31), True), (date(2027, 2, 1), False)])
def test_after_the_legal_limit_no_deduction_can_be_decided_at_all(on: date, met: bool) -> None:
    assert ("in_time" not in missing(whole(), on)) is met


def test_the_first_of_several_days_sets_the_limit() -> None:
    case = whole((date(2026, 9, 30), date(2026, 10, 1)))
    the_parent(case).decisions = [done("obligation.guidance", date(2026, 9, 1), given_on="2026-09-01"),
                                  *the_parent(case).done("obligation.plan")]  # fmt: skip
    limits = judge_limits(case, TODAY, policies()).answer
    assert limits["latest"] == "2026-12-31"
    assert missing(case, date(2027, 1, 1)) == ["in_time"]


@pytest.mark.parametrize("spell", [Spell("exempt", DAY - timedelta(days=40), DAY), Spell("sick", DAY, None)])
def test_nothing_is_demanded_of_who_is_sick_or_exempt_that_day(spell: Spell) -> None:
    case = whole()
    the_parent(case).spells = [spell]
    assert missing(case) == ["demanded"]


@pytest.mark.parametrize("spell", [Spell("sick", DAY - timedelta(days=3), DAY - timedelta(days=1)),
                                   Spell("exempt", DAY + timedelta(days=1), None)])  # fmt: skip
def test_a_spell_the_day_before_or_after_excuses_nothing(spell: Spell) -> None:
    case = whole()
    the_parent(case).spells = [spell]
    assert missing(case) == []


@pytest.mark.parametrize(("tried", "met"), [
    ([], False), ([(0, False)], False), ([(0, False), (0, False)], False), ([(0, False), (1, False)], True),
    ([(0, True)], True), ([(-1, True)], False), ([(-2, False), (-1, False)], False),
])  # fmt: skip
def test_personal_contact_is_reached_or_tried_on_days_enough_since_the_absence(tried: list[tuple[int, bool]], met: bool) -> None:
    """Contact before the absence is none about it, and two calls in one minute are one attempt."""
    case = whole(readiness="activity_ready")
    case.decisions += [done("absence.personal_contact", TODAY, f"t{n}", reached=reached,
                            contacted_on=str(DAY + timedelta(days=after)))
                       for n, (after, reached) in enumerate(tried)]  # fmt: skip
    assert ("personal_contact" not in missing(case)) is met


def test_guidance_that_is_written_down_after_the_day_proves_nothing_of_the_time_before() -> None:
    case = whole()
    the_parent(case).decisions = [done("obligation.guidance", TODAY, given_on=str(DAY - timedelta(days=5))),
                                  *the_parent(case).done("obligation.plan")]  # fmt: skip
    assert missing(case) == ["guidance"]


@pytest.mark.parametrize(("state", "received", "met"), [
    ("delivered", DAY - timedelta(days=1), True), ("delivered", DAY, False), ("failed", None, False),
    ("waiting", None, False),
])  # fmt: skip
def test_guidance_by_letter_counts_from_the_day_on_which_it_is_received(state: str, received: date | None, met: bool) -> None:
    case = whole()
    the_parent(case).letters = [Sent("g1", "obligation.guidance", state, at(DAY), received, "letter", "obligation.guidance")]
    assert ("guidance" not in missing(case)) is met


def test_who_was_sick_at_another_place_that_day_is_not_absent_there() -> None:
    case = whole()
    the_parent(case).attended.append(Attended("p2", DAY, 0, "sick"))
    assert missing(case) == ["demanded"]


def test_nothing_is_deducted_once_the_citizens_case_has_ended() -> None:
    case = whole()
    the_parent(case).is_open = False
    assert missing(case) == ["not_undone"]


@pytest.mark.parametrize(("result", "open_"), [("upheld", False), ("partly", False), ("maintained", True), ("withdrawn", True)])
def test_a_complaint_that_was_won_stops_the_deduction(result: str, open_: bool) -> None:
    case = whole()
    case.decisions.append(done("absence.decision", TODAY, "d1", deduct=True, days=1))
    complaint = Case(ComplaintFacts(received_on=TODAY, channel="oral", complainant="citizen", decision="d1", text="Jeg var der."),
                     case_id="KLA-2026-000001",
                     decisions=[done("complaint.reassess", TODAY, result=result)])  # fmt: skip
    the_parent(case).below = [complaint]
    assert (missing(case) == []) is open_


def test_contact_that_came_late_says_so_to_whoever_decides() -> None:
    case = whole()
    late = DAY + timedelta(days=30)
    case.decisions = [done("absence.contact", late, contacted_on=str(late)), *case.done("absence.hearing_reply")]
    reason = next(r for r in judge_preconditions(case, TODAY, policies()).ruling["requirements"] if r["name"] == "contact")
    assert "senere end målet" in reason["because"]["da"]


def test_unknown_readiness_is_treated_as_activity_ready() -> None:
    case = whole()
    the_parent(case).facts = ObligationFacts(benefit="cash_assistance")
    assert missing(case) == ["personal_contact"]


@pytest.mark.parametrize(("contacted_on", "met"), [(DAY - timedelta(days=1), False), (DAY, True)])
def test_contact_before_the_offence_is_no_contact_about_it(contacted_on: date, met: bool) -> None:
    case = whole()
    case.decisions = [*case.done("absence.hearing_reply"),
                      done("absence.contact", contacted_on, contacted_on=str(contacted_on))]  # fmt: skip
    assert ("contact" not in missing(case)) is met


def test_an_answer_to_an_earlier_letter_is_no_answer_to_the_last_one() -> None:
    case = whole()
    case.letters.append(Sent("b2", "absence.hearing", "delivered", at(DAY + timedelta(days=16)), DAY + timedelta(days=16)))
    assert missing(case) == ["hearing"]


@pytest.mark.parametrize(("noted", "met"), [(DAY + timedelta(days=13), False), (DAY + timedelta(days=14), True)])
def test_silence_counts_only_when_the_whole_time_to_answer_has_passed(noted: date, met: bool) -> None:
    """The letter is received three days after the day; ten days to answer."""
    case = whole()
    case.decisions = [*case.done("absence.contact"), done("absence.hearing_reply", noted, reply="none")]
    assert ("hearing" not in missing(case)) is met


def test_a_letter_that_is_still_on_its_way_lets_nobody_be_silent() -> None:
    case = whole()
    case.letters = [case.letters[0]._replace(state="waiting", received_on=None)]
    assert missing(case) == ["hearing"]


@pytest.mark.parametrize(("answered_on", "met"), [
    (DAY - timedelta(days=1), False), (DAY, True), (DAY + timedelta(days=4), True), (None, False),
])  # fmt: skip
def test_an_answer_before_the_time_is_out_is_one_if_it_came_after_the_letter(answered_on: date | None, met: bool) -> None:
    case = whole()
    said = str(answered_on) if answered_on else None
    case.decisions = [*case.done("absence.contact"),
                      done("absence.hearing_reply", DAY + timedelta(days=4), reply="received", answered_on=said)]  # fmt: skip
    assert ("hearing" not in missing(case)) is met


def test_a_correction_of_the_readiness_after_the_day_takes_no_protection_away() -> None:
    case, ready = whole(), ObligationFacts(benefit="cash_assistance", readiness="activity_ready")
    the_parent(case).earlier_facts = [(DAY, ready)]
    assert missing(case) == ["personal_contact"]
    the_parent(case).earlier_facts = [(DAY - timedelta(days=1), ready)]
    assert missing(case) == []


@pytest.mark.parametrize(("state", "met"), [("waiting", True), ("handed_over", True), ("delivered", True), ("failed", False)])
def test_a_hearing_letter_that_could_not_be_delivered_is_no_hearing(state: str, met: bool) -> None:
    case = whole()
    case.letters = [case.letters[0]._replace(state=state)]
    assert ("hearing" not in missing(case)) is met


def test_a_hearing_without_a_noted_answer_is_no_hearing() -> None:
    case = whole()
    case.decisions = case.done("absence.contact")
    assert missing(case) == ["hearing"]


@pytest.mark.parametrize(("stage", "outcome", "free"), [
    ("contact", None, True), ("decision", None, True), ("confirmation", None, False), ("instruction", None, False),
    ("excused", "excused", True), ("sanctioned", "sanctioned", False), ("lapsed", "lapsed", True),
])  # fmt: skip
def test_a_day_is_taken_from_the_decision_of_another_case_on(stage: str, outcome: str | None, free: bool) -> None:
    case = whole()
    the_parent(case).children["absence"].append(
        Belonging("UDE-2026-000009", stage, outcome, case.facts.model_dump(mode="json")))  # fmt: skip
    assert ("once" not in missing(case)) is free


@given(st.sets(st.sampled_from(sorted(CHECKS)), min_size=1))
def test_any_set_of_missing_preconditions_is_named_whole(names: set[str]) -> None:
    breaks: dict[str, Callable[[Case], None]] = {
        "guidance": _no_guidance, "offer_in_plan": _not_in_plan, "absent": _came, "demanded": _sick,
        "contact": _no_contact, "personal_contact": _activity_ready, "hearing": _not_heard, "once": _twice, "not_undone": _ended,
        "told": _letter_failed, "running": _rests,
    }  # fmt: skip
    case = whole()
    for name in sorted(names - {"in_time"}):
        breaks[name](case)
    # Without the decision on a plan there is no plan: guidance is taken away without it.
    assert set(missing(case, date(2027, 3, 1) if "in_time" in names else TODAY)) == names


@pytest.mark.parametrize(("answered_on", "code"), [(None, "answer_date_missing"), (TODAY + timedelta(days=1), "date_in_future")])
def test_an_answer_to_the_hearing_has_the_day_on_which_it_came(answered_on: date | None, code: str) -> None:
    said = {"reply": "received", "answered_on": str(answered_on) if answered_on else None, "ground": "none",
            "next": "go_on", "note": "Borgeren ringede og forklarede sig."}  # fmt: skip
    with pytest.raises(ValidationError, match=code):
        HearingReply.model_validate(said, context={"today": TODAY, "task": {"reply_by": str(TODAY)}})
