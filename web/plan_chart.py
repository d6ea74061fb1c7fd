"""The picture of a planned week: a column for each day, and a bar for what counts; in units of the drawing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.plans import PlannedWeek
from domain.text import Text

DAYS = (
    Text(da="Man", en="Mon"), Text(da="Tir", en="Tue"), Text(da="Ons", en="Wed"), Text(da="Tor", en="Thu"),
    Text(da="Fre", en="Fri"), Text(da="Lør", en="Sat"), Text(da="Søn", en="Sun"),
)  # fmt: skip
WORKING_DAYS = 5
HEIGHT, BAR = 180, 22
LABELLED = 13
"""A part lower than this has no room for its words; the table has them."""
WIDE, NARROW = 96, 48
"""Width of a day's column."""
COUNTS = Text(da="Tæller i alt", en="Counts in all")


def day_chart(week: PlannedWeek, column: int) -> dict[str, Any]:
    """Days from Monday on, the weekend only where something is planned on it; the line shows the target of a day."""
    shown = [n for n in range(1, 8) if n <= WORKING_DAYS or week.on(n)]
    a_day = week.target / WORKING_DAYS if week.target else None
    most = max([*(week.on(n) for n in shown), a_day or Decimal(), Decimal(1)])
    days = [{"x": at * column, "name": DAYS[n - 1], "total": week.on(n), "parts": _stack(week, n, most),
             "top": _y(week.on(n), most)} for at, n in enumerate(shown)]  # fmt: skip
    return {
        "days": days, "column": column, "width": column * len(shown), "height": HEIGHT, "most": most, "a_day": a_day,
        "target": None if a_day is None else _y(a_day, most), "target_to": column * WORKING_DAYS,
        "wide": column == WIDE,
    }  # fmt: skip


def _stack(week: PlannedWeek, weekday: int, most: Decimal) -> list[dict[str, Any]]:
    below, parts = Decimal(), []
    for line in week.lines:
        hours = line.hours.get(weekday)
        if hours:
            below += hours
            height = round(float(hours / most) * HEIGHT, 1)
            parts.append({"kind": line.kind, "number": line.number, "hours": hours, "y": _y(below, most),
                          "height": height, "labelled": height >= LABELLED})  # fmt: skip
    return parts


def _y(hours: Decimal, most: Decimal) -> float:
    return round(HEIGHT - float(hours / most) * HEIGHT, 1)


def count_chart(week: PlannedWeek, width: int) -> dict[str, Any]:
    """What counts of the week beside its target, and each capped activity beside its cap."""
    wanted = [(0, COUNTS, week.counted, week.target, False)]
    wanted += [(cap.kind, cap.title, cap.planned, cap.most, True) for cap in week.caps]
    most = max([*(max(hours, mark or Decimal()) for _, _, hours, mark, _ in wanted), Decimal(1)])
    scale = float(width) / float(most)
    return {
        "width": width, "height": len(wanted) * BAR * 2, "bar": BAR, "rows": [
            {"kind": kind, "title": title, "hours": hours, "mark": mark, "is_cap": is_cap, "y": at * BAR * 2,
             "width": round(float(hours) * scale, 1), "at": None if mark is None else round(float(mark) * scale, 1)}
            for at, (kind, title, hours, mark, is_cap) in enumerate(wanted)
        ],
    }  # fmt: skip
