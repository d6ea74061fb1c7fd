"""Files of which each row opens a case: what a programme says of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from domain.text import Text


@dataclass(frozen=True)
class CaseFile:
    """A row says what the form of a new case says: who it is about, if anybody, and the facts."""

    name: str
    """By which the command and the page know it."""
    title: Text
    facts: tuple[str, ...] = ()
    """Those that the file may tell, in their order; none named: all."""
    headers: dict[str, str] = field(default_factory=dict)
    """By field: further headers of its column, with a space between two."""
    from_cpr: str | None = None
    """The fact that the CPR number tells where the row does not: the birth date."""
    lacks: Callable[[Any], Text | None] = lambda facts: None
    """What good facts of a case are still without, that a row of this file must tell."""
    known_by: tuple[str, ...] = ()
    """For cases about nobody: two that are the same share one of these facts."""
    same: Callable[[Any, Any], bool] = lambda facts, others: False
    """Whether two such cases are, that share one."""
