"""A session: planned, held with attendance noted for everyone at once, or cancelled."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import LookAgain
    from domain.session import tasks
    from domain.text import Text
    from workflows.again import Rules, told
    from workflows.case import Case
    from workflows.do import do
    from workflows.map import stage
    from workflows.state import CaseState


class SessionState(CaseState):
    stage: str = "planned"
    held_on: str = ""
    """The day that the open task speaks of."""
    again: ClassVar[Rules] = {"held_on": told("held_on", tasks.HoldSession, nothing="")}


@workflow.defn
class Session(Case[SessionState]):
    @workflow.init
    def __init__(self, state: SessionState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: SessionState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {"held": Text(da="Holdt", en="Held"), "cancelled": Text(da="Aflyst", en="Cancelled")}

    @stage(says=Text(da="Planlagt", en="Planned"))
    async def planned(self) -> Literal["planned", "held", "cancelled"]:
        """On another day than before, those signed up hear of it and the task is asked anew."""
        standing = await self.judge("session.standing")
        if self.has_changed("held_on", standing["held_on"]):
            await self._tell(standing["signed_up"])
            return "planned"
        answer = await self.ask(tasks.HoldSession(held_on=date.fromisoformat(self.state.held_on)))
        await self._tell((await self.judge("session.standing"))["signed_up"])
        return "held" if answer.result == "held" else "cancelled"

    async def _tell(self, signed_up: list[str]) -> None:
        for case in signed_up:
            await do(LookAgain(**self._here(), other=case), says=f"session: {case} looks again")
