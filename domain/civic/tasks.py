"""The decisions of a campaign: where, with what plan, with whom, what was done, and what was learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.areas import LONGEST, as_offered, same
from domain.civic.areas import unread
from domain.civic.coordination import COORDINATION
from domain.civic.open_ends import refuse_over_open_ends
from domain.civic.standing import EVALUATE, TAKEN_BACK, WORK, TakenBack
from domain.civic.where import CHOICE, DISTRICTS
from domain.civic.work import Work, refuse_work
from domain.labels import Label, When
from domain.material.timely import Timely
from domain.roles import Role
from domain.tasks import HAPPENED, Decision, Free, Reason, Row, Task, Wrong, explained, refuse
from domain.text import Text

NOTE = Label(Text(da="Notat", en="Note"), Text(da="Mindst 20 tegn. Bliver på sagen.",
                                             en="At least 20 characters. Stays on the case."))  # fmt: skip
CANCELLED = Text(da="kampagnen lukkes", en="the campaign closes")


class Area(Row):
    area: Annotated[str, Field(min_length=1, max_length=LONGEST), as_offered(DISTRICTS), Label(
        Text(da="Bydel", en="District"), options_from=DISTRICTS, short=True)]  # fmt: skip
    languages: Annotated[Free, Field(max_length=200), Label(
        Text(da="Sprog, der tales i området", en="Languages spoken in the area"))] = ""  # fmt: skip


class AreasChosen(Decision):
    result: Annotated[Literal["chosen", "cancelled"], Label(
        Text(da="Hvad er besluttet?", en="What is decided?"), options={
        "chosen": Text(da="Kampagnen føres i disse områder", en="The campaign is run in these areas"),
        "cancelled": Text(da="Kampagnen føres ikke", en="No campaign is run")})]  # fmt: skip
    areas: Annotated[tuple[Area, ...], Field(max_length=30), Label(
        Text(da="Områder", en="Areas"), unit=Text(da="Område", en="Area"),
        when=When("result", ("chosen",), needed=False))] = ()  # fmt: skip
    note: Annotated[Reason, NOTE]

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        """The workflow is not told the rows."""
        if self.result == "cancelled":
            refuse_over_open_ends(info.context, type(self).__name__)
        named, known = [same(one.area) for one in self.areas], info.context or {}
        if self.result == "chosen" and info.context is not None and not named:
            refuse(_nothing_to_choose(known), type(self).__name__)
            raise ValueError("areas_missing")
        twice = [n for n, name in enumerate(named) if name in named[:n]]
        refuse([(("areas", n, "area"), "area_twice", Text(da="Står der allerede", en="Is there already"))
                for n in twice], type(self).__name__)  # fmt: skip
        offered = known.get(DISTRICTS)
        refuse([(("areas", n, "area"), "area_unknown", Text(da="Vælg en bydel, der er valgdeltagelse fra",
                                                            en="Choose a district that there is turnout of"))
                for n, one in enumerate(self.areas) if offered and one.area not in offered],
               type(self).__name__)  # fmt: skip
        return self


def _nothing_to_choose(known: Mapping[str, Any]) -> Iterator[Wrong]:
    if "case" in known and not known["case"].turnout(known["case"].facts.compares_with):
        yield ("areas",), "turnout_unread", unread(known["case"].facts.compares_with)


class ChooseAreas(Task[AreasChosen]):
    kind: ClassVar[str] = CHOICE
    title: ClassVar[Text] = Text(da="Vælg områder efter valgdeltagelsen", en="Choose areas by turnout")
    why: ClassVar[Text] = Text(
        da="Kampagnen føres, hvor færrest stemte. Områder vælges efter valgsted, aldrig efter hvem der bor der.",
        en="The campaign goes where fewest voted. Areas are chosen by polling place, never by who lives there.",
    )
    role: ClassVar[Role] = Role.supervisor
    deadline: ClassVar[str] = "civic.areas"
    no_later_than: ClassVar[str | None] = "plan_by"
    mends: ClassVar[tuple[str, ...]] = ("result", "areas")
    decision: ClassVar[type[Decision]] = AreasChosen
    rule: ClassVar[str | None] = "civic.areas"
    guard: ClassVar[str | None] = "civic.areas"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Valgt", en="Chosen"), Text(da="planen lægges", en="the plan is made")),
        (Text(da="Føres ikke", en="Not run"), CANCELLED),
    ]
    plan_by: Annotated[date | None, Label(Text(da="Planen ligger klar senest", en="The plan is ready by"))] = None

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return getattr(decision, "result", "") == "chosen"


class Planned(Decision):
    result: Annotated[Literal["planned", "cancelled"], Label(
        Text(da="Hvad er besluttet?", en="What is decided?"), options={
        "planned": Text(da="Planen er lagt", en="The plan is made"),
        "cancelled": Text(da="Kampagnen føres ikke", en="No campaign is run")})]  # fmt: skip
    plan: Annotated[Reason, Label(Text(da="Planen i korte træk", en="The plan in short"))]

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if self.result == "cancelled":
            refuse_over_open_ends(info.context, type(self).__name__)
        return self


class MakeCampaignPlan(Task[Planned]):
    kind: ClassVar[str] = "civic.plan"
    title: ClassVar[Text] = Text(da="Læg kampagnens plan", en="Plan the campaign")
    why: ClassVar[Text] = Text(
        da="Hvad sker der i hvert område, hvornår, med hvem og for hvilke penge.",
        en="What happens in each area, when, with whom and for what money.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "civic.plan"
    mends: ClassVar[tuple[str, ...]] = ("result", "plan")
    counts_from: ClassVar[str | None] = "due_on"
    decision: ClassVar[type[Decision]] = Planned
    rule: ClassVar[str | None] = "civic.milestones"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Lagt", en="Made"), Text(da="aftaler med partnere", en="agreements with partners")),
        (Text(da="Føres ikke", en="Not run"), CANCELLED),
    ]
    due_on: Annotated[date, Label(Text(da="Senest", en="By"))]


PARTNERS: dict[str, Text] = {
    "youth_council": Text(da="Ungeråd", en="Youth council"),
    "local_committee": Text(da="Lokaludvalg", en="Local committee"),
    "association": Text(da="Forening eller ngo", en="Association or NGO"),
    "faith_community": Text(da="Kirke eller andet trossamfund", en="Church or other faith community"),
    "housing": Text(da="Boligorganisation", en="Housing association"),
}  # fmt: skip


class Partner(Row):
    kind: Annotated[Literal["youth_council", "local_committee", "association", "faith_community", "housing"], Label(
        Text(da="Slags", en="Kind"), options=PARTNERS, short=True)]  # fmt: skip
    name: Annotated[Free, Field(min_length=2, max_length=120), Label(Text(da="Navn", en="Name"), short=True)]
    agreed_on: Annotated[date, HAPPENED, Label(
        Text(da="Aftalt den", en="Agreed on"), short=True)]  # fmt: skip
    what: Annotated[Free, Field(min_length=3, max_length=400), Label(Text(da="Hvad er aftalt?", en="What is agreed?"))]


class Agreed(Decision):
    partners: Annotated[tuple[Partner, ...], Field(max_length=40), Label(
        Text(da="Partnere", en="Partners"), unit=Text(da="Partner", en="Partner"))] = ()  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Note"), Text(da="Udfyldes, hvis der ingen partnere er.",
                                                                en="Where there are no partners."))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if info.context is not None and not self.partners:
            explained(self.note, "partners_missing")
        return self


class AgreeWithPartners(Task[Agreed]):
    kind: ClassVar[str] = "civic.partners"
    title: ClassVar[Text] = Text(da="Indgå aftaler med partnere", en="Agree with partners")
    why: ClassVar[Text] = Text(
        da="Netværk og familie betyder mest for, om nogen stemmer. Aftal med dem, der kender området, hvad de gør.",
        en="Networks and family matter most for whether somebody votes. Agree with those who know the area.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "civic.partners"
    mends: ClassVar[tuple[str, ...]] = ("partners",)
    counts_from: ClassVar[str | None] = "due_on"
    decision: ClassVar[type[Decision]] = Agreed
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Aftalt", en="Agreed"), Text(da="kampagnen går i gang", en="the campaign begins")),
    ]
    due_on: Annotated[date, Label(Text(da="Senest", en="By"))]


class Registered(Decision):
    result: Annotated[Literal["more", "areas", "partners", "cancelled"], Label(
        Text(da="Hvad nu?", en="What now?"), options={
        "more": Text(da="Kampagnen går videre", en="The campaign goes on"),
        "areas": Text(da="Andre områder skal vælges", en="Other areas are to be chosen"),
        "partners": Text(da="Der er andre aftaler med partnere", en="There are other agreements with partners"),
        "cancelled": Text(da="Kampagnen standses", en="The campaign is stopped")})]  # fmt: skip
    work: Annotated[tuple[Work, ...], Field(max_length=60), Label(
        Text(da="Udført arbejde", en="Work done"), unit=Text(da="Arbejde", en="Work"))] = ()  # fmt: skip
    taken_back: Annotated[tuple[TakenBack, ...], Field(max_length=60), TAKEN_BACK] = ()
    note: Annotated[Free, Label(Text(da="Notat", en="Note"), Text(
        da="Hvorfor, hvis der intet er udført, eller kampagnen standses (mindst 20 tegn).",
        en="Why, where nothing was done or the campaign is stopped (at least 20 characters)."))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _in_time(self, info: ValidationInfo) -> Self:
        """The workflow is not told the rows."""
        is_empty = not self.work and not self.taken_back
        if info.context is not None and self.result == "more" and is_empty:
            explained(self.note, "work_missing")
        if info.context is not None and self.result == "cancelled":
            explained(self.note)
            refuse_over_open_ends(info.context, type(self).__name__)
        refuse_work(self.work, self.taken_back, info, type(self).__name__)
        return self


class RegisterWork(Timely[Registered]):
    kind: ClassVar[str] = WORK
    title: ClassVar[Text] = Text(da="Registrér arbejdet i områderne", en="Register the work in the areas")
    why: ClassVar[Text] = Text(
        da="Opgange, plakater og opslag skrives område for område. Arrangementer har deres egne sager.",
        en="Stairwells, posters and posts are written area by area. Events have cases of their own.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "civic.work"
    decision: ClassVar[type[Decision]] = Registered
    rule: ClassVar[str | None] = "civic.milestones"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Går videre", en="Goes on"), Text(da="opgaven stilles igen", en="the task comes again")),
        (Text(da="Andre områder eller aftaler", en="Other areas or agreements"),
         Text(da="de rettes, og kampagnen går videre", en="they are put right, and the campaign goes on")),
        (Text(da="Standses", en="Stopped"), CANCELLED),
    ]


class Evaluated(Decision):
    learning: Annotated[Reason, Label(
        Text(da="Hvad kan der læres?", en="What can be learned?"),
        Text(da="Forskelle i valgdeltagelse er en sammenhæng, ikke en virkning af kampagnen.",
             en="Differences in turnout are an association, not an effect of the campaign."))]  # fmt: skip
    work: Annotated[tuple[Work, ...], Field(max_length=60), Label(
        Text(da="Arbejde, der mangler at blive skrevet ned", en="Work that was not written down yet"),
        unit=Text(da="Arbejde", en="Work"))] = ()  # fmt: skip
    taken_back: Annotated[tuple[TakenBack, ...], Field(max_length=60), TAKEN_BACK] = ()

    @model_validator(mode="after")
    def _in_time(self, info: ValidationInfo) -> Self:
        refuse_work(self.work, self.taken_back, info, type(self).__name__)
        return self


class Evaluate(Task[Evaluated]):
    kind: ClassVar[str] = EVALUATE
    title: ClassVar[Text] = Text(da="Evaluér kampagnen", en="Evaluate the campaign")
    why: ClassVar[Text] = Text(
        da="Valgdeltagelsen pr. valgsted sammenlignes med det tidligere valg. Læs først valgets tal ind.",
        en="Turnout by polling place is compared with the earlier election. Read the election's figures in first.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "civic.evaluate"
    counts_from: ClassVar[str | None] = "due_on"
    decision: ClassVar[type[Decision]] = Evaluated
    rule: ClassVar[str | None] = "civic.association"
    guard: ClassVar[str | None] = "civic.association"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Evalueret", en="Evaluated"), Text(da="kampagnen lukkes", en="the campaign closes")),
    ]
    due_on: Annotated[date, Label(Text(da="Senest", en="By"))]


KINDS: tuple[type[Task[Any]], ...] = (
    ChooseAreas, MakeCampaignPlan, *COORDINATION, AgreeWithPartners, RegisterWork, Evaluate)  # fmt: skip
