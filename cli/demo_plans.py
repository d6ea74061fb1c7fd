"""The weeks that the demo's plans are made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Fields = dict[str, Any]
PARK, WORKSHOP, LOGISTICS = "Park og Miljø (prøve)", "Genbrugsværkstedet (prøve)", "Prøve Logistik ApS"
"""Names of the demo's providers; where one is not there, the case's own team registers."""
PUBLIC = {"employer_type": "public", "staff_representative_informed": True, "safety_approved": True}

A_WORK_PLACEMENT = 28
"""Days: a younger plan has a work placement that still runs."""


def line(activity: str, title: str, hours: str, **more: Any) -> Fields:
    """`hours`: Monday to Sunday, a dash where there are none."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    planned = {day: h for day, h in zip(days, hours.split(), strict=False) if h != "-"}
    return {"activity": activity, "title": title, **planned, **more}


def full_week() -> list[Fields]:
    """37 hours."""
    return [
        line("utility_work", "Beplantning og stier, Fælledparken", "5 5 5 5", provider=PARK, **PUBLIC),
        line("danish_education", "Danskuddannelse 2, Sprogcenter Prøve", "2,5 - 2,5 - 5"),
        line("job_search_and_preparation", "Jobcaféen, med fremmøde", "- 2 - 2", outside_home=True),
        line("transit", "Fra parken til sprogcenteret", "0,5 - 0,5"),
        line("social_or_health_measure", "Efter aftale med borgeren", "- - - - 2"),
    ]


def reduced_week(starts_on: date, *, placement: bool) -> list[Fields]:
    """25 hours, some of them in a work placement that ends."""
    signed = (starts_on - timedelta(days=5)).isoformat()
    work = line(
        "work_placement", "Lagerhjælp, Prøve Logistik", "- 6 6", provider=LOGISTICS, cvr="10000009",
        p_number="1000000001", employer_signed_on=signed, representative_signed_on=signed,
        ends_on=(starts_on + timedelta(weeks=4, days=-1)).isoformat(),
    ) if placement else line("utility_work", "Beplantning og stier, Fælledparken", "- 6 6", provider=PARK, **PUBLIC)
    return [
        work,
        line("municipal_project_work", "Cykelværkstedet", "5", provider=WORKSHOP, project="Cykler igen",
             employer_type="municipal", safety_approved=True),
        line("danish_education", "Danskuddannelse 2, Sprogcenter Prøve", "- - - 4 4"),
    ]  # fmt: skip
