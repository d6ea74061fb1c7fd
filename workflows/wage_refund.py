"""A claim for a month's wages of a leisure job: checked, approved, paid, and charged to the year of the work."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Charge, Charged, Takers
    from domain.text import Text
    from domain.wage_refund import tasks
    from workflows.case import Case
    from workflows.do import do
    from workflows.map import stage
    from workflows.state import CaseState


class WageRefundState(CaseState):
    stage: str = "check"
    checked_by: Takers = []
    approved_by: Takers = []
    second: Literal["economy", "supervisor"] = "supervisor"
    approval: str = ""
    """The decision that commits the money: the last one of those who approve."""


@workflow.defn
class WageRefund(Case[WageRefundState]):
    """Whatever is reserved or committed when the case ends unpaid is free again: its closing sees to it."""

    @workflow.init
    def __init__(self, state: WageRefundState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: WageRefundState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "paid": Text(da="Betalt", en="Paid"),
            "refused": Text(da="Afslået", en="Refused"),
            "withdrawn": Text(da="Trukket tilbage", en="Withdrawn"),
        }

    async def corrected(self) -> str | None:
        """Another amount is another claim: it is checked and approved anew, until it is paid."""
        return "check"

    @stage(says=Text(da="Kontrol", en="Check"))
    async def check(self) -> Literal["approval", "refused", "withdrawn"]:
        """The money is reserved while somebody looks; where there is too little, economy is asked later."""
        await self.judge(tasks.CLAIM)
        await self._charge("reserve")
        answer = await self.ask(tasks.CheckClaim())
        self.state.checked_by = answer.takers
        return "approval" if answer.result == "correct" else answer.result

    @stage(says=Text(da="Godkendelse", en="Approval"))
    async def approval(self) -> Literal["overrun", "second_approval", "payment", "refused"]:
        """By somebody of economy who did not check it; shut while the line cannot bear it."""
        claim = await self.judge(tasks.CLAIM)
        if not (await self._charge("reserve")).stands:
            return "overrun"
        task = tasks.ApproveLargeClaim() if claim["large"] else tasks.ApproveClaim()
        answer = await self.ask(task, not_by=self.state.checked_by)
        self.state.approved_by, self.state.approval = answer.takers, self.answered
        if answer.result == "refused":
            return "refused"
        if not isinstance(answer, tasks.ApprovedFirst):
            return "payment"
        self.state.second = answer.second_by or "supervisor"
        return "second_approval"

    @stage(says=Text(da="Budgetoverskridelse", en="Budget overrun"))
    async def overrun(self) -> Literal["approval", "refused"]:
        answer = await self.ask(tasks.ApproveOverrun(), not_by=self.state.checked_by)
        if answer.result == "refused":
            return "refused"
        await self._charge("reserve", by=self.answered)
        return "approval"

    @stage(says=Text(da="Anden godkendelse", en="Second approval"))
    async def second_approval(self) -> Literal["payment", "refused"]:
        """Four eyes: another person than the first, and than the one who checked it."""
        others = [*self.state.checked_by, *self.state.approved_by]
        answer = await self.ask(tasks.ApproveSecond(approver=self.state.second), not_by=others)
        self.state.approval = self.answered
        return "payment" if answer.result == "approved" else "refused"

    @stage(says=Text(da="Betaling", en="Payment"))
    async def payment(self) -> Literal["paid", "withdrawn"]:
        claim = await self.judge(tasks.CLAIM)
        await self._charge("commit", by=self.state.approval)
        answer = await self.ask(tasks.PayClaim(received_on=date.fromisoformat(claim["received_on"])))
        if answer.result == "withdrawn":
            return "withdrawn"
        await self._charge("pay", by=self.answered)
        return "paid"

    async def _charge(self, step: Literal["reserve", "commit", "pay"], by: str | None = None) -> Charged:
        command: Any = Charge(**self._here(), step=step, task_id=by)
        charged: Charged = await do(command, says=f"budget: {step}")
        return charged
