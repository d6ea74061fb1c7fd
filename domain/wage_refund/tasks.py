"""What people decide on a claim for a wage refund: is it right, may it be paid, is it paid."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from domain.labels import Label, When
from domain.roles import Role
from domain.tasks import Decision, Free, Reason, Task
from domain.text import Text
from domain.youth.outreach import HAPPENED

CLAIM = "wage_refund.claim"
LEAST = 20
NO = ("refused", "withdrawn")
WHY = Label(Text(da="Begrundelse", en="Reasons"), Text(da="Mindst 20 tegn.", en="At least 20 characters."))
WHY_NOT = Label(Text(da="Hvorfor ikke?", en="Why not?"), Text(da="Mindst 20 tegn.", en="At least 20 characters."),
                when=When("result", NO))  # fmt: skip
RECEIVED_ON = Label(Text(da="Kravet modtaget", en="Claim received"))
SECOND = {
    "economy": Text(da="En kollega i økonomi", en="A colleague in economy"),
    "supervisor": Text(da="Teamlederen", en="The supervisor"),
}
CLOSES = Text(da="sagen lukkes, og pengene frigives", en="the case closes and the money is free again")


class _Reasoned(Decision):
    """A no says why."""

    note: Annotated[Free, WHY_NOT] = ""

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if getattr(self, "result", "") in NO and len(self.note) < LEAST:
            raise ValueError("note_missing")
        return self


class Checked(_Reasoned):
    result: Annotated[Literal["correct", "refused", "withdrawn"], Label(
        Text(da="Er kravet i orden?", en="Is the claim in order?"), options={
            "correct": Text(da="Ja: det passer med jobbet og fakturaen", en="Yes: it fits the job and the invoice"),
            "refused": Text(da="Nej: det kan ikke refunderes", en="No: it cannot be refunded"),
            "withdrawn": Text(da="Arbejdsgiveren trak det tilbage", en="The employer withdrew it")})]  # fmt: skip


class CheckClaim(Task[Checked]):
    kind: ClassVar[str] = "wage_refund.check"
    title: ClassVar[Text] = Text(da="Kontrollér krav om lønrefusion", en="Check a claim for a wage refund")
    why: ClassVar[Text] = Text(
        da="En arbejdsgiver beder om refusion af løn i et fritidsjob. Hold timer, uger og faktura op mod jobbet.",
        en="An employer asks for a refund of wages in a leisure job. Hold hours, weeks and invoice against the job.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "wage_refund.check"
    decision: ClassVar[type[Decision]] = Checked
    rule: ClassVar[str | None] = CLAIM
    guard: ClassVar[str | None] = CLAIM
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="I orden", en="In order"), Text(da="økonomi godkender", en="economy approves")),
        (Text(da="Ikke i orden eller trukket tilbage", en="Not in order, or withdrawn"), CLOSES),
    ]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Checked) and decision.result == "correct"


class Approved(_Reasoned):
    result: Annotated[Literal["approved", "refused"], Label(
        Text(da="Godkendes refusionen?", en="Is the refund approved?"), options={
            "approved": Text(da="Ja", en="Yes"), "refused": Text(da="Nej", en="No")})]  # fmt: skip


class ApproveClaim(Task[Approved]):
    kind: ClassVar[str] = "wage_refund.approve"
    title: ClassVar[Text] = Text(da="Godkend lønrefusion", en="Approve a wage refund")
    why: ClassVar[Text] = Text(
        da="Kravet er kontrolleret, og beløbet er reserveret på budgetlinjen. Godkendelsen disponerer det.",
        en="The claim is checked and the amount reserved on the budget line. Approval commits it.",
    )
    role: ClassVar[Role] = Role.economy
    deadline: ClassVar[str] = "wage_refund.approve"
    decision: ClassVar[type[Decision]] = Approved
    rule: ClassVar[str | None] = CLAIM
    guard: ClassVar[str | None] = CLAIM
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="refusionen betales", en="the refund is paid")),
        (Text(da="Nej", en="No"), CLOSES),
    ]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Approved) and decision.result == "approved"


class ApprovedFirst(Approved):
    second_by: Annotated[Literal["economy", "supervisor"] | None, Label(
        Text(da="Hvem godkender som den anden?", en="Who approves as the second?"), options=dict(SECOND),
        when=When("result", ("approved",)))] = None  # fmt: skip

    @model_validator(mode="after")
    def _names_the_second(self) -> Self:
        if self.result == "approved" and self.second_by is None:
            raise ValueError("second_missing")
        return self


class ApproveLargeClaim(ApproveClaim):
    kind: ClassVar[str] = "wage_refund.approve_large"
    title: ClassVar[Text] = Text(da="Godkend stor lønrefusion som den første", en="Approve a large wage refund, first")
    why: ClassVar[Text] = Text(
        da="Kravet er kontrolleret og så stort, at to personer skal godkende det. Den anden er en anden end dig.",
        en="The claim is checked and so large that two people approve it. The second is somebody else than you.",
    )
    decision: ClassVar[type[Decision]] = ApprovedFirst
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="en anden godkender også", en="somebody else approves as well")),
        (Text(da="Nej", en="No"), CLOSES),
    ]


class ApproveSecond(ApproveClaim):
    kind: ClassVar[str] = "wage_refund.approve_second"
    title: ClassVar[Text] = Text(da="Godkend stor lønrefusion som den anden", en="Approve a large wage refund, second")
    why: ClassVar[Text] = Text(
        da="En anden har godkendt refusionen. Over grænsen godkender to personer.",
        en="Somebody else approved the refund. Above the limit two people approve.",
    )
    role_from: ClassVar[str | None] = "approver"
    confirms: ClassVar[tuple[str, ...]] = (ApproveLargeClaim.kind,)
    approver: Annotated[Literal["economy", "supervisor"], Label(
        Text(da="Godkendes også af", en="Also approved by"), options=dict(SECOND))]  # fmt: skip


class Overrun(Decision):
    result: Annotated[Literal["approved", "refused"], Label(
        Text(da="Må budgetlinjen overskrides?", en="May the budget line be overrun?"), options={
            "approved": Text(da="Ja", en="Yes"), "refused": Text(da="Nej", en="No")})]  # fmt: skip
    note: Annotated[Reason, WHY]


class ApproveOverrun(Task[Overrun]):
    kind: ClassVar[str] = "wage_refund.overrun"
    title: ClassVar[Text] = Text(da="Godkend overskridelse af budgetlinjen", en="Approve an overrun of the budget line")
    why: ClassVar[Text] = Text(
        da="Der er ikke penge nok på årets budgetlinje. Refusionen kan først godkendes, når overskridelsen er det.",
        en="There is not enough money on the year's budget line. The refund waits for the overrun to be approved.",
    )
    role: ClassVar[Role] = Role.economy
    deadline: ClassVar[str] = "wage_refund.approve"
    decision: ClassVar[type[Decision]] = Overrun
    rule: ClassVar[str | None] = CLAIM
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="beløbet reserveres, og refusionen kan godkendes",
                                       en="the amount is reserved, and the refund may be approved")),
        (Text(da="Nej", en="No"), CLOSES),
    ]  # fmt: skip


class Paid(_Reasoned):
    result: Annotated[Literal["paid", "withdrawn"], Label(
        Text(da="Er refusionen betalt?", en="Is the refund paid?"), options={
            "paid": Text(da="Ja", en="Yes"),
            "withdrawn": Text(da="Nej: kravet er bortfaldet", en="No: the claim has lapsed")})]  # fmt: skip
    paid_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Betalt den", en="Paid on"), when=When("result", ("paid",)))] = None  # fmt: skip
    reference: Annotated[Free, Field(max_length=80), Label(
        Text(da="Betalingsreference", en="Payment reference"), when=When("result", ("paid",)))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.result == "paid" and self.paid_on is None:
            raise ValueError("paid_on_missing")
        if self.result == "paid" and not self.reference:
            raise ValueError("payment_reference_missing")
        return self


class PayClaim(Task[Paid]):
    kind: ClassVar[str] = "wage_refund.pay"
    title: ClassVar[Text] = Text(da="Betal lønrefusion", en="Pay a wage refund")
    why: ClassVar[Text] = Text(
        da="Refusionen er godkendt, og beløbet er disponeret. Arbejdsgiveren skal have pengene.",
        en="The refund is approved and the amount committed. The employer is to have the money.",
    )
    role: ClassVar[Role] = Role.economy
    deadline: ClassVar[str] = "wage_refund.pay"
    counts_from: ClassVar[str | None] = "received_on"
    decision: ClassVar[type[Decision]] = Paid
    rule: ClassVar[str | None] = CLAIM
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Betalt", en="Paid"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Bortfaldet, fx ved konkurs", en="Lapsed, e.g. by bankruptcy"), CLOSES),
    ]
    received_on: Annotated[date, RECEIVED_ON]


KINDS: tuple[type[Task[Any]], ...] = (
    CheckClaim, ApproveClaim, ApproveLargeClaim, ApproveSecond, ApproveOverrun, PayClaim,
)  # fmt: skip
