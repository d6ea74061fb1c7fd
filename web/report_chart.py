"""The picture of a table: a bar for each row that has a number; in units of the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.reports.tables import Cell, Table
from domain.text import Text

WIDE, NARROW = 620, 330
BAR, STEP = 18, 46
LETTER = 7
"""Width of a letter; a label that is longer than the drawing is cut, and the table has the whole."""
FULL = 100
"""Per cent are drawn against the whole."""


def bars(table: Table, width: int) -> dict[str, Any] | None:
    """None where nothing can be drawn."""
    at = next((n for n, one in enumerate(table.columns) if one.name == table.drawn), None)
    if at is None or not any(line.cells[at].value for line in table.lines):
        return None
    values = [(line.title, line.cells[at]) for line in table.lines]
    is_share = table.columns[at].unit == "share"
    most = max([cell.value or 0 for _, cell in values] + ([FULL] if is_share else []))
    return drawn(table.columns[at].title, values, most, width, unit=" %" if is_share else "")


def drawn(what: Text, values: Sequence[tuple[Text, Cell]], most: int, width: int, *, unit: str = "") -> dict[str, Any]:
    """A bar for each value, the whole width for `most`."""
    return {
        "column": what, "width": width, "height": len(values) * STEP, "bar": BAR,
        "wide": width == WIDE, "longest": width // LETTER, "unit": unit, "rows": [
            {"title": title, "value": cell.value, "instead": cell.instead, "y": n * STEP,
             "width": round((cell.value or 0) / most * width, 1)}
            for n, (title, cell) in enumerate(values)
        ],
    }  # fmt: skip
