"""What an employer offers young people: one vacancy, with one place or several alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Self

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from domain.calendar import COPENHAGEN
from domain.companies import SECTORS, Cvr, PNumber, Sector
from domain.labels import Label, When
from domain.phones import A_TYPED_PHONE
from domain.tasks import Between, Free, Sheet, Wrong, refuse
from domain.text import Text
from domain.youth.contract import A_MONDAY, WeeklyShift
from domain.youth.industries import DANGEROUS, INDUSTRIES, Industry
from domain.youth.outreach import SOUGHT, TRAINS, Sought


class VacancyFacts(Sheet):
    """Before the first contact little is known; what must be known before anybody is offered it, `rules` says.

    What an employer demands of the people it takes, beyond age and working time, has no field here.
    """

    model_config = ConfigDict(frozen=True)

    employer: Annotated[Free, Field(min_length=1, max_length=200), Label(Text(da="Arbejdsplads", en="Employer"))]
    sector: Annotated[Sector, Label(
        Text(da="Arbejdsgiver", en="Kind of employer"), options=dict(SECTORS))]  # fmt: skip
    cvr: Annotated[Cvr | None, Label(
        Text(da="CVR-nummer", en="CVR number"),
        Text(da="En privat husholdning har intet.", en="A private household has none."))] = None  # fmt: skip
    p_number: Annotated[PNumber | None, Label(
        Text(da="P-nummer", en="P-number"), Text(da="Arbejdsstedets.", en="Of the place of work."))] = None  # fmt: skip
    contact_name: Annotated[Free, Field(max_length=120), Label(
        Text(da="Kontaktperson hos arbejdsgiveren", en="Contact at the employer"))] = ""  # fmt: skip
    contact_phone: Annotated[Free, Field(max_length=40), A_TYPED_PHONE, Label(
        Text(da="Kontaktpersonens telefon", en="The contact's phone"))] = ""  # fmt: skip
    what: Annotated[Sought, Label(Text(da="Hvad tilbydes?", en="What is offered?"), options=dict(SOUGHT))]
    approved_firm: Annotated[bool | None, Label(
        Text(da="Er virksomheden godkendt som praktiksted?", en="Is the firm approved for training?"),
        when=When("what", TRAINS, needed=False))] = None  # fmt: skip
    industry: Annotated[Industry, Label(Text(da="Branche", en="Industry"), options=dict(INDUSTRIES))]
    dangerous: Annotated[bool | None, DANGEROUS] = None
    tasks: Annotated[Free, Label(Text(da="Arbejdsopgaver", en="Tasks"))] = ""
    area: Annotated[Free, Field(max_length=80), Label(
        Text(da="Sted eller bydel", en="Place or district"))] = ""  # fmt: skip
    age_from: Annotated[int | None, Field(ge=13, le=30), Label(Text(da="Alder fra", en="Age from"))] = None
    age_to: Annotated[int | None, Field(ge=13, le=30), Label(Text(da="Alder til", en="Age to"))] = None
    hours: Annotated[Decimal | None, Field(gt=0, le=40, max_digits=4, decimal_places=2), Label(
        Text(da="Timer om ugen", en="Hours a week"))] = None  # fmt: skip
    week: Annotated[tuple[WeeklyShift, ...], Field(max_length=14), Label(
        Text(da="Arbejdstid", en="Working time"),
        Text(da="Ugen, som den ser ud hver uge. Kan udelades, når vagterne først aftales med den unge.",
             en="The week as it is every week. May be left out where shifts are agreed with the young person."),
        unit=Text(da="Vagt", en="Shift"))] = ()  # fmt: skip
    starts_on: Annotated[date | None, Between(earliest=-366, latest=732), Label(
        Text(da="Første arbejdsdag", en="First day of work"))] = None  # fmt: skip
    ends_on: Annotated[date | None, Between(earliest=-366, latest=3660), Label(
        Text(da="Sidste arbejdsdag", en="Last day of work"))] = None  # fmt: skip
    places: Annotated[int, Field(ge=1, le=50), Label(Text(da="Antal pladser", en="Number of places"))] = 1

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        """Only where the day is known: old facts stay what they were."""
        if "today" in (info.context or {}):
            refuse(self._wrong(), type(self).__name__)
        return self

    def _wrong(self) -> Iterator[Wrong]:
        if self.sector != "private" and self.cvr is None:
            yield ("cvr",), "missing", Text(da="En offentlig arbejdsgiver har et CVR-nummer",
                                            en="A public employer has a CVR number")  # fmt: skip
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield ("ends_on",), "ends_before_start", Text(da="Slutter, før det begynder", en="Ends before it begins")
        if self.age_from and self.age_to and self.age_to < self.age_from:
            yield ("age_to",), "ages_turned", Text(da="Lavere end alderen fra", en="Lower than the age from")
        if self.week and self.hours is not None and self.hours_of_week() != self.hours:
            said = f"{self.hours_of_week().normalize():f}"
            yield ("hours",), "hours_differ", Text(da=f"Vagterne giver {said.replace('.', ',')} timer om ugen",
                                                   en=f"The shifts add up to {said} hours a week")  # fmt: skip

    def hours_of_week(self) -> Decimal:
        """Of an ordinary week: no hour is counted twice or lost to the change of clocks."""
        spans = [one.on(A_MONDAY) for one in self.week]
        length = sum((_wall(s.end) - _wall(s.start) for s in spans), timedelta())
        return Decimal(int(length.total_seconds())) / 3600


def _wall(at: datetime) -> datetime:
    return at.astimezone(COPENHAGEN).replace(tzinfo=None)
