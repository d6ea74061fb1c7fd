"""A report as PDF/UA: what the page shows, for a meeting."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from domain.reports.tables import Line, Table
from domain.text import Text
from store import pdf
from web.export.notes import PROVISIONAL, notes, opening
from web.page import written_date, written_moment
from web.report_chart import WIDE, bars
from web.reports import Made

TEMPLATE = Path(__file__).with_name("report.typ")
PAGE, OF = Text(da="Side", en="Page"), Text(da="af", en="of")
BARS = Text(
    da="En søjle for hver række: {what}. Det samme står i tabellen nedenfor.",
    en="A bar for each row: {what}. The same stands in the table below.",
)


def as_pdf(made: Made, lang: str, municipality: str, now: datetime) -> bytes:
    return pdf.printed(TEMPLATE, content(made, lang, municipality, now), now)


def content(made: Made, lang: str, municipality: str, now: datetime) -> dict[str, Any]:
    """Everything that the template draws, in the reader's language."""
    first, last = written_date(made.period.first, lang), written_date(made.period.last, lang)
    printed = Text(da=f"Skrevet ud {written_moment(now)}", en=f"Printed {written_moment(now, 'en')}")
    provisional = PROVISIONAL if any(not one.is_over for one in made.tables) else None
    return {
        "lang": "en" if lang == "en" else "da", "title": made.report.title.in_(lang),
        "says": made.report.says.in_(lang), "municipality": municipality, "period": f"{first}–{last}",
        "opening": [one.in_(lang) for one in opening(made)],
        "provisional": provisional.in_(lang) if provisional else None, "printed": printed.in_(lang),
        "page": PAGE.in_(lang), "of": OF.in_(lang), "chapters": [
            {"title": title.in_(lang) if title else None, "tables": [_table(one, lang) for one in under]}
            for title, under in groupby(made.tables, key=lambda one: one.under)
        ],
    }  # fmt: skip


def _table(table: Table, lang: str) -> dict[str, Any]:
    heads = [column.headed.in_(lang) for column in table.columns]
    return {
        "title": table.title.in_(lang), "columns": [table.heading.in_(lang), *heads], "chart": _chart(table, lang),
        "rows": [_row(table, line, lang) for line in table.lines],
        "total": _row(table, table.total, lang) if table.total else None,
        "notes": [one.in_(lang) for one in notes(table)],
    }  # fmt: skip


def _row(table: Table, line: Line, lang: str) -> list[str]:
    return [line.title.in_(lang), *(table.written(at, cell).in_(lang) for at, cell in enumerate(line.cells))]


def _chart(table: Table, lang: str) -> dict[str, Any] | None:
    drawn = bars(table, WIDE)
    if drawn is None:
        return None
    rows = [{"title": row["title"].in_(lang), "share": row["width"] / WIDE,
             "value": row["says"].in_(lang)}
            for row in drawn["rows"]]  # fmt: skip
    return {"alt": BARS.in_(lang).format(what=drawn["column"].in_(lang)), "caption": drawn["caption"].in_(lang),
            "rows": rows}  # fmt: skip
