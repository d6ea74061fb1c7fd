"""The picture of weeks: a line for each of few series, in units of the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.calendar import local_date
from domain.text import Text

WIDE, NARROW = 640, 330
HEIGHT = 150
DATED = {WIDE: 4, NARROW: 10}
"""Weeks from one date under the drawing to the next."""
Series = tuple[Text, Sequence[int]]


def lines(series: Sequence[Series], mondays: Sequence[datetime], width: int) -> dict[str, Any]:
    """Each series has a number for each of two weeks or more."""
    top = _ceiling(max((max(values) for _, values in series), default=0))
    step = width / (len(mondays) - 1)
    dated = [n for n in range(len(mondays)) if (len(mondays) - 1 - n) % DATED[width] == 0]
    return {
        "width": width, "height": HEIGHT, "wide": width == WIDE,
        "ticks": [{"value": value, "y": _y(value, top)} for value in sorted({0, top // 2, top})],
        "dates": [{"x": round(n * step, 1), "on": local_date(mondays[n])} for n in dated],
        "series": [{"number": at, "title": title, "last": values[-1], "points": [
            (round(n * step, 1), _y(value, top)) for n, value in enumerate(values)
        ]} for at, (title, values) in enumerate(series, 1)],
    }  # fmt: skip


def _ceiling(most: int) -> int:
    """The next round number that halves to a whole one."""
    unit = 2
    while unit * 10 < most:
        unit *= 10
    return max(2, -(-most // unit) * unit)


def _y(value: int, top: int) -> float:
    return round(HEIGHT - value / top * HEIGHT, 1)
