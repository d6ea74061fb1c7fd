"""Rows of files that open cases, as municipalities and employers write them. Nobody in them exists."""

from __future__ import annotations

from typing import Any

from domain.case_files import CaseFile
from domain.programmes import PROGRAMMES, Programme, case_file


def opens(name: str) -> tuple[Programme, CaseFile]:
    """The file of that name, with its programme."""
    found = case_file(name)
    assert found is not None
    return found


FILES = [file.name for one in PROGRAMMES.values() for file in one.imports]


def young(n: int = 0, **changes: str) -> dict[str, str]:
    return {"navn": f"Amal Øland {n}", "cpr": "", "telefon": "20 30 40 50", "fødselsdato": "15.01.2010",
            "hvem henviser?": "En ungdomsklub", "bydel": "Nordparken", "ønske": "En butik"} | changes  # fmt: skip


def employer(n: int = 0, **changes: str) -> dict[str, str]:
    return {"virksomhed": f"Bageren på Torvet {n}", "sektor": "Privat", "cvr": CVRS[n % len(CVRS)], "p-nummer": "",
            "kontaktperson": "Bente Bager", "telefon": "20 11 22 33", "hvad tilbydes?": "Fritidsjob",
            "branche": "Restaurant, café eller bageri", "bydel": "Nordparken"} | changes  # fmt: skip


def opening(n: int = 0, **changes: str) -> dict[str, str]:
    return employer(n) | {"arbejdsopgaver": "Hjælp i butikken", "timer om ugen": "7,5", "arbejdstid": "",
                          "første arbejdsdag": "01.12.2026", "antal pladser": "1"} | changes  # fmt: skip


def _check_digit(n: int) -> str:
    """The n-th number with a right check digit above all that are given out."""
    weights, found, candidate = (2, 7, 6, 5, 4, 3, 2, 1), -1, 99_999_000
    while found < n:
        candidate += 1
        found += sum(w * int(d) for w, d in zip(weights, str(candidate), strict=True)) % 11 == 0
    return str(candidate)


CVRS = [_check_digit(n) for n in range(12)]
GOOD: dict[str, Any] = {"young": young, "employers": employer, "openings": opening}
