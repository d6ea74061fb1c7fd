"""A letter reached nobody: somebody sends it again, or says how the citizen was told otherwise."""

from __future__ import annotations

from typing import Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.roles import Role
    from domain.text import Text
    from domain.undelivered_letter import tasks
    from workflows.case import Case
    from workflows.map import stage
    from workflows.state import CaseState


class UndeliveredLetterState(CaseState):
    stage: str = "undelivered"


@workflow.defn
class UndeliveredLetter(Case[UndeliveredLetterState]):
    @workflow.init
    def __init__(self, state: UndeliveredLetterState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: UndeliveredLetterState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "sent_again": Text(da="Sendt igen", en="Sent again"),
            "told_otherwise": Text(da="Klaret uden brevet", en="Settled without the letter"),
            "overtaken": Text(da="Brevet er overhalet", en="The letter was overtaken"),
        }

    @stage(says=Text(da="Ikke kommet frem", en="Not arrived"))
    async def undelivered(self) -> Literal["sent_again", "told_otherwise", "overtaken"]:
        """Entered again when the file changes, so that a letter that is sent again ends it by itself."""
        standing = await self.judge("undelivered_letter.standing")
        over: Literal["sent_again", "overtaken"] | None = standing["over"]
        if over is not None:
            return over
        await self.ask(tasks.ReachCitizen(sent_by=Role(standing["sent_by"])))
        return "told_otherwise"
