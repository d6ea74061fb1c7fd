"""Files as municipalities send them, made on the spot. No CPR number in them belongs to anyone."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import xlsxwriter

ON = date(2026, 3, 2)
_FIRST_DAY, _DAYS = date(1905, 1, 1), 34_698
HEADER = (
    "cpr", "navn", "adresse", "adressebeskyttelse", "ydelse", "ydelse_fra", "indrejsedato", "visitation", "spor",
    "ophold", "arbejde", "timer_pr_uge", "arbejde_fra", "ansættelsesform",
)  # fmt: skip


def impossible_cpr(n: int) -> str:
    """The n-th made-up number: a real date of 1905-1999, but serial 0000, which is given to nobody.

    Numbers n and n + 34,698 are the same.
    """
    return (_FIRST_DAY + timedelta(days=(n + 20_000) % _DAYS)).strftime("%d%m%y") + "0000"


def passes_mod_11(cpr: str) -> bool:
    """Whether the number has the check digit that numbers had to have before 1 October 2007."""
    return sum(int(digit) * weight for digit, weight in zip(cpr, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11 == 0


def citizen_cells(n: int = 0, **changes: str) -> dict[str, str]:
    """One citizen's row by header; `changes` replace cells or add columns."""
    cells = dict.fromkeys(HEADER, "") | {
        "cpr": impossible_cpr(n),
        "navn": f"Åse Øland Ægir {n}",
        "adresse": "Søgade 4, 2400 København",
        "ydelse": "kontanthjælp",
        "indrejsedato": "2015-06-01",
        "visitation": "jobparat",
        "spor": "lab",
        "ophold": "2015-06-01.. DK",
    }
    return cells | changes


def table(*rows: dict[str, str]) -> list[list[str]]:
    """Header and rows; a column is there if any row has it."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def csv_bytes(
    lines: Iterable[Sequence[str]], delimiter: str = ";", encoding: str = "utf-8", newline: str = "\r\n"
) -> bytes:
    """A csv file; encoding "utf-8-sig" has a BOM."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(lines)
    return text.getvalue().encode(encoding)


class Shown(NamedTuple):
    """A number and how Excel shows it."""

    number: float
    form: str


def xlsx_bytes(lines: Iterable[Sequence[object]], formula: tuple[int, int, str] | None = None) -> bytes:
    """An xlsx file; dates are real Excel dates, numbers real numbers, None is no cell. `formula`: row, column, text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if isinstance(cell, date | datetime):
                sheet.write_datetime(row, column, cell, day)
            elif isinstance(cell, Shown):
                sheet.write_number(row, column, cell.number, book.add_format({"num_format": cell.form}))
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write(row, column, cell)
    if formula:
        sheet.write_formula(*formula)
    book.close()
    return out.getvalue()


def repacked(xlsx: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()
