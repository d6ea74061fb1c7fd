"""A bill: checked, approved, paid, and charged to the year of the work. Leaves say by which tasks."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Charge, Charged, Takers
    from domain.paying import Approve, ApprovedFirst, ApproveLarge, ApproveSecond, Check, Steps
    from domain.text import Text
    from workflows.again import Asked, Rules, takers
    from workflows.case import Case
    from workflows.do import do
    from workflows.map import stage
    from workflows.state import CaseState


class PayableState(CaseState):
    stage: str = "check"
    checked_by: Takers = []
    approved_by: Takers = []
    second: Literal["economy", "supervisor"] = "supervisor"
    approval: str = ""
    """The decision that commits the money: the last one of those who approve."""
    again: ClassVar[Rules] = {
        "checked_by": takers(Check),
        "approved_by": takers(Approve, but=(ApproveSecond,)),
        "second": lambda past: _second(past.last(ApproveLarge)),
        "approval": lambda past: _task_of(past.last(Approve)),
    }


def _second(large: Asked | None) -> str:
    return large.answer.second_by or "supervisor" if large else "supervisor"


def _task_of(approval: Asked | None) -> str:
    return approval.id if approval else ""


class Payable(Case[PayableState]):
    """Whatever is reserved or committed when the case ends unpaid is free again: its closing sees to it."""

    asks: ClassVar[Steps]

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "paid": Text(da="Betalt", en="Paid"),
            "refused": Text(da="Afslået", en="Refused"),
            "withdrawn": Text(da="Trukket tilbage", en="Withdrawn"),
        }

    async def corrected(self) -> str | None:
        """Another amount is another bill: it is checked and approved anew, until it is paid."""
        return "check"

    @stage(says=Text(da="Kontrol", en="Check"))
    async def check(self) -> Literal["approval", "refused", "withdrawn"]:
        """The money is reserved while somebody looks; where there is too little, economy is asked later."""
        bill = await self.judge(self.asks.rule)
        await self._charge("reserve")
        told: Any = {name: bill[name] for name in self.asks.check.model_fields if name in bill}
        answer = await self.ask(self.asks.check(**told))
        self.state.checked_by = answer.takers
        end: Literal["refused", "withdrawn"] = answer.result
        return "approval" if answer.result == "correct" else end

    @stage(says=Text(da="Godkendelse", en="Approval"))
    async def approval(self) -> Literal["overrun", "second_approval", "payment", "refused"]:
        """By somebody of economy who did not check it; shut while the line cannot bear it."""
        bill = await self.judge(self.asks.rule)
        if not (await self._charge("reserve")).stands:
            return "overrun"
        task = self.asks.approve_large() if bill["large"] else self.asks.approve()
        answer = await self.ask(task, not_by=self.state.checked_by)
        self.state.approved_by, self.state.approval = answer.takers, self.answered
        if answer.result == "refused":
            return "refused"
        if not isinstance(answer, ApprovedFirst):
            return "payment"
        self.state.second = answer.second_by or "supervisor"
        return "second_approval"

    @stage(says=Text(da="Budgetoverskridelse", en="Budget overrun"))
    async def overrun(self) -> Literal["approval", "refused"]:
        answer = await self.ask(self.asks.overrun(), not_by=self.state.checked_by)
        if answer.result == "refused":
            return "refused"
        await self._charge("reserve", by=self.answered)
        return "approval"

    @stage(says=Text(da="Anden godkendelse", en="Second approval"))
    async def second_approval(self) -> Literal["payment", "refused"]:
        """Four eyes: another person than the first, and than the one who checked it."""
        others = [*self.state.checked_by, *self.state.approved_by]
        answer = await self.ask(self.asks.approve_second(approver=self.state.second), not_by=others)
        self.state.approval = self.answered
        return "payment" if answer.result == "approved" else "refused"

    @stage(says=Text(da="Betaling", en="Payment"))
    async def payment(self) -> Literal["paid", "withdrawn"]:
        bill = await self.judge(self.asks.rule)
        await self._charge("commit", by=self.state.approval)
        answer = await self.ask(self.asks.pay(received_on=date.fromisoformat(bill["received_on"])))
        if answer.result == "withdrawn":
            return "withdrawn"
        await self._charge("pay", by=self.answered)
        return "paid"

    async def _charge(self, step: Literal["reserve", "commit", "pay"], by: str | None = None) -> Charged:
        command: Any = Charge(**self._here(), step=step, task_id=by)
        charged: Charged = await do(command, says=f"budget: {step}")
        return charged
