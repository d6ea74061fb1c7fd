"""What is said under a table, on the page and in every file."""

from __future__ import annotations

from domain.reports.tables import Table
from domain.text import Text

PROVISIONAL = Text(
    da="Året er ikke gået: tallene er foreløbige.", en="The year is not over: the numbers are provisional.",
)  # fmt: skip
HIDDEN = Text(
    da="Skjult: mindst ét af tallene ville stå for færre personer, end der vises tal for.",
    en="Hidden: at least one of the numbers would stand for fewer people than numbers are shown of.",
)


def notes(table: Table) -> list[Text]:
    """What is said under a table."""
    return [*table.counts, *([HIDDEN] if table.hides else []), *([] if table.is_over else [PROVISIONAL])]
