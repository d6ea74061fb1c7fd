"""A report as a file: csv with a line for each number, xlsx with a sheet for each table. As the page shows it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from textwrap import shorten
from typing import NamedTuple

import xlsxwriter
from fastapi.responses import Response

from domain.reports.tables import UNITS, Cell, Column, Table
from domain.text import Text
from store.tabular import guarded
from store.users import User
from web.export import report_pdf
from web.export.notes import notes
from web.house import House
from web.page import written_date
from web.reports import Made, taken_out

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BELOW_ZERO = re.compile(r"-[0-9]+(?:[.,][0-9]+)?")
COLUMNS = (
    Text(da="tabel", en="table"), Text(da="år", en="year"), Text(da="række", en="row"), Text(da="kolonne", en="column"),
    Text(da="enhed", en="unit"), Text(da="værdi", en="value"), Text(da="i stedet for et tal", en="instead of a number"),
    Text(da="hvad der tælles", en="what is counted"),
)  # fmt: skip
NOT_IN_A_NAME = re.compile(r"[\[\]*?/\\']")
PART, YEAR = re.compile(r"[:,] ?"), re.compile(r"\b20[0-9]{2}\b")
LONGEST_NAME = 31
"""Of a sheet in a workbook."""


class Form(NamedTuple):
    media_type: str
    ending: str


FORMS = {"csv": Form("text/csv; charset=utf-8", "csv"), "xlsx": Form(XLSX, "xlsx"),
         "pdf": Form("application/pdf", "pdf")}  # fmt: skip


def download(house: House, user: User, made: Made, form: str, lang: str) -> Response:
    """The report as a file, logged before a byte leaves."""
    kind = FORMS[form]
    content = _content(house, made, form, lang)
    taken_out(house, user, made, form)
    name = f'attachment; filename="{made.file_name}.{kind.ending}"'
    return Response(content, media_type=kind.media_type, headers={"Content-Disposition": name})


def _content(house: House, made: Made, form: str, lang: str) -> bytes:
    if form == "csv":
        return as_csv(made.tables, lang)
    return as_xlsx(made, lang) if form == "xlsx" else report_pdf.as_pdf(made, lang, house.municipality, house.now())


def as_csv(tables: list[Table], lang: str) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([one.in_(lang) for one in COLUMNS])
    for table in tables:
        writer.writerows([figure(each) for each in row] for row in _rows(table, lang))
    return out.getvalue().encode("utf-8-sig")


def figure(cell: str) -> str:
    """A number below zero is no formula and stays a number; all else is guarded."""
    return cell if BELOW_ZERO.fullmatch(cell) else guarded(cell)


def _rows(table: Table, lang: str) -> Iterator[tuple[str, ...]]:
    counted = " ".join(one.in_(lang) for one in notes(table))
    if not table.every_line:
        yield (table.title.in_(lang), str(table.year or ""), *("" for _ in COLUMNS[2:-1]), counted)
    for line in table.every_line:
        for column, cell in zip(table.columns, line.cells, strict=True):
            yield (table.title.in_(lang), str(table.year or ""), line.title.in_(lang), column.title.in_(lang),
                   UNITS[column.unit].in_(lang), _bare(column, cell, lang),
                   cell.instead.in_(lang) if cell.instead else "", counted)  # fmt: skip


def _bare(column: Column, cell: Cell, lang: str) -> str:
    """A number as a spreadsheet reads it: no dots between thousands, a comma before øre where Danish is read."""
    if cell.value is None:
        return ""
    return bare_kroner(cell.value, lang) if column.is_in_hundredths else str(cell.value)


def bare_kroner(ore: int, lang: str) -> str:
    return f"{Decimal(ore).scaleb(-2):.2f}".replace(".", "," if lang == "da" else ".")


def as_xlsx(made: Made, lang: str) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": made.report.title.in_(lang)})
    for number, table in enumerate(made.tables, 1):
        _sheet(book, book.add_worksheet(sheet_name(number, table.title.in_(lang))), made, table, lang)
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, made: Made, table: Table,
           lang: str) -> None:  # fmt: skip
    bold, wrapped = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
    decimals = book.add_format({"num_format": "#,##0.00"})
    months = f"{written_date(made.period.first, lang)}–{written_date(made.period.last, lang)}"
    sheet.write_string(0, 0, table.title.in_(lang), book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, f"{made.report.title.in_(lang)}, {months}")
    sheet.freeze_panes(4, 0)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, max(len(table.columns), 1), 18)
    heads = [table.heading, *(_headed(one.title, UNITS[one.unit]) for one in table.columns)] if table.every_line else []
    for at, head in enumerate(heads):
        sheet.write_string(3, at, head.in_(lang), bold)
    for down, line in enumerate(table.every_line, 4):
        # Never `write`, which would run an area that somebody has written as a formula.
        sheet.write_string(down, 0, line.title.in_(lang), bold if line is table.total else None)
        for at, cell in enumerate(line.cells, 1):
            _write(sheet, down, at, cell, lang, decimals if table.columns[at - 1].is_in_hundredths else None)
    below = 5 + len(table.every_line)
    for down, note in enumerate(notes(table), below):
        sheet.merge_range(down, 0, down, max(len(table.columns), 4), note.in_(lang), wrapped)
        sheet.set_row(down, 48)


def _write(sheet: xlsxwriter.worksheet.Worksheet, down: int, at: int, cell: Cell, lang: str,
           decimals: xlsxwriter.format.Format | None) -> None:  # fmt: skip
    """`decimals`: how a number looks that is kept in hundredths."""
    if cell.value is not None:
        sheet.write_number(down, at, cell.value / 100 if decimals else cell.value, decimals)
    elif cell.instead:
        sheet.write_string(down, at, cell.instead.in_(lang))


def _headed(title: Text, unit: Text) -> Text:
    return Text(da=f"{title.da} ({unit.da})", en=f"{title.en} ({unit.en})")


def sheet_name(number: int, title: str) -> str:
    """The title without its year; where that is too long, whole words of its first part and of its last."""
    parts = [part for part in PART.split(NOT_IN_A_NAME.sub("", title)) if not YEAR.search(part)] or [""]
    plain = f"{number} {' '.join(parts)}"
    if len(plain) <= LONGEST_NAME:
        return plain.strip()
    last = [shorten(one, LONGEST_NAME // 2, placeholder="…") for one in parts[1:][-1:]]
    room = LONGEST_NAME - sum(len(one) + 1 for one in last)
    return " ".join([shorten(f"{number} {parts[0]}", room, placeholder="…"), *last])
