"""A bill for something that an effort bought: checked, approved, paid, and charged to the year of the delivery."""

from __future__ import annotations

from typing import ClassVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.expense.tasks import STEPS
    from domain.paying import Steps
    from workflows.payable import Payable, PayableState


class ExpenseState(PayableState):
    pass


@workflow.defn
class Expense(Payable):
    asks: ClassVar[Steps] = STEPS

    @workflow.init
    def __init__(self, state: ExpenseState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: ExpenseState) -> str:
        return await self.live()
