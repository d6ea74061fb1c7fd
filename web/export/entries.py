"""What was written on a budget line, as a csv: every krone with its case and with what that belongs to."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from domain.text import Text
from web.budgets import by
from web.export.figures import bare_kroner, figure
from web.page import written_moment

COLUMNS = (
    Text(da="hvornår", en="when"), Text(da="hvad", en="what"), Text(da="beløb i kr.", en="amount in DKK"),
    Text(da="sag", en="case"), Text(da="hører til", en="belongs to"), Text(da="indsats", en="effort"),
    Text(da="af", en="by"), Text(da="begrundelse", en="reason"),
)  # fmt: skip


def as_csv(rows: Iterable[dict[str, Any]], lang: str) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([one.in_(lang) for one in COLUMNS])
    writer.writerows([figure(cell) for cell in _cells(row, lang)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cells(row: dict[str, Any], lang: str) -> tuple[str, ...]:
    above = row["above"] or {"case": "", "programme": Text(da="", en="")}
    return (written_moment(row["at"], lang), row["what"].in_(lang), bare_kroner(row["ore"], lang), row["case"] or "",
            above["case"], above["programme"].in_(lang), by(row, lang), row["reason"])  # fmt: skip
