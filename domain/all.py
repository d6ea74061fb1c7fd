"""Importing this registers every programme."""

from domain.absence.programme import ABSENCE
from domain.complaint.programme import COMPLAINT
from domain.obligation.programme import OBLIGATION

__all__ = ["ABSENCE", "COMPLAINT", "OBLIGATION"]
