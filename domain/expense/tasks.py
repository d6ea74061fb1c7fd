"""What people decide on a bill: is it right, may it be paid, is it paid."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from domain import paying
from domain.expense.bill import BILL
from domain.labels import Label
from domain.paying import Reasoned, Steps
from domain.roles import ROLE_TITLES, Role
from domain.tasks import Decision
from domain.text import Text


class Checked(Reasoned):
    result: Annotated[Literal["correct", "refused", "withdrawn"], Label(
        Text(da="Er regningen i orden?", en="Is the bill in order?"), options={
            "correct": Text(da="Ja: det er leveret, og beløbet passer", en="Yes: it was delivered, and the sum fits"),
            "refused": Text(da="Nej: den kan ikke betales", en="No: it cannot be paid"),
            "withdrawn": Text(da="Leverandøren trak den tilbage", en="The supplier withdrew it")})]  # fmt: skip


class CheckBill(paying.Check):
    kind: ClassVar[str] = "expense.check"
    title: ClassVar[Text] = Text(da="Kontrollér regning", en="Check a bill")
    why: ClassVar[Text] = Text(
        da="Der er købt noget til indsatsen. Hold regningen op mod det, der er leveret.",
        en="Something was bought for the effort. Hold the bill against what was delivered.",
    )
    role: ClassVar[Role] = Role.outreach_worker
    role_from: ClassVar[str | None] = "checker"
    deadline: ClassVar[str] = "expense.check"
    decision: ClassVar[type[Decision]] = Checked
    rule: ClassVar[str | None] = BILL
    guard: ClassVar[str | None] = BILL
    checker: Annotated[Literal["outreach_worker", "civic_lead"], Label(
        Text(da="Kontrolleres af", en="Checked by"), options={
            "outreach_worker": ROLE_TITLES[Role.outreach_worker],
            "civic_lead": ROLE_TITLES[Role.civic_lead]})] = "outreach_worker"  # fmt: skip
    """A bill that was judged before campaigns had any is one of Perspektiv."""


class ApproveBill(paying.Approve):
    kind: ClassVar[str] = "expense.approve"
    title: ClassVar[Text] = Text(da="Godkend betaling", en="Approve a payment")
    why: ClassVar[Text] = Text(
        da="Regningen er kontrolleret, og beløbet er reserveret på budgetlinjen. Godkendelsen disponerer det.",
        en="The bill is checked and the amount reserved on the budget line. Approval commits it.",
    )
    deadline: ClassVar[str] = "expense.approve"
    rule: ClassVar[str | None] = BILL
    guard: ClassVar[str | None] = BILL


class ApproveLargeBill(paying.ApproveLarge):
    kind: ClassVar[str] = "expense.approve_large"
    title: ClassVar[Text] = Text(da="Godkend stor betaling som den første", en="Approve a large payment, first")
    why: ClassVar[Text] = Text(
        da="Regningen er kontrolleret og så stor, at to personer skal godkende den. Den anden er en anden end dig.",
        en="The bill is checked and so large that two people approve it. The second is somebody else than you.",
    )
    deadline: ClassVar[str] = "expense.approve"
    rule: ClassVar[str | None] = BILL
    guard: ClassVar[str | None] = BILL


class ApproveSecond(paying.ApproveSecond):
    kind: ClassVar[str] = "expense.approve_second"
    title: ClassVar[Text] = Text(da="Godkend stor betaling som den anden", en="Approve a large payment, second")
    why: ClassVar[Text] = Text(
        da="En anden har godkendt betalingen. Over grænsen godkender to personer.",
        en="Somebody else approved the payment. Above the limit two people approve.",
    )
    deadline: ClassVar[str] = "expense.approve"
    rule: ClassVar[str | None] = BILL
    guard: ClassVar[str | None] = BILL
    confirms: ClassVar[tuple[str, ...]] = (ApproveLargeBill.kind,)


class ApproveOverrun(paying.ApproveOverrun):
    kind: ClassVar[str] = "expense.overrun"
    title: ClassVar[Text] = Text(da="Godkend overskridelse til en regning", en="Approve an overrun for a bill")
    why: ClassVar[Text] = Text(
        da="Der var ikke penge nok på budgetlinjen, da regningen var kontrolleret. Den venter på svar her: se, hvad "
           "der er tilbage af linjen i dag.",
        en="There was not enough money on the budget line when the bill was checked. It waits for an answer here: see "
           "what is left of the line today.",
    )
    deadline: ClassVar[str] = "expense.approve"
    rule: ClassVar[str | None] = BILL


class PayBill(paying.Pay):
    kind: ClassVar[str] = "expense.pay"
    title: ClassVar[Text] = Text(da="Betal regning", en="Pay a bill")
    why: ClassVar[Text] = Text(
        da="Betalingen er godkendt, og beløbet er disponeret. Leverandøren skal have pengene.",
        en="The payment is approved and the amount committed. The supplier is to have the money.",
    )
    deadline: ClassVar[str] = "expense.pay"
    rule: ClassVar[str | None] = BILL


STEPS = Steps(BILL, CheckBill, ApproveBill, ApproveLargeBill, ApproveSecond, ApproveOverrun, PayBill)
