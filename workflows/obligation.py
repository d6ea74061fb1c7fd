"""The work obligation of citizens on cash assistance (LAB chapter 16 a), one case per citizen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Literal

from pydantic import BaseModel
from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import CloseWeek, KeepSpell, Place, Takers, WeekAhead, WeekClosed
    from domain.calendar import at_local, local_date, monday_of
    from domain.obligation import duties, planning, tasks
    from domain.text import Text, da_date, en_date
    from workflows.again import Anew, Asked, Past, Rules, started
    from workflows.case import Case
    from workflows.do import do
    from workflows.duties import answers, beat
    from workflows.map import stage
    from workflows.state import CaseState

Elsewhere = Literal["leaving"]
"""Wherever a covered citizen's case stands, the obligation may end."""
FIRST_OFFER = "first_offer"
REVIEW = Text(da="Opfølgning på forløbet", en="Review of the course")
REDUCTION_ENDS = Text(da="Det nedsatte timetal slutter", en="The reduced hours end")


class Proposal(BaseModel):
    """An assessment that is not in force before somebody else has approved it."""

    effort: tasks.Effort
    weekly_hours: int | None
    until: date | None
    by: Takers

    @property
    def target(self) -> int:
        return tasks.target_hours(self.effort, self.weekly_hours)


class ObligationState(CaseState):
    stage: str = "intake"
    doubtful: bool = False
    effort: tasks.Effort = tasks.Effort.full
    weekly_hours: int | None = None
    until: date | None = None
    """Of the assessment that is in force."""
    proposed: Proposal | None = None
    proposed_by: Takers = []
    """Of a case that was begun anew from the database: there the proposal stands in the fields above."""
    implement_by: date | None = None
    """Once known, the supervisor's warnings are armed."""
    exempt: bool = False
    """An exemption stands on the case's days."""
    closing: date | None = None
    """The Monday of the week that is closed next."""
    review_on: date | None = None
    indicated: bool = True
    """What the calculation said when a person last had it before them."""
    again: ClassVar[Rules] = {
        "doubtful": started("doubtful", False),
        "effort": lambda past: _in_force(past).effort,
        "weekly_hours": lambda past: _in_force(past).weekly_hours,
        "until": lambda past: _in_force(past).until,
        "exempt": lambda past: _in_force(past).effort is tasks.Effort.exempt,
        "proposed": lambda past: _proposal(past.last(tasks.AssessIndividually)),
        "closing": lambda past: _was_running(past),
        "indicated": lambda past: past.ruling("obligation.coverage").get("covered", True),
        "proposed_by": Anew("only in cases that were begun anew before proposals were"),
        "implement_by": Anew("the stages before the plan warn again"),
        "review_on": Anew("counted anew from the plan and the last review"),
    }

    @property
    def target(self) -> int:
        return tasks.target_hours(self.effort, self.weekly_hours)


def _proposal(assessed: Asked | None) -> Proposal | None:
    if assessed is None:
        return None
    answer = assessed.answer
    return Proposal(effort=answer.effort, weekly_hours=answer.weekly_hours, until=answer.until, by=answer.takers)


def _in_force(past: Past) -> Proposal:
    """The last assessment from which the case went on, at once or when it was approved."""
    proposal, found = None, Proposal(effort=tasks.Effort.full, weekly_hours=None, until=None, by=[])
    for one in past.read(tasks.AssessIndividually, tasks.ApproveExemption):
        proposal = _proposal(one) if one.kind is tasks.AssessIndividually else proposal
        if proposal and past.stage_at(one.visit + 1) in ("exempted", "planning"):
            found = proposal
    return found


def _was_running(past: Past) -> date | None:
    """That it has run at all decides where it goes on; the week that is closed next is looked up when it runs."""
    since = past.since("running")
    return monday_of(local_date(since)) if since else None


@workflow.defn
class Obligation(Case[ObligationState]):
    changes = ("recheck-key",)

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
            "requirement_met": Text(da="Kravene opfyldt", en="Requirements met"),
            "benefit_ended": Text(da="Ydelsen ophørt", en="Benefit ended"),
            "moved": Text(da="Flyttet", en="Moved"),
            "died": Text(da="Død", en="Died"),
        }

    moves: ClassVar[dict[str, Text]] = {
        "planning": Text(da="Lav en ny plan", en="Make a new plan"),
        "assessment": Text(da="Vurdér borgeren igen", en="Assess the citizen again"),
        "leaving": Text(da="Afslut arbejdspligten", en="End the obligation"),
    }

    # From the assessment and its approval on the way to a plan is the decision's, not a button's.
    moved_from: ClassVar[dict[str, tuple[str, ...]]] = {"planning": ("running", "review")}

    async def corrected(self) -> str | None:
        """Where no person has decided yet, the rule is applied anew; a decision stands until a person takes another."""
        if self.state.stage in ("coverage", "phase_gate"):
            return "coverage"
        if self.state.stage != "intake":
            await self._recompute()
        return None

    async def take_up(self) -> None:
        if self.state.closing and self.state.stage != "exempted":
            await self._arm_standing_duties()

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
        self.state.indicated = (await self.judge("obligation.coverage"))["covered"]
        ruling = await self.ask(tasks.ConfirmCoverage())
        return "phase_gate" if ruling.covered else "not_covered"

    @stage(says=Text(da="Indfasning", en="Phase gate"))
    async def phase_gate(self) -> Literal["guidance", "coverage"]:
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
        for name, at in phase["alarms"].items():
            self.alarm(name, datetime.fromisoformat(at))
        return phase

    async def _stay_warned(self) -> None:
        """A case that was begun anew from the database after the engine lost it has no warnings yet."""
        if self.state.implement_by is None:
            await self._phase()

    @stage(says=Text(da="Vejledning", en="Guidance"))
    async def guidance(self) -> Literal["assessment", Elsewhere]:
        await self._stay_warned()
        await self.ask(tasks.GiveGuidance())
        return "assessment"

    @stage(says=Text(da="Individuel vurdering", en="Individual assessment"))
    async def assessment(self) -> Literal["approval", "exempted", "planning", Elsewhere]:
        await self._stay_warned()
        answer = await self.ask(tasks.AssessIndividually())
        proposal = Proposal(
            effort=answer.effort, weekly_hours=answer.weekly_hours, until=answer.until, by=answer.takers
        )  # fmt: skip
        self.state.proposed = proposal
        if proposal.until:
            limit = await self.judge("obligation.approval")
            if proposal.until > date.fromisoformat(limit["beyond"]):
                return "approval"
        return await self._assessed(proposal)

    @stage(says=Text(da="Godkendelse", en="Approval"))
    async def approval(self) -> Literal["assessment", "exempted", "planning", Elsewhere]:
        """Beyond the limit of the policy another person than the proposer approves."""
        state = self.state
        proposal = state.proposed or Proposal(
            effort=state.effort, weekly_hours=state.weekly_hours, until=state.until, by=state.proposed_by
        )  # fmt: skip
        assert proposal.until is not None
        approval = await self.ask(
            tasks.ApproveExemption(effort=proposal.effort, weekly_hours=proposal.target, until=proposal.until),
            not_by=proposal.by,
        )
        return await self._assessed(proposal) if approval.approved else "assessment"

    async def _assessed(self, proposal: Proposal) -> Literal["exempted", "planning"]:
        """In force from now on. On the days of an exemption nothing can be demanded; a new assessment ends one that
        still runs."""
        self.state.effort, self.state.weekly_hours = proposal.effort, proposal.weekly_hours
        self.state.until = proposal.until
        exempt, was_exempt = self.state.effort is tasks.Effort.exempt, self.state.exempt
        self.state.exempt = exempt
        if exempt or was_exempt:
            until = self.state.until if exempt else None
            await do(KeepSpell(**self._here(), kind="exempt", until=until, task_id=self.answered), says="exempt days")
        return "exempted" if exempt else "planning"

    @stage(says=Text(da="Fritaget", en="Exempt"))
    async def exempted(self) -> Literal["assessment", Elsewhere]:
        self.state.exempt = True
        self.clear_alarms()
        self.still("week")
        assert self.state.until is not None
        end = self.state.until
        await self.until(
            at_local(end + timedelta(days=1), time(0)),
            Text(da="Fritagelsen slutter", en="The exemption ends"),
            Text(
                da=f"Fritagelsen gælder til og med {da_date(end)}. Derefter vurderes borgeren igen.",
                en=f"The exemption runs to {en_date(end)} inclusive. Then the citizen is assessed again.",
            ),
        )
        return "assessment"

    @stage(says=Text(da="Plan", en="Plan"))
    async def planning(self) -> Literal["running", "assessment", Elsewhere]:
        await self._stay_warned()
        basis = await self.judge("obligation.plan_basis")
        await self.ask(planning.MakePlan(weekly_hours=self.state.target, **basis))
        await do(Place(**self._here(), task_id=self.answered), says="plan in force")
        self.clear_alarms("implementation")
        if (await self.judge("obligation.plan_basis"))["covered_since"] is None:
            self.clear_alarms(FIRST_OFFER)
        self.state.review_on = None
        return "running"

    @stage(says=Text(da="I gang", en="Running"))
    async def running(self) -> Literal["review", "assessment", "planning", Elsewhere]:
        """Weeks close by themselves; what else must be done has its date."""
        await self._arm_standing_duties()
        assert self.state.review_on is not None
        reduced = self.state.until + timedelta(days=1) if self.state.until else None
        if reduced and reduced <= self.state.review_on:
            await self.until(at_local(reduced, time(0)), REDUCTION_ENDS, Text(
                da=f"Det nedsatte timetal gælder til og med {da_date(reduced - timedelta(days=1))}.",
                en=f"The reduced hours run to {en_date(reduced - timedelta(days=1))} inclusive."))  # fmt: skip
            return "assessment"
        await self.until(at_local(self.state.review_on, time(9)), REVIEW, Text(
            da=f"Forløbet gennemgås hvert halve år, næste gang {da_date(self.state.review_on)}.",
            en=f"The course is reviewed every half year, next on {en_date(self.state.review_on)}."))  # fmt: skip
        return "review"

    @stage(says=Text(da="Opfølgning", en="Review"))
    async def review(self) -> Literal["running", "assessment", "planning", Elsewhere]:
        review = await self.ask(tasks.ReviewRunning())
        self.state.review_on = None
        goes_to: dict[str, Literal["running", "assessment", "planning", "leaving"]] = {
            "continue": "running", "new_plan": "planning", "reassess": "assessment", "end": "leaving",
        }  # fmt: skip
        return goes_to[review.result]

    @stage(says=Text(da="Afslutning", en="Leaving"))
    async def leaving(self) -> Literal[
        "running", "exempted", "assessment", "requirement_met", "benefit_ended", "moved", "died"
    ]:  # fmt: skip
        """Whoever stays goes on as the assessment in force has it."""
        exit_ = await self.ask(duties.ConfirmExit())
        if exit_.because != "stays":
            return exit_.because
        if self.state.effort is tasks.Effort.exempt:
            return "exempted"
        return "running" if self.state.closing else "assessment"

    # -- beside the stages ---------------------------------------------------------------------------------------

    async def _arm_standing_duties(self) -> None:
        """Also for a case that was begun anew from the database after the engine lost it."""
        dates = await self.judge("obligation.standing")
        if self.state.review_on is None:
            self.state.review_on = date.fromisoformat(dates["review_on"])
        if not self.has_beat("week"):
            self._close_next(await do(WeekAhead(**self._here()), says="the week ahead"))
        for name in ("guide_again", "recompute"):
            if not self.has_beat(name):
                self.at(name, datetime.fromisoformat(dates[name]))
        if dates["plan_ends"]:
            self.at("plan_ends", datetime.fromisoformat(dates["plan_ends"]))

    @beat
    async def week(self, due: datetime) -> None:
        """Closed on Monday at 12: what was registered until then counts, what comes later is a correction."""
        monday = self.state.closing
        assert monday is not None
        closed = await do(CloseWeek(**self._here(), monday=monday), says=f"week of {monday} closed")
        self._close_next(closed)
        if closed.unregistered:
            missing = duties.GetMissingAttendance(monday=monday, days=closed.unregistered)
            await self.aside(missing, key=monday.isoformat())

    def _close_next(self, ahead: WeekClosed) -> None:
        if ahead.monday and ahead.closes_at:
            self.state.closing = ahead.monday
            self.at("week", ahead.closes_at)

    @answers(duties.GetMissingAttendance)
    async def attendance_found(self, found: duties.MissingAttendance, key: str) -> None:
        """A registration after the closing has already added the week up anew."""

    @beat
    async def guide_again(self, due: datetime) -> None:
        dates = await self.judge("obligation.standing")
        again = datetime.fromisoformat(dates["guide_again"])
        if again > self.now:  # it was given, and this case has not heard of it yet
            self.at("guide_again", again)
        else:
            await self.aside(duties.RepeatGuidance(last_given_on=dates["guided_on"]), key=dates["guided_on"])

    @answers(duties.RepeatGuidance)
    async def guided(self, given: tasks.GuidanceGiven, key: str) -> None:
        dates = await self.judge("obligation.standing")
        self.at("guide_again", datetime.fromisoformat(dates["guide_again"]))

    @beat
    async def plan_ends(self, due: datetime) -> None:
        dates = await self.judge("obligation.standing")
        if dates["plan_ends_on"]:
            ends_on = date.fromisoformat(dates["plan_ends_on"])
            await self.aside(duties.DecideOnPlanEnd(ends_on=ends_on), key=ends_on.isoformat())

    @answers(duties.DecideOnPlanEnd)
    async def plan_end_decided(self, decided: duties.PlanEnds, key: str) -> str | None:
        if decided.result == "new_plan":
            return "planning"
        dates = await self.judge("obligation.standing")
        if dates["plan_ends"]:
            self.at("plan_ends", datetime.fromisoformat(dates["plan_ends"]))
        return None

    @beat
    async def recompute(self, due: datetime) -> None:
        await self._recompute()
        dates = await self.judge("obligation.standing")
        self.at("recompute", datetime.fromisoformat(dates["recompute"]))

    async def _recompute(self) -> None:
        """A calculation that now says something else is put before a person, never acted upon."""
        before, self.state.indicated = self.state.indicated, (await self.judge("obligation.coverage"))["covered"]
        if before and not self.state.indicated:
            # Replayed, a turn that a question cut short reads another moment.
            key = str(workflow.uuid4()) if self.follows("recheck-key") else self.now.isoformat()
            await self.aside(duties.RecheckCoverage(), key=key)

    @answers(duties.RecheckCoverage)
    async def rechecked(self, still: duties.CoverageStill, key: str) -> str | None:
        return None if still.covered else "leaving"
