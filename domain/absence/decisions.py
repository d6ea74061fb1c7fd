"""What is decided about an absence: only with every precondition in evidence, and by two people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label
from domain.obligation.tasks import HAPPENED, REASON
from domain.roles import Role
from domain.tasks import Decision, Free, Reason, Task, explained
from domain.text import Text

PRECONDITIONS = "absence.preconditions"


class Provided(Decision):
    next: Annotated[Literal["check", "contact", "hearing", "drop"], Label(
        Text(da="Hvad skal der ske?", en="What happens next?"),
        options={
            "check": Text(da="Det er bragt i orden: kontrollér igen", en="It is put right: check again"),
            "contact": Text(da="Kontakt borgeren igen", en="Contact the citizen again"),
            "hearing": Text(da="Send partshøring igen", en="Send the hearing letter again"),
            "drop": Text(da="Intet fradrag: luk sagen", en="No deduction: close the case"),
        })]  # fmt: skip
    reason: Annotated[Reason, REASON]


class ProvideEvidence(Task[Provided]):
    kind: ClassVar[str] = "absence.evidence"
    title: ClassVar[Text] = Text(da="Forudsætninger mangler", en="Preconditions are missing")
    why: ClassVar[Text] = Text(
        da="Der kan ikke træffes afgørelse om fradrag, før alle forudsætninger er dokumenteret.",
        en="No deduction can be decided before every precondition is in evidence.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.evidence"
    decision: ClassVar[type[Decision]] = Provided
    rule: ClassVar[str | None] = PRECONDITIONS
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="I orden", en="Put right"), Text(da="forudsætningerne kontrolleres igen", en="checked again")),
        (Text(da="Kontakt eller høring", en="Contact or hearing"), Text(da="sagen går tilbage", en="back to it")),
        (Text(da="Intet fradrag", en="No deduction"), Text(da="sagen lukkes uden følger", en="closed without effect")),
    ]


class Sanction(Decision):
    deduct: Annotated[bool, Label(
        Text(da="Skal der ske fradrag i ydelsen?", en="Is there to be a deduction from the benefit?"),
        Text(da="Systemet træffer ikke afgørelsen. Det viser kun, om forudsætningerne er dokumenteret.",
             en="The system does not decide. It only shows whether the preconditions are in evidence."))]  # fmt: skip
    days: Annotated[int | None, Field(ge=1, le=31), Label(
        Text(da="Antal dage", en="Number of days"),
        Text(da="Højst de dage, sagen handler om.", en="At most the days that the case is about."))] = None  # fmt: skip
    furthers_availability: Annotated[Free, Field(max_length=2000), Label(
        Text(da="Hvordan fremmer fradraget borgerens rådighed?", en="How does it further the citizen's availability?"),
        Text(da="Skal udfyldes, når borgeren er aktivitetsparat.",
             en="Required where the citizen is activity-ready."))] = ""  # fmt: skip
    reason: Annotated[Reason, REASON]

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        told = (info.context or {}).get("task", {})
        if self.deduct and self.days is None:
            raise ValueError("days_missing")
        if self.days and self.days > told.get("days", self.days):
            raise ValueError("more_days_than_absent")
        if self.deduct and told.get("activity_ready"):
            explained(self.furthers_availability, "availability_missing")
        return self


class DecideSanction(Task[Sanction]):
    kind: ClassVar[str] = "absence.decision"
    title: ClassVar[Text] = Text(da="Afgør, om der skal ske fradrag", en="Decide whether there is a deduction")
    why: ClassVar[Text] = Text(
        da="Alle forudsætninger er dokumenteret. En sagsbehandler afgør sagen, og en anden person bekræfter.",
        en="Every precondition is in evidence. A caseworker decides, and another person confirms.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.decision"
    decision: ClassVar[type[Decision]] = Sanction
    rule: ClassVar[str | None] = PRECONDITIONS
    guard: ClassVar[str | None] = PRECONDITIONS
    appealable: ClassVar[bool] = True
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Fradrag", en="Deduction"), Text(da="en anden person bekræfter", en="another person confirms")),
        (Text(da="Intet fradrag", en="No deduction"), Text(da="sagen lukkes uden følger", en="closed without effect")),
    ]
    days: Annotated[int, Label(Text(da="Dage udeblevet", en="Days absent"))]
    activity_ready: Annotated[bool, Label(Text(da="Aktivitetsparat", en="Activity-ready"))]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Sanction) and decision.deduct


class Confirmation(Decision):
    confirmed: Annotated[bool, Label(Text(da="Bekræfter du afgørelsen?", en="Do you confirm the decision?"))]
    reason: Annotated[Reason, REASON]


class ConfirmSanction(Task[Confirmation]):
    kind: ClassVar[str] = "absence.confirmation"
    title: ClassVar[Text] = Text(da="Bekræft afgørelse om fradrag", en="Confirm the deduction")
    why: ClassVar[Text] = Text(
        da="Et fradrag besluttes af to personer. Den, der har afgjort sagen, kan ikke bekræfte den.",
        en="A deduction is decided by two people. Whoever decided cannot confirm.",
    )
    role: ClassVar[Role] = Role.supervisor
    deadline: ClassVar[str] = "absence.confirmation"
    decision: ClassVar[type[Decision]] = Confirmation
    rule: ClassVar[str | None] = PRECONDITIONS
    guard: ClassVar[str | None] = PRECONDITIONS
    confirms: ClassVar[tuple[str, ...]] = ("absence.decision",)
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="afgørelsen sendes til borgeren", en="the decision goes to the citizen")),
        (Text(da="Nej", en="No"), Text(da="tilbage til sagsbehandleren", en="back to the caseworker")),
    ]
    days: Annotated[int, Label(Text(da="Dage med fradrag", en="Days of deduction"))]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Confirmation) and decision.confirmed


class DecisionLetter(Decision):
    account: Annotated[Reason, Label(
        Text(da="Begrundelse til borgeren", en="Reasons for the citizen"),
        Text(da="De hovedhensyn og faktiske forhold, afgørelsen bygger på. Teksten kommer i brevet.",
             en="The facts and considerations that the decision rests on. It goes into the letter."))]  # fmt: skip


class SendDecision(Task[DecisionLetter]):
    kind: ClassVar[str] = "absence.send_decision"
    title: ClassVar[Text] = Text(da="Send afgørelsen", en="Send the decision")
    why: ClassVar[Text] = Text(
        da="Borgeren skal have afgørelsen skriftligt med begrundelse, regler og klagevejledning.",
        en="The citizen must have the decision in writing with reasons, rules and guidance on complaints.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.send_decision"
    decision: ClassVar[type[Decision]] = DecisionLetter
    letter: ClassVar[str | None] = "absence.decision"
    rule: ClassVar[str | None] = PRECONDITIONS
    guard: ClassVar[str | None] = PRECONDITIONS
    tells_of: ClassVar[tuple[str, ...]] = ("absence.decision",)
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Sendt", en="Sent"), Text(da="ydelsen gennemfører fradraget", en="the benefit office carries it out")),
    ]
    days: Annotated[int, Label(Text(da="Dage med fradrag", en="Days of deduction"))]


class Receipt(Decision):
    carried_out: Annotated[bool, Label(
        Text(da="Er fradraget gennemført?", en="Is the deduction carried out?"),
        Text(da="Nej, hvis det ikke længere kan ske.", en="No, if it can no longer be done."))]  # fmt: skip
    on: Annotated[date, HAPPENED, Label(Text(da="Dato", en="Date"))]
    reference: Annotated[Free, Field(min_length=3, max_length=80), Label(
        Text(da="Reference i ydelsessystemet", en="Reference in the benefit system"))]  # fmt: skip

    @model_validator(mode="after")
    def _after_the_letter(self, info: ValidationInfo) -> Self:
        context: dict[str, Any] = info.context or {}
        sent_on = context.get("task", {}).get("sent_on")
        if sent_on and self.on < date.fromisoformat(sent_on):
            raise ValueError("before_the_decision")
        return self


class InstructBenefit(Task[Receipt]):
    kind: ClassVar[str] = "absence.instruction"
    title: ClassVar[Text] = Text(da="Gennemfør fradrag", en="Carry out the deduction")
    why: ClassVar[Text] = Text(
        da="Afgørelsen er truffet, bekræftet og sendt. Fradraget beregnes og gennemføres i ydelsessystemet.",
        en="It is decided, confirmed and sent. The benefit system works out the deduction and carries it out.",
    )
    role: ClassVar[Role] = Role.benefit_officer
    deadline: ClassVar[str] = "absence.instruction"
    decision: ClassVar[type[Decision]] = Receipt
    rule: ClassVar[str | None] = PRECONDITIONS
    guard: ClassVar[str | None] = PRECONDITIONS
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Gennemført", en="Carried out"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Ikke gennemført", en="Not carried out"), Text(da="sagen lukkes uden følger", en="closed, no effect")),
    ]
    days: Annotated[int, Label(Text(da="Dage med fradrag", en="Days of deduction"))]
    sent_on: Annotated[date, Label(Text(da="Afgørelsen sendt", en="Decision sent on"))]
    latest: Annotated[date, Label(Text(da="Senest", en="At the latest"))]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Receipt) and decision.carried_out
