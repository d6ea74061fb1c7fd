"""The review of a deduction, a case that belongs to the citizen's, open or closed."""

from __future__ import annotations

from datetime import date

from domain.absence.aftermath import aftermath
from domain.absence.look import is_won
from domain.deduction_review import letters, tasks
from domain.deduction_review.news import news
from domain.dossier import Dossier
from domain.offences import Corrected
from domain.policies import Policies
from domain.programmes import Judgement, Programme, register
from domain.text import Text, joined


def judge_standing(case: Dossier, on: date, policies: Policies) -> Judgement:
    """A deduction that was given back once, by a review or on a complaint, is not given back again."""
    assert isinstance(case.facts, Corrected)
    assert case.parent is not None
    before = [one.case_id for one in case.parent.below if one.case_id != case.case_id and _gave_back(one, case)]
    because = joined([_what(case), *news(case), *_aftermath(case)])
    answer = {"met": not before, "missing": before}
    return Judgement(answer=answer, ruling=answer | {
        "because": because.model_dump(), "requirements": [], "policy_versions": []})  # fmt: skip


def _what(case: Dossier) -> Text:
    assert isinstance(case.facts, Corrected)
    n = len({one.day for one in case.facts.days})
    return Text(da=f"Fradraget i {case.facts.absence}, {n} {'dag' if n == 1 else 'dage'}.",
                en=f"The deduction in {case.facts.absence}, {n} {'day' if n == 1 else 'days'}.")  # fmt: skip


def _aftermath(case: Dossier) -> list[Text]:
    assert isinstance(case.facts, Corrected)
    below = case.parent.below if case.parent else ()
    absences = [one for one in below if one.case_id == case.facts.absence]
    return [said for one in absences for said in aftermath(one, but=case.case_id)]


def _gave_back(other: Dossier, case: Dossier) -> bool:
    assert isinstance(case.facts, Corrected)
    assert case.parent is not None
    if isinstance(other.facts, Corrected):
        same = other.facts.absence == case.facts.absence
        return same and any(done.answer["result"] == "reversed" for done in other.done(tasks.ReviewDeduction.kind)[-1:])
    absence = next((one for one in case.parent.below if one.case_id == case.facts.absence), None)
    return absence is not None and getattr(other.facts, "decision", None) in absence.task_ids and is_won(other)


DEDUCTION_REVIEW = register(
    Programme(
        name="deduction_review",
        title=Text(da="Gennemgang af fradrag", en="Review of a deduction"),
        workflow="DeductionReview",
        number_prefix="GEN",
        facts=Corrected,
        opened_by=frozenset(),
        kinds=tasks.KINDS,
        rules={"deduction_review.standing": judge_standing},
        letters={"deduction_review.result": letters.result},
        on_failed_letter="undelivered_letter",
        first_stage="review",
        belongs_to=("obligation",),
    )
)
