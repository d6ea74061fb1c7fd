"""What a case does beside its stages: on a date, when a task is answered that no stage waits for, at another's word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, TypeVar

from domain.tasks import Task

Duty = Callable[..., Awaitable[str | None]]
F = TypeVar("F", bound=Duty)
"""A method of a case that answers the stage to go to, or None to stay. It may act, but never wait."""


def beat(method: F) -> F:
    """Called with its due time when the date that `Case.at` has armed under its name comes."""
    method.is_beat = True  # type: ignore[attr-defined]
    return method


def answers(*kinds: type[Task[Any]]) -> Callable[[F], F]:
    """Called with the decision of a task of one of these kinds that was opened by `Case.aside`."""

    def mark(method: F) -> F:
        method.answers = kinds  # type: ignore[attr-defined]
        return method

    return mark


def beats_of(case: Any) -> dict[str, Duty]:
    return _beats(case)


def answers_of(case: Any) -> dict[str, tuple[type[Task[Any]], Duty]]:
    """Task kind to its class and the method that hears its decision."""
    return _answers(case)


@cache
def _beats(case: Any) -> dict[str, Duty]:
    return {name: method for name, method in vars(case).items() if hasattr(method, "is_beat")}


@cache
def _answers(case: Any) -> dict[str, tuple[type[Task[Any]], Duty]]:
    found = [m for m in vars(case).values() if hasattr(m, "answers")]
    return {kind.kind: (kind, m) for m in found for kind in m.answers}
