"""The columns of a table of citizens: their headers, and what a cell in each may say."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from domain.errors import BadInput
from domain.people import Employment, Residence
from domain.text import Text, joined

MAX_TEXT, MAX_SPELL_TEXT = 200, 4_000
BLANK = ("", "-", "–")

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


def _text(cell: str) -> str:
    if len(cell) > MAX_TEXT:
        raise bad("too_long", f"er over {MAX_TEXT} tegn.", f"is over {MAX_TEXT} characters.")
    return " ".join(cell.split())


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


def _date(cell: str) -> date:
    if _TWO_DIGIT_YEAR.fullmatch(cell):
        raise bad("date_two_digit_year", "årstallet skal have fire cifre.", "the year must have four digits.")
    if re.fullmatch("[0-9]{5}", cell) and int(cell) in _SERIALS:
        return _EXCEL_DAY_ZERO + timedelta(days=int(cell))
    found = next((match for shape in _DATES if (match := shape.fullmatch(cell))), None)
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise bad("date_unreadable", "er ikke en dato (ÅÅÅÅ-MM-DD eller DD.MM.ÅÅÅÅ).",
                   "is not a date (YYYY-MM-DD or DD.MM.YYYY).")  # fmt: skip
    if not 1900 <= day.year <= 2100:
        raise bad("date_implausible", "årstallet kan ikke passe.", "the year cannot be right.")
    return day


def _last_day(cell: str) -> date | None:
    # Registers write 9999-12-31 where a period has no end.
    return None if "9999" in cell else _date(cell)


def _number(cell: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,4})?", cell):
        raise bad("number_unreadable", "er ikke et antal timer, fx 7,5.", "is not a number of hours, e.g. 7.5.")
    return Decimal(cell.replace(",", "."))


def _one_of(choices: dict[str, T]) -> Callable[[str], T]:
    def parse(cell: str) -> T:
        word = " ".join(cell.casefold().split())
        if word not in choices:
            raise bad("value_unknown", "værdien kendes ikke.", "the value is not known.")
        return choices[word]

    return parse


def _words(**meanings: str) -> dict[str, str]:
    return {word.strip(): meaning for meaning, words in meanings.items() for word in words.split("|")}


def _whether(yes: str, no: str) -> Callable[[str], bool]:
    return _one_of({word: meaning == "yes" for word, meaning in _words(yes=yes, no=no).items()})


_yes_no = _whether(yes="ja|j|yes|y|true|sand|1|x", no="nej|n|no|false|falsk|0")
_benefit = _one_of(_words(
    sho="sho|sho-ydelse|selvforsørgelses- og hjemrejseydelse|selvforsørgelses- og hjemrejseydelse (sho)",
    cash_assistance="kontanthjælp|uddannelseshjælp|cash_assistance|cash assistance|mindstesats|grundsats"
    "|forhøjet sats|hjemmeboende sats|hjemmeboendesats",
    none="ingen|none|ingen ydelse",
))  # fmt: skip
_readiness = _one_of(_words(
    job_ready="jobparat|job_ready|job ready", activity_ready="aktivitetsparat|activity_ready|activity ready"
))  # fmt: skip
_track = _one_of(_words(lab="lab", integration="integration|integrationsprogram|integrationsloven"))
_is_ordinary = _whether(yes="ordinary|ordinær|ordinært|ustøttet", no="subsidised|subsidized|støttet|løntilskud|praktik")
_REALM = {"danmark": "DK", "denmark": "DK", "færøerne": "FO", "grønland": "GL", "greenland": "GL"}


def _country(cell: str) -> str:
    if not 2 <= len(cell) <= 60:
        raise bad("country_unreadable", "skal være en landekode, fx DK.", "must be a country code, e.g. DK.")
    return _REALM.get(cell.casefold(), cell.upper())


def _spells(cell: str, kind: Callable[[date, date | None, Sequence[str]], T]) -> tuple[T, ...]:
    return tuple(_spell(part, kind) for part in re.split(r"[;|\n]", cell) if part.strip())


def _spell(part: str, kind: Callable[[date, date | None, Sequence[str]], T]) -> T:
    first, dots, rest = part.strip().partition("..")
    words = rest.split()
    if not dots:
        raise bad("spell_unreadable", "skriv perioder som »2016-01-01..2019-06-30 …; 2020-01-01.. …«.",
                   "write spells as “2016-01-01..2019-06-30 …; 2020-01-01.. …”.")  # fmt: skip
    ends = bool(words) and re.match(r"[0-9]{1,4}[./-][0-9]{1,2}[./-]|[0-9]{5}$", words[0]) is not None
    return kind(_date(first.strip()), _last_day(words[0]) if ends else None, words[1:] if ends else words)


def _residence(cell: str) -> tuple[Residence, ...]:
    return _spells(cell, lambda a, b, words: Residence(from_=a, to=b, country=_country(" ".join(words))))


def _employment(cell: str) -> tuple[Employment, ...]:
    return _spells(cell, _job)


def _job(first: date, last: date | None, words: Sequence[str]) -> Employment:
    if len(words) < 2:
        raise bad("spell_incomplete", "hver periode skal have timer og »ordinær« eller »støttet«.",
                   "every spell needs hours and “ordinary” or “subsidised”.")  # fmt: skip
    ordinary = _is_ordinary(" ".join(words[1:]))
    return Employment(from_=first, to=last, hours_per_week=_number(words[0]), ordinary=ordinary)


def _column(
    name: str, da: str, en: str, headers: str, parse: Callable[[str], Any], help_da: str, help_en: str,
    required: bool = False,
) -> Column:  # fmt: skip
    return Column(name, Text(da=da, en=en), headers, parse, Text(da=help_da, en=help_en), required)


_D_DA, _D_EN = "ÅÅÅÅ-MM-DD, DD.MM.ÅÅÅÅ, DD-MM-ÅÅÅÅ eller DD/MM/ÅÅÅÅ.", "YYYY-MM-DD, DD.MM.YYYY or DD/MM/YYYY."
_J_DA, _J_EN = "ja eller nej; tom er nej.", "yes or no; empty is no."

# fmt: off
COLUMNS: tuple[Column, ...] = (
    _column("cpr", "CPR-nummer", "CPR number", "cpr_nr cprnr cpr_nummer cpr_number personnummer", _text,
            "Ti cifre; et nul, som Excel har slettet, sættes på igen.", "Ten digits; a lost zero is restored.", True),
    _column("name", "Navn", "Name", "navn fulde_navn full_name", _text, "Hele navnet.", "The full name.", True),
    _column("address", "Adresse", "Address", "adresse", _text, "Gade, nummer, postnummer.", "Street, number, town."),
    _column("protected_address", "Adressebeskyttelse", "Protected address",
            "adressebeskyttelse beskyttet_adresse navne_og_adressebeskyttelse", _yes_no, _J_DA, _J_EN),
    _column("phone", "Telefon", "Phone", "telefon telefonnummer tlf mobil", _text, "Som det ringes.", "As dialled."),
    _column("language", "Sprog", "Language", "sprog", _text, "Sproget, borgeren taler.", "What the citizen speaks."),
    _column("interpreter", "Tolk", "Interpreter", "tolk tolkebehov needs_interpreter", _yes_no, _J_DA, _J_EN),
    _column("benefit", "Ydelse", "Benefit", "ydelse ydelsesart", _benefit,
            "sho, kontanthjælp (eller satsens navn) eller ingen.", "sho, cash assistance (or its rate) or none.", True),
    _column("benefit_since", "Ydelse fra", "Benefit since", "ydelse_fra ydelse_siden", _date, _D_DA, _D_EN),
    _column("entered_on", "Indrejsedato", "Date of entry", "indrejse indrejsedato indrejst", _date, _D_DA, _D_EN),
    _column("eu_right", "EU-ret", "EU right", "eu_ret eu_borger", _yes_no, _J_DA, _J_EN),
    _column("ukraine_act", "Særloven om Ukraine", "Ukraine act", "ukraine særloven særlov", _yes_no, _J_DA, _J_EN),
    _column("employment_met_before", "Beskæftigelseskrav opfyldt før", "Employment requirement met before",
            "beskæftigelseskrav_opfyldt_før", _yes_no, _J_DA, _J_EN),
    _column("readiness", "Visitation", "Readiness", "visitation målgruppe parathed", _readiness,
            "jobparat eller aktivitetsparat.", "job ready or activity ready."),
    _column("track", "Spor", "Track", "spor", _track, "lab eller integration.", "lab or integration."),
    _column("reference", "Reference", "Reference", "sagsnummer kildereference", _text, "Kildens nummer.",
            "The number in the source system."),
    _column("received_on", "Modtaget", "Received on", "modtaget modtaget_den modtagelsesdato", _date, _D_DA, _D_EN),
    _column("residence", "Ophold", "Residence", "ophold opholdsperioder", _residence,
            "»2010-01-01..2015-03-01 DK; 2016-01-01.. DK«.", "“2010-01-01..2015-03-01 DK; 2016-01-01.. DK”."),
    _column("employment", "Arbejde", "Employment", "arbejde beskæftigelse", _employment,
            "»2018-01-01..2019-06-30 37 ordinær; …« eller støttet.", "“2018-01-01..2019-06-30 37 ordinary; …”."),
    _column("residence_from", "Ophold fra", "Residence from", "ophold_fra", _date, _D_DA, _D_EN),
    _column("residence_to", "Ophold til", "Residence to", "ophold_til", _last_day, "Sidste dag.", "The last day."),
    _column("residence_country", "Opholdsland", "Country of residence", "opholdsland", _country,
            "Landekode, fx DK.", "Country code, e.g. DK."),
    _column("employment_from", "Arbejde fra", "Employment from", "arbejde_fra ansat_fra", _date, _D_DA, _D_EN),
    _column("employment_to", "Arbejde til", "Employment to", "arbejde_til ansat_til", _last_day, "Sidste dag.",
            "The last day."),
    _column("hours_per_week", "Timer pr. uge", "Hours per week", "timer_pr_uge ugentlige_timer", _number,
            "Fx 37 eller 7,5.", "E.g. 37 or 7.5."),
    _column("employment_kind", "Arbejdets art", "Kind of employment", "arbejdets_art ansættelsesform", _is_ordinary,
            "ordinær eller støttet.", "ordinary or subsidised."),
)
# fmt: on


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "_", header.lower()).strip("_")


_TITLES = {column.name: column.title for column in COLUMNS}
_BY_HEADER = {
    _plain(header): column
    for column in COLUMNS
    for header in (column.name, *column.headers.split(), column.title.da, column.title.en)
}
_OURS = ("linje", "årsag")
SPELL_COLUMNS = ("residence", "employment")
LIVED = ("residence_from", "residence_to", "residence_country")
WORKED = ("employment_from", "employment_to", "hours_per_week", "employment_kind")
_PARTS = {"cpr", *SPELL_COLUMNS, *LIVED, *WORKED}
SCALARS = tuple(column for column in COLUMNS if column.name not in _PARTS)


def columns_of(headers: Iterable[str]) -> dict[str, Column]:
    """Which column each header means; raises BadInput if a required one is missing or one is there twice."""
    found = {header: column for header in headers if (column := _BY_HEADER.get(_plain(header)))}
    names = [column.name for column in found.values()]
    if len(set(names)) < len(names):
        raise bad("header_repeated", "To overskrifter betyder den samme kolonne.", "Two headers mean one column.")
    missing = [column.title for column in COLUMNS if column.required and column.name not in names]
    if missing:
        opening = Text(da="Disse kolonner mangler:", en="These columns are missing:")
        raise BadInput("header_missing", opening.then(joined(missing, ", ")))
    return found


def unknown_headers(headers: Iterable[str]) -> list[str]:
    """Headers that no column has; worth a warning, for a misspelt optional column is not read."""
    return [header for header in headers if header and _plain(header) not in {*_BY_HEADER, *_OURS}]


def title_of(name: str) -> Text:
    """The title of the column with this name."""
    return _TITLES[name]


_FORMULA = re.compile(r"'?\s*([=@]|[+-](?![0-9 ().-]*$))")
_SHEET_ERROR = re.compile(r"#(N/A|I/T|REF!|REFERENCE!|VALUE!|VÆRDI!|DIV/0!|DIVISION/0!|NAME\?|NAVN\?|NUM!|NULL!)")


def clean(raw: str) -> str:
    """The cell without what nobody sees; raises BadInput for what no cell may hold, a formula first of all."""
    cell = raw.strip()
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
    if len(cell) > MAX_SPELL_TEXT:
        raise bad("too_long", "er for lang.", "is too long.")
    return cell


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
# No C0 or C1 controls save tab and line ends, no marks that turn the reading direction, no surrogates.
_PLAIN_SIGNS = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*")
