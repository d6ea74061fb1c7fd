"""Importing this registers every programme."""

from domain.obligation.programme import OBLIGATION

__all__ = ["OBLIGATION"]
