"""Two files of which each row opens a vacancy: employers to approach, and what is offered already."""

from __future__ import annotations

from domain.case_files import CaseFile
from domain.text import Text
from domain.vacancy.facts import VacancyFacts
from domain.vacancy.rules import lacking

_HEADERS = {
    "employer": "virksomhed virksomhedsnavn firma firmanavn arbejdsgivernavn company",
    "sector": "sektor arbejdsgivertype", "cvr": "cvr_nr cvrnr", "p_number": "p_nr pnr pnummer produktionsenhed",
    "contact_name": "kontaktperson kontakt contact", "contact_phone": "telefon telefonnummer tlf mobil phone",
    "what": "tilbud jobtype", "approved_firm": "godkendt godkendt_praktiksted", "tasks": "opgaver",
    "area": "sted bydel område place district", "hours": "timer timer_pr_uge ugentlige_timer",
    "week": "vagter vagtplan", "starts_on": "start startdato", "ends_on": "slut slutdato", "places": "pladser",
}  # fmt: skip
KNOWN_BY = ("cvr", "p_number", "employer")


def same_firm(one: VacancyFacts, other: VacancyFacts) -> bool:
    """The same work at the same place of work: its P-number says which that is, else the firm and the district."""
    if (one.what, one.industry) != (other.what, other.industry):
        return False
    if one.p_number and other.p_number:
        return one.p_number == other.p_number
    # A private household has a name alone.
    firm, others = (facts.cvr or facts.employer.casefold() for facts in (one, other))
    return firm == others and (not one.area or not other.area or one.area.casefold() == other.area.casefold())


def same_opening(one: VacancyFacts, other: VacancyFacts) -> bool:
    """Work that begins on another day is another vacancy."""
    return one.starts_on == other.starts_on and same_firm(one, other)


EMPLOYERS = CaseFile(
    name="employers",
    title=Text(da="Arbejdsgivere, der skal kontaktes", en="Employers to approach"),
    facts=("employer", "sector", "cvr", "p_number", "contact_name", "contact_phone", "what", "industry", "area"),
    headers=_HEADERS,
    known_by=KNOWN_BY,
    same=same_firm,
)
OPENINGS = CaseFile(
    name="openings",
    title=Text(da="Ledige job og pladser", en="Vacancies"),
    headers=_HEADERS,
    lacks=lacking,
    known_by=KNOWN_BY,
    same=same_opening,
)
