"""Errors as contract.md § 2 gives them: code, message, and where in the body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.errors import Refusal
from store.cases import DuplicateCase
from store.tasks import AlreadyClaimed, StaleVersion, TaskNotOpen
from web import forms
from web.actions import Invalid


def details(error: Refusal, lang: str) -> dict[str, Any]:
    """What a program needs beside code and message."""
    if isinstance(error, Invalid):
        return {"errors": faults(error.error.errors(), lang, error.where)}
    if isinstance(error, DuplicateCase):
        return {"case_id": error.case_id}
    if isinstance(error, AlreadyClaimed):
        return {"assignee": error.holder}
    if isinstance(error, TaskNotOpen):
        return {"state": error.state, "assignee": error.holder}
    if isinstance(error, StaleVersion):
        return {"version": error.yours, "current_version": error.current}
    return {}


def faults(found: Sequence[Any], lang: str, *where: str) -> list[dict[str, Any]]:
    return [
        {"loc": [*where, *(part if isinstance(part, int) else str(part) for part in one["loc"])],
         "code": forms.code(one), "message": forms.sentence(one).in_(lang)} for one in found
    ]  # fmt: skip
