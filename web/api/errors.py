"""Errors as contract.md § 2 gives them: code, message, and where in the body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.errors import DuplicateCase, Refusal
from domain.text import Text
from store.tasks import AlreadyClaimed, StaleVersion, TaskNotOpen
from web import forms
from web.actions import Invalid

ISO_DATE = Text(da="Skriv datoen som åååå-mm-dd", en="Write the date as yyyy-mm-dd")


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
    return [_fault(one, lang, where) for one in found]


def _fault(one: Any, lang: str, where: tuple[str, ...]) -> dict[str, Any]:
    """A rule about the whole stands at the field it is about; a program writes dates as ISO has them."""
    code = forms.code(one)
    place = [part if isinstance(part, int) else str(part) for part in one["loc"]] or [
        name for name in [forms.ABOUT.get(code)] if name
    ]
    said = forms.sentence(one)
    said = ISO_DATE if said == forms.WRITE_DATE else said
    return {"loc": [*where, *place], "code": code, "message": said.in_(lang)}
