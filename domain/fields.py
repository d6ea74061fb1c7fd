"""What a field of a form is: its words, its type, its options, how long it may be."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from domain.labels import Label
from domain.text import verbatim

LONG = 500
"""Characters from which on a text is written in several lines."""


def label_of(name: str, info: FieldInfo) -> Label:
    found = [m for m in info.metadata if isinstance(m, Label)]
    return found[-1] if found else Label(verbatim(name))


def choices(info: FieldInfo) -> list[Any]:
    """The codes of which one is chosen; none where it is no choice."""
    kind = bare(info.annotation)
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [member.value for member in kind]
    return []


def bare(annotation: Any) -> Any:
    """The type itself: without "or nothing", without what is noted of it."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    parts = [a for a in get_args(annotation) if a is not type(None)]
    alone = get_origin(annotation) is not Literal and len(parts) == 1
    return bare(parts[0]) if alone else annotation


def limit(info: FieldInfo) -> int | None:
    """The longest text that fits, also where "or nothing" stands around the type that says so."""
    noted = [*info.metadata, *_noted(info.annotation)]
    return min((m.max_length for m in noted if getattr(m, "max_length", None)), default=None)


def _noted(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return list(annotation.__metadata__)
    return [m for part in get_args(annotation) if get_origin(part) is Annotated for m in part.__metadata__]
