"""What coverage by the work obligation is judged on."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from domain.labels import Label
from domain.people import Employment, Residence
from domain.text import Text

Readiness = Literal["job_ready", "activity_ready"]
READINESS = Label(
    Text(da="Visitation", en="Readiness"), options={
        "job_ready": Text(da="Jobparat", en="Job-ready"),
        "activity_ready": Text(da="Aktivitetsparat", en="Activity-ready")})  # fmt: skip
Track = Literal["lab", "integration"]
TRACK = Label(
    Text(da="Spor", en="Track"), options={
        "lab": Text(da="LAB-borger", en="LAB citizen"),
        "integration": Text(da="Integrationsprogram", en="Integration programme")})  # fmt: skip


class Facts(BaseModel):
    """Facts about one citizen, as registers and case files give them.

    `entered_on` is the first arrival, or the latest return after more than 12 months abroad.
    """

    model_config = ConfigDict(frozen=True)

    benefit: Annotated[Literal["sho", "cash_assistance", "none"], Label(
        Text(da="Ydelse", en="Benefit"), options={
            "sho": Text(da="SHO-ydelse", en="SHO benefit"), "none": Text(da="Ingen", en="None"),
            "cash_assistance": Text(da="Kontanthjælp", en="Cash assistance")})]  # fmt: skip
    entered_on: Annotated[date | None, Label(
        Text(da="Indrejst", en="Entered on"),
        Text(da="Seneste indrejse efter mere end 12 måneder i udlandet, ellers den første.",
             en="The latest return after more than 12 months abroad, else the first arrival."))] = None  # fmt: skip
    eu_right: Annotated[bool, Label(Text(da="Ret efter EU-retten", en="Right under EU law"))] = False
    ukraine_act: Annotated[bool, Label(Text(da="Særlov om Ukraine", en="Special act on Ukraine"))] = False
    residence: Annotated[tuple[Residence, ...], Label(Text(da="Ophold", en="Residence"))] = ()
    employment: Annotated[tuple[Employment, ...], Label(Text(da="Beskæftigelse", en="Employment"))] = ()
    employment_requirement_met_before: Annotated[bool, Label(
        Text(da="Beskæftigelseskrav opfyldt før", en="Employment requirement met before"))] = False  # fmt: skip


class ObligationFacts(Facts):
    """The facts of coverage, and what else the case begins with."""

    benefit_since: Annotated[date | None, Label(Text(da="Ydelse siden", en="Benefit since"))] = None
    readiness: Annotated[Readiness | None, READINESS] = None
    track: Annotated[Track, TRACK] = "lab"

    @field_validator("benefit_since")
    @classmethod
    def _plausible(cls, day: date | None) -> date | None:
        if day is not None and not 1900 <= day.year <= 2100:
            raise ValueError("date_implausible")
        return day
