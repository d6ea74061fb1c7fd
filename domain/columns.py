"""Columns of tables that people send: which header means which, and what any cell may say."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from domain.errors import BadInput
from domain.no_such_day import is_no_day
from domain.text import Text, joined

MAX_TEXT, LONGEST_CELL = 200, 4_000
BLANK = ("", "-", "–")
OURS = ("linje", "årsag")
"""Columns that were put before rejected rows: not read when such a file comes back."""

T = TypeVar("T")


class Column(NamedTuple):
    """One column: its headers besides `name` (in any case; space, dot and hyphen count as _) and its cells."""

    name: str
    title: Text
    headers: str
    parse: Callable[[str], Any]
    help: Text
    required: bool = False


def bad(code: str, da: str, en: str) -> BadInput:
    """What is wrong with a cell; the sentence goes on after the column's title."""
    return BadInput(code, Text(da=da, en=en))


def text_up_to(most: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if len(text := " ".join(cell.split())) > most:
            raise bad("too_long", f"er over {most} tegn.", f"is over {most} characters.")
        return text

    return parse


read_text = text_up_to(MAX_TEXT)


_DATES = tuple(
    map(
        re.compile,
        (
            r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?:[ T][0-9:.]+Z?)?",
            r"(?P<d>[0-9]{1,2})(?P<s>[./-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4})",
        ),
    )
)
_TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}")
_EXCEL_DAY_ZERO, _SERIALS = date(1899, 12, 30), range(10_000, 73_051)


def read_date(cell: str) -> date:
    if _TWO_DIGIT_YEAR.fullmatch(cell):
        raise bad("date_two_digit_year", "årstallet skal have fire cifre.", "the year must have four digits.")
    if re.fullmatch("[0-9]{5}", cell) and int(cell) in _SERIALS:
        return _EXCEL_DAY_ZERO + timedelta(days=int(cell))
    found = next((match for shape in _DATES if (match := shape.fullmatch(cell))), None)
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        day = None
    if is_no_day(cell):
        raise bad("date_unreadable", "er en dag, der ikke findes i kalenderen.", "is a day that no calendar has.")
    if day is None:
        raise bad("date_unreadable", "er ikke en dato (ÅÅÅÅ-MM-DD eller DD.MM.ÅÅÅÅ).",
                   "is not a date (YYYY-MM-DD or DD.MM.YYYY).")  # fmt: skip
    if not 1900 <= day.year <= 2100:
        raise bad("date_implausible", "årstallet kan ikke passe.", "the year cannot be right.")
    return day


def one_of(choices: dict[str, T]) -> Callable[[str], T]:
    def parse(cell: str) -> T:
        word = " ".join(cell.casefold().split())
        if word not in choices:
            raise bad("value_unknown", "værdien kendes ikke.", "the value is not known.")
        return choices[word]

    return parse


def words(**meanings: str) -> dict[str, str]:
    return {word.strip(): meaning for meaning, words in meanings.items() for word in words.split("|")}


def whether(yes: str, no: str) -> Callable[[str], bool]:
    return one_of({word: meaning == "yes" for word, meaning in words(yes=yes, no=no).items()})


read_yes_no = whether(yes="ja|j|yes|y|true|sand|1|x", no="nej|n|no|false|falsk|0")


def column(
    name: str, da: str, en: str, headers: str, parse: Callable[[str], Any], help_da: str, help_en: str,
    required: bool = False,
) -> Column:  # fmt: skip
    return Column(name, Text(da=da, en=en), headers, parse, Text(da=help_da, en=help_en), required)


_TOTALS = re.compile(r"(i alt|ialt|total|totalt|sum|subtotal|antal)( i alt)?[\s:.=]*[0-9., ]*", re.IGNORECASE)


def is_totals_row(cells: Mapping[str, str]) -> bool:
    return any(_TOTALS.fullmatch(cell.strip()) for cell in list(cells.values())[:3])


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "_", header.lower()).strip("_")


@lru_cache(maxsize=8)
def _by_header(known: tuple[Column, ...]) -> dict[str, Column]:
    return {
        _plain(header): column
        for column in known
        for header in (column.name, *column.headers.split(), column.title.da, column.title.en)
    }


def columns_of(headers: Iterable[str], known: tuple[Column, ...]) -> dict[str, Column]:
    """Which column each header means; raises BadInput if a required one is missing or one is there twice."""
    found = {header: column for header in headers if (column := _by_header(known).get(_plain(header)))}
    names = [column.name for column in found.values()]
    if twice := [column.title for column in known if names.count(column.name) > 1]:
        opening = Text(da="To overskrifter betyder den samme kolonne:", en="Two headers mean one column:")
        raise BadInput("header_repeated", opening.then(joined(twice, ", ")))
    missing = [column.title for column in known if column.required and column.name not in names]
    if missing:
        opening = Text(da="Disse kolonner mangler:", en="These columns are missing:")
        raise BadInput("header_missing", opening.then(joined(missing, ", ")))
    return found


def unknown_headers(headers: Iterable[str], known: tuple[Column, ...]) -> list[str]:
    """Headers that no column has; worth a warning, for a misspelt optional column is not read."""
    return [header for header in headers if header and _plain(header) not in {*_by_header(known), *OURS}]


def read_cells(
    cells: Mapping[str, str], known: Mapping[str, Column]
) -> tuple[dict[str, Any], dict[str, BadInput]]:
    """What the cells of a row say, and what is wrong with them, both by the column's name."""
    values, faults = dict[str, Any](), dict[str, BadInput]()
    for header, one in known.items():
        try:
            if (cell := clean(cells.get(header, ""))) not in BLANK:
                values[one.name] = one.parse(cell)
            elif one.required:
                raise bad("required_missing", "mangler.", "is missing.")
        except BadInput as fault:
            faults[one.name] = BadInput(fault.code, joined([one.title, fault.text], ": "))
    if cells.get("", "").strip():
        faults[""] = bad("too_many_cells", "Rækken har celler uden overskrift.", "The row has cells without a header.")
    return values, faults


_FORMULA = re.compile(r"'?\s*([=@]|[+-](?![0-9 ().-]*$))")
_SHEET_ERROR = re.compile(r"#(N/A|I/T|REF!|REFERENCE!|VALUE!|VÆRDI!|DIV/0!|DIVISION/0!|NAME\?|NAVN\?|NUM!|NULL!)")


def clean(raw: str) -> str:
    """The cell without what nobody sees; raises BadInput for what no cell may hold, a formula first of all."""
    cell = _GUARD.sub("", raw.strip())
    if not (cell.isascii() and cell.isprintable()):
        cell = unicodedata.normalize("NFC", cell).translate(_INVISIBLE).strip()
    if "\ufffd" in cell:
        raise bad("letters_unreadable", "har bogstaver, der ikke kan læses; filen blander tegnsæt.",
                   "has letters that cannot be read; the file mixes encodings.")  # fmt: skip
    if not (cell.isprintable() or _PLAIN_SIGNS.fullmatch(cell)):
        raise bad("control_character", "har usynlige styretegn.", "has invisible control characters.")
    if _FORMULA.match(cell):
        raise bad("formula", "har en formel; skriv teksten selv.", "holds a formula; write the text itself.")
    if _SHEET_ERROR.fullmatch(cell):
        raise bad("sheet_error", "har en fejl fra regnearket.", "holds an error of the spreadsheet.")
    if len(cell) > LONGEST_CELL:
        raise bad("too_long", "er for lang.", "is too long.")
    return cell


_GUARD = re.compile(r"'(?=[=+@-])")
"""The sign that keeps a spreadsheet from running a cell, put before it when the row was handed back."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
# No C0 or C1 controls save tab and line ends, no marks that turn the reading direction, no surrogates.
_PLAIN_SIGNS = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*")
