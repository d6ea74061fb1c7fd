"""Attendance as rows of a table: one day at one placement each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from domain import columns
from domain.attendance import LONGEST_TEXT, STATUS_TITLES
from domain.citizen_rows import RowProblem, SourceRow
from domain.columns import Column, bad, column, is_totals_row, one_of, read_cells, read_date, read_text, words
from domain.errors import BadInput
from domain.people import parse_cpr
from domain.text import Text, joined

WHICH = ("placement_id", "cpr")
"""Either of them says whose day it is."""
_status = one_of(words(
    present="present|mødt|mødte|fremmødt|til stede", absent="absent|udeblevet|udeblev|ikke mødt",
    sick="sick|syg|sygemeldt",
))  # fmt: skip


def _long_text(cell: str) -> str:
    if len(cell) > LONGEST_TEXT:
        raise bad("too_long", f"er over {LONGEST_TEXT} tegn.", f"is over {LONGEST_TEXT} characters.")
    return " ".join(cell.split())


# fmt: off
COLUMNS: tuple[Column, ...] = (
    column("placement_id", "Forløb", "Placement", "forløb_id forløbs_id placement_nr", read_text,
           "Forløbets id. Uden det: CPR og sted eller aktivitet.",
           "The placement's id. Without it: CPR and place or activity."),
    column("cpr", "CPR-nummer", "CPR number", "cpr_nr cprnr cpr_nummer cpr_number personnummer", read_text,
           "Ti cifre, hvis forløbets id ikke kendes.", "Ten digits, where the placement's id is not known."),
    column("provider", "Sted", "Place", "tilbud udbyder arbejdssted", read_text,
           "Stedets navn, hvis borgeren har flere forløb.", "The place's name, if the citizen has several placements."),
    column("activity", "Aktivitet", "Activity", "forløbstitel titel title", read_text,
           "Forløbets titel, hvis borgeren har flere forløb.", "The placement's title, if there are several."),
    column("date", "Dato", "Date", "dag day", read_date, "ÅÅÅÅ-MM-DD eller DD.MM.ÅÅÅÅ.", "YYYY-MM-DD or DD.MM.YYYY.",
           True),
    column("status", "Fremmøde", "Attendance", "fremmødestatus", _status,
           joined(STATUS_TITLES.values(), ", ").da + ".", joined(STATUS_TITLES.values(), ", ").en + ".", True),
    column("hours", "Timer", "Hours", "antal_timer", read_text, "7,5 eller 7:30; tom, når borgeren ikke mødte.",
           "7.5 or 7:30; empty where the citizen was not there."),
    column("note", "Bemærkning", "Note", "note bemærkninger", _long_text, "Valgfri.", "Optional."),
    column("reason", "Begrundelse", "Reason", "begrundelse_for_rettelse", _long_text,
           "Skal stå der, når ugen er lukket.", "Needed once the week is closed."),
)
# fmt: on


class AttendanceRow(NamedTuple):
    """What one row says."""

    line: int
    cells: dict[str, str]
    placement_id: str
    cpr: str
    """Ten digits, or empty."""
    provider: str
    activity: str
    day: date
    status: str
    hours: str
    note: str | None
    reason: str

    @property
    def said(self) -> tuple[str, str, str | None, str]:
        return self.status, self.hours, self.note, self.reason


def unknown_headers(headers: Iterable[str]) -> list[str]:
    return columns.unknown_headers(headers, COLUMNS)


def parse_rows(rows: Iterable[SourceRow], on: date) -> Iterator[AttendanceRow | RowProblem]:
    """Rows and problems as they stream by; raises BadInput at once if the header lacks a column."""
    known: dict[str, Column] | None = None
    for row in rows:
        known = known or _columns_of(row.cells)
        yield _parsed(row, known, on)


def _columns_of(headers: Iterable[str]) -> dict[str, Column]:
    found = columns.columns_of(headers, COLUMNS)
    if not {one.name for one in found.values()} & {*WHICH}:
        raise BadInput("header_missing", Text(
            da="Filen skal have kolonnen Forløb eller kolonnen CPR-nummer.",
            en="The file needs the column Placement or the column CPR number."))  # fmt: skip
    return found


def _parsed(row: SourceRow, known: dict[str, Column], on: date) -> AttendanceRow | RowProblem:
    read, wrong = read_cells(row.cells, known)
    values: dict[str, Any] = {one.name: "" for one in COLUMNS} | {"note": None} | read
    faults = list(wrong.values())
    if faults and is_totals_row(row.cells):
        return _problem(row, "totals_row", Text(da="Sumrække; sprunget over.", en="A totals row; skipped."))
    try:
        values["cpr"] = parse_cpr(values["cpr"], on).digits if values["cpr"] else ""
    except BadInput as fault:
        faults.append(fault)
    if not any(values[one] for one in WHICH):
        faults.append(bad("whose_missing", "Rækken siger ikke, hvis dag det er: skriv forløb eller CPR-nummer.",
                          "The row does not say whose day it is: write placement or CPR number."))  # fmt: skip
    if faults:
        return _problem(row, faults[0].code, joined(fault.text for fault in faults))
    return AttendanceRow(row.line, row.cells, **{"day" if k == "date" else k: v for k, v in values.items()})


def _problem(row: SourceRow, code: str, reason: Text) -> RowProblem:
    return RowProblem(line=row.line, code=code, reason=reason, cells=row.cells)
