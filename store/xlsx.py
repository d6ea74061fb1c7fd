"""Excel workbooks: measured before they are unpacked, then read row by row."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime, time
from decimal import Decimal
from io import SEEK_END
from posixpath import normpath
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine as calamine

from domain.errors import BadInput
from store.refused_files import refuse

BOOK = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
STYLES = "xl/styles.xml"
PERCENT = frozenset({"9", "10"})
"""The formats 0% and 0.00%, which every workbook has without saying so."""
MAX_CELLS = 10_000_000
MAX_UNPACKED, MAX_RATIO, RATIO_COUNTS_FROM = 300_000_000, 200, 10_000_000
MAX_REPEATED_TEXT = 500_000_000


@contextmanager
def _faults_refused() -> Iterator[None]:
    try:
        yield
    except BadInput:
        raise
    except Exception:
        refuse("file_not_table")
    except BaseException as fault:
        # A panic in calamine's Rust is no Exception.
        if type(fault).__name__ != "PanicException":
            raise
        refuse("file_not_table")


def check_package(file: BinaryIO) -> None:
    """Refuses what calamine would unpack without bound: bombs, false sizes, far cells, repeated long texts."""
    with _faults_refused(), zipfile.ZipFile(file) as package:
        parts = package.infolist()
        names = {part.filename.lower() for part in parts}
        if "xl/workbook.xml" not in names or names & {"content.xml", "xl/workbook.bin"}:
            refuse("file_not_table")
        unpacked = sum(part.file_size for part in parts)
        if unpacked > min(MAX_UNPACKED, max(RATIO_COUNTS_FROM, MAX_RATIO * file.seek(0, SEEK_END))):
            refuse("file_too_large")
        read = [_Part(package, part) for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        repeated = sum(part.text_cells for part in read) * max(part.longest_text for part in read)
        if repeated > MAX_REPEATED_TEXT or any(part.rows * part.columns > MAX_CELLS for part in read):
            refuse("file_too_large")


class _Part:
    """One XML part, measured as it streams by."""

    def __init__(self, package: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self.rows = self.columns = self.text_cells = self.longest_text = 0
        self._row = self._column = self._text_from = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = lambda *_: refuse("file_not_table")
        stated, seen = info.file_size, 0
        # One byte more than stated may be read: a part that holds more than it says is found out.
        info = copy(info)
        info.file_size = stated + 1
        with package.open(info) as stream:
            while chunk := stream.read(65_536):
                seen += len(chunk)
                self._parser.Parse(chunk)
        if seen != stated:
            refuse("file_not_table")
        self._parser.Parse(b"", True)
        if self._text_from:
            self._text(seen)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                self._cell(attributes)
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            case "si":
                self._text(self._parser.CurrentByteIndex)
            case "v" | "t":
                pass
            case "Relationship":
                # calamine reads a sheet under any file name; only .xml is measured here.
                read = attributes["Type"].endswith(("sheet", "sharedStrings"))
                if read and not attributes["Target"].lower().endswith(".xml"):
                    refuse("file_not_table")
            case _:
                # calamine reserves room for as many texts as the table of texts claims to have.
                if any(int(attributes.get(name, 0)) > MAX_CELLS for name in ("count", "uniqueCount")):
                    refuse("file_too_large")

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self._row = int(attributes["r"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
            self._column = _column(attributes["r"])
        else:
            self._column += 1
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        self.text_cells += attributes.get("t") == "s"

    def _text(self, here: int) -> None:
        if self._text_from:
            self.longest_text = max(self.longest_text, here - self._text_from)
        self._text_from = here


class Marks(NamedTuple):
    """Row and column, from 1, of the cells that hold a formula, and of those that are shown as per cent."""

    formulas: frozenset[tuple[int, int]]
    percents: frozenset[tuple[int, int]]


def marks(file: BinaryIO, sheet: str) -> Marks:
    """What calamine does not tell. Of a formula it reads only what a program last made of it, and a program that
    writes workbooks makes nothing of it: 0. Of what Excel shows as 58,3 % it reads 0.583."""
    found, shares = set[tuple[int, int]](), set[tuple[int, int]]()
    here = [0, 0]

    def start(tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                here[:] = int(attributes.get("r", here[0] + 1)), 0
            case "c":
                here[1] = _column(attributes["r"]) if "r" in attributes else here[1] + 1
                if attributes.get("s") in percent:
                    shares.add((here[0], here[1]))
            case "f":
                found.add((here[0], here[1]))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with zipfile.ZipFile(file) as package, package.open(_part_of(package, sheet)) as stream:
        percent = _percent_styles(package)
        while chunk := stream.read(65_536):
            parser.Parse(chunk)
    return Marks(frozenset(found), frozenset(shares))


def _percent_styles(package: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the styles, as cells name them, by which a number is shown times a hundred."""
    if STYLES not in package.namelist():
        return frozenset()
    styles = ElementTree.fromstring(package.read(STYLES))  # noqa: S314
    own = {each.get("numFmtId") for each in styles.iter() if each.tag.endswith("}numFmt")
           and "%" in re.sub(r'"[^"]*"|\\.', "", each.get("formatCode", ""))}  # fmt: skip
    cells = next((each for each in styles if each.tag.endswith("}cellXfs")), ())
    return frozenset(str(n) for n, each in enumerate(cells) if each.get("numFmtId") in PERCENT | own)


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789").upper():
        number = number * 26 + ord(letter) - 64
    return number


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds the sheet of this name. Neither part has a document type: `check_package` has seen to it."""
    book, links = (ElementTree.fromstring(package.read(name)) for name in BOOK)  # noqa: S314
    wanted = next(each for each in book.iter() if each.tag.endswith("}sheet") and each.get("name") == sheet)
    link = next(value for key, value in wanted.items() if key.endswith("}id"))
    target = next(str(each.get("Target")) for each in links.iter() if each.get("Id") == link)
    return normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def sheet_records(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first visible sheet, with the number that Excel shows. A formula stands there as one."""
    file.seek(0)
    with _faults_refused():
        book = calamine.CalamineWorkbook.from_filelike(file)
        sheet = next(
            each.name
            for each in book.sheets_metadata
            if each.typ is calamine.SheetTypeEnum.WorkSheet and each.visible is calamine.SheetVisibleEnum.Visible
        )
        formulas, percents = marks(file, sheet)
        for line, values in enumerate(book.get_sheet_by_name(sheet).iter_rows(), start=1):
            yield line, [("=" if (line, n) in formulas else "")
                         + (_share(value) if (line, n) in percents else _shown(value))
                         for n, value in enumerate(values, 1)]  # fmt: skip


def _share(value: object) -> str:
    """A number as Excel shows it, with two decimals at most: 0.583 as 58.3 %."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _shown(value)
    return f"{round(Decimal(str(value)) * 100, 2).normalize():f} %"


def _shown(value: object) -> str:
    """As text: a date in ISO form, a whole number without decimals. A zero that Excel dropped stays dropped."""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def count_sheet_rows(file: BinaryIO) -> int:
    """How many rows the first sheet of the package has, header and all."""
    with _faults_refused(), zipfile.ZipFile(file) as package:
        sheet = next(p for p in package.infolist() if p.filename.startswith("xl/worksheets/"))
        if sheet.file_size > MAX_UNPACKED:
            refuse("file_too_large")
        with package.open(sheet) as stream:
            return sum(chunk.count(b"<row ") for chunk in iter(lambda: stream.read(1 << 20), b""))
