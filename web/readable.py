"""What was sent must be something that a database can keep and a page can show."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any
from unicodedata import category

from domain.errors import BadInput
from domain.text import Text

DEEPEST = 30
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their kind, and blank."""
_JOINED = "[\u0600-\u06ff\u0750-\u077f\u0900-\u0dff]"
_JOINER = re.compile(f"(?<={_JOINED})[\u200c\u200d](?={_JOINED})")
"""Between letters of Persian, Dari, Kurdish or an Indian language it is spelling: it says whether they join."""
_UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")


class Unreadable(BadInput):
    def __init__(self) -> None:
        text = Text(da="Forespørgslen kan ikke forstås.", en="The request cannot be understood.")
        super().__init__("invalid", text)


def writable(value: Any, depth: int = 0) -> Any:
    """The value without signs that nobody sees. Raises ValueError for NUL, lone surrogates, NaN, endless nesting."""
    if depth > DEEPEST:
        raise ValueError("nested_too_deep")
    if isinstance(value, str):
        if _UNWRITABLE.search(value):
            raise ValueError("unwritable_text")
        return value if value.isascii() else _seen(value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("not_a_number")
    if isinstance(value, dict):
        return {writable(key, depth + 1): writable(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [writable(one, depth + 1) for one in value]
    return value


def _seen(text: str) -> str:
    spelling = {found.start() for found in _JOINER.finditer(text)}
    return "".join(sign for at, sign in enumerate(text) if at in spelling or is_seen(sign))


def is_seen(sign: str) -> bool:
    """Not of no width, as a reason of thirty could be; and none that turns the words after it round."""
    return category(sign) != "Cf" and sign not in _FILLERS
