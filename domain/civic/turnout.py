"""Turnout by polling place as rows of a table: one place at one election each. Nobody is counted by origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from domain import columns
from domain.areas import LONGEST
from domain.citizen_rows import RowProblem, SourceRow
from domain.columns import Column, bad, column, columns_of, is_totals_row, read_cells, read_date, read_text, text_up_to
from domain.errors import BadInput
from domain.text import Text, joined

MOST_ELECTORS = 50_000
"""Of one polling place: no Danish one has nearly as many."""


def _whole(cell: str) -> int:
    digits = re.fullmatch(r"[0-9]{1,3}(?:[. ][0-9]{3})*|[0-9]+", cell)
    if digits is None:
        raise bad("number_unreadable", "er ikke et helt tal.", "is not a whole number.")
    return int(re.sub(r"[. ]", "", cell))


def _percent(cell: str) -> Decimal:
    number = cell.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", number):
        raise bad("percent_unreadable", "er ikke en procent som 33,3.", "is not a per cent like 33.3.")
    if Decimal(number) > 100:
        raise bad("percent_above_100", "er over 100 %.", "is above 100 %.")
    return Decimal(number)


# fmt: off
COLUMNS: tuple[Column, ...] = (
    column("election_on", "Valgdag", "Election day", "valg valgdato dato election", read_date,
           "ÅÅÅÅ-MM-DD eller DD.MM.ÅÅÅÅ.", "YYYY-MM-DD or DD.MM.YYYY.", True),
    column("place", "Valgsted", "Polling place", "valgstedsnavn afstemningssted sted", read_text,
           "Valgstedets navn.", "The name of the polling place.", True),
    column("area", "Bydel", "District", "område lokalområde kvarter", text_up_to(LONGEST),
           f"Bydelen, som valgstedet ligger i; højst {LONGEST} tegn.",
           f"The district of the polling place; {LONGEST} characters at most.", True),
    column("electors", "Stemmeberettigede", "Electors", "vælgere antal_stemmeberettigede", _whole,
           "Antal; kan udelades, når procenten står der.", "How many; may be left out where the per cent is given."),
    column("votes", "Afgivne stemmer", "Votes", "stemmer afgivne antal_stemmer", _whole,
           "Antal; kan udelades, når procenten står der.", "How many; may be left out where the per cent is given."),
    column("percent", "Valgdeltagelse", "Turnout", "deltagelse procent pct stemmeprocent", _percent,
           "I procent, fx 33,3; kan udelades, når antallene står der.",
           "In per cent, e.g. 33.3; may be left out where the numbers are given."),
    column("source", "Kilde", "Source", "kilder", read_text, "Hvor tallet er fra.", "Where the figure is from."),
)
# fmt: on


class TurnoutRow(NamedTuple):
    """What one row says. `percent`: with two decimals, counted from the numbers where they are known."""

    line: int
    cells: dict[str, str]
    election_on: date
    place: str
    area: str
    electors: int | None
    votes: int | None
    percent: Decimal
    source: str


def unknown_headers(headers: Iterable[str]) -> list[str]:
    return columns.unknown_headers(headers, COLUMNS)


def parse_rows(rows: Iterable[SourceRow], on: date) -> Iterator[TurnoutRow | RowProblem]:
    """Rows and problems as they stream by; raises BadInput at once if the header lacks a column."""
    known: dict[str, Column] | None = None
    for row in rows:
        known = known or columns_of(row.cells, COLUMNS)
        yield _parsed(row, known, on)


def _parsed(row: SourceRow, known: dict[str, Column], on: date) -> TurnoutRow | RowProblem:
    read, wrong = read_cells(row.cells, known)
    faults = list(wrong.values())
    if is_totals_row(row.cells):
        return _problem(row, "totals_row", Text(da="Sumrække; sprunget over.", en="A totals row; skipped."))
    if not faults:
        faults = list(_impossible(read, on))
    if faults:
        return _problem(row, faults[0].code, joined(fault.text for fault in faults))
    electors, votes = read.get("electors"), read.get("votes")
    percent = _share(votes, electors) if electors and votes is not None else read["percent"]
    return TurnoutRow(row.line, row.cells, read["election_on"], read["place"], read["area"], electors, votes,
                      percent.quantize(Decimal("0.01"), ROUND_HALF_UP), read.get("source", ""))  # fmt: skip


def _share(votes: int, electors: int) -> Decimal:
    return Decimal(100 * votes) / Decimal(electors)


def _impossible(read: dict[str, Any], on: date) -> Iterator[BadInput]:
    electors, votes, percent = read.get("electors"), read.get("votes"), read.get("percent")
    if read["election_on"] >= on:
        yield bad("election_ahead", "Valget er ikke talt op endnu.", "The election has not been counted yet.")
    if percent is None and (electors is None or votes is None):
        yield bad("turnout_missing", "Skriv stemmeberettigede og stemmer, eller valgdeltagelsen i procent.",
                  "Write electors and votes, or the turnout in per cent.")  # fmt: skip
    if electors is not None and not 0 < electors <= MOST_ELECTORS:
        yield bad("electors_implausible", f"Antallet af stemmeberettigede skal være mellem 1 og {MOST_ELECTORS}.",
                  f"The number of electors must be between 1 and {MOST_ELECTORS}.")  # fmt: skip
    elif electors is not None and votes is not None and votes > electors:
        yield bad("more_votes_than_electors", "Der er flere stemmer end stemmeberettigede.",
                  "There are more votes than electors.")  # fmt: skip
    elif electors and votes is not None and percent is not None and abs(_share(votes, electors) - percent) > 1:
        yield bad("percent_differs", "Procenten passer ikke med antallene.", "The per cent does not fit the numbers.")


def _problem(row: SourceRow, code: str, reason: Text) -> RowProblem:
    return RowProblem(line=row.line, code=code, reason=reason, cells=row.cells)
