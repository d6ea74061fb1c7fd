"""Importing this registers every programme."""

from domain.absence.programme import ABSENCE
from domain.access_to_file.programme import ACCESS_TO_FILE
from domain.civic.programme import CIVIC
from domain.complaint.programme import COMPLAINT
from domain.concern.programme import CONCERN
from domain.deduction_review.programme import DEDUCTION_REVIEW
from domain.event.programme import EVENT
from domain.expense.programme import EXPENSE
from domain.material.programme import MATERIAL
from domain.obligation.programme import OBLIGATION
from domain.perspektiv.programme import PERSPEKTIV
from domain.session.programme import SESSION
from domain.undelivered_letter.programme import UNDELIVERED_LETTER
from domain.vacancy.programme import VACANCY
from domain.wage_refund.programme import WAGE_REFUND
from domain.youth.programme import YOUTH

__all__ = [
    "ABSENCE", "ACCESS_TO_FILE", "CIVIC", "COMPLAINT", "CONCERN", "DEDUCTION_REVIEW", "EVENT", "EXPENSE",
    "MATERIAL", "OBLIGATION", "PERSPEKTIV", "SESSION", "UNDELIVERED_LETTER", "VACANCY", "WAGE_REFUND", "YOUTH",
]  # fmt: skip
