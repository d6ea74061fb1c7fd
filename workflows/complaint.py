"""A citizen's complaint of a decision: reassessed by another person, then, unless won in full, the board's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import LookAgain
    from domain.complaint import tasks
    from domain.text import Text
    from workflows.case import Case
    from workflows.do import do
    from workflows.map import stage
    from workflows.state import CaseState


class ComplaintState(CaseState):
    stage: str = "received"


ALARM = "complaint_unanswered"


@workflow.defn
class Complaint(Case[ComplaintState]):
    @workflow.init
    def __init__(self, state: ComplaintState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: ComplaintState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "upheld": Text(da="Medhold", en="Citizen won"),
            "confirmed": Text(da="Stadfæstet", en="Confirmed by the board"),
            "changed": Text(da="Ændret af Ankestyrelsen", en="Changed by the board"),
            "dismissed": Text(da="Afvist af Ankestyrelsen", en="Dismissed by the board"),
            "withdrawn": Text(da="Trukket tilbage", en="Withdrawn"),
            "not_handled": Text(da="Ikke behandlet som klage", en="Not handled as a complaint"),
        }

    async def corrected(self) -> str | None:
        """Another decision, or another day of receipt, changes who may reassess and by when."""
        return "received" if self.state.stage == "reassessment" else None

    @stage(says=Text(da="Modtaget", en="Received"))
    async def received(self) -> Literal["reassessment", "not_handled"]:
        """Only the citizen, or somebody with authority to act, can complain (forvaltningsloven § 8)."""
        standing = await self._standing()
        if standing["complainant"] != "citizen":
            clarified = await self.ask(tasks.ClarifyComplainant())
            if clarified.result == "unclear":
                self.clear_alarms()
                return "not_handled"
        return "reassessment"

    @stage(says=Text(da="Genvurdering", en="Reassessment"))
    async def reassessment(self) -> Literal["effectuation", "forwarding", "withdrawn"]:
        """By another person than those who took the decision, within 4 weeks (retssikkerhedsloven § 66)."""
        standing = await self._standing()
        answer = await self.ask(tasks.Reassess(**_counted(standing)), not_by=standing["not_by"])
        if answer.result in ("upheld", "partly"):
            await self._tell_the_case(standing)
        if answer.result in ("partly", "maintained"):
            return "forwarding"
        self.clear_alarms()
        return "effectuation" if answer.result == "upheld" else "withdrawn"

    @stage(says=Text(da="Til Ankestyrelsen", en="To the appeals board"))
    async def forwarding(self) -> Literal["effectuation", "board"]:
        """What the citizen did not win goes to the board, late or not; what was won is not kept waiting for it."""
        standing = await self._standing()
        await self.ask(tasks.ForwardToBoard(**_counted(standing)))
        self.clear_alarms()
        return "effectuation" if standing["partly"] else "board"

    @stage(says=Text(da="Gennemførelse", en="Carrying out"))
    async def effectuation(self) -> Literal["board", "upheld", "changed"]:
        effect = await self.judge("complaint.effect")
        await self.ask(tasks.CARRIES_OUT[effect["by"]](decided_on=date.fromisoformat(effect["decided_on"])))
        following: Literal["board", "upheld", "changed"] = effect["then"]
        return following

    @stage(says=Text(da="Hos Ankestyrelsen", en="With the appeals board"))
    async def board(self) -> Literal["effectuation", "reassessment", "confirmed", "dismissed", "withdrawn"]:
        answer = await self.ask(tasks.RecordBoardResult())
        if answer.result == "changed":
            await self._tell_the_case(await self.judge("complaint.standing"))
            return "effectuation"
        return "reassessment" if answer.result == "remitted" else answer.result

    async def _tell_the_case(self, standing: dict[str, Any]) -> None:
        """What is under way in the case whose decision was changed ends now, not when the complaint is closed."""
        other = standing["of_case"]
        if other:
            await do(LookAgain(**self._here(), other=other), says=f"won: {other} looks again")

    async def _standing(self) -> dict[str, Any]:
        """How the complaint stands by its file; the supervisor is warned before the time is up until it is answered."""
        standing = await self.judge("complaint.standing")
        self.alarm(ALARM, datetime.fromisoformat(standing["alarm_at"]))
        return standing


def _counted(standing: dict[str, Any]) -> dict[str, Any]:
    return {"counted_from": date.fromisoformat(standing["counted_from"]), "late": standing["late"]}
