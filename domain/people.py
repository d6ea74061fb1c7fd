"""CPR numbers and the spells of a person's life that rules count."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain.errors import BadInput
from domain.labels import Label
from domain.text import Text

REPAIRED = Text(
    da="CPR-nummeret manglede det første nul; det er sat på igen.",
    en="The CPR number lacked its leading zero; it was restored.",
)
"""What to look at where a CPR number is `repaired`."""
_REPLACEMENT_DAYS = 60
_OLDEST = 125
_WRITTEN = re.compile(r"([0-9]{1,2}\s?[0-9]{2}\s?[0-9]{2})\s*[-‐‑–]?\s*([0-9]{4})")


class Cpr(BaseModel):
    """A CPR number. Printing it shows the mask; `digits` is for the store alone.

    `repaired`: a spreadsheet had dropped the leading zero. `replacement`: erstatnings-CPR, day + 60.
    """

    model_config = ConfigDict(frozen=True)

    digits: str = Field(repr=False)
    born_on: date = Field(repr=False)
    repaired: bool = False
    replacement: bool = False

    @property
    def masked(self) -> str:
        """010190-****"""
        return f"{self.digits[:6]}-****"

    def __str__(self) -> str:
        return self.masked


def parse_cpr(text: str, on: date) -> Cpr:
    """Reads a CPR number as people and spreadsheets write it; raises BadInput with the reason.

    Modulus 11 is not checked: numbers that fail it are valid and given out since 1 October 2007.
    """
    digits = _digits(text)
    repaired = len(digits) == 9
    digits = digits.zfill(10)
    day = int(digits[:2])
    replacement = day > _REPLACEMENT_DAYS
    born_on = _born_on(digits, day - _REPLACEMENT_DAYS if replacement else day)
    if born_on > on:
        raise _bad("cpr_future_birth", "CPR-nummeret giver en fødselsdag efter dags dato.", "The birthday lies ahead.")
    if on.year - born_on.year > _OLDEST:
        raise _bad(
            "cpr_century",
            f"CPR-nummeret giver en alder på over {_OLDEST} år; se på 7. ciffer.",
            f"The CPR number gives an age above {_OLDEST}; look at the 7th digit.",
        )
    return Cpr(digits=digits, born_on=born_on, repaired=repaired, replacement=replacement)


def _digits(text: str) -> str:
    text = text.strip()
    if not text:
        raise _bad("cpr_missing", "CPR-nummeret mangler.", "The CPR number is missing.")
    if re.search(r"[^\W\d_]", text):
        raise _bad("cpr_letters", "CPR-nummeret må kun have tal.", "A CPR number has digits only.")
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise _bad(
            "cpr_shape",
            "CPR-nummeret skal have ti cifre: DDMMÅÅ-LLLL.",
            "A CPR number has ten digits: DDMMYY-SSSS.",
        )
    return re.sub(r"\s", "", "".join(written.groups()))


def _born_on(digits: str, day: int) -> date:
    try:
        return date(_century(int(digits[6]), int(digits[4:6])) + int(digits[4:6]), int(digits[2:4]), day)
    except ValueError:
        raise _bad(
            "cpr_date", "CPR-nummerets dato findes ikke.", "The date in the CPR number does not exist."
        ) from None


def _century(seventh: int, year: int) -> int:
    """CPR-kontoret: the 7th digit tells the century together with the two digits of the year."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _bad(code: str, da: str, en: str) -> BadInput:
    return BadInput(code, Text(da=da, en=en))


class Spell(BaseModel):
    """A period; `to` is its last day, None while it lasts."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    from_: Annotated[date, Field(alias="from"), Label(Text(da="Fra", en="From"))]
    to: Annotated[date | None, Label(Text(da="Til og med", en="Until"))] = None

    @property
    def is_reversed(self) -> bool:
        """Ends before it begins; counts nothing."""
        return self.to is not None and self.to < self.from_


def _country(written: object) -> object:
    return written.strip().upper() if isinstance(written, str) else written


class Residence(Spell):
    """Registered residence in a country (ISO 3166, two letters)."""

    country: Annotated[str, BeforeValidator(_country), Field(max_length=60), Label(
        Text(da="Land", en="Country"), Text(da="To bogstaver: DK", en="Two letters: DK"))]  # fmt: skip


class Employment(Spell):
    """Work; `ordinary` is False for subsidised work, which counts nothing."""

    hours_per_week: Annotated[Decimal, Field(ge=0, le=10_000), Label(
        Text(da="Timer om ugen", en="Hours a week"))]  # fmt: skip
    ordinary: Annotated[bool, Label(Text(da="Ordinær, uden tilskud", en="Ordinary, not subsidised"))]
