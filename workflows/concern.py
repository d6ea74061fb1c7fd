"""Signs of violence or social control, assessed the same day by a specialist."""

from __future__ import annotations

from typing import ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.concern import tasks
    from domain.text import Text
    from workflows.again import Rules
    from workflows.case import Case
    from workflows.map import stage
    from workflows.state import CaseState


class ConcernState(CaseState):
    stage: str = "received"
    acute: bool | None = None
    """Whether somebody is in danger now, as the open task has it."""
    again: ClassVar[Rules] = {"acute": lambda past: past.ruling("concern.urgency").get("acute")}


@workflow.defn
class Concern(Case[ConcernState]):
    changes = ("concern-acute",)

    @workflow.init
    def __init__(self, state: ConcernState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: ConcernState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "acted": Text(da="Der er handlet", en="Action taken"),
            "notified": Text(da="Underrettet", en="Notified"),
            "no_grounds": Text(da="Ikke grundlag for mere", en="No grounds for more"),
        }

    @stage(says=Text(da="Meldt", en="Reported"))
    async def received(self) -> Literal["received", "notification", "acted", "no_grounds"]:
        if await self._is_other_danger() and self.follows("concern-acute"):
            return "received"
        answer = await self.ask(tasks.AssessConcern(acute=bool(self.state.acute)))
        return "notification" if answer.result == "children" else answer.result

    @stage(says=Text(da="Underretning", en="Notification"))
    async def notification(self) -> Literal["notification", "notified"]:
        if self.follows("concern-acute") and await self._is_other_danger():
            return "notification"
        await self.ask(tasks.NotifyOfChild())
        return "notified"

    async def _is_other_danger(self) -> bool:
        """Who is told, by when and before what else is decided when a task opens: whether somebody is in danger now
        turns out otherwise, and it is asked anew."""
        return self.has_changed("acute", (await self.judge("concern.urgency"))["acute"])
