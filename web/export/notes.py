"""What is said under a table, on the page and in every file."""

from __future__ import annotations

from domain.reports.tables import Table
from domain.text import Text, dated
from web.reports import Made

PROVISIONAL = Text(
    da="Året er ikke gået: tallene er foreløbige.", en="The year is not over: the numbers are provisional.",
)  # fmt: skip
HIDDEN = Text(
    da="Skjult: mindst ét af tallene ville stå for færre personer, end der vises tal for.",
    en="Hidden: at least one of the numbers would stand for fewer people than numbers are shown of.",
)
OUTSIDE = Text(
    da="Nogle rækker dækker også måneder uden for perioden, fordi måneder med få personer er lagt sammen.",
    en="Some rows are of months outside the period too, because months of few people are joined.",
)


def opening(made: Made) -> list[Text]:
    """What is said before the tables: which months and years they are of, and what they do not show."""
    outside = [OUTSIDE] if any(one.reaches_out for one in made.tables) else []
    return [_months(made), *outside, _withheld(made.least)]


def _months(made: Made) -> Text:
    first, last = dated(made.period.first), dated(made.period.last)
    if made.programme is None:
        return Text(
            da=f"Viser måneder fra {first.da} til {last.da}, og de år, de ligger i, hvor en tabel er for år.",
            en=f"Months from {first.en} to {last.en} are shown, and the years they lie in where a table is of years.",
        )  # fmt: skip
    return Text(
        da=f"Der vises hele måneder fra {first.da} til {last.da}; de andre tabeller er for hele kalenderår. Perioden "
        "vælger, hvad der vises, og ændrer intet tal.",
        en=f"Whole months are shown from {first.en} to {last.en}; the other tables are of whole calendar years. The "
        "period chooses what is shown and changes no number.")  # fmt: skip


def _withheld(least: int) -> Text:
    return Text(
        da=f"Tal for færre end {least} personer vises ikke: rækkerne er lagt sammen med andre, og hvor det ikke er "
        "nok, er tallene skjult. Et nul vises, også hvor alle så står i en anden række eller kolonne, medmindre der "
        "står andet under tabellen.",
        en=f"Numbers of fewer than {least} people are not shown: their rows are joined with others, and where that is "
        "not enough the numbers are hidden. A zero is shown, also where everybody then stands in another row or "
        "column, unless the text under a table says otherwise.",
    )


def notes(table: Table) -> list[Text]:
    """What is said under a table."""
    return [*table.counts, *([HIDDEN] if table.hides else []), *([] if table.is_over else [PROVISIONAL])]
