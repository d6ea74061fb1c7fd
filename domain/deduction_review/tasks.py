"""What people decide when attendance is corrected after a deduction was carried out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from domain.labels import Label
from domain.obligation.tasks import HAPPENED, REASON
from domain.roles import Role
from domain.tasks import Decision, Reason, Task
from domain.text import Text


class Review(Decision):
    result: Annotated[Literal["stands", "reversed"], Label(
        Text(da="Hvad gælder nu?", en="What holds now?"),
        options={
            "stands": Text(da="Fradraget står ved magt", en="The deduction stands"),
            "reversed": Text(da="Fradraget omgøres, og beløbet udbetales", en="It is reversed and paid out"),
        })]  # fmt: skip
    account: Annotated[Reason, Label(
        Text(da="Begrundelse til borgeren", en="Reasons for the citizen"),
        Text(da="Mindst 20 tegn. Teksten kommer i brevet.", en="At least 20 characters. It goes into the letter."),
    )]  # fmt: skip


class ReviewDeduction(Task[Review]):
    kind: ClassVar[str] = "deduction_review.review"
    title: ClassVar[Text] = Text(da="Gennemgå fradrag efter nye oplysninger", en="Review a deduction after news")
    why: ClassVar[Text] = Text(
        da="Der er trukket i ydelsen for en dag, som der siden er kommet nyt om: fremmøde er rettet, sygdom er meldt, "
        "eller arbejdspligten var ophørt. Intet ændres af sig selv: en jurist ser på det, og borgeren får svar.",
        en="There is news of a day that was deducted for: attendance was corrected, sickness reported, or the "
        "obligation had ended. Nothing changes by itself: a jurist looks at it, and the citizen gets an answer.",
    )
    role: ClassVar[Role] = Role.legal
    deadline: ClassVar[str] = "deduction_review.review"
    decision: ClassVar[type[Decision]] = Review
    letter: ClassVar[str | None] = "deduction_review.result"
    appealable: ClassVar[bool] = True
    rule: ClassVar[str | None] = "deduction_review.standing"
    guard: ClassVar[str | None] = "deduction_review.standing"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Står ved magt", en="Stands"), Text(da="borgeren får brev og kan klage",
                                                     en="the citizen gets a letter and may complain")),
        (Text(da="Omgøres", en="Reversed"), Text(da="ydelsen udbetaler beløbet", en="the benefit office pays it out")),
    ]  # fmt: skip


    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Review) and decision.result == "reversed"


class Payment(Decision):
    paid_on: Annotated[date, HAPPENED, Label(Text(da="Udbetalt den", en="Paid out on"))]
    reason: Annotated[Reason, REASON]


class PayBack(Task[Payment]):
    kind: ClassVar[str] = "deduction_review.pay_back"
    title: ClassVar[Text] = Text(da="Udbetal omgjort fradrag", en="Pay back a reversed deduction")
    why: ClassVar[Text] = Text(
        da="Et fradrag er omgjort. Borgeren skal have beløbet.", en="A deduction is reversed. The citizen is owed it."
    )
    role: ClassVar[Role] = Role.benefit_officer
    deadline: ClassVar[str] = "deduction_review.pay_back"
    rule: ClassVar[str | None] = "deduction_review.standing"
    decision: ClassVar[type[Decision]] = Payment
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Udbetalt", en="Paid out"), Text(da="sagen lukkes", en="the case closes")),
    ]


KINDS: tuple[type[Task[Any]], ...] = (ReviewDeduction, PayBack)
