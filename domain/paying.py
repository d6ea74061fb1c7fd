"""A bill on its way to be paid: is it right, may it be paid, is it paid. Programmes that cost money add their words."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.dossier import Dossier
from domain.errors import BadInput
from domain.labels import Label, When
from domain.policies import Policies, RulesOn
from domain.programmes import Asked, Judgement
from domain.roles import Role
from domain.tasks import HAPPENED, Decision, Free, Reason, Task, explained, refuse
from domain.text import Text, dated

PAYABLE = "paying.unchanged"
"""The rule that holds a payment shut, of every programme that pays."""
NO = ("refused", "withdrawn")
WHY = Label(Text(da="Begrundelse", en="Reasons"), Text(da="Mindst 20 tegn.", en="At least 20 characters."))
WHY_NOT = Label(Text(da="Hvorfor ikke?", en="Why not?"), Text(da="Mindst 20 tegn.", en="At least 20 characters."),
                when=When("result", NO))  # fmt: skip
SECOND = {
    "economy": Text(da="En kollega i økonomi", en="A colleague in economy"),
    "supervisor": Text(da="Teamlederen", en="The supervisor"),
}
CLOSES = Text(da="sagen lukkes, og det, der er reserveret til den, er frit igen",
              en="the case closes, and what is reserved for it is free again")  # fmt: skip
YES, NOT = Text(da="Ja", en="Yes"), Text(da="Nej", en="No")


def unchanged_since_check(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What is paid is what was checked and approved: a bill that was corrected since goes that way again first."""
    checks = [one for one in case.done() if one.answer.get("result") == "correct"]
    met = not (checks and case.corrected_at and case.corrected_at > checks[-1].at)
    because = AS_CHECKED if met else CORRECTED
    return Judgement.of({"met": met, "missing": [] if met else ["corrected"]}, because, RulesOn(policies, on))


AS_CHECKED = Text(da="Uændret, siden det blev kontrolleret.", en="Unchanged since it was checked.")
CORRECTED = Text(da="Rettet, siden det blev kontrolleret: det kontrolleres og godkendes igen, før der betales.",
                 en="Corrected since it was checked: it is checked and approved again before it is paid.")  # fmt: skip


def refuse_paid(above: Dossier, asked: Asked) -> None:
    """What is paid is paid as it was approved, on its line; a mistake is taken back by economy."""
    if any(one.case_id == asked.case_id and _is_paid(one) for one in above.below):
        raise BadInput("paid", Text(
            da="Der er betalt, som det var godkendt: det kan ikke rettes mere. En fejl fører økonomi tilbage.",
            en="It is paid as it was approved and can no longer be corrected. Economy takes a mistake back."))


def _is_paid(case: Dossier) -> bool:
    return any(one.answer.get("result") == "paid" for one in case.done())


def left_undone(case: Dossier) -> list[Text]:
    """Nobody closes a case by hand over a payment that was made: its money would be free again."""
    return [Text(da="Betalingen er registreret: sagen lukker selv.",
                 en="The payment is registered: the case closes by itself.")] if _is_paid(case) else []


class Reasoned(Decision):
    """A no says why."""

    note: Annotated[Free, WHY_NOT] = ""

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if getattr(self, "result", "") in NO:
            explained(self.note)
        return self


class Approved(Reasoned):
    result: Annotated[Literal["approved", "refused"], Label(
        Text(da="Godkendes betalingen?", en="Is the payment approved?"),
        options={"approved": YES, "refused": NOT})]  # fmt: skip


class ApprovedFirst(Approved):
    second_by: Annotated[Literal["economy", "supervisor"] | None, Label(
        Text(da="Hvem godkender som den anden?", en="Who approves as the second?"), options=dict(SECOND),
        when=When("result", ("approved",)))] = None  # fmt: skip

    @model_validator(mode="after")
    def _names_the_second(self) -> Self:
        if self.result == "approved" and self.second_by is None:
            raise ValueError("second_missing")
        return self


class Overrun(Decision):
    result: Annotated[Literal["approved", "refused"], Label(
        Text(da="Må budgetlinjen overskrides?", en="May the budget line be overrun?"),
        options={"approved": YES, "refused": NOT})]  # fmt: skip
    note: Annotated[Reason, WHY]


class Paid(Reasoned):
    result: Annotated[Literal["paid", "withdrawn"], Label(
        Text(da="Er der betalt?", en="Is it paid?"), options={
            "paid": YES,
            "withdrawn": Text(da="Nej: kravet er bortfaldet", en="No: the claim has lapsed")})]  # fmt: skip
    paid_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Betalt den", en="Paid on"), when=When("result", ("paid",)))] = None  # fmt: skip
    reference: Annotated[Free, Field(max_length=80), Label(
        Text(da="Betalingsreference", en="Payment reference"), when=When("result", ("paid",)))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if self.result == "paid" and self.paid_on is None:
            raise ValueError("paid_on_missing")
        if self.result == "paid" and not self.reference:
            raise ValueError("payment_reference_missing")
        received = (info.context or {}).get("task", {}).get("received_on")
        if self.paid_on and received and self.paid_on < date.fromisoformat(received):
            refuse([(("paid_on",), "paid_before_bill", _too_soon(self.paid_on, received))], type(self).__name__)
        return self


def _too_soon(paid_on: date, received: str) -> Text:
    """Nothing is received before it was delivered: that day is behind both."""
    paid, came = dated(paid_on), dated(date.fromisoformat(received))
    return Text(da=f"Modtaget {came.da}: kan ikke være betalt {paid.da}",
                en=f"Received on {came.en}: cannot have been paid on {paid.en}")  # fmt: skip


class _WhereRight(Task[Any]):
    """Shut while the programme's own rule finds something wrong, but for a no."""

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return getattr(decision, "result", "") in ("correct", "approved")


class Check(_WhereRight):
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="I orden", en="In order"), Text(da="økonomi godkender", en="economy approves")),
        (Text(da="Ikke i orden eller trukket tilbage", en="Not in order, or withdrawn"), CLOSES),
    ]


class Approve(_WhereRight):
    role: ClassVar[Role] = Role.economy
    decision: ClassVar[type[Decision]] = Approved
    outcomes: ClassVar[list[tuple[Text, Text]]] = [(YES, Text(da="der betales", en="it is paid")), (NOT, CLOSES)]


class ApproveLarge(Approve):
    decision: ClassVar[type[Decision]] = ApprovedFirst
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (YES, Text(da="en anden godkender også", en="somebody else approves as well")), (NOT, CLOSES),
    ]  # fmt: skip


class ApproveSecond(Approve):
    role_from: ClassVar[str | None] = "approver"
    approver: Annotated[Literal["economy", "supervisor"], Label(
        Text(da="Godkendes også af", en="Also approved by"), options=dict(SECOND))]  # fmt: skip


class ApproveOverrun(Task[Overrun]):
    """Where the line has got money since it was asked, a yes reserves that and overruns nothing."""

    shows_line: ClassVar[bool] = True
    role: ClassVar[Role] = Role.economy
    decision: ClassVar[type[Decision]] = Overrun
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (YES, Text(da="beløbet reserveres, og betalingen kan godkendes; er der penge nok igen, overskrides linjen ikke",
                   en="the amount is reserved, and the payment may be approved; where there is money enough again, "
                      "the line is not overrun")),
        (NOT, Text(da="sagen lukkes: der er ikke reserveret penge til den",
                   en="the case closes: no money is reserved for it")),
    ]  # fmt: skip


class Pay(Task[Paid]):
    role: ClassVar[Role] = Role.economy
    counts_from: ClassVar[str | None] = "received_on"
    decision: ClassVar[type[Decision]] = Paid
    guard: ClassVar[str | None] = PAYABLE
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Betalt", en="Paid"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Bortfaldet, fx ved konkurs", en="Lapsed, e.g. by bankruptcy"), CLOSES),
    ]
    received_on: Annotated[date, Label(Text(da="Modtaget", en="Received"))]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return getattr(decision, "result", "") == "paid"


class Steps(NamedTuple):
    """The rule that judges a bill, and the tasks of one programme, in the order in which they are asked."""

    rule: str
    check: type[Check]
    approve: type[Approve]
    approve_large: type[ApproveLarge]
    approve_second: type[ApproveSecond]
    overrun: type[ApproveOverrun]
    pay: type[Pay]

    @property
    def kinds(self) -> tuple[type[Task[Any]], ...]:
        return (self.check, self.approve, self.approve_large, self.approve_second, self.overrun, self.pay)
