"""The work obligation of citizens on cash assistance (LAB chapter 16 a), one case per citizen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import at_local
    from domain.obligation import tasks
    from domain.text import Text
    from workflows.case import Case
    from workflows.map import stage
    from workflows.state import CaseState


class ObligationState(CaseState):
    stage: str = "intake"
    doubtful: bool = False
    effort: tasks.Effort = tasks.Effort.full
    weekly_hours: int | None = None
    until: date | None = None
    proposed_by: str | None = None
    implement_by: date | None = None
    """Once known, the supervisor's warnings are armed."""

    @property
    def target(self) -> int:
        return tasks.target_hours(self.effort, self.weekly_hours)


@workflow.defn
class Obligation(Case[ObligationState]):
    @workflow.init
    def __init__(self, state: ObligationState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: ObligationState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "not_covered": Text(da="Ikke omfattet", en="Not covered"),
            "entered_in_error": Text(da="Fejlregistreret", en="Entered in error"),
            "ended": Text(da="Ophørt", en="Ended"),
        }

    async def corrected(self) -> str | None:
        """A corrected fact is judged anew; a decision that later stages rest on stands until a person takes another."""
        return "coverage" if self.state.stage in ("coverage", "phase_gate") else None

    @stage(says=Text(da="Modtaget", en="Intake"))
    async def intake(self) -> Literal["coverage", "entered_in_error"]:
        if self.state.doubtful:
            checked = await self.ask(tasks.CheckData())
            if not checked.usable:
                return "entered_in_error"
        return "coverage"

    @stage(says=Text(da="Omfattet?", en="Covered?"))
    async def coverage(self) -> Literal["phase_gate", "not_covered"]:
        """The rule only indicates; the benefit decision is authoritative."""
        await self.judge("obligation.coverage")
        ruling = await self.ask(tasks.ConfirmCoverage())
        return "phase_gate" if ruling.covered else "not_covered"

    @stage(says=Text(da="Indfasning", en="Phase gate"))
    async def phase_gate(self) -> Literal["guidance"]:
        phase = await self._phase()
        await self.until(
            datetime.fromisoformat(phase["starts_at"]),
            Text(da="Arbejdspligten begynder", en="The obligation begins"),
            Text.model_validate(phase["because"]),
        )
        return "guidance"

    async def _phase(self) -> dict[str, Any]:
        """The phase of this citizen; the supervisor is warned before its last day until a plan is made."""
        phase = await self.judge("obligation.phase")
        self.state.implement_by = date.fromisoformat(phase["implement_by"])
        for days, at in phase["alarms"].items():
            self.alarm(f"implementation_{days}", datetime.fromisoformat(at))
        return phase

    async def _stay_warned(self) -> None:
        """A case that was begun anew from the database after the engine lost it has no warnings yet."""
        if self.state.implement_by is None:
            await self._phase()

    @stage(says=Text(da="Vejledning", en="Guidance"))
    async def guidance(self) -> Literal["assessment"]:
        await self._stay_warned()
        await self.ask(tasks.GiveGuidance())
        return "assessment"

    @stage(says=Text(da="Individuel vurdering", en="Individual assessment"))
    async def assessment(self) -> Literal["approval", "exempted", "planning"]:
        await self._stay_warned()
        proposal = await self.ask(tasks.AssessIndividually())
        self.state.effort, self.state.weekly_hours = proposal.effort, proposal.weekly_hours
        self.state.until = proposal.until
        self.state.proposed_by = proposal.by
        if proposal.until:
            limit = await self.judge("obligation.approval")
            if proposal.until > date.fromisoformat(limit["beyond"]):
                return "approval"
        return "exempted" if proposal.effort is tasks.Effort.exempt else "planning"

    @stage(says=Text(da="Godkendelse", en="Approval"))
    async def approval(self) -> Literal["assessment", "exempted", "planning"]:
        """Beyond the limit of the policy another person than the proposer approves."""
        assert self.state.until is not None
        approval = await self.ask(
            tasks.ApproveExemption(
                effort=self.state.effort, weekly_hours=self.state.target, until=self.state.until
            ),
            not_by=self.state.proposed_by,
        )
        if not approval.approved:
            return "assessment"
        return "exempted" if self.state.effort is tasks.Effort.exempt else "planning"

    @stage(says=Text(da="Fritaget", en="Exempt"))
    async def exempted(self) -> Literal["assessment"]:
        self.clear_alarms()
        assert self.state.until is not None
        end = self.state.until
        await self.until(
            at_local(end + timedelta(days=1), time(0)),
            Text(da="Fritagelsen slutter", en="The exemption ends"),
            Text(
                da=f"Fritagelsen gælder til og med {end:%d.%m.%Y}. Derefter vurderes borgeren igen.",
                en=f"The exemption runs to {end:%d.%m.%Y} inclusive. Then the citizen is assessed again.",
            ),
        )
        return "assessment"

    @stage(says=Text(da="Plan", en="Plan"))
    async def planning(self) -> Literal["running"]:
        await self._stay_warned()
        await self.ask(tasks.MakePlan(weekly_hours=self.state.target))
        self.clear_alarms()
        return "running"

    @stage(says=Text(da="I gang", en="Running"))
    async def running(self) -> Literal["running", "assessment", "ended"]:
        review = await self.ask(tasks.ReviewRunning())
        if review.result == "end":
            return "ended"
        return "assessment" if review.result == "reassess" else "running"
