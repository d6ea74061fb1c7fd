"""The columns of a table of citizens: their headers, and what a cell in each may say."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from domain import columns, phones
from domain.columns import Column, bad, column, one_of, read_date, read_text, read_yes_no, whether, words
from domain.people import Employment, Residence
from domain.text import Text

T = TypeVar("T")


def _last_day(cell: str) -> date | None:
    # Registers write 9999-12-31 where a period has no end.
    return None if "9999" in cell else read_date(cell)


def _number(cell: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,4})?", cell):
        raise bad("number_unreadable", "er ikke et antal timer, fx 7,5.", "is not a number of hours, e.g. 7.5.")
    return Decimal(cell.replace(",", "."))


_benefit = one_of(words(
    sho="sho|sho-ydelse|selvforsørgelses- og hjemrejseydelse|selvforsørgelses- og hjemrejseydelse (sho)",
    cash_assistance="kontanthjælp|uddannelseshjælp|cash_assistance|cash assistance|mindstesats|grundsats"
    "|forhøjet sats|hjemmeboende sats|hjemmeboendesats",
    none="ingen|none|ingen ydelse",
))  # fmt: skip
_readiness = one_of(words(
    job_ready="jobparat|job_ready|job ready", activity_ready="aktivitetsparat|activity_ready|activity ready"
))  # fmt: skip
_track = one_of(words(lab="lab", integration="integration|integrationsprogram|integrationsloven"))
_is_ordinary = whether(yes="ordinary|ordinær|ordinært|ustøttet", no="subsidised|subsidized|støttet|løntilskud|praktik")
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
    return kind(read_date(first.strip()), _last_day(words[0]) if ends else None, words[1:] if ends else words)


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


def _phone(cell: str) -> str:
    text = read_text(cell)
    if not phones.is_number(text):
        raise bad(phones.NO_NUMBER, f"skal have mindst {phones.LEAST} cifre; lad cellen stå tom, hvis det ikke kendes.",
                  f"needs at least {phones.LEAST} digits; leave the cell empty if it is not known.")  # fmt: skip
    return text


D_DA, D_EN = "ÅÅÅÅ-MM-DD, DD.MM.ÅÅÅÅ, DD-MM-ÅÅÅÅ eller DD/MM/ÅÅÅÅ.", "YYYY-MM-DD, DD.MM.YYYY or DD/MM/YYYY."
J_DA, J_EN = "ja eller nej; tom er nej.", "yes or no; empty is no."

# fmt: off
COLUMNS: tuple[Column, ...] = (
    column("cpr", "CPR-nummer", "CPR number", "cpr_nr cprnr cpr_nummer cpr_number personnummer", read_text,
            "Ti cifre; et nul, som Excel har slettet, sættes på igen.", "Ten digits; a lost zero is restored.", True),
    column("name", "Navn", "Name", "navn fulde_navn full_name", read_text, "Hele navnet.", "The full name.", True),
    column("address", "Adresse", "Address", "adresse", read_text, "Gade, nummer, postnummer.", "Street, number, town."),
    column("protected_address", "Adressebeskyttelse", "Protected address",
            "adressebeskyttelse beskyttet_adresse navne_og_adressebeskyttelse", read_yes_no, J_DA, J_EN),
    column("phone", "Telefon", "Phone", "telefon telefonnummer tlf mobil", _phone, "Mindst 8 cifre.",
            "At least 8 digits."),
    column("language", "Sprog", "Language", "sprog", read_text, "Sproget, borgeren taler.", "What the citizen speaks."),
    column("interpreter", "Tolk", "Interpreter", "tolk tolkebehov needs_interpreter", read_yes_no, J_DA, J_EN),
    column("benefit", "Ydelse", "Benefit", "ydelse ydelsesart", _benefit,
            "sho, kontanthjælp (eller satsens navn) eller ingen.", "sho, cash assistance (or its rate) or none.", True),
    column("benefit_since", "Ydelse fra", "Benefit since", "ydelse_fra ydelse_siden", read_date, D_DA, D_EN),
    column("entered_on", "Indrejsedato", "Date of entry", "indrejse indrejsedato indrejst", read_date, D_DA, D_EN),
    column("eu_right", "EU-ret", "EU right", "eu_ret eu_borger", read_yes_no, J_DA, J_EN),
    column("ukraine_act", "Særloven om Ukraine", "Ukraine act", "ukraine særloven særlov", read_yes_no, J_DA, J_EN),
    column("employment_met_before", "Beskæftigelseskrav opfyldt før", "Employment requirement met before",
            "beskæftigelseskrav_opfyldt_før", read_yes_no, J_DA, J_EN),
    column("readiness", "Visitation", "Readiness", "visitation målgruppe parathed", _readiness,
            "jobparat eller aktivitetsparat.", "job ready or activity ready."),
    column("track", "Spor", "Track", "spor", _track, "lab eller integration.", "lab or integration."),
    column("reference", "Reference", "Reference", "sagsnummer kildereference", read_text, "Kildens nummer.",
            "The number in the source system."),
    column("received_on", "Modtaget", "Received on", "modtaget modtaget_den modtagelsesdato", read_date, D_DA, D_EN),
    column("residence", "Ophold", "Residence", "ophold opholdsperioder", _residence,
            "»2010-01-01..2015-03-01 DK; 2016-01-01.. DK«.", "“2010-01-01..2015-03-01 DK; 2016-01-01.. DK”."),
    column("employment", "Arbejde", "Employment", "arbejde beskæftigelse", _employment,
            "»2018-01-01..2019-06-30 37 ordinær; …« eller støttet.", "“2018-01-01..2019-06-30 37 ordinary; …”."),
    column("residence_from", "Ophold fra", "Residence from", "ophold_fra", read_date, D_DA, D_EN),
    column("residence_to", "Ophold til", "Residence to", "ophold_til", _last_day, "Sidste dag.", "The last day."),
    column("residence_country", "Opholdsland", "Country of residence", "opholdsland", _country,
            "Landekode, fx DK.", "Country code, e.g. DK."),
    column("employment_from", "Arbejde fra", "Employment from", "arbejde_fra ansat_fra", read_date, D_DA, D_EN),
    column("employment_to", "Arbejde til", "Employment to", "arbejde_til ansat_til", _last_day, "Sidste dag.",
            "The last day."),
    column("hours_per_week", "Timer pr. uge", "Hours per week", "timer_pr_uge ugentlige_timer", _number,
            "Fx 37 eller 7,5.", "E.g. 37 or 7.5."),
    column("employment_kind", "Arbejdets art", "Kind of employment", "arbejdets_art ansættelsesform", _is_ordinary,
            "ordinær eller støttet.", "ordinary or subsidised."),
)
# fmt: on


_TITLES = {column.name: column.title for column in COLUMNS}
SPELL_COLUMNS = ("residence", "employment")
LIVED = ("residence_from", "residence_to", "residence_country")
WORKED = ("employment_from", "employment_to", "hours_per_week", "employment_kind")
_PARTS = {"cpr", *SPELL_COLUMNS, *LIVED, *WORKED}
SCALARS = tuple(column for column in COLUMNS if column.name not in _PARTS)


def title_of(name: str) -> Text:
    """The title of the column with this name."""
    return _TITLES[name]


def columns_of(headers: Iterable[str]) -> dict[str, Column]:
    return columns.columns_of(headers, COLUMNS)


def unknown_headers(headers: Iterable[str]) -> list[str]:
    return columns.unknown_headers(headers, COLUMNS)
