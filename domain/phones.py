"""Telephone numbers as people write them: whether there is one, and whether two are the same."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from domain.text import Text

LEAST = 8
NO_NUMBER = "phone_wrong"
"""The code of what is no telephone number."""
SAYS = Text(da=f"Et telefonnummer har mindst {LEAST} cifre. Kendes det ikke, så lad feltet stå tomt",
            en=f"A telephone number has at least {LEAST} digits. If it is not known, leave this empty")  # fmt: skip
KEPT = "kept_phone"
"""In the context of a validation: what stands on file, which nobody has to put right to correct something else."""


def is_number(text: str) -> bool:
    return len(re.findall(r"[0-9]", text)) >= LEAST


def numbers(text: str) -> frozenset[str]:
    """Each number that is written, in digits alone and without Denmark's own country code."""
    return frozenset(_bare(part) for part in re.split(r"[^0-9+()\s.-]+|(?=\+)", text) if is_number(part))


def _bare(part: str) -> str:
    digits = re.sub(r"[^0-9]", "", part).removeprefix("00")
    return digits[2:] if len(digits) == LEAST + 2 and digits.startswith("45") else digits


def _is_one(text: str, info: ValidationInfo) -> str:
    if text and not is_number(text) and text != (info.context or {}).get(KEPT):
        raise ValueError(NO_NUMBER)
    return text


def _is_one_where_typed(text: str, info: ValidationInfo) -> str:
    return _is_one(text, info) if "today" in (info.context or {}) else text


A_PHONE = AfterValidator(_is_one)
"""Of a text that holds a telephone number or nothing."""
Phone = Annotated[str, A_PHONE]
A_TYPED_PHONE = AfterValidator(_is_one_where_typed)
"""The same where it is kept in the file besides: what stands there already stays as it is."""
