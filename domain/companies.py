"""CVR numbers and P-numbers, as firms and their places of work have them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from domain.text import Text

Sector = Literal["private", "municipal", "other_public"]
SECTORS: dict[str, Text] = {
    "private": Text(da="Privat", en="Private"), "municipal": Text(da="Kommunal", en="Municipal"),
    "other_public": Text(da="Anden offentlig", en="Other public"),
}  # fmt: skip
_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def is_cvr(text: str) -> bool:
    """Eight digits whose weighted sum is divisible by 11; none begins with 0."""
    if not re.fullmatch(r"[1-9][0-9]{7}", text):
        return False
    return sum(w * int(digit) for w, digit in zip(_WEIGHTS, text, strict=True)) % 11 == 0


def is_p_number(text: str) -> bool:
    """Ten digits; there is no check digit."""
    return re.fullmatch(r"[1-9][0-9]{9}", text) is not None


def _bare(written: Any) -> Any:
    """12 34 56 78 is written as often as 12345678."""
    return re.sub(r"\s", "", written) if isinstance(written, str) else written


def _cvr(text: str) -> str:
    if not is_cvr(text):
        raise ValueError("cvr_wrong")
    return text


def _p_number(text: str) -> str:
    if not is_p_number(text):
        raise ValueError("p_number_wrong")
    return text


SHORT = StringConstraints(max_length=20)
Cvr = Annotated[str, BeforeValidator(_bare), SHORT, AfterValidator(_cvr)]
PNumber = Annotated[str, BeforeValidator(_bare), SHORT, AfterValidator(_p_number)]
