"""News of a day after a deduction had been carried out: it is looked at again, and paid back or not."""

from __future__ import annotations

from typing import Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.deduction_review import tasks
    from domain.text import Text
    from workflows.case import Case
    from workflows.map import stage
    from workflows.state import CaseState


class DeductionReviewState(CaseState):
    stage: str = "review"


@workflow.defn
class DeductionReview(Case[DeductionReviewState]):
    @workflow.init
    def __init__(self, state: DeductionReviewState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: DeductionReviewState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "stands": Text(da="Fradraget står ved magt", en="The deduction stands"),
            "paid_back": Text(da="Omgjort og udbetalt", en="Reversed and paid out"),
        }

    @stage(says=Text(da="Gennemgang", en="Review"))
    async def review(self) -> Literal["paying_back", "stands"]:
        """The decision is never rewritten: a person takes a new one, and the citizen may complain of it."""
        await self.judge("deduction_review.standing")
        review = await self.ask(tasks.ReviewDeduction())
        return "stands" if review.result == "stands" else "paying_back"

    @stage(says=Text(da="Udbetaling", en="Paying back"))
    async def paying_back(self) -> Literal["paid_back"]:
        await self.judge("deduction_review.standing")
        await self.ask(tasks.PayBack())
        return "paid_back"
