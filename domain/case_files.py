"""Files of which each row opens a case: what a programme says of one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.text import Text

Facts = Mapping[str, Any]
"""As they are stored."""


@dataclass(frozen=True)
class Same:
    """When two cases about nobody are of the same thing: they share a mark, and nothing tells them apart."""

    facts: tuple[str, ...]
    """The same things have one of these in common: by them a case is looked for."""
    marks: Callable[[Facts], Iterable[Hashable]]
    apart: Callable[[Facts, Facts], bool]


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
    same: Same | None = None
    """For cases about nobody."""
