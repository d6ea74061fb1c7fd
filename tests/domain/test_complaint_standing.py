"""Whether a complaint came in time, from when it counts, and who may not reassess."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar import COPENHAGEN
from domain.complaint.facts import ComplaintFacts
from domain.complaint.standing import judge_effect, judge_standing, refuse_impossible, timeliness
from domain.complaint.tasks import BoardResult, Reassessment
from domain.deadlines import of_row
from domain.dossier import Done, Sent
from domain.errors import BadInput, DuplicateCase
from domain.obligation.programme import ObligationFacts
from domain.offences import AbsentDay, Corrected, Offences
from domain.policies import policies
from tests.support.dossier import Case

TODAY = date(2026, 11, 23)
REASON = "En konkret og individuel begrundelse."
COVERAGE, ASSESSMENT = "obligation.confirm_coverage", "obligation.individual_assessment"
APPROVAL, GUIDANCE = "obligation.approve_exemption", "obligation.guidance"


def done(number: int, kind: str, by: str, **answer: Any) -> Done:
    return Done(f"t{number}", kind, datetime(2026, 11, number, 12, tzinfo=UTC), by, answer)


def complaint(*decisions: Done, about: str | None = None, below: list[Case] | None = None,
              letters: list[Sent] | None = None, own: list[Done] | None = None, **facts: Any) -> Case:  # fmt: skip
    given = {"received_on": date(2026, 11, 20), "channel": "oral", "complainant": "citizen", "text": "Jeg er uenig."}
    parent = Case(ObligationFacts(benefit="sho"), decisions=list(decisions), below=below or [], letters=letters or [])
    return Case(ComplaintFacts.model_validate(given | {"decision": about} | facts), parent=parent, decisions=own or [])


def not_by(case: Case) -> list[str]:
    return judge_standing(case, TODAY, policies()).answer["not_by"]


@pytest.mark.parametrize(("decision", "received", "late"), [
    (date(2026, 10, 12), date(2026, 11, 6), False),
    (date(2026, 10, 12), date(2026, 11, 9), False),
    (date(2026, 10, 12), date(2026, 11, 10), True),
    (date(2026, 10, 10), date(2026, 11, 9), False),
    (date(2026, 10, 10), date(2026, 11, 10), True),
    (date(2026, 11, 27), date(2026, 12, 28), False),
    (date(2026, 11, 27), date(2026, 12, 29), True),
    (date(2026, 10, 12), date(2026, 10, 1), False),
], ids=["before the last day", "on it", "after it", "a Saturday is put off to Monday", "and no longer",
        "the second Christmas day to the Monday after", "and no longer", "before the decision was received"])  # fmt: skip
def test_a_complaint_is_in_time_to_the_end_of_the_same_weekday_four_weeks_on(
    decision: date, received: date, late: bool
) -> None:
    found = timeliness(received, decision, policies())
    assert found.late is late
    assert ("sendes videre alligevel" in found.because.da) is late
    assert found.versions == ["complaint.period@1998-07-01"]


def test_the_period_ends_at_23_59() -> None:
    last = of_row(policies().at("complaint.period", date(2026, 10, 12)), date(2026, 10, 12), policies())
    assert last.at.astimezone(COPENHAGEN) == datetime(2026, 11, 9, 23, 59, tzinfo=COPENHAGEN)


def test_where_nobody_knows_when_the_decision_was_received_the_complaint_is_not_called_late() -> None:
    found = timeliness(date(2026, 11, 10), None, policies())
    assert found.late is None
    assert "behandles som rettidig" in found.because.da


def test_the_letter_that_was_sent_says_when_the_decision_was_received() -> None:
    sent = Sent("l1", "x", "delivered", datetime(2026, 10, 1, tzinfo=UTC), date(2026, 10, 2), "post", "t5")
    other = Sent("l2", "x", "delivered", datetime(2026, 11, 1, tzinfo=UTC), date(2026, 11, 2), "post", "t6")
    case = complaint(done(5, ASSESSMENT, "ann"), about="t5", letters=[sent, other],
                     decision_received_on=date(2026, 11, 10))  # fmt: skip
    judged = judge_standing(case, TODAY, policies())
    assert judged.answer["late"] is True
    assert "30.10.2026" in judged.ruling["because"]["da"]


def test_the_letter_of_a_deduction_is_sent_by_a_task_of_its_own_and_tells_of_it_all_the_same() -> None:
    sent = Sent("l1", "absence.decision", "delivered", datetime(2026, 10, 1, tzinfo=UTC), date(2026, 10, 2), "post", "t7")
    below = Case(ObligationFacts(benefit="sho"), letters=[sent], decisions=[
        done(5, "absence.decision", "ann"), done(6, "absence.confirmation", "eva"), done(7, "absence.send_decision", "ann")])
    answer = judge_standing(complaint(about="t5", below=[below]), TODAY, policies()).answer
    assert (answer["late"], sorted(answer["not_by"])) == (True, ["ann", "eva"])


def test_the_person_is_told_that_a_complaint_suspends_nothing() -> None:
    said = judge_standing(complaint(), TODAY, policies()).ruling["because"]
    assert "ikke opsættende virkning" in said["da"]
    assert "no suspensive effect" in said["en"]


def test_whoever_took_the_decision_does_not_reassess_it() -> None:
    assert not_by(complaint(done(3, COVERAGE, "bo"), done(5, ASSESSMENT, "ann"), about="t5")) == ["ann"]


def test_whoever_proposed_and_whoever_approved_have_both_taken_the_decision() -> None:
    case = complaint(done(5, ASSESSMENT, "ann"), done(6, APPROVAL, "eva"), about="t5")
    assert sorted(not_by(case)) == ["ann", "eva"]


def test_an_approval_of_another_decision_excludes_nobody() -> None:
    case = complaint(done(2, ASSESSMENT, "old"), done(3, APPROVAL, "eve"), done(5, ASSESSMENT, "ann"),
                     done(6, APPROVAL, "eva"), done(8, ASSESSMENT, "new"), done(9, APPROVAL, "ove"),
                     about="t5")  # fmt: skip
    assert sorted(not_by(case)) == ["ann", "eva"]


def test_a_decision_of_a_case_below_excludes_who_took_it_there() -> None:
    below = Case(ObligationFacts(benefit="sho"), decisions=[done(7, ASSESSMENT, "kim")])
    assert not_by(complaint(done(5, ASSESSMENT, "ann"), about="t7", below=[below])) == ["kim"]


def test_where_no_decision_is_named_nobody_who_took_any_reassesses() -> None:
    case = complaint(done(3, COVERAGE, "bo"), done(4, GUIDANCE, "liv"), done(5, ASSESSMENT, "ann"))
    assert sorted(not_by(case)) == ["ann", "bo"], "guidance is no decision"


def test_the_time_counts_anew_from_the_day_the_board_sent_it_back() -> None:
    back = done(9, "complaint.board", "jon", result="remitted", received_on="2026-11-09")
    first = judge_standing(complaint(), TODAY, policies()).answer
    again = judge_standing(complaint(own=[back]), TODAY, policies()).answer
    assert first["counted_from"] == "2026-11-20"
    assert again["counted_from"] == "2026-11-09"
    alarm = datetime.fromisoformat(again["alarm_at"]).astimezone(COPENHAGEN).date()
    assert alarm == date(2026, 11, 9) + timedelta(days=21)


@pytest.mark.parametrize(("kind", "result", "then"), [
    ("complaint.reassess", "upheld", "upheld"), ("complaint.reassess", "partly", "board"),
    ("complaint.board", "changed", "changed")])  # fmt: skip
def test_the_newest_result_says_who_carries_it_out_and_what_follows(kind: str, result: str, then: str) -> None:
    own = [done(2, "complaint.reassess", "a", result="maintained"), done(9, kind, "a", result=result, carried_out_by="benefit")]
    answer = judge_effect(complaint(own=own), TODAY, policies()).answer
    assert answer == {"by": "benefit", "decided_on": "2026-11-09", "then": then}


@pytest.mark.parametrize("day", ["2026-11-24", "1999-12-31"])
def test_a_complaint_comes_neither_tomorrow_nor_in_another_century(day: str) -> None:
    with pytest.raises(ValidationError, match="date_"):
        ComplaintFacts.model_validate({"received_on": day, "channel": "letter", "complainant": "citizen",
                                       "text": "Jeg klager."}, context={"today": TODAY})  # fmt: skip


@pytest.mark.parametrize(("answer", "code"), [
    ({"result": "upheld", "learning": "Lyt."}, "office_missing"),
    ({"result": "partly", "carried_out_by": "effort"}, "learning_missing"),
    ({"result": "maintained", "carried_out_by": "effort"}, "nothing_to_carry_out"),
])  # fmt: skip
def test_a_reassessment_says_who_carries_out_exactly_what_is_won(answer: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError, match=code):
        Reassessment.model_validate(answer | {"reason": REASON})


def test_a_remitted_decision_is_learned_from() -> None:
    given = {"result": "remitted", "received_on": "2026-11-09", "reference": "AST-1", "summary": REASON}
    with pytest.raises(ValidationError, match="learning_missing"):
        BoardResult.model_validate(given)
    assert BoardResult.model_validate(given | {"learning": "Begrund bedre."}).carried_out_by is None


@pytest.mark.parametrize(("first", "second", "refused"), [
    ({"decision": "t3"}, {"decision": "t3", "text": "Andre ord om det samme."}, True),
    ({"decision": "t3"}, {"decision": "t4"}, False),
    ({}, {}, True),
    ({}, {"text": "Noget helt andet."}, False),
], ids=["the same decision in other words", "another decision", "the very same of none", "another of none"])  # fmt: skip
@pytest.mark.parametrize("is_open", [True, False])
def test_one_open_complaint_of_the_same_is_enough(
    first: dict[str, Any], second: dict[str, Any], refused: bool, is_open: bool) -> None:  # fmt: skip
    known = complaint(about=first.get("decision"))
    known.is_open, known.case_id = is_open, "KLA-2026-000001"
    above = Case(ObligationFacts(benefit="sho"), below=[known])
    given = {"received_on": date(2026, 11, 20), "channel": "oral", "complainant": "citizen", "text": "Jeg er uenig."}
    new = ComplaintFacts.model_validate(given | second)
    if refused and is_open:
        with pytest.raises(DuplicateCase) as found:
            refuse_impossible(new, above)
        assert found.value.case_id == "KLA-2026-000001"
    else:
        refuse_impossible(new, above)


@pytest.mark.parametrize(("received", "refused"), [(2, True), (3, False), (4, False)])
def test_nobody_has_received_a_decision_before_it_was_taken(received: int, refused: bool) -> None:
    above = Case(ObligationFacts(benefit="sho"), decisions=[done(3, ASSESSMENT, "anna")])
    facts = complaint(about="t3", decision_received_on=date(2026, 11, received)).facts
    assert isinstance(facts, ComplaintFacts)
    if not refused:
        refuse_impossible(facts, above)
        return
    with pytest.raises(BadInput) as told:
        refuse_impossible(facts, above)
    assert told.value.code == "received_before_decision"
    assert "03.11.2026" in told.value.text.da


@pytest.mark.parametrize(("result", "is_told"), [("reversed", True), ("stands", False)])
def test_who_reassesses_and_who_pays_are_told_of_a_deduction_that_was_already_reversed(result: str, is_told: bool) -> None:
    days = (AbsentDay(day=date(2026, 11, 2), placement_id="p"),)
    absence = Case(Offences(days=days), "UDE-1", decisions=[done(3, "absence.decision", "anna")])
    review = Case(Corrected(absence="UDE-1", days=days), "GEN-1", decisions=[
        done(9, "deduction_review.review", "lis", result=result)])  # fmt: skip
    won = done(21, "complaint.reassess", "lis", result="upheld", carried_out_by="benefit")
    case = complaint(about="t3", below=[absence, review], own=[won])
    absence.parent = case.parent
    for judge in (judge_standing, judge_effect):
        said = judge(case, TODAY, policies()).ruling["because"]["da"]
        assert ("Fradraget er allerede omgjort i GEN-1, endnu ikke udbetalt." in said) is is_told
