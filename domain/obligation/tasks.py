"""The decisions that people take in a work-obligation case."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label
from domain.roles import Role
from domain.tasks import Between, Decision, Free, Reason, Task
from domain.text import Text

FULL_TIME = 37
HAPPENED = Between(earliest=date(2025, 1, 1), latest=0)
"""Lov nr. 1654 af 30/12/2024 has been in force since then."""
REASON = Label(
    Text(da="Begrundelse", en="Reasons"),
    Text(
        da="Mindst 20 tegn. Indgår i sagen, jf. forvaltningslovens § 24.",
        en="At least 20 characters. Kept on the case, cf. section 24 of the Public Administration Act.",
    ),
)


class DataQuality(Decision):
    usable: Annotated[
        bool,
        Label(
            Text(da="Kan oplysningerne bruges nu?", en="Can the data be used now?"),
            Text(
                da="Ret først oplysningerne på sagen, hvis de er forkerte.",
                en="Correct the facts on the case first if they are wrong.",
            ),
        ),
    ]
    note: Annotated[Reason, REASON]


class CheckData(Task[DataQuality]):
    kind: ClassVar[str] = "obligation.data_quality"
    title: ClassVar[Text] = Text(da="Kontrollér oplysninger", en="Check the data")
    why: ClassVar[Text] = Text(
        da="Oplysningerne i filen passer ikke sammen. Nogen skal se på dem, før reglen bruges.",
        en="The data in the file do not add up. Somebody must look before the rule is applied.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "obligation.data_quality"
    decision: ClassVar[type[Decision]] = DataQuality
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="dækningen beregnes", en="coverage is worked out")),
        (
            Text(da="Nej", en="No"),
            Text(da="sagen lukkes som fejlregistreret", en="the case closes as entered in error"),
        ),
    ]


class CoverageDecision(Decision):
    covered: Annotated[
        bool,
        Label(
            Text(da="Er borgeren omfattet af arbejdspligten?", en="Is the citizen covered by the work obligation?"),
            Text(
                da="Ydelsesafgørelsen gælder. Beregningen ovenfor er kun vejledende.",
                en="The benefit decision prevails. The calculation above only advises.",
            ),
        ),
    ]
    decided_on: Annotated[date, HAPPENED, Label(Text(da="Ydelsesafgørelsens dato", en="Date of the benefit decision"))]
    reference: Annotated[
        Free,
        Field(min_length=3, max_length=80),
        Label(Text(da="Reference i ydelsessystemet", en="Reference in the benefit system")),
    ]
    reason: Annotated[Reason, REASON]


class ConfirmCoverage(Task[CoverageDecision]):
    kind: ClassVar[str] = "obligation.confirm_coverage"
    title: ClassVar[Text] = Text(da="Bekræft omfattet", en="Confirm coverage")
    why: ClassVar[Text] = Text(
        da="Beregningen er vejledende. En ydelsessagsbehandler afgør, om borgeren er omfattet.",
        en="The calculation only advises. A benefit officer decides whether the citizen is covered.",
    )
    role: ClassVar[Role] = Role.benefit_officer
    deadline: ClassVar[str] = "obligation.confirm_coverage"
    decision: ClassVar[type[Decision]] = CoverageDecision
    rule: ClassVar[str | None] = "obligation.coverage"
    appealable: ClassVar[bool] = True
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (
            Text(da="Ja", en="Yes"),
            Text(da="vejledning om rettigheder og pligter", en="guidance on rights and duties"),
        ),
        (Text(da="Nej", en="No"), Text(da="sagen lukkes som ikke omfattet", en="the case closes as not covered")),
    ]


class GuidanceGiven(Decision):
    given_on: Annotated[date, HAPPENED, Label(Text(da="Vejledt den", en="Guided on"))]
    channel: Annotated[
        Literal["meeting", "digital_post", "letter"],
        Label(
            Text(da="Hvordan?", en="How?"),
            options={
                "meeting": Text(da="Samtale, udleveret på skrift", en="Meeting, handed over in writing"),
                "digital_post": Text(da="Digital Post", en="Digital Post"),
                "letter": Text(da="Brev", en="Letter"),
            },
        ),
    ]
    interpreter: Annotated[
        Literal["not_needed", "adult_interpreter"],
        Label(
            Text(da="Tolk", en="Interpreter"),
            Text(
                da="En tolk skal være fyldt 18 år, jf. lov nr. 469 af 14. maj 2025.",
                en="An interpreter must be at least 18 years old, Act no. 469 of 14 May 2025.",
            ),
            options={
                "not_needed": Text(da="Ikke nødvendig", en="Not needed"),
                "adult_interpreter": Text(da="Professionel tolk over 18 år", en="Professional interpreter over 18"),
            },
        ),
    ]
    proof: Annotated[
        Free,
        Field(min_length=3, max_length=200),
        Label(
            Text(da="Bevis", en="Proof"),
            Text(
                da="Hvor står det? Fx journalnummer eller kvittering.", en="Where is it kept? A file number or receipt."
            ),
        ),
    ]

    @model_validator(mode="after")
    def _later_than_the_last(self, info: ValidationInfo) -> Self:
        last = (info.context or {}).get("task", {}).get("last_given_on")
        if last and self.given_on <= date.fromisoformat(last):
            raise ValueError("not_repeated")
        return self


class GiveGuidance(Task[GuidanceGiven]):
    kind: ClassVar[str] = "obligation.guidance"
    title: ClassVar[Text] = Text(da="Vejled om rettigheder og pligter", en="Guide on rights and duties")
    why: ClassVar[Text] = Text(
        da="Borgeren skal have skriftlig vejledning, før arbejdspligten kan få følger.",
        en="The citizen must have written guidance before the obligation can have consequences.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "obligation.guidance"
    decision: ClassVar[type[Decision]] = GuidanceGiven
    letter: ClassVar[str | None] = "obligation.guidance"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Vejledt", en="Guided"), Text(da="individuel vurdering", en="individual assessment")),
    ]


class Effort(StrEnum):
    full = "full"
    reduced = "reduced"
    exempt = "exempt"


EFFORTS: dict[Any, Text] = {
    Effort.full: Text(da="37 timer om ugen", en="37 hours a week"),
    Effort.reduced: Text(da="Nedsat timetal", en="Reduced hours"),
    Effort.exempt: Text(da="Fritaget", en="Exempt"),
}

WEEKLY_HOURS = Label(Text(da="Timer om ugen", en="Hours a week"))


def target_hours(effort: Effort, weekly_hours: int | None) -> int:
    """Hours a week that the plan aims at."""
    return {Effort.full: FULL_TIME, Effort.reduced: weekly_hours or 0, Effort.exempt: 0}[effort]


class Assessment(Decision):
    effort: Annotated[
        Effort,
        Label(Text(da="Hvad kan borgeren deltage med?", en="What can the citizen take part with?"), options=EFFORTS),
    ]
    weekly_hours: Annotated[
        int | None,
        Field(ge=1, le=FULL_TIME - 1),
        Label(
            Text(da="Timetal, hvis nedsat", en="Hours, if reduced"),
            Text(da="1 til 36 timer om ugen.", en="1 to 36 hours a week."),
            unit=Text(da="timer", en="hours"),
        ),
    ] = None
    until: Annotated[
        date | None,
        Between(earliest=1),
        Label(
            Text(da="Nedsættelse eller fritagelse slutter", en="Reduction or exemption ends"),
            Text(
                da="Skal udfyldes ved nedsat timetal og fritagelse. Ud over kommunens grænse godkender teamlederen.",
                en="Required for reduced hours and exemption. Beyond the local limit the supervisor approves.",
            ),
        ),
    ] = None
    reason: Annotated[Reason, REASON]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.effort is Effort.full and (self.weekly_hours or self.until):
            raise ValueError("full_takes_no_limits")
        if self.effort is Effort.reduced and not self.weekly_hours:
            raise ValueError("hours_missing")
        if self.effort is Effort.exempt and self.weekly_hours:
            raise ValueError("exempt_takes_no_hours")
        if self.effort is not Effort.full and self.until is None:
            raise ValueError("end_missing")
        return self


class AssessIndividually(Task[Assessment]):
    kind: ClassVar[str] = "obligation.individual_assessment"
    title: ClassVar[Text] = Text(da="Vurdér borgeren individuelt", en="Assess the citizen individually")
    why: ClassVar[Text] = Text(
        da="Timetallet fastsættes efter en konkret vurdering af helbred og sociale forhold.",
        en="The hours are set by an individual assessment of health and social circumstances.",
    )
    role: ClassVar[Role] = Role.job_consultant
    deadline: ClassVar[str] = "obligation.individual_assessment"
    decision: ClassVar[type[Decision]] = Assessment
    appealable: ClassVar[bool] = True
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="37 timer eller nedsat", en="37 hours or reduced"), Text(da="plan", en="plan")),
        (
            Text(da="Nedsat eller fritaget ud over kommunens grænse", en="Reduced or exempt beyond the local limit"),
            Text(da="teamlederen godkender", en="the supervisor approves"),
        ),
        (
            Text(da="Fritaget", en="Exempt"),
            Text(da="ny vurdering, når fritagelsen slutter", en="a new assessment when the exemption ends"),
        ),
    ]


class Approval(Decision):
    approved: Annotated[bool, Label(Text(da="Godkendes forslaget?", en="Is the proposal approved?"))]
    reason: Annotated[Reason, REASON]


class ApproveExemption(Task[Approval]):
    kind: ClassVar[str] = "obligation.approve_exemption"
    title: ClassVar[Text] = Text(da="Godkend nedsættelse eller fritagelse", en="Approve reduction or exemption")
    why: ClassVar[Text] = Text(
        da="Forslaget går ud over kommunens grænse. En anden person end forslagsstilleren skal godkende.",
        en="The proposal runs beyond the local limit. Another person than the proposer must approve.",
    )
    role: ClassVar[Role] = Role.supervisor
    deadline: ClassVar[str] = "obligation.approve_exemption"
    decision: ClassVar[type[Decision]] = Approval
    confirms: ClassVar[tuple[str, ...]] = ("obligation.individual_assessment",)
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="forslaget gælder", en="the proposal stands")),
        (Text(da="Nej", en="No"), Text(da="ny individuel vurdering", en="a new individual assessment")),
    ]
    effort: Annotated[Effort, Label(Text(da="Indsats", en="Effort"), options=EFFORTS)]
    weekly_hours: Annotated[int, WEEKLY_HOURS]
    until: Annotated[date, Label(Text(da="Til og med", en="Until"))]


class Review(Decision):
    result: Annotated[
        Literal["continue", "new_plan", "reassess", "end"],
        Label(
            Text(da="Hvad skal der ske?", en="What happens next?"),
            options={
                "continue": Text(da="Fortsæt uændret", en="Go on unchanged"),
                "new_plan": Text(da="Ny plan", en="New plan"),
                "reassess": Text(da="Ny individuel vurdering", en="New individual assessment"),
                "end": Text(da="Arbejdspligten er ophørt", en="The obligation has ended"),
            },
        ),
    ]
    reason: Annotated[Reason, REASON]


class ReviewRunning(Task[Review]):
    kind: ClassVar[str] = "obligation.running_review"
    title: ClassVar[Text] = Text(da="Følg op på forløbet", en="Review the course")
    why: ClassVar[Text] = Text(
        da="Forløbet gennemgås hvert halve år.", en="The course is reviewed every half year.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "obligation.running_review"
    decision: ClassVar[type[Decision]] = Review
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Fortsæt", en="Go on"), Text(da="ny opfølgning om et halvt år", en="a new review in half a year")),
        (Text(da="Ny vurdering", en="New assessment"), Text(da="individuel vurdering", en="individual assessment")),
        (Text(da="Ophørt", en="Ended"), Text(da="afslutning", en="leaving")),
    ]
