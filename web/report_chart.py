"""The picture of a table: a bar for each row that has a number; in units of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from domain.reports.tables import Cell, Table, Unit
from domain.text import Text, verbatim

WIDE, NARROW = 620, 330
BAR, STEP = 18, 46
LETTER = 7
"""Width of a letter; a label that is longer than the drawing is cut, and the table has the whole."""
WHOLE: dict[Unit, int] = {"share": 100, "hundredths": 10_000}
"""Per cent are drawn against the whole."""
Value = tuple[Text, int, Text]
"""What the bar is of, how long it is, and what is written at its end."""


def bars(table: Table, width: int) -> dict[str, Any] | None:
    """None where nothing can be drawn."""
    at = next((n for n, one in enumerate(table.columns) if one.name == table.drawn), None)
    if at is None or not any(line.cells[at].value for line in table.lines):
        return None
    values = [(line.title, line.cells[at].value or 0, _said(table, at, line.cells[at])) for line in table.lines]
    most = max([value for _, value, _ in values] + [WHOLE.get(table.columns[at].unit, 0)])
    return drawn(table.columns[at].title, values, most, width) | {"caption": table.columns[at].headed}


def counted(rows: Iterable[tuple[Text, int]]) -> list[Value]:
    return [(title, number, verbatim(str(number))) for title, number in rows]


def drawn(what: Text, values: Sequence[Value], most: int, width: int) -> dict[str, Any]:
    """A bar for each value, the whole width for `most`."""
    return {
        "column": what, "width": width, "height": len(values) * STEP, "bar": BAR,
        "wide": width == WIDE, "longest": width // LETTER, "rows": [
            {"title": title, "says": says, "y": n * STEP, "width": round(value / most * width, 1)}
            for n, (title, value, says) in enumerate(values)
        ],
    }  # fmt: skip


def _said(table: Table, at: int, cell: Cell) -> Text:
    """As the table has it, a whole per cent with its sign."""
    said = table.written(at, cell)
    is_share = cell.value is not None and table.columns[at].unit == "share"
    return Text(da=f"{said.da} %", en=f"{said.en} %") if is_share else said
