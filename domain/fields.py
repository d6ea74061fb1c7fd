"""What a field of a form is: its words, type, options, how long it may be; and times of day as people write them."""

from __future__ import annotations

import re
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, StringConstraints
from pydantic.fields import FieldInfo

from domain.labels import Label
from domain.text import verbatim

LONG = 500
"""Characters from which on a text is written in several lines."""


def _clock(written: str) -> str:
    found = re.fullmatch(r"([01]?[0-9]|2[0-4])(?:[.:]?([0-5][0-9]))?", written.strip())
    if found is None or (found[1] == "24" and found[2] not in (None, "00")):
        raise ValueError("clock_wrong")
    return f"{int(found[1]):02}:{found[2] or '00'}"


Clock = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), AfterValidator(_clock)]
"""08:00, as people write it: 8, 8.00, 8:00 and 0800 are the same; 24:00 is the end of the day. A field cuts off what
is longer than may be typed: so much may be that whatever is wrong is read and answered."""


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
