"""What people do about a day of absence, from the first call to the receipt of the benefit office."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.absence.facts import CHANNELS, GROUNDS, Ground
from domain.labels import Label
from domain.obligation.tasks import HAPPENED
from domain.roles import Role
from domain.tasks import Decision, Free, Reason, Task
from domain.text import Text

Channel = Literal["phone", "meeting", "visit", "sms", "digital_post", "letter"]
CHANNEL = Label(Text(da="Hvordan?", en="How?"), options=CHANNELS)
IN_PERSON = Label(CHANNEL.title, options={way: CHANNELS[way] for way in ("phone", "meeting", "visit")})
GROUND = Label(
    Text(da="Grund, som borgeren har givet", en="Ground that the citizen has given"),
    Text(da="Jf. aktivlovens § 13, stk. 7 og 8.", en="Cf. section 13(7) and (8) of the Active Social Policy Act."),
    options=GROUNDS,
)
EVIDENCE = Label(
    Text(da="Dokumentation", en="Evidence"), Text(da="Hvad er vist eller sendt?", en="What was shown or sent?")
)
Evidence = Annotated[Free, Field(max_length=1000), EVIDENCE]
NO_GROUND = (Ground.none,)


def _excused_with_a_ground(excused: bool, ground: Ground) -> None:
    if excused and ground in NO_GROUND:
        raise ValueError("ground_missing")


class Contact(Decision):
    contacted_on: Annotated[date, HAPPENED, Label(Text(da="Kontaktet den", en="Contacted on"))]
    channel: Annotated[Channel, CHANNEL]
    reached: Annotated[bool, Label(Text(da="Fik du fat i borgeren?", en="Did you reach the citizen?"))]
    ground: Annotated[Ground, GROUND]
    evidence: Evidence = ""
    next: Annotated[Literal["excused", "hearing", "again"], Label(
        Text(da="Hvad skal der ske?", en="What happens next?"),
        options={
            "excused": Text(da="Rimelig grund: udeblivelsen er undskyldt", en="Reasonable ground: excused"),
            "hearing": Text(da="Gå videre til partshøring", en="Go on to the party hearing"),
            "again": Text(da="Prøv at få kontakt igen", en="Try to reach the citizen again"),
        })]  # fmt: skip
    note: Annotated[Reason, Label(
        Text(da="Notat", en="Note"), Text(da="Mindst 20 tegn, jf. notatpligten (offentlighedslovens § 13).",
                                          en="At least 20 characters (duty to take notes)."))]  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _excused_with_a_ground(self.next == "excused", self.ground)
        if not self.reached and self.ground is not Ground.none:
            raise ValueError("not_reached_gives_no_ground")
        if self.reached and self.next == "again":
            raise ValueError("already_reached")
        return self


class ContactCitizen(Task[Contact]):
    kind: ClassVar[str] = "absence.contact"
    title: ClassVar[Text] = Text(da="Kontakt borgeren om udeblivelse", en="Contact the citizen about the absence")
    why: ClassVar[Text] = Text(
        da="Borgeren mødte ikke. Kommunen skal kontakte borgeren lige efter hver udeblivelse.",
        en="The citizen did not come. The municipality must contact the citizen right after each absence.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.contact"
    decision: ClassVar[type[Decision]] = Contact
    rule: ClassVar[str | None] = "absence.limits"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Rimelig grund", en="Reasonable ground"), Text(da="sagen lukkes som undskyldt", en="closed, excused")),
        (Text(da="Partshøring", en="Party hearing"),
         Text(da="aktivitetsparat: først personlig kontakt; ellers høringsbrev",
              en="activity-ready: personal contact first; else the hearing letter")),
        (Text(da="Prøv igen", en="Try again"), Text(da="ny opgave om kontakt", en="a new task to make contact")),
    ]  # fmt: skip


class Personal(Decision):
    contacted_on: Annotated[date, HAPPENED, Label(Text(da="Forsøgt den", en="Tried on"))]
    channel: Annotated[Literal["phone", "meeting", "visit"], IN_PERSON]
    reached: Annotated[bool, Label(Text(da="Fik du personlig kontakt?", en="Was there personal contact?"))]
    ground: Annotated[Ground, GROUND]
    evidence: Evidence = ""
    next: Annotated[Literal["excused", "hearing", "again"], Label(
        Text(da="Hvad skal der ske?", en="What happens next?"),
        options={
            "excused": Text(da="Rimelig grund: udeblivelsen er undskyldt", en="Reasonable ground: excused"),
            "hearing": Text(da="Alle rimelige muligheder er udtømt: partshøring",
                            en="All reasonable possibilities are exhausted: party hearing"),
            "again": Text(da="Prøv igen", en="Try again"),
        })]  # fmt: skip
    note: Annotated[Reason, Label(
        Text(da="Notat", en="Note"), Text(da="Mindst 20 tegn.", en="At least 20 characters."))]  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _excused_with_a_ground(self.next == "excused", self.ground)
        if not self.reached and self.ground is not Ground.none:
            raise ValueError("not_reached_gives_no_ground")
        return self


class MakePersonalContact(Task[Personal]):
    kind: ClassVar[str] = "absence.personal_contact"
    title: ClassVar[Text] = Text(da="Få personlig kontakt", en="Make personal contact")
    why: ClassVar[Text] = Text(
        da="Borgeren er aktivitetsparat. Først skal alle rimelige muligheder for personlig kontakt være udtømt.",
        en="The citizen is activity-ready. First every reasonable possibility of personal contact must be exhausted.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.personal_contact"
    decision: ClassVar[type[Decision]] = Personal
    rule: ClassVar[str | None] = "absence.limits"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        *ContactCitizen.outcomes[:1],
        (Text(da="Udtømt", en="Exhausted"), Text(da="høringsbrev", en="hearing letter")),
        (Text(da="Prøv igen", en="Try again"), Text(da="ny opgave om kontakt", en="a new task to make contact")),
    ]


class HearingLetter(Decision):
    account: Annotated[Reason, Label(
        Text(da="Det, vi mener at vide", en="What we believe we know"),
        Text(da="Borgeren høres om de faktiske oplysninger. Teksten kommer i brevet.",
             en="The citizen is heard on the facts. The text goes into the letter."))]  # fmt: skip


class SendHearing(Task[HearingLetter]):
    kind: ClassVar[str] = "absence.send_hearing"
    title: ClassVar[Text] = Text(da="Send partshøring", en="Send the hearing letter")
    why: ClassVar[Text] = Text(
        da="Borgeren skal høres, før noget afgøres (forvaltningslovens § 19). Tavshed afgør ingenting.",
        en="The citizen must be heard before anything is decided. Silence decides nothing.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.send_hearing"
    decision: ClassVar[type[Decision]] = HearingLetter
    letter: ClassVar[str | None] = "absence.hearing"
    letter_outlives_case: ClassVar[bool] = False
    rule: ClassVar[str | None] = "absence.limits"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Sendt", en="Sent"), Text(da="borgeren har frist til at svare", en="the citizen has time to answer")),
    ]


class HearingReply(Decision):
    reply: Annotated[Literal["received", "none"], Label(
        Text(da="Har borgeren svaret?", en="Has the citizen answered?"),
        options={"received": Text(da="Ja, svaret er noteret nedenfor", en="Yes, the answer is noted below"),
                 "none": Text(da="Nej, og fristen er udløbet", en="No, and the time has run out")})]  # fmt: skip
    answered_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Borgeren svarede den", en="The citizen answered on"),
        Text(da="Skal udfyldes, når der er svaret.", en="Required where there is an answer."))] = None  # fmt: skip
    ground: Annotated[Ground, GROUND]
    evidence: Evidence = ""
    next: Annotated[Literal["excused", "go_on"], Label(
        Text(da="Hvad skal der ske?", en="What happens next?"),
        options={"excused": Text(da="Rimelig grund: udeblivelsen er undskyldt", en="Reasonable ground: excused"),
                 "go_on": Text(da="Kontrollér forudsætningerne for en afgørelse",
                               en="Check the preconditions of a decision")})]  # fmt: skip
    note: Annotated[Reason, Label(
        Text(da="Borgerens svar eller notat", en="The citizen's answer, or a note"),
        Text(da="Mindst 20 tegn.", en="At least 20 characters."))]  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        _excused_with_a_ground(self.next == "excused", self.ground)
        context: dict[str, Any] = info.context or {}
        reply_by = context.get("task", {}).get("reply_by")
        if self.reply == "none" and reply_by and context["today"] <= date.fromisoformat(reply_by):
            raise ValueError("still_time_to_answer")
        if self.reply == "none" and self.ground is not Ground.none:
            raise ValueError("not_reached_gives_no_ground")
        if "today" in context and self.reply == "received" and self.answered_on is None:
            raise ValueError("answer_date_missing")
        return self


class RecordHearingReply(Task[HearingReply]):
    kind: ClassVar[str] = "absence.hearing_reply"
    title: ClassVar[Text] = Text(da="Notér svar på partshøring", en="Note the answer to the hearing")
    why: ClassVar[Text] = Text(
        da="Borgeren kan svare til og med fristen. Uden svar tager en sagsbehandler stilling; intet sker af sig selv.",
        en="The citizen may answer until the deadline. Without an answer a caseworker decides; silence does nothing.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.hearing_reply"
    counts_from: ClassVar[str | None] = "reply_by"
    decision: ClassVar[type[Decision]] = HearingReply
    rule: ClassVar[str | None] = "absence.limits"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        *ContactCitizen.outcomes[:1],
        (Text(da="Gå videre", en="Go on"), Text(da="forudsætningerne kontrolleres", en="preconditions are checked")),
    ]
    reply_by: Annotated[date, Label(Text(da="Borgeren kan svare til og med", en="The citizen may answer until"))]
