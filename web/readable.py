"""What was sent must be something that a database can keep and a page can show."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from domain.errors import BadInput
from domain.text import Text

DEEPEST = 30
_UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")


class Unreadable(BadInput):
    def __init__(self) -> None:
        text = Text(da="Forespørgslen kan ikke forstås.", en="The request cannot be understood.")
        super().__init__("invalid", text)


def writable(value: Any, depth: int = 0) -> Any:
    """The value. Raises ValueError for NUL, lone surrogates, NaN and nesting without end."""
    if depth > DEEPEST:
        raise ValueError("nested_too_deep")
    if isinstance(value, str) and _UNWRITABLE.search(value):
        raise ValueError("unwritable_text")
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("not_a_number")
    if isinstance(value, dict):
        for pair in value.items():
            writable(pair, depth + 1)
    elif isinstance(value, list | tuple):
        for one in value:
            writable(one, depth + 1)
    return value
