"""What a work-obligation case asks of people beside its stages, and how it ends."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import model_validator

from domain.labels import Label
from domain.obligation.tasks import HAPPENED, REASON, GuidanceGiven
from domain.roles import Role
from domain.tasks import Between, Decision, Reason, Task
from domain.text import Text


class MissingAttendance(Decision):
    result: Annotated[Literal["registered", "left"], Label(
        Text(da="Hvad er der sket?", en="What has happened?"),
        Text(da="Et fremmøde, som ingen har registreret, tæller 0 timer og er ingen udeblivelse.",
             en="Attendance that nobody has registered counts 0 hours and is no absence."),
        options={
            "registered": Text(da="Det manglende er registreret nu", en="What was missing is registered now"),
            "left": Text(da="Det kan ikke fås oplyst; ugen står, som den er",
                         en="It cannot be found out; the week stands as it is"),
        })]  # fmt: skip
    reason: Annotated[Reason, REASON]


class GetMissingAttendance(Task[MissingAttendance]):
    kind: ClassVar[str] = "obligation.missing_attendance"
    title: ClassVar[Text] = Text(da="Skaf manglende fremmøde", en="Get the missing attendance")
    why: ClassVar[Text] = Text(
        da="Ugen er lukket, men et eller flere møder er ikke registreret. Timer uden registrering tæller ikke.",
        en="The week is closed, but attendance is not registered for all days. Hours without it do not count.",
    )
    role: ClassVar[Role] = Role.job_consultant
    deadline: ClassVar[str] = "obligation.missing_attendance"
    decision: ClassVar[type[Decision]] = MissingAttendance
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Registreret", en="Registered"), Text(da="ugen gøres op igen", en="the week is added up again")),
        (Text(da="Kan ikke oplyses", en="Cannot be found out"), Text(da="ugen står", en="the week stands")),
    ]
    monday: Annotated[date, Label(Text(da="Ugen fra mandag", en="The week from Monday"))]
    days: Annotated[int, Label(Text(da="Manglende registreringer", en="Registrations missing"))]


class RepeatGuidance(Task[GuidanceGiven]):
    kind: ClassVar[str] = "obligation.repeat_guidance"
    title: ClassVar[Text] = Text(da="Gentag vejledning", en="Repeat the guidance")
    why: ClassVar[Text] = Text(
        da="Vejledningen om rettigheder og pligter gentages hvert halve år. Uden den kan intet fradrag besluttes.",
        en="The guidance on rights and duties is repeated every half year. Without it no deduction can be decided.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "obligation.repeat_guidance"
    counts_from: ClassVar[str | None] = "last_given_on"
    letter: ClassVar[str | None] = "obligation.guidance"
    decision: ClassVar[type[Decision]] = GuidanceGiven
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Vejledt", en="Guided"), Text(da="gentages om et halvt år", en="repeated in half a year")),
    ]
    last_given_on: Annotated[date, Label(Text(da="Sidst vejledt", en="Last guided on"))]


class PlanEnds(Decision):
    result: Annotated[Literal["new_plan", "runs_out"], Label(
        Text(da="Hvad skal der ske?", en="What happens next?"),
        options={
            "new_plan": Text(da="Planen laves om: forlængelse eller ny aktivitet",
                             en="The plan is changed: extension or a new activity"),
            "runs_out": Text(da="Aktiviteten udløber, resten af planen gælder",
                             en="The activity runs out, the rest of the plan stands"),
        })]  # fmt: skip
    reason: Annotated[Reason, REASON]


class DecideOnPlanEnd(Task[PlanEnds]):
    kind: ClassVar[str] = "obligation.plan_ends"
    title: ClassVar[Text] = Text(da="Aktivitet slutter: tag stilling", en="An activity ends: decide what follows")
    why: ClassVar[Text] = Text(
        da="En aktivitet i planen slutter snart. Indsatsen skal være løbende.",
        en="An activity of the plan ends soon. The effort is to be continuous.",
    )
    role: ClassVar[Role] = Role.job_consultant
    deadline: ClassVar[str] = "obligation.plan_ends"
    decision: ClassVar[type[Decision]] = PlanEnds
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ny plan", en="New plan"), Text(da="planen laves om", en="the plan is made anew")),
        (Text(da="Udløber", en="Runs out"), Text(da="sagen løber videre", en="the case runs on")),
    ]
    ends_on: Annotated[date, Label(Text(da="Slutter den", en="Ends on"))]


class CoverageStill(Decision):
    covered: Annotated[bool, Label(
        Text(da="Er borgeren stadig omfattet?", en="Is the citizen still covered?"),
        Text(da="Ydelsesafgørelsen gælder. Den tidligere afgørelse ændres ikke af beregningen.",
             en="The benefit decision prevails. The calculation does not change the earlier decision."))]  # fmt: skip
    decided_on: Annotated[date, HAPPENED, Label(Text(da="Ydelsesafgørelsens dato", en="Date of the benefit decision"))]
    reason: Annotated[Reason, REASON]


class RecheckCoverage(Task[CoverageStill]):
    kind: ClassVar[str] = "obligation.recheck"
    title: ClassVar[Text] = Text(da="Tag stilling til ny beregning", en="Decide on the new calculation")
    why: ClassVar[Text] = Text(
        da="Oplysninger eller regler har ændret sig, så beregningen nu siger noget andet end afgørelsen.",
        en="Facts or rules have changed, so that the calculation now says something else than the decision.",
    )
    role: ClassVar[Role] = Role.benefit_officer
    deadline: ClassVar[str] = "obligation.recheck"
    decision: ClassVar[type[Decision]] = CoverageStill
    rule: ClassVar[str | None] = "obligation.coverage"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="sagen løber videre", en="the case runs on")),
        (Text(da="Nej", en="No"), Text(da="sagen afsluttes", en="the case is brought to its end")),
    ]


class Exit(Decision):
    because: Annotated[Literal["requirement_met", "benefit_ended", "moved", "died", "stays"], Label(
        Text(da="Hvorfor slutter arbejdspligten?", en="Why does the obligation end?"),
        options={
            "requirement_met": Text(da="Kravene er opfyldt", en="The requirements are met"),
            "benefit_ended": Text(da="Ydelsen er ophørt", en="The benefit has ended"),
            "moved": Text(da="Borgeren er flyttet til en anden kommune", en="The citizen has moved to another place"),
            "died": Text(da="Borgeren er død", en="The citizen has died"),
            "stays": Text(da="Den slutter ikke: sagen løber videre", en="It does not end: the case runs on"),
        })]  # fmt: skip
    ended_on: Annotated[date | None, Between(earliest=date(2025, 1, 1), latest=31), Label(
        Text(da="Fra den", en="From"))] = None  # fmt: skip
    handed_over: Annotated[bool | None, Label(
        Text(da="Er sagen overdraget til den nye kommune?", en="Is the file handed over to the new municipality?"),
        Text(da="Kun ved flytning. Sagens samlede akter kan hentes på sagen.",
             en="Only for a move. The whole file can be fetched on the case page."))] = None  # fmt: skip
    reason: Annotated[Reason, REASON]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.because == "moved" and not self.handed_over:
            raise ValueError("handover_missing")
        if self.because != "stays" and self.ended_on is None:
            raise ValueError("end_date_missing")
        return self


class ConfirmExit(Task[Exit]):
    kind: ClassVar[str] = "obligation.exit"
    title: ClassVar[Text] = Text(da="Afslut arbejdspligten", en="End the obligation")
    why: ClassVar[Text] = Text(
        da="Noget tyder på, at arbejdspligten er ophørt. En sagsbehandler afgør det.",
        en="Something says that the obligation has ended. A caseworker decides.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "obligation.exit"
    rule: ClassVar[str | None] = "obligation.coverage"
    decision: ClassVar[type[Decision]] = Exit
    uses_file: ClassVar[bool] = True
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Slutter", en="It ends"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Slutter ikke", en="It does not"), Text(da="sagen løber videre", en="the case runs on")),
    ]


KINDS: tuple[type[Task[Any]], ...] = (
    GetMissingAttendance, RepeatGuidance, DecideOnPlanEnd, RecheckCoverage, ConfirmExit,
)  # fmt: skip
