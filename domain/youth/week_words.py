"""A week of shifts in one cell of a table: »man-fre 15:00-18:00; lør 10-14 alene«."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from domain.columns import bad
from domain.errors import BadInput
from domain.text import weekday

_NAMES = [weekday(date(2024, 1, 1) + timedelta(days=n)) for n in range(7)]
"""From Monday on."""
_DAY, _CLOCK = r"[a-zæøå]+\.?", r"[0-9]{1,2}(?:[.:]?[0-9]{2})?"
_SPAN = rf"{_DAY}(?:\s*[-–]\s*{_DAY})?"
_SHIFT = re.compile(
    rf"[\s;,|]*(?:(?:og|and)\s+)?(?P<days>{_SPAN}(?:\s*[,&]\s*{_SPAN})*)\s*:?\s*(?:kl\.?\s*)?"
    rf"(?P<start>{_CLOCK})\s*(?:-|–|til|to)\s*(?P<end>{_CLOCK})"
    r"(?:\s*\(?(?P<alone>(?:ikke |not )?(?:alene|alone))\b\)?)?[\s;,|]*"
)


def read_week(cell: str) -> list[dict[str, Any]]:
    """The shifts as a form gives them; raises BadInput where the cell says anything else."""
    words, shifts, at = " ".join(cell.lower().split()), list[dict[str, Any]](), 0
    while at < len(words):
        found = _SHIFT.match(words, at)
        if found is None:
            raise _unreadable()
        times = {"start": _clock(found["start"]), "end": _clock(found["end"])}
        alone = {"alone": not found["alone"].startswith(("ikke", "not"))} if found["alone"] else {}
        shifts += [{"day": day} | times | alone for day in _days(found["days"])]
        at = found.end()
    return shifts


def _days(words: str) -> Iterator[str]:
    """man-fre is five days, man, ons two."""
    for part in re.split("[,&]", words):
        first, *more = map(_day, re.split("[-–]", part))
        last = more[0] if more else first
        yield from (_NAMES[(first + n) % 7].en.lower() for n in range((last - first) % 7 + 1))


def _day(name: str) -> int:
    """By its first letters, two at least, in either language."""
    short = name.strip(" .")
    fits = [n for n, day in enumerate(_NAMES) if day.da.startswith(short) or day.en.lower().startswith(short)]
    if len(short) < 2 or len(fits) != 1:
        raise _unreadable()
    return fits[0]


def _clock(written: str) -> str:
    """15 is 15:00; what else is wrong with a time, the form says."""
    return f"{written}:00" if len(written) < 3 else written


def _unreadable() -> BadInput:
    return bad("shifts_unreadable", "skriv arbejdstiden som »man 15:00-18:00; tor 15-18«.",
               "write the working time as “Mon 15:00-18:00; Thu 15-18”.")  # fmt: skip
