"""One line of a plan: an activity at a place, its hours on each weekday, and what that activity asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from domain.companies import Cvr, PNumber
from domain.labels import Label, When
from domain.obligation.activities import ACTIVITIES, Activity, Employer
from domain.placements import Placement
from domain.tasks import Between, Free, Row
from domain.text import Text

A = Activity
HOURS_OF_A_DAY = 24
SIGNED = Between(earliest=date(2025, 1, 1), latest=0)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EMPLOYERS: dict[Any, Text] = {
    "public": Text(da="Offentlig", en="Public"), "municipal": Text(da="Kommunen", en="The municipality"),
    "private": Text(da="Privat", en="Private"),
}  # fmt: skip
EXTENSIONS: dict[Any, Text] = {
    "no": Text(da="Nej, den første periode", en="No, the first period"),
    "first": Text(da="Ja, til højst 26 uger i alt", en="Yes, to at most 26 weeks in all"),
    "further": Text(da="Ja, ud over 26 uger, 13 uger ad gangen", en="Yes, beyond 26 weeks, 13 weeks at a time"),
}


def _for(*activities: Activity, needed: bool = True) -> When:
    return When("activity", tuple(a.value for a in activities), needed)


EXTENDED = When("extension", ("first", "further"))
PLACEMENT, PUBLIC_WORK = _for(A.work_placement), _for(A.utility_work, A.municipal_project_work)


def _point(written: object) -> object:
    return written.strip().replace(",", ".") if isinstance(written, str) else written


def _day(da: str, en: str) -> Any:
    label = Label(Text(da=da, en=en), unit=Text(da="timer", en="hours"), short=True)
    hours = Annotated[Decimal, BeforeValidator(_point), Field(ge=0, le=HOURS_OF_A_DAY, decimal_places=2)]
    return Annotated[hours | None, label]


class PlanLine(Row):
    """Fields with a `When` belong to single activities; the table of the form and of the rules at once."""

    activity: Annotated[Activity, Label(
        Text(da="Aktivitet", en="Activity"),
        options={a.value: asks.title for a, asks in ACTIVITIES.items()})]  # fmt: skip
    title: Annotated[Free, Field(min_length=3, max_length=200), Label(
        Text(da="Hvad og hvor?", en="What and where?"),
        Text(da="Et konkret sted og en konkret opgave. Ingen oplysninger om helbred.",
             en="A concrete workplace and task. Nothing about health."))]  # fmt: skip
    provider: Annotated[str | None, Field(max_length=64), Label(
        Text(da="Hvem registrerer fremmøde?", en="Who registers attendance?"),
        Text(da="Tomt felt: sagens eget team.", en="Empty: the case's own team."),
        options_from="providers")] = None  # fmt: skip
    monday: _day("Man", "Mon") = None  # type: ignore[valid-type]
    tuesday: _day("Tir", "Tue") = None  # type: ignore[valid-type]
    wednesday: _day("Ons", "Wed") = None  # type: ignore[valid-type]
    thursday: _day("Tor", "Thu") = None  # type: ignore[valid-type]
    friday: _day("Fre", "Fri") = None  # type: ignore[valid-type]
    saturday: _day("Lør", "Sat") = None  # type: ignore[valid-type]
    sunday: _day("Søn", "Sun") = None  # type: ignore[valid-type]
    starts_on: Annotated[date | None, Between(earliest=-366, latest=731), Label(
        Text(da="Fra", en="From"),
        Text(da="Tomt felt: når planen starter.", en="Empty: when the plan starts."))] = None  # fmt: skip
    ends_on: Annotated[date | None, Between(earliest=-366, latest=1827), Label(
        Text(da="Til og med", en="Until"),
        Text(da="Skal udfyldes ved virksomhedspraktik og vejledning og opkvalificering.",
             en="Required for a work placement and for guidance and upskilling."))] = None  # fmt: skip
    employer_type: Annotated[Employer | None, Label(
        Text(da="Arbejdsgiver", en="Employer"), options=EMPLOYERS, when=PUBLIC_WORK)] = None  # fmt: skip
    staff_representative_informed: Annotated[bool | None, Label(
        Text(da="Har arbejdsgiveren orienteret tillidsrepræsentanten?",
             en="Has the employer informed the staff representative?"),
        when=_for(A.utility_work))] = None  # fmt: skip
    project: Annotated[Free | None, Field(min_length=3, max_length=200), Label(
        Text(da="Kommunalt projekt", en="Municipal project"), when=_for(A.municipal_project_work))] = None  # fmt: skip
    safety_approved: Annotated[bool | None, Label(
        Text(da="Er arbejdsmiljøet godkendt?", en="Is the workplace approved as safe?"),
        when=PUBLIC_WORK)] = None  # fmt: skip
    cvr: Annotated[Cvr | None, Field(max_length=20), Label(
        Text(da="CVR-nummer", en="CVR number"), when=PLACEMENT)] = None  # fmt: skip
    p_number: Annotated[PNumber | None, Field(max_length=20), Label(
        Text(da="P-nummer", en="P-number"), when=PLACEMENT)] = None  # fmt: skip
    employer_signed_on: Annotated[date | None, SIGNED, Label(
        Text(da="Arbejdsgiveren har underskrevet den", en="Signed by the employer on"),
        Text(da="Før praktikken starter.", en="Before the placement starts."), when=PLACEMENT)] = None  # fmt: skip
    representative_signed_on: Annotated[date | None, SIGNED, Label(
        Text(da="Medarbejderrepræsentanten har underskrevet den", en="Signed by the employees' representative on"),
        Text(da="Før praktikken starter.", en="Before the placement starts."), when=PLACEMENT)] = None  # fmt: skip
    extension: Annotated[Literal["no", "first", "further"] | None, Label(
        Text(da="Er det en forlængelse?", en="Is it an extension?"), options=EXTENSIONS,
        when=_for(A.work_placement, needed=False))] = None  # fmt: skip
    weeks_before: Annotated[int | None, Field(ge=1, le=520), Label(
        Text(da="Uger i praktikken før forlængelsen", en="Weeks in the placement before the extension"),
        unit=Text(da="uger", en="weeks"), when=EXTENDED)] = None  # fmt: skip
    extension_reason: Annotated[Free | None, Field(min_length=10, max_length=1000), Label(
        Text(da="Hvorfor forlænges der?", en="Why is it extended?"), when=EXTENDED)] = None  # fmt: skip
    outside_home: Annotated[bool | None, Label(
        Text(da="Foregår det uden for hjemmet?", en="Is it outside the home?"),
        when=_for(A.job_search_and_preparation))] = None  # fmt: skip
    employment_aim: Annotated[Free | None, Field(min_length=10, max_length=500), Label(
        Text(da="Hvilket job er målet?", en="Which job is the aim?"),
        Text(da="Et klart beskæftigelsesmål, fx truckcertifikat til et konkret lagerjob.",
             en="A clear employment aim, such as a forklift licence for a given job."),
        when=_for(A.guidance_and_upskilling))] = None  # fmt: skip

    @property
    def hours(self) -> Decimal:
        """Planned in a week."""
        return sum((self.on(day) for day in WEEKDAYS), Decimal())

    def on(self, weekday: str) -> Decimal:
        return getattr(self, weekday) or Decimal()

    def asks_for(self, name: str) -> bool:
        """Whether the field belongs to this activity, as it is answered."""
        when = when_of(name)
        return when is None or (str(getattr(self, when.field)) in when.values and self.asks_for(when.field))

    def asked(self) -> Iterator[tuple[str, When]]:
        """The fields that belong to this activity alone."""
        for name in type(self).model_fields:
            when = when_of(name)
            if when and self.asks_for(name):
                yield name, when

    def placement(self, plan_starts_on: date) -> Placement:
        written = self.model_dump(mode="json")
        return Placement(
            activity=self.activity, title=self.title, provider=self.provider,
            starts_on=self.starts_on or plan_starts_on, ends_on=self.ends_on,
            minutes={n: round(self.on(day) * 60) for n, day in enumerate(WEEKDAYS, start=1) if self.on(day)},
            details={name: written[name] for name, _ in self.asked() if written[name] is not None},
        )  # fmt: skip


def when_of(name: str) -> When | None:
    return next((m.when for m in PlanLine.model_fields[name].metadata if isinstance(m, Label)), None)


def title_of(name: str) -> Text:
    return next(m.title for m in PlanLine.model_fields[name].metadata if isinstance(m, Label))
