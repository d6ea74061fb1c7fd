"""Money as people write it: kroner with two decimals on paper, whole øre where it is counted. Never a float."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from domain.text import Text

DANISH = r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]{1,2})?"
ENGLISH = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})|[0-9]+\.[0-9]{1,2})"

MINUS = "−"  # noqa: RUF001
"""As it is written for people; files for machines have a hyphen."""


class _MoneyMark:
    pass


MONEY = _MoneyMark()
"""Mark of an amount in kroner: forms leave its comma and dots to it, pages show it as kr."""


def read_kroner(written: Any) -> Any:
    """1.234,50 as 1234.50; what could be meant in two ways, such as 1,234, is no amount. A number of JSON is itself."""
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal):
        return written
    if not isinstance(written, str):
        return _whole_ore(Decimal(str(written)))
    text = re.sub(r"(?:\s|kr\.?$)", "", str(written).strip().lower())
    if re.fullmatch(DANISH, text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(ENGLISH, text):
        return Decimal(text.replace(",", ""))
    raise ValueError("amount_negative" if text.startswith(("-", MINUS)) else "amount_wrong")


def _whole_ore(number: Decimal) -> Decimal:
    """Raises ValueError for what is finer than an øre, or no number: nothing is rounded or read as something else."""
    if not number.is_finite() or number != round(number, 2):
        raise ValueError("amount_wrong")
    return number


def _above_nothing(amount: Decimal) -> Decimal:
    if amount <= 0:
        raise ValueError("amount_negative")
    return amount.quantize(Decimal("0.01"))


Kroner = Annotated[Decimal, BeforeValidator(read_kroner), AfterValidator(_above_nothing), MONEY]
"""More than 0 kr."""


def in_ore(amount: Decimal) -> int:
    """An amount in kroner, rounded to whole øre, half up."""
    return int((amount * 100 + Decimal("0.5")) // 1)


def kroner(ore: int) -> Text:
    """1.234,50 and 1,234.50; a negative amount has a minus."""
    sign, (whole, part) = MINUS if ore < 0 else "", divmod(abs(ore), 100)
    en = f"{sign}{whole:,}.{part:02}"
    return Text(da=en.translate(str.maketrans(",.", ".,")), en=en)


def said(ore: int) -> Text:
    """1.234,50 kr. and DKK 1,234.50"""
    bare = kroner(ore)
    return Text(da=f"{bare.da} kr.", en=f"DKK {bare.en}")
