"""Tables that people send: csv and xlsx in, rejected rows out."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import SEEK_END, StringIO
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, NamedTuple

from domain.errors import BadInput
from domain.text import Text
from store import xlsx
from store.refused_files import refuse

MAX_BYTES = 50_000_000
MAX_LINES = 1_048_576
MAX_LINE_BYTES = 1_000_000
MAX_COLUMNS = 200
BOM = b"\xef\xbb\xbf"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Record = tuple[int, list[str]]


class Row(NamedTuple):
    """One row: its first line in the file (counted from 1, as Excel does) and its cells by header name.

    Cells with no header above them stand together under the empty name, so that no value is lost.
    """

    line: int
    cells: dict[str, str]


class Rejected(NamedTuple):
    """A row to hand back, and why."""

    line: int
    reason: Text
    cells: dict[str, str]


def read_rows(source: Path | BinaryIO, name: str) -> Iterator[Row]:
    """The rows of a csv or of the first visible sheet of an xlsx; a csv is streamed.

    The whole file is checked first: BadInput is raised here, never between two rows. The content
    decides what the file is; a `name` ending in .xlsx must be one. A BinaryIO must be seekable.
    In a file of two encodings, the lines in the rarer one have U+FFFD for each unreadable letter.
    """
    with _opened(source) as file:
        _check_size(file)
        packed = _is_packed(file, name)
        if packed:
            xlsx.check_package(file)
        names = _check_records(file, packed)
    return _rows(source, packed, names)


def count_rows(source: Path | BinaryIO) -> int:
    """About how many rows `read_rows` will give, for a progress bar; cheap, and never raises BadInput."""
    try:
        with _opened(source) as file:
            _check_size(file)
            return max(xlsx.count_sheet_rows(file) if _is_packed(file, "") else sum(1 for _ in _lines(file)), 1) - 1
    except BadInput:
        return 0


def write_rejected(path: Path, rows: Iterable[Rejected]) -> int:
    """Writes the rows with line and reason in Danish for Excel, readable by the owner alone; returns how many.

    No rows, no file: one of an earlier run is removed.
    """
    path.unlink(missing_ok=True)
    written, names, out = 0, list[str](), None
    try:
        for row in rows:
            if out is None:
                path.touch(mode=0o600)
                out = path.open("w", encoding="utf-8-sig", newline="")
                names = [key for key in row.cells if key]
                csv.writer(out, delimiter=";").writerow(["linje", "årsag", *map(guarded, names)])
            cells = [row.cells.get(key, "") for key in names] + ([row.cells[""]] if "" in row.cells else [])
            csv.writer(out, delimiter=";").writerow([row.line, *map(guarded, [row.reason.da, *cells])])
            written += 1
    finally:
        if out is not None:
            out.close()
    return written


def reasons_csv(rows: Iterable[tuple[int, str]], lang: str) -> bytes:
    """Line and reason, for Excel."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["linje", "årsag"] if lang == "da" else ["line", "reason"])
    writer.writerows((line, guarded(reason)) for line, reason in rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """The cell as text that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


@contextmanager
def _opened(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    if not isinstance(source, Path):
        source.seek(0)
        yield source
        return
    try:
        file = source.open("rb")
    except OSError:
        refuse("file_unreadable")
    with file:
        yield file


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if size == 0:
        refuse("file_empty")
    if size > MAX_BYTES:
        refuse("file_too_large")


def _is_packed(file: BinaryIO, name: str) -> bool:
    start = file.read(4)
    packed = start == b"PK\x03\x04"
    foreign = start in (b"\xd0\xcf\x11\xe0", b"%PDF") or start.removeprefix(BOM)[:1] == b"<"
    if foreign or (name.lower().endswith((".xlsx", ".xlsm")) and not packed):
        refuse("file_not_table")
    return packed


def _check_records(file: BinaryIO, packed: bool) -> list[str]:
    records = _records(file, packed)
    header = next(records, None)
    if header is None:
        refuse("file_empty")
    names = _header(header[1])
    for _ in records:
        pass
    return names


def _header(cells: list[str]) -> list[str]:
    names = ["_".join(unicodedata.normalize("NFC", cell).lower().split()) for cell in cells]
    named = [name for name in names if name]
    if sum(name[0].isalpha() for name in named) * 2 <= len(named):
        refuse("header_missing")
    if len(set(named)) < len(named):
        refuse("header_repeated")
    if len(names) > MAX_COLUMNS:
        refuse("file_too_large")
    return names


def _rows(source: Path | BinaryIO, packed: bool, names: list[str]) -> Iterator[Row]:
    with _opened(source) as file:
        records = _records(file, packed)
        next(records)
        for line, values in records:
            cells = {name: "" for name in names if name}
            loose = []
            for name, value in zip(chain(names, [""] * len(values)), values, strict=False):
                if name:
                    cells[name] = value
                elif value.strip():
                    loose.append(value)
            yield Row(line, cells | {"": " ".join(loose)} if loose else cells)


def _records(file: BinaryIO, packed: bool) -> Iterator[Record]:
    for line, values in xlsx.sheet_records(file) if packed else _csv_records(file):
        if any(value and not value.isspace() for value in values):
            yield line, values


def _csv_records(file: BinaryIO) -> Iterator[Record]:
    lines = _text_lines(file)
    skipped = 0
    for header in lines:
        if header.strip() and not header.lower().startswith("sep="):
            break
        skipped += 1
    else:
        return
    reader = csv.reader(chain([header], lines), delimiter=_delimiter(header), strict=True)
    while True:
        line = skipped + reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            refuse("file_not_table", line)
        yield line, values


def _delimiter(header: str) -> str:
    unquoted = re.sub(r'"[^"]*"', "", header)
    best = max(";,", key=unquoted.count)
    if best not in unquoted:
        refuse("file_not_table", 1)
    return best


def _text_lines(file: BinaryIO) -> Iterator[str]:
    votes = Counter(_is_utf8(line) for line in _lines(file) if not line.isascii())
    utf8 = votes[True] >= votes[False]
    for line in _lines(file):
        fits = line.isascii() or _is_utf8(line) is utf8
        yield line.decode(("utf-8" if utf8 else "cp1252") if fits else "ascii", "replace")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    for number in count(1):
        line = file.readline(MAX_LINE_BYTES + 1)
        if not line:
            return
        if number > MAX_LINES or len(line) > MAX_LINE_BYTES:
            refuse("file_too_large", number)
        if b"\0" in line:
            refuse("file_has_nul", number)
        yield line.removeprefix(BOM) if number == 1 else line
