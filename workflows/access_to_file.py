"""A request to see the documents of a case: decided and handed over within 7 working days."""

from __future__ import annotations

from datetime import date
from typing import Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.access_to_file import tasks
    from domain.text import Text
    from workflows.case import Case
    from workflows.map import stage
    from workflows.state import CaseState


class AccessState(CaseState):
    stage: str = "decision"


@workflow.defn
class AccessToFile(Case[AccessState]):
    @workflow.init
    def __init__(self, state: AccessState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: AccessState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "given": Text(da="Aktindsigt givet", en="Access given"),
            "refused": Text(da="Afslag", en="Refused"),
            "withdrawn": Text(da="Trukket tilbage", en="Withdrawn"),
        }

    @stage(says=Text(da="Afgørelse", en="Decision"))
    async def decision(self) -> Literal["handover", "refused", "withdrawn"]:
        answer = await self.ask(tasks.DecideAccess(received_on=await self._received_on()))
        if answer.result == "full" or answer.result == "partial":
            return "handover"
        return answer.result

    @stage(says=Text(da="Udlevering", en="Handing over"))
    async def handover(self) -> Literal["given"]:
        """The same 7 working days: access is given when the documents are."""
        await self.ask(tasks.HandOver(received_on=await self._received_on()))
        return "given"

    async def _received_on(self) -> date:
        return date.fromisoformat((await self.judge("access_to_file.request"))["received_on"])
