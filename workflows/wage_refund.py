"""A claim for a month's wages of a leisure job: checked, approved, paid, and charged to the year of the work."""

from __future__ import annotations

from typing import ClassVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.paying import Steps
    from domain.wage_refund.tasks import STEPS
    from workflows.payable import Payable, PayableState


class WageRefundState(PayableState):
    pass


@workflow.defn
class WageRefund(Payable):
    asks: ClassVar[Steps] = STEPS

    @workflow.init
    def __init__(self, state: WageRefundState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: WageRefundState) -> str:
        return await self.live()
