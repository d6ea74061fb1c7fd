"""Sentences that exist in Danish and in English."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict

_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DANISH_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_WEEKDAYS = (
    ("mandag", "Monday"), ("tirsdag", "Tuesday"), ("onsdag", "Wednesday"), ("torsdag", "Thursday"),
    ("fredag", "Friday"), ("lørdag", "Saturday"), ("søndag", "Sunday"),
)  # fmt: skip


class Text(BaseModel):
    """One sentence or name in both languages of the system."""

    model_config = ConfigDict(frozen=True)

    da: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in `lang` ("da", "en", "en-GB", …); Danish for a language we do not have."""
        return self.en if lang.lower().startswith("en") else self.da

    @property
    def inside(self) -> "Text":
        """As it stands within a sentence: with a small letter first, but for an abbreviation."""
        return Text(da=_small(self.da), en=_small(self.en))

    def then(self, *more: Self | None) -> "Text":
        """This text followed by the others, one space between; None is left out."""
        return joined([self, *(text for text in more if text is not None)])


def _small(said: str) -> str:
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]


def verbatim(said: str) -> Text:
    """What somebody wrote, or a name: the same in either language."""
    return Text(da=said, en=said)


def joined(texts: Iterable[Text], separator: str = " ") -> Text:
    """All texts after each other."""
    every = list(texts)
    return Text(da=separator.join(t.da for t in every), en=separator.join(t.en for t in every))


def da_date(day: date) -> str:
    """01.07.2025"""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def en_date(day: date) -> str:
    """1 July 2025"""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def dated(day: date) -> Text:
    """The date as each language writes it."""
    return Text(da=da_date(day), en=en_date(day))


def weekday(day: date) -> Text:
    """The name of the weekday."""
    danish, english = _WEEKDAYS[day.weekday()]
    return Text(da=danish, en=english)


def month_name(day: date) -> Text:
    """The name of the month."""
    return Text(da=_DANISH_MONTHS[day.month - 1], en=_ENGLISH_MONTHS[day.month - 1])


def number(value: int) -> Text:
    """4.810 in Danish, 4,810 in English."""
    english = f"{value:,}"
    return Text(da=english.replace(",", "."), en=english)


def amount(value: Decimal | int) -> Text:
    """7,5 in Danish, 7.5 in English; at most two decimals, none that say nothing."""
    english = f"{Decimal(value).quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")
    return Text(da=english.replace(".", ","), en=english)


def amount_over(value: Decimal, most: Decimal) -> Text:
    """An amount that is more than `most`, never rounded to it: a sentence must not say that 4 is over 4."""
    said = amount(value)
    if said != amount(most):
        return said
    return Text(da=f"lidt over {said.da}", en=f"just over {said.en}")
