"""An event: made ready, held with a head count, or cancelled. Agreed for another day or place, it is agreed anew."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.event import tasks
    from domain.text import Text
    from workflows.again import Rules, told
    from workflows.case import Case
    from workflows.map import stage
    from workflows.state import CaseState


class EventState(CaseState):
    stage: str = "preparing"
    held_on: str = ""
    """The day that the open task speaks of."""
    again: ClassVar[Rules] = {"held_on": told("held_on", tasks.PrepareEvent, tasks.HoldEvent, before=True, nothing="")}


@workflow.defn
class Event(Case[EventState]):
    @workflow.init
    def __init__(self, state: EventState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: EventState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {"held": Text(da="Holdt", en="Held"), "cancelled": Text(da="Aflyst", en="Cancelled")}

    async def corrected(self) -> str | None:
        """Another day or place is agreed anew, and one that the campaign may no longer use is given up or moved."""
        return None if (await self.judge("event.standing"))["stands"] else "preparing"

    @stage(says=Text(da="Forberedes", en="Being prepared"))
    async def preparing(self) -> Literal["preparing", "ready", "cancelled"]:
        days = await self.judge("event.standing")
        if self.has_changed("held_on", days["held_on"]):
            return "preparing"
        asked = tasks.PrepareEvent(held_on=self._day, due_on=date.fromisoformat(days["ready_by"]))
        answer = await self.ask(asked)
        return "ready" if answer.result == "ready" else "cancelled"

    @stage(says=Text(da="Klar", en="Ready"))
    async def ready(self) -> Literal["preparing", "held", "cancelled"]:
        await self.judge("event.standing")
        answer = await self.ask(tasks.HoldEvent(held_on=self._day))
        return "held" if answer.result == "held" else "cancelled"

    @property
    def _day(self) -> date:
        return date.fromisoformat(self.state.held_on)
