"""Two files of which each row opens a vacancy: employers to approach, and what is offered already."""

from __future__ import annotations

from collections.abc import Iterator

from domain.case_files import CaseFile, Facts, Same
from domain.text import Text
from domain.vacancy.rules import lacking

_HEADERS = {
    "employer": "virksomhed virksomhedsnavn firma firmanavn arbejdsgivernavn company",
    "sector": "sektor arbejdsgivertype", "cvr": "cvr_nr cvrnr", "p_number": "p_nr pnr pnummer produktionsenhed",
    "contact_name": "kontaktperson kontakt contact", "contact_phone": "telefon telefonnummer tlf mobil phone",
    "what": "tilbud jobtype", "approved_firm": "godkendt godkendt_praktiksted", "tasks": "opgaver",
    "area": "sted bydel område place district", "hours": "timer timer_pr_uge ugentlige_timer",
    "week": "vagter vagtplan", "starts_on": "start startdato", "ends_on": "slut slutdato", "places": "pladser",
}  # fmt: skip
FIRM = ("cvr", "p_number", "employer")


def work_at(facts: Facts) -> Iterator[tuple[str | None, ...]]:
    """The same work at the same place: its P-number says which that is, else the firm and the district."""
    work = facts["what"], facts["industry"]
    # A private household has a name alone.
    yield "firm", facts["cvr"] or facts["employer"].casefold(), facts["area"].casefold(), *work
    if facts["p_number"]:
        yield "p_number", facts["p_number"], *work


def work_from(facts: Facts) -> Iterator[tuple[str | None, ...]]:
    """What begins on another day is another vacancy."""
    return ((*mark, facts["starts_on"]) for mark in work_at(facts))


def elsewhere(one: Facts, other: Facts) -> bool:
    """Two places of one firm in one district."""
    return bool(one["p_number"] and other["p_number"] and one["p_number"] != other["p_number"])


EMPLOYERS = CaseFile(
    name="employers",
    title=Text(da="Arbejdsgivere, der skal kontaktes", en="Employers to approach"),
    facts=("employer", "sector", "cvr", "p_number", "contact_name", "contact_phone", "what", "industry", "area"),
    headers=_HEADERS,
    same=Same(FIRM, work_at, elsewhere),
)
OPENINGS = CaseFile(
    name="openings",
    title=Text(da="Ledige job og pladser", en="Vacancies"),
    headers=_HEADERS,
    lacks=lacking,
    same=Same(FIRM, work_from, elsewhere),
)
