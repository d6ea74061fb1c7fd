"""What people decide on a claim for a wage refund: is it right, may it be paid, is it paid."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from domain import paying
from domain.labels import Label
from domain.paying import Reasoned, Steps
from domain.roles import Role
from domain.tasks import Decision
from domain.text import Text

CLAIM = "wage_refund.claim"


class Checked(Reasoned):
    result: Annotated[Literal["correct", "refused", "withdrawn"], Label(
        Text(da="Er kravet i orden?", en="Is the claim in order?"), options={
            "correct": Text(da="Ja: det passer med jobbet og fakturaen", en="Yes: it fits the job and the invoice"),
            "refused": Text(da="Nej: det kan ikke refunderes", en="No: it cannot be refunded"),
            "withdrawn": Text(da="Arbejdsgiveren trak det tilbage", en="The employer withdrew it")})]  # fmt: skip


class CheckClaim(paying.Check):
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


class ApproveClaim(paying.Approve):
    kind: ClassVar[str] = "wage_refund.approve"
    title: ClassVar[Text] = Text(da="Godkend lønrefusion", en="Approve a wage refund")
    why: ClassVar[Text] = Text(
        da="Kravet er kontrolleret, og beløbet er reserveret på budgetlinjen. Godkendelsen disponerer det.",
        en="The claim is checked and the amount reserved on the budget line. Approval commits it.",
    )
    deadline: ClassVar[str] = "wage_refund.approve"
    rule: ClassVar[str | None] = CLAIM
    guard: ClassVar[str | None] = CLAIM


class ApproveLargeClaim(paying.ApproveLarge):
    kind: ClassVar[str] = "wage_refund.approve_large"
    title: ClassVar[Text] = Text(da="Godkend stor lønrefusion som den første", en="Approve a large wage refund, first")
    why: ClassVar[Text] = Text(
        da="Kravet er kontrolleret og så stort, at to personer skal godkende det. Den anden er en anden end dig.",
        en="The claim is checked and so large that two people approve it. The second is somebody else than you.",
    )
    deadline: ClassVar[str] = "wage_refund.approve"
    rule: ClassVar[str | None] = CLAIM
    guard: ClassVar[str | None] = CLAIM


class ApproveSecond(paying.ApproveSecond):
    kind: ClassVar[str] = "wage_refund.approve_second"
    title: ClassVar[Text] = Text(da="Godkend stor lønrefusion som den anden", en="Approve a large wage refund, second")
    why: ClassVar[Text] = Text(
        da="En anden har godkendt refusionen. Over grænsen godkender to personer.",
        en="Somebody else approved the refund. Above the limit two people approve.",
    )
    deadline: ClassVar[str] = "wage_refund.approve"
    rule: ClassVar[str | None] = CLAIM
    guard: ClassVar[str | None] = CLAIM
    confirms: ClassVar[tuple[str, ...]] = (ApproveLargeClaim.kind,)


class ApproveOverrun(paying.ApproveOverrun):
    kind: ClassVar[str] = "wage_refund.overrun"
    title: ClassVar[Text] = Text(da="Godkend overskridelse af budgetlinjen", en="Approve an overrun of the budget line")
    why: ClassVar[Text] = Text(
        da="Der var ikke penge nok på budgetlinjen, da kravet var kontrolleret. Det venter på svar her: se, hvad "
           "der er tilbage af linjen i dag.",
        en="There was not enough money on the budget line when the claim was checked. It waits for an answer here: see "
           "what is left of the line today.",
    )
    deadline: ClassVar[str] = "wage_refund.approve"
    rule: ClassVar[str | None] = CLAIM


class PayClaim(paying.Pay):
    kind: ClassVar[str] = "wage_refund.pay"
    title: ClassVar[Text] = Text(da="Betal lønrefusion", en="Pay a wage refund")
    why: ClassVar[Text] = Text(
        da="Refusionen er godkendt, og beløbet er disponeret. Arbejdsgiveren skal have pengene.",
        en="The refund is approved and the amount committed. The employer is to have the money.",
    )
    deadline: ClassVar[str] = "wage_refund.pay"
    rule: ClassVar[str | None] = CLAIM


STEPS = Steps(CLAIM, CheckClaim, ApproveClaim, ApproveLargeClaim, ApproveSecond, ApproveOverrun, PayClaim)
