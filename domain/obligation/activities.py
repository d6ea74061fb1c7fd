"""The nine activities of the plan, and what the rules ask of each."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple

from domain.text import Text

Employer = Literal["public", "municipal", "private"]
Track = Literal["lab", "integration"]


class Activity(StrEnum):
    utility_work = "utility_work"
    municipal_project_work = "municipal_project_work"
    work_placement = "work_placement"
    ordinary_paid_hours = "ordinary_paid_hours"
    job_search_and_preparation = "job_search_and_preparation"
    danish_education = "danish_education"
    guidance_and_upskilling = "guidance_and_upskilling"
    transit = "transit"
    social_or_health_measure = "social_or_health_measure"


class Weighed(NamedTuple):
    """An answer about an item that breaks no rule but is for a person to weigh."""

    field: str
    value: bool
    row: str
    """Policy row: "judge" where a person is to weigh it, "counts" where nothing is to be said."""
    code: str


class Asks(NamedTuple):
    """What the rules ask of one activity; a policy row is named where the law is a number or may change."""

    title: Text
    short: Text
    """For a picture."""
    employers: frozenset[Employer] = frozenset()
    """Who can be the employer; empty: anybody, or nobody."""
    employer_text: Text | None = None
    cap: str | None = None
    """Policy row: hours a week, all items of the activity together."""
    cap_for: frozenset[Track] = frozenset({"lab", "integration"})
    registration: str | None = None
    """Policy row: whether hours count only when attendance is registered."""
    at_home: str | None = None
    """Policy row: whether hours at home count."""
    alone: str | None = None
    """Policy row: whether a week may hold nothing else."""
    weighed: tuple[Weighed, ...] = ()
    joins: bool = False
    """The time between other activities: it counts only beside them."""
    company: bool = False
    """A company-oriented offer (virksomhedsrettet tilbud)."""


A = Activity
ACTIVITIES: dict[Activity, Asks] = {
    # A municipality is a public employer too.
    A.utility_work: Asks(
        Text(da="Nytteindsats", en="Utility work"), Text(da="Nytte", en="Utility"),
        frozenset({"public", "municipal"}), Text(da="offentlig", en="public")),
    A.municipal_project_work: Asks(
        Text(da="Særligt tilrettelagt nytteindsats", en="Municipal project work"), Text(da="Projekt", en="Project"),
        frozenset({"municipal"}), Text(da="kommunal", en="municipal")),
    A.work_placement: Asks(
        Text(da="Virksomhedspraktik", en="Work placement"), Text(da="Praktik", en="Placement"), company=True),
    A.ordinary_paid_hours: Asks(
        Text(da="Ordinære løntimer", en="Ordinary paid hours"), Text(da="Løn", en="Paid"), company=True),
    A.job_search_and_preparation: Asks(
        Text(da="Jobsøgning og forberedelsestid", en="Job search and preparation time"),
        Text(da="Søgning", en="Search"), cap="activity.job_search_and_preparation_cap",
        registration="activity.job_search_and_preparation_requires_registration",
        at_home="activity.job_search_and_preparation_at_home_counts"),
    # The cap is the integration track's; a LAB citizen has Danish education by need (PLAN).
    A.danish_education: Asks(
        Text(da="Danskuddannelse", en="Danish education"), Text(da="Dansk", en="Danish"),
        cap="activity.danish_education_cap", cap_for=frozenset({"integration"})),
    A.guidance_and_upskilling: Asks(
        Text(da="Vejledning og opkvalificering", en="Guidance and upskilling"), Text(da="Kursus", en="Course"),
        alone="activity.guidance_and_upskilling_may_stand_alone", weighed=(
            Weighed("at_home", True, "activity.guidance_and_upskilling_at_home", "course_at_home"),
            Weighed("registered", False, "activity.guidance_and_upskilling_unregistered", "course_unregistered"))),
    A.transit: Asks(
        Text(da="Transport mellem aktiviteter", en="Transit between activities"), Text(da="Transport", en="Transit"),
        joins=True),
    A.social_or_health_measure: Asks(
        Text(da="Social eller sundhedsmæssig indsats", en="Social or health measure"),
        Text(da="Social", en="Social")),
}  # fmt: skip
