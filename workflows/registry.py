"""Every kind of case that a worker runs, by its programme's name."""

from __future__ import annotations

from typing import Any

import domain.all  # noqa: F401
from workflows.absence import Absence, AbsenceState
from workflows.access_to_file import AccessState, AccessToFile
from workflows.case import Case
from workflows.civic import Civic, CivicState
from workflows.complaint import Complaint, ComplaintState
from workflows.concern import Concern, ConcernState
from workflows.deduction_review import DeductionReview, DeductionReviewState
from workflows.event import Event, EventState
from workflows.expense import Expense, ExpenseState
from workflows.material import Material, MaterialState
from workflows.obligation import Obligation, ObligationState
from workflows.perspektiv import Perspektiv, PerspektivState
from workflows.session import Session, SessionState
from workflows.state import CaseState
from workflows.undelivered_letter import UndeliveredLetter, UndeliveredLetterState
from workflows.vacancy import Vacancy, VacancyState
from workflows.wage_refund import WageRefund, WageRefundState
from workflows.youth import Youth, YouthState

CASES: dict[str, type[Case[Any]]] = {
    "obligation": Obligation, "absence": Absence, "complaint": Complaint, "access_to_file": AccessToFile,
    "deduction_review": DeductionReview, "undelivered_letter": UndeliveredLetter,
    "youth": Youth, "session": Session, "vacancy": Vacancy, "wage_refund": WageRefund,
    "perspektiv": Perspektiv, "concern": Concern, "expense": Expense,
    "civic": Civic, "material": Material, "event": Event,
}  # fmt: skip
STATES: dict[str, type[CaseState]] = {
    "obligation": ObligationState, "absence": AbsenceState, "complaint": ComplaintState,
    "access_to_file": AccessState, "deduction_review": DeductionReviewState,
    "undelivered_letter": UndeliveredLetterState, "youth": YouthState, "session": SessionState,
    "vacancy": VacancyState, "wage_refund": WageRefundState,
    "perspektiv": PerspektivState, "concern": ConcernState, "expense": ExpenseState,
    "civic": CivicState, "material": MaterialState, "event": EventState,
}  # fmt: skip
