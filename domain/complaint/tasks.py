"""The decisions that people take in a complaint."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from domain.complaint.facts import HAPPENED
from domain.labels import Label
from domain.roles import Role
from domain.tasks import FREE_TEXT, Decision, Free, Reason, Task
from domain.text import Text

REASON = Label(
    Text(da="Begrundelse", en="Reasons"),
    Text(da="Mindst 20 tegn. Indgår i sagen, jf. forvaltningslovens § 24.",
         en="At least 20 characters. Kept on the case, cf. section 24 of the Public Administration Act."),
)  # fmt: skip
Reference = Annotated[Free, Field(min_length=3, max_length=80)]
REFERENCE = Label(Text(da="Reference", en="Reference"), Text(da="Journalnummer eller kvittering.",
                                                            en="A file number or receipt."))  # fmt: skip
Office = Literal["benefit", "effort"]
OFFICE = Label(
    Text(da="Hvem fører den ud i livet?", en="Who carries it out?"),
    Text(da="Udfyldes, når borgeren får helt eller delvist ret.", en="When the citizen wins, wholly or partly."),
    options={
        "benefit": Text(da="Ydelsen: penge rettes eller udbetales", en="The benefit office: money is corrected"),
        "effort": Text(da="Sagsbehandleren: indsats eller plan ændres", en="The caseworker: effort or plan changes"),
    },
)  # fmt: skip
LEARNING = Label(
    Text(da="Hvad lærer vi af det?", en="What do we learn?"),
    Text(da="Udfyldes, når afgørelsen ændres eller hjemvises. Uden personoplysninger.",
         en="When the decision is changed or remitted. Without personal data."),
)  # fmt: skip
RECEIVED_ON = Label(Text(da="Fristen regnes fra", en="The time counts from"))
LATE = Label(Text(da="Kom klagen for sent?", en="Did it come late?"))


class Clarified(Decision):
    result: Annotated[Literal["citizen", "authorised", "unclear"], Label(
        Text(da="Kan klagen behandles?", en="Can the complaint be handled?"), options={
            "citizen": Text(da="Ja, borgeren klager selv", en="Yes, the citizen complains"),
            "authorised": Text(da="Ja, der er fuldmagt eller værgemål", en="Yes, there is authority to act"),
            "unclear": Text(da="Nej, det kan ikke afklares, hvem der klager",
                            en="No, who complains cannot be clarified")})]  # fmt: skip
    reason: Annotated[Reason, REASON]


class ClarifyComplainant(Task[Clarified]):
    kind: ClassVar[str] = "complaint.clarify"
    title: ClassVar[Text] = Text(da="Afklar, hvem der klager", en="Clarify who complains")
    why: ClassVar[Text] = Text(
        da="Kun borgeren selv eller en med fuldmagt kan klage (forvaltningslovens § 8). En anonym henvendelse noteres "
           "på sagen, men kan ikke sendes til Ankestyrelsen. Vejled om, hvordan man klager.",
        en="Only the citizen or somebody with authority can complain (section 8 of the Public Administration Act). "
           "An anonymous word is kept on the case but cannot go to the board. Explain how one complains.",
    )  # fmt: skip
    role: ClassVar[Role] = Role.legal
    deadline: ClassVar[str] = "complaint.clarify"
    decision: ClassVar[type[Decision]] = Clarified
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="klagen genvurderes", en="the complaint is reassessed")),
        (Text(da="Nej", en="No"), Text(da="sagen lukkes uden behandling", en="the case closes unhandled")),
    ]


def _carried_out(result: str, wins: tuple[str, ...], office: Office | None) -> None:
    """Who carries out a decision is said exactly where there is something to carry out."""
    if result in wins and office is None:
        raise ValueError("office_missing")
    if result not in wins and office is not None:
        raise ValueError("nothing_to_carry_out")


class Reassessment(Decision):
    result: Annotated[Literal["upheld", "partly", "maintained", "withdrawn"], Label(
        Text(da="Hvad bliver resultatet?", en="What is the result?"), options={
            "upheld": Text(da="Borgeren får medhold", en="The citizen wins"),
            "partly": Text(da="Borgeren får delvist medhold", en="The citizen wins in part"),
            "maintained": Text(da="Afgørelsen fastholdes", en="The decision is maintained"),
            "withdrawn": Text(da="Borgeren har trukket klagen tilbage", en="The citizen has withdrawn it"),
        })]  # fmt: skip
    reason: Annotated[Reason, REASON]
    carried_out_by: Annotated[Office | None, OFFICE] = None
    learning: Annotated[Free | None, FREE_TEXT, LEARNING] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        wins = ("upheld", "partly")
        _carried_out(self.result, wins, self.carried_out_by)
        if self.result in wins and not self.learning:
            raise ValueError("learning_missing")
        return self


class Reassess(Task[Reassessment]):
    kind: ClassVar[str] = "complaint.reassess"
    title: ClassVar[Text] = Text(da="Genvurdér afgørelsen", en="Reassess the decision")
    why: ClassVar[Text] = Text(
        da="Borgeren har klaget. En anden end den, der traf afgørelsen, genvurderer den inden 4 uger "
           "(retssikkerhedslovens § 66). Klagen har som udgangspunkt ikke opsættende virkning.",
        en="The citizen has complained. Somebody other than who took the decision reassesses it within 4 weeks "
           "(section 66 of the Act on Legal Protection). As a rule the complaint has no suspensive effect.",
    )  # fmt: skip
    role: ClassVar[Role] = Role.legal
    deadline: ClassVar[str] = "complaint.reassessment"
    counts_from: ClassVar[str | None] = "counted_from"
    rule: ClassVar[str | None] = "complaint.standing"
    decision: ClassVar[type[Decision]] = Reassessment
    letter: ClassVar[str | None] = "complaint.reassessment"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Medhold", en="Wins"), Text(da="afgørelsen ændres inden 10 hverdage",
                                            en="the decision is changed within 10 working days")),
        (Text(da="Delvist medhold", en="Wins in part"), Text(da="resten sendes til Ankestyrelsen",
                                                            en="the rest goes to the appeals board")),
        (Text(da="Fastholdt", en="Maintained"), Text(da="klagen sendes til Ankestyrelsen",
                                                    en="the complaint goes to the appeals board")),
        (Text(da="Trukket tilbage", en="Withdrawn"), Text(da="sagen lukkes", en="the case closes")),
    ]  # fmt: skip
    counted_from: Annotated[date, RECEIVED_ON]
    late: Annotated[bool | None, LATE] = None


class Forwarded(Decision):
    forwarded_on: Annotated[date, HAPPENED, Label(Text(da="Sendt til Ankestyrelsen", en="Sent to the board"))]
    reference: Annotated[Reference, REFERENCE]
    statement: Annotated[Reason, Label(
        Text(da="Kommunens udtalelse", en="The municipality's statement"),
        Text(da="Hvorfor afgørelsen fastholdes, og om klagen kom for sent.",
             en="Why the decision is maintained, and whether the complaint came late."))]  # fmt: skip


class ForwardToBoard(Task[Forwarded]):
    kind: ClassVar[str] = "complaint.forward"
    title: ClassVar[Text] = Text(da="Send klagen til Ankestyrelsen", en="Forward the complaint to the appeals board")
    why: ClassVar[Text] = Text(
        da="Borgeren fik ikke fuldt medhold. Klage, genvurdering og hele sagen sendes videre, også når klagen kom for "
           "sent. Hent sagens dokumenter samlet nedenfor.",
        en="The citizen did not win in full. Complaint, reassessment and the whole file are forwarded, also when it "
           "came late. Fetch the collected documents below.",
    )  # fmt: skip
    role: ClassVar[Role] = Role.legal
    deadline: ClassVar[str] = "complaint.forward"
    counts_from: ClassVar[str | None] = "counted_from"
    rule: ClassVar[str | None] = "complaint.standing"
    decision: ClassVar[type[Decision]] = Forwarded
    uses_file: ClassVar[bool] = True
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Sendt", en="Sent"), Text(da="sagen venter på Ankestyrelsen", en="the case waits for the board")),
    ]
    counted_from: Annotated[date, RECEIVED_ON]
    late: Annotated[bool | None, LATE] = None


class BoardResult(Decision):
    result: Annotated[Literal["confirmed", "changed", "remitted", "dismissed", "withdrawn"], Label(
        Text(da="Hvad har Ankestyrelsen afgjort?", en="What has the board decided?"), options={
            "confirmed": Text(da="Stadfæstet", en="Confirmed"), "changed": Text(da="Ændret", en="Changed"),
            "remitted": Text(da="Hjemvist til ny afgørelse", en="Remitted for a new decision"),
            "dismissed": Text(da="Afvist, fx fordi klagen kom for sent", en="Dismissed, e.g. because it came late"),
            "withdrawn": Text(da="Borgeren har trukket klagen tilbage", en="The citizen has withdrawn it"),
        })]  # fmt: skip
    received_on: Annotated[date, HAPPENED, Label(
        Text(da="Modtaget fra Ankestyrelsen", en="Received from the board"))]  # fmt: skip
    reference: Annotated[Reference, REFERENCE]
    summary: Annotated[Reason, Label(Text(da="Ankestyrelsens begrundelse, kort", en="The board's reasons in short"))]
    carried_out_by: Annotated[Office | None, OFFICE] = None
    learning: Annotated[Free | None, FREE_TEXT, LEARNING] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _carried_out(self.result, ("changed",), self.carried_out_by)
        if self.result in ("changed", "remitted") and not self.learning:
            raise ValueError("learning_missing")
        return self


class RecordBoardResult(Task[BoardResult]):
    kind: ClassVar[str] = "complaint.board"
    title: ClassVar[Text] = Text(da="Registrér Ankestyrelsens afgørelse", en="Record the board's decision")
    why: ClassVar[Text] = Text(
        da="Klagen ligger i Ankestyrelsen. Datoen er kun til opfølgning: spørg til sagen, hvis intet er hørt.",
        en="The complaint is with the appeals board. The date only reminds: ask for news if none has come.",
    )
    role: ClassVar[Role] = Role.legal
    deadline: ClassVar[str] = "complaint.board"
    decision: ClassVar[type[Decision]] = BoardResult
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Stadfæstet eller afvist", en="Confirmed or dismissed"), Text(da="sagen lukkes",
                                                                            en="the case closes")),
        (Text(da="Ændret", en="Changed"), Text(da="afgørelsen føres ud i livet inden 10 hverdage",
                                              en="the decision is carried out within 10 working days")),
        (Text(da="Hjemvist", en="Remitted"), Text(da="ny genvurdering", en="a new reassessment")),
    ]  # fmt: skip


class CarriedOut(Decision):
    done_on: Annotated[date, HAPPENED, Label(Text(da="Gennemført den", en="Carried out on"))]
    reference: Annotated[Reference, REFERENCE]
    what: Annotated[Reason, Label(Text(da="Hvad er ændret?", en="What was changed?"))]


class CarryOut(Task[CarriedOut]):
    kind: ClassVar[str] = "complaint.carry_out"
    title: ClassVar[Text] = Text(da="Gennemfør den ændrede afgørelse", en="Carry out the changed decision")
    why: ClassVar[Text] = Text(
        da="Borgeren har fået ret. Indsats eller plan ændres inden 10 hverdage.",
        en="The citizen has won. Effort or plan is changed within 10 working days.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "complaint.carry_out"
    rule: ClassVar[str | None] = "complaint.effect"
    counts_from: ClassVar[str | None] = "decided_on"
    decision: ClassVar[type[Decision]] = CarriedOut
    letter: ClassVar[str | None] = "complaint.carried_out"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Gennemført", en="Carried out"), Text(da="klagesagen går videre eller lukkes",
                                                      en="the complaint goes on or closes")),
    ]  # fmt: skip
    decided_on: Annotated[date, Label(Text(da="Afgjort den", en="Decided on"))]


class CarryOutInBenefit(CarryOut):
    kind: ClassVar[str] = "complaint.carry_out_benefit"
    title: ClassVar[Text] = Text(da="Ret ydelsen efter klagen", en="Correct the benefit after the complaint")
    why: ClassVar[Text] = Text(
        da="Borgeren har fået ret. Ydelsen rettes eller efterbetales inden 10 hverdage.",
        en="The citizen has won. The benefit is corrected or paid within 10 working days.",
    )
    role: ClassVar[Role] = Role.benefit_officer


CARRIES_OUT: dict[str, type[CarryOut]] = {"benefit": CarryOutInBenefit, "effort": CarryOut}
KINDS: tuple[type[Task[Any]], ...] = (
    ClarifyComplainant, Reassess, ForwardToBoard, RecordBoardResult, CarryOut, CarryOutInBenefit)  # fmt: skip
