"""The process map, read off the stages' return annotations, so that it cannot drift from the process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from domain.outcomes import CLOSED
from domain.text import Text

F = TypeVar("F", bound=Callable[..., Awaitable[str]])


class Node(NamedTuple):
    stage: str
    says: Text
    next: tuple[str, ...]
    is_end: bool


def stage(*, says: Text) -> Callable[[F], F]:
    def mark(method: F) -> F:
        method.stage_says = says  # type: ignore[attr-defined]
        return method

    return mark


def process_map(case: Any) -> tuple[Node, ...]:
    """Every stage in the order it is written, those of a process that it shares with others first; then the ends."""
    return _read(case)


@cache
def _read(case: Any) -> tuple[Node, ...]:
    written = {n: m for one in reversed(case.__mro__) for n, m in vars(one).items()}
    stages = [(n, m) for n, m in written.items() if hasattr(m, "stage_says")]
    nodes = [Node(name, method.stage_says, _successors(method), False) for name, method in stages]
    ends = [Node(name, says, (), True) for name, says in (case.ends() | CLOSED).items()]
    return (*nodes, *ends)


def successors(case: Any, stage: str) -> tuple[str, ...]:
    return next((node.next for node in process_map(case) if node.stage == stage), ())


def stage_titles(case: Any) -> dict[str, Text]:
    return {node.stage: node.says for node in process_map(case)}


def _successors(method: Callable[..., Any]) -> tuple[str, ...]:
    annotation = get_type_hints(method)["return"]
    if get_origin(annotation) is not Literal:
        raise TypeError(f"stage {method.__name__} must be annotated with a Literal of the stages it may go to")
    return tuple(str(a) for a in get_args(annotation))
