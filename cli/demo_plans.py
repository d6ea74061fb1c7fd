"""The weeks that the demo's plans are made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cli.demo_events import Fields
from cli.demo_people import LOGISTICS, PARK, WORKSHOP

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PUBLIC = {"employer_type": "public", "staff_representative_informed": True, "safety_approved": True}
PROJECT = {"employer_type": "municipal", "project": "Cykler igen", "safety_approved": True}


def line(activity: str, title: str, hours: str, **more: Any) -> Fields:
    """`hours`: Monday to Sunday, a dash where there are none."""
    planned = {day: h for day, h in zip(WEEKDAYS, hours.split(), strict=False) if h != "-"}
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


def integration_week() -> list[Fields]:
    """37 hours, with the 15 of Danish that count for a citizen of the integration programme."""
    return [
        line("municipal_project_work", "Cykelværkstedet", "5 4 5 4", provider=WORKSHOP, **PROJECT),
        line("danish_education", "Danskuddannelse 1, Sprogcenter Prøve", "3 3 3 3 3"),
        line("job_search_and_preparation", "Lektiecafé på biblioteket", "- - - - 4", outside_home=True),
    ]


def paid_week(course: tuple[date, date]) -> list[Fields]:
    """37 hours, some of them paid, some in a short course with a job for its aim."""
    return [
        line("municipal_project_work", "Cykelværkstedet", "5 5 5 5", provider=WORKSHOP, **PROJECT),
        line("ordinary_paid_hours", "Småjob i Prøve Logistik", "- - - - 7", provider=LOGISTICS),
        line("guidance_and_upskilling", "Truckcertifikat, Teknisk Skole Prøve", "2 3 2 3",
             starts_on=course[0].isoformat(), ends_on=course[1].isoformat(),
             employment_aim="Truckfører på lager hos Prøve Logistik"),
    ]  # fmt: skip


def reduced_week() -> list[Fields]:
    """25 hours."""
    return [line("utility_work", "Beplantning og stier, Fælledparken", "- 6 6", provider=PARK, **PUBLIC), *_beside()]


def work_placement(starts_on: date, ends_on: date) -> list[Fields]:
    """25 hours, some of them in a work placement that ends."""
    signed = (starts_on - timedelta(days=10)).isoformat()
    return [
        line("work_placement", "Lagerhjælp, Prøve Logistik", "- 6 6", provider=LOGISTICS, cvr="10000009",
             p_number="1000000001", employer_signed_on=signed, representative_signed_on=signed,
             ends_on=ends_on.isoformat()),
        *_beside(),
    ]  # fmt: skip


def _beside() -> list[Fields]:
    return [
        line("municipal_project_work", "Cykelværkstedet", "5", provider=WORKSHOP, **PROJECT),
        line("danish_education", "Danskuddannelse 2, Sprogcenter Prøve", "- - - 4 4"),
    ]
