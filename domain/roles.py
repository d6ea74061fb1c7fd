"""The roles of contract.md § 3, with the words that people see."""

from __future__ import annotations

from enum import StrEnum

from domain.text import Text


class Role(StrEnum):
    benefit_officer = "benefit_officer"
    caseworker = "caseworker"
    job_consultant = "job_consultant"
    company_consultant = "company_consultant"
    youth_consultant = "youth_consultant"
    civic_lead = "civic_lead"
    outreach_worker = "outreach_worker"
    economy = "economy"
    legal = "legal"
    supervisor = "supervisor"
    administrator = "administrator"
    partner = "partner"
    auditor = "auditor"
    integration = "integration"


OUTSIDERS = frozenset({Role.partner, Role.auditor})
"""Belong to a team without seeing its cases."""
OF_EVERY_PROGRAMME = frozenset({Role.supervisor, Role.legal, Role.economy, Role.administrator})
"""Lead, advise and pay in all of them: they tell no team of one from that of another."""
READS_TURNOUT = frozenset({Role.civic_lead, Role.administrator})
"""Who takes in the file of turnout by polling place."""
ROLE_TITLES: dict[Role, Text] = {
    Role.benefit_officer: Text(da="Ydelsessagsbehandler", en="Benefit officer"),
    Role.caseworker: Text(da="Sagsbehandler", en="Caseworker"),
    Role.job_consultant: Text(da="Jobkonsulent", en="Job consultant"),
    Role.company_consultant: Text(da="Virksomhedskonsulent", en="Company consultant"),
    Role.youth_consultant: Text(da="Fritidsjobkonsulent", en="Youth consultant"),
    Role.civic_lead: Text(da="Projektleder", en="Civic lead"),
    Role.outreach_worker: Text(da="Opsøgende medarbejder", en="Outreach worker"),
    Role.economy: Text(da="Økonomikonsulent", en="Economy"),
    Role.legal: Text(da="Jurist", en="Legal"),
    Role.supervisor: Text(da="Teamleder", en="Supervisor"),
    Role.administrator: Text(da="Administrator", en="Administrator"),
    Role.partner: Text(da="Partner", en="Partner"),
    Role.auditor: Text(da="Kontrollant", en="Auditor"),
    Role.integration: Text(da="Integration", en="Integration"),
}
