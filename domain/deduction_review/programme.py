"""The review of a deduction, a case that belongs to the citizen's, open or closed."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from domain.deduction_review import letters, tasks
from domain.offences import Corrected
from domain.programmes import Programme, register
from domain.text import Text


def no_doubts(facts: BaseModel, on: date) -> list[Text]:
    return []


DEDUCTION_REVIEW = register(
    Programme(
        name="deduction_review",
        title=Text(da="Gennemgang af fradrag", en="Review of a deduction"),
        workflow="DeductionReview",
        number_prefix="GEN",
        facts=Corrected,
        opened_by=frozenset(),
        kinds=tasks.KINDS,
        rules={},
        doubts=no_doubts,
        letters={"deduction_review.result": letters.result},
        first_stage="review",
        belongs_to="obligation",
    )
)
