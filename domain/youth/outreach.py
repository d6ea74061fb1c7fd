"""The decisions from a referral to the first talk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label, When
from domain.receiving import Received
from domain.roles import Role
from domain.tasks import HAPPENED, Decision, Free, Reason, Row, Task
from domain.text import Text
from domain.youth.industries import INDUSTRIES, Industry

NOTE = Label(Text(da="Notat", en="Reason"), Text(da="Mindst 20 tegn. Bliver på sagen.",
                                               en="At least 20 characters. Stays on the case."))  # fmt: skip


class Channel(StrEnum):
    phone = "phone"
    message = "message"
    visit = "visit"
    guardian = "guardian"
    school = "school"
    referrer = "referrer"


CHANNELS: dict[str, Text] = {
    "phone": Text(da="Telefon", en="Phone"), "message": Text(da="Sms eller besked", en="Text message"),
    "visit": Text(da="Besøg eller opsøgende møde", en="Visit or outreach"),
    "guardian": Text(da="Gennem en forælder eller værge", en="Through a parent or guardian"),
    "school": Text(da="Gennem skolen", en="Through the school"),
    "referrer": Text(da="Gennem den, der henviste", en="Through whoever referred"),
}  # fmt: skip


class ReferralReceived(Received):
    reasons: ClassVar[tuple[str, ...]] = ("outside",)
    result: Annotated[Literal["new", "same", "outside"], Label(
        Text(da="Hvad skal der ske med henvisningen?", en="What is to become of the referral?"), options={
            "new": Text(da="Ny ung: tag kontakt", en="A new young person: make contact"),
            "same": Text(da="Den unge har allerede en sag: saml dem", en="There is a case already: join them"),
            "outside": Text(da="Uden for målgruppen", en="Outside the target group")})]  # fmt: skip
    same_as: Annotated[str | None, Label(
        Text(da="Hvilken sag er det?", en="Which case is it?"),
        Text(da="Sager om unge med samme navn, eller samme fødselsdato og et navn til fælles.",
             en="Cases of young people of the same name, or the same birth date and a name in common."),
        options_from="alike", when=When("result", ("same",)))] = None  # fmt: skip
    note: Annotated[Free, Label(
        Text(da="Begrundelse", en="Reasons"), Text(da="Udfyldes, når den unge er uden for målgruppen.",
                                                   en="When the young person is outside the target group."))] = ""


class ReceiveReferral(Task[ReferralReceived]):
    kind: ClassVar[str] = "youth.receive"
    title: ClassVar[Text] = Text(da="Modtag henvisning", en="Receive the referral")
    why: ClassVar[Text] = Text(
        da="En ung er henvist. Se, om den unge allerede har en sag, og om alderen passer, før nogen tager kontakt.",
        en="A young person is referred. See whether there is a case already and whether the age fits, before contact.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.receive"
    decision: ClassVar[type[Decision]] = ReferralReceived
    rule: ClassVar[str | None] = "youth.age"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ny ung", en="A new young person"), Text(da="der tages kontakt", en="contact is made")),
        (Text(da="Har allerede en sag", en="There is a case already"),
         Text(da="henvisningen flyttes dertil, og denne sag lukkes", en="the referral moves there, this case closes")),
        (Text(da="Uden for målgruppen", en="Outside the target group"), Text(da="sagen lukkes", en="the case closes")),
    ]  # fmt: skip


class Attempt(Decision):
    tried_on: Annotated[date, HAPPENED, Label(Text(da="Hvornår?", en="When?"))]
    channel: Annotated[Channel, Label(Text(da="Hvordan?", en="How?"), options=dict(CHANNELS))]
    result: Annotated[Literal["reached", "not_reached", "declines"], Label(
        Text(da="Hvad kom der ud af det?", en="What came of it?"), options={
            "reached": Text(da="Kontakt: der er aftalt en samtale", en="Contact: a talk is agreed"),
            "not_reached": Text(da="Ingen kontakt", en="No contact"),
            "declines": Text(da="Den unge siger nej tak", en="The young person declines")})]  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Reason"))] = ""

    @model_validator(mode="after")
    def _another_way(self, info: ValidationInfo) -> Self:
        task = (info.context or {}).get("task", {})
        if task.get("another_way") and self.channel in task.get("tried", ()):
            raise ValueError("channel_tried")
        return self


class ReachYouth(Task[Attempt]):
    kind: ClassVar[str] = "youth.reach"
    title: ClassVar[Text] = Text(da="Tag kontakt til den unge", en="Reach the young person")
    why: ClassVar[Text] = Text(
        da="Henvisningen er modtaget. Skriv hvert forsøg: efter 14 dage uden kontakt prøves en ny vej, og lykkes den "
        "heller ikke, ser teamlederen på sagen.",
        en="The referral is received. Write each attempt: after 14 days without contact another way is tried, and if "
        "that fails too, the supervisor looks at the case.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.reach"
    decision: ClassVar[type[Decision]] = Attempt
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Kontakt", en="Contact"), Text(da="den første samtale holdes", en="the first talk is held")),
        (Text(da="Ingen kontakt", en="No contact"), Text(da="der prøves igen", en="another attempt is made")),
        (Text(da="Nej tak", en="Declines"), Text(da="sagen lukkes; tilbuddet er frivilligt",
                                                 en="the case closes; the offer is voluntary")),
    ]  # fmt: skip
    tried: Annotated[tuple[Channel, ...], Label(Text(da="Prøvet", en="Tried"), options=dict(CHANNELS))] = ()
    another_way: Annotated[bool, Label(
        Text(da="14 dage uden kontakt: prøv en ny vej", en="14 days without contact: try another way"),
    )] = False  # fmt: skip


class Unreached(Decision):
    result: Annotated[Literal["try_on", "give_up"], Label(
        Text(da="Hvad nu?", en="What now?"), options={
            "try_on": Text(da="Prøv igen", en="Try again"),
            "give_up": Text(da="Luk sagen uden kontakt", en="Close without contact")})]  # fmt: skip
    note: Annotated[Reason, NOTE]


class DecideUnreached(Task[Unreached]):
    kind: ClassVar[str] = "youth.unreached"
    title: ClassVar[Text] = Text(da="Ung uden kontakt: beslut, hvad der skal ske", en="No contact: decide what happens")
    why: ClassVar[Text] = Text(
        da="Der er gået 14 dage, og heller ikke en ny vej gav kontakt.",
        en="14 days have passed, and another way gave no contact either.",
    )
    role: ClassVar[Role] = Role.supervisor
    deadline: ClassVar[str] = "youth.unreached"
    decision: ClassVar[type[Decision]] = Unreached
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Prøv igen", en="Try again"), Text(da="et nyt forsøg, og 14 nye dage", en="14 new days")),
        (Text(da="Luk", en="Close"), Text(da="sagen lukkes uden kontakt", en="the case closes without contact")),
    ]
    tried: Annotated[tuple[Channel, ...], Label(Text(da="Prøvet", en="Tried"), options=dict(CHANNELS))] = ()


class Wish(Row):
    industry: Annotated[Industry, Label(Text(da="Branche", en="Industry"), options=dict(INDUSTRIES))]


class Sought(StrEnum):
    leisure_job = "leisure_job"
    student_job = "student_job"
    trainee_place = "trainee_place"
    apprenticeship = "apprenticeship"


SOUGHT: dict[str, Text] = {
    "leisure_job": Text(da="Fritidsjob", en="Leisure job"), "student_job": Text(da="Studiejob", en="Student job"),
    "trainee_place": Text(da="Elevplads", en="Trainee place"),
    "apprenticeship": Text(da="Læreplads", en="Apprenticeship"),
}  # fmt: skip
TRAINS = (Sought.trainee_place.value, Sought.apprenticeship.value)
"""What needs a training contract with an approved firm."""


class FirstTalk(Decision):
    held_on: Annotated[date, HAPPENED, Label(Text(da="Samtalen blev holdt", en="The talk was held"))]
    result: Annotated[Literal["goes_on", "education", "declines"], Label(
        Text(da="Hvad vil den unge?", en="What does the young person want?"), options={
            "goes_on": Text(da="Have hjælp til et job eller en plads", en="Help towards a job or a place"),
            "education": Text(da="Begynder på en uddannelse i stedet", en="Begins an education instead"),
            "declines": Text(da="Siger nej tak", en="Declines")})]  # fmt: skip
    seeks: Annotated[Sought | None, Label(
        Text(da="Hvad søges der?", en="What is sought?"), options=dict(SOUGHT),
        when=When("result", ("goes_on",)))] = None  # fmt: skip
    hours: Annotated[Decimal | None, Field(gt=0, le=40, max_digits=4, decimal_places=2), Label(
        Text(da="Mulige timer om ugen", en="Possible hours a week"), when=When("result", ("goes_on",)))] = None
    wishes: Annotated[tuple[Wish, ...], Field(max_length=12), Label(
        Text(da="Interesser", en="Interests"), Text(da="Den vigtigste først.", en="The most important first."),
        unit=Text(da="Branche", en="Industry"))] = ()  # fmt: skip
    workshop: Annotated[bool, Label(Text(da="Workshop om kultur og forventninger på en arbejdsplads?",
                                         en="Workshop on workplace culture and mutual expectations?"))] = False
    cv: Annotated[bool, Label(Text(da="Hjælp til CV?", en="Help with a CV?"))] = False
    application: Annotated[bool, Label(Text(da="Hjælp til ansøgning?", en="Help with an application?"))] = False
    interview: Annotated[bool, Label(Text(da="Samtaletræning?", en="Interview training?"))] = False
    note: Annotated[Reason, NOTE]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.result == "goes_on" and self.seeks is None:
            raise ValueError("seeks_missing")
        if self.result == "goes_on" and self.hours is None:
            raise ValueError("hours_a_week_missing")
        return self

    @property
    def support(self) -> list[str]:
        """The kinds of support chosen, in the order that they build on each other."""
        return [name for name in ("workshop", "cv", "application", "interview") if getattr(self, name)]


class HoldFirstTalk(Task[FirstTalk]):
    kind: ClassVar[str] = "youth.first_talk"
    title: ClassVar[Text] = Text(da="Hold første samtale", en="Hold the first talk")
    why: ClassVar[Text] = Text(
        da="Den unge er kontaktet. Tal om interesser, skole og mulige timer, og vælg støtten sammen. Under 15 år skal "
        "en forælder eller værge være med.",
        en="The young person is reached. Talk of interests, school and possible hours, and choose the support "
        "together. Below 15 a parent or guardian takes part.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.first_talk"
    counts_from: ClassVar[str | None] = "referred_on"
    decision: ClassVar[type[Decision]] = FirstTalk
    rule: ClassVar[str | None] = "youth.guardian"
    guard: ClassVar[str | None] = "youth.guardian"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Hjælp til job eller plads", en="Help towards a job or place"),
         Text(da="støtten gives, og der søges et match", en="support is given, and a match is sought")),
        (Text(da="Uddannelse", en="Education"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Nej tak", en="Declines"), Text(da="sagen lukkes; tilbuddet er frivilligt",
                                                 en="the case closes; the offer is voluntary")),
    ]  # fmt: skip
    referred_on: Annotated[date, Label(Text(da="Henvist", en="Referred"))]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, FirstTalk) and decision.result == "goes_on"
