"""Outreach to a spouse-supported citizen, from a lead to a job, an education, or a kind goodbye. All voluntary."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Join
    from domain.calendar import local_date
    from domain.perspektiv import outreach, planning
    from domain.perspektiv.order import NOT_HELD
    from domain.perspektiv.outcomes import ENDS
    from domain.text import Text
    from workflows.again import Rules, told
    from workflows.case import Case
    from workflows.do import do
    from workflows.map import stage
    from workflows.state import CaseState


AFTER_LEAD: dict[str, Literal["reaching", "redirected", "outside", "declined"]] = {
    "new": "reaching", "redirect": "redirected", "outside": "outside", "declines": "declined",
}  # fmt: skip
AFTER_FIRST_TALK: dict[str, Literal["plan", "redirected", "declined", "reaching"]] = {
    "goes_on": "plan", "redirect": "redirected", "declines": "declined", NOT_HELD: "reaching",
}  # fmt: skip
ENDED: dict[str, Literal["job", "education", "benefit", "moved", "stopped"]] = {
    "job": "job", "education": "education", "benefit": "benefit", "moved": "moved", "stops": "stopped",
}  # fmt: skip
AFTER_PLAN: dict[str, Literal["follow_up", "declined", "job", "education", "benefit", "moved", "stopped"]] = {
    "agreed": "follow_up", "declines": "declined", **ENDED,
}  # fmt: skip
AFTER_TALK: dict[str, Literal["follow_up", "plan", "job", "education", "benefit", "moved", "stopped"]] = {
    "goes_on": "follow_up", NOT_HELD: "follow_up", "new_plan": "plan", **ENDED,
}  # fmt: skip
NO_CONTACT = ("not_reached", "unsafe")
SOUGHT_ANEW = (outreach.DecideUnreached, outreach.HoldFirstTalk)
"""Decisions after which attempts are counted from the first again."""


class PerspektivState(CaseState):
    stage: str = "lead"
    attempts: int = 0
    """That gave no contact, since contact was first sought or sought anew: at the supervisor's word, or after a talk
    that was not held."""
    searching_since: datetime | None = None
    because: Literal["attempts", "time", "unsafe"] = "attempts"
    """Why the supervisor was asked."""
    talks: int = 0
    again: ClassVar[Rules] = {
        "attempts": lambda past: sum(one.answer.result in NO_CONTACT
                                     for one in past.read(outreach.ReachCitizen, after=SOUGHT_ANEW)),
        "searching_since": lambda past: past.since("reaching", after=SOUGHT_ANEW),
        "because": told("because", outreach.DecideUnreached, before=True, nothing="attempts"),
        "talks": lambda past: sum(one.answer.result != NOT_HELD for one in past.read(planning.FollowUp)),
    }  # fmt: skip



@workflow.defn
class Perspektiv(Case[PerspektivState]):
    changes = ("perspektiv.before-its-day",)

    @workflow.init
    def __init__(self, state: PerspektivState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: PerspektivState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return ENDS

    @stage(says=Text(da="Kontakt modtaget", en="Lead"))
    async def lead(self) -> Literal["reaching", "merged", "redirected", "outside", "declined"]:
        await self.judge("perspektiv.path")
        answer = await self.ask(outreach.ReceiveLead())
        if answer.result == "same":
            await do(Join(**self._here(), task_id=self.answered), says="joined with another case")
            return "merged"
        return AFTER_LEAD[answer.result]

    @stage(says=Text(da="Opsøgende kontakt", en="Outreach"))
    async def reaching(self) -> Literal["reaching", "first_talk", "unreached", "declined"]:
        """Up to 5 attempts in 8 weeks, by a safe way only; one that was not safe stops them at once."""
        path = await self.judge("perspektiv.path")
        since = self.state.searching_since = self.state.searching_since or self.now
        number = self.state.attempts + 1
        answer = await self.ask(outreach.ReachCitizen(safe=path["safe"], attempt=number, most=path["attempts"]))
        if answer.result == "reached":
            return "first_talk"
        if answer.result == "declines":
            return "declined"
        self.state.attempts = number
        if answer.result == "unsafe":
            self.state.because = "unsafe"
        elif number >= path["attempts"]:
            self.state.because = "attempts"
        elif since + timedelta(weeks=path["weeks"]) <= self.now:
            self.state.because = "time"
        else:
            return "reaching"
        return "unreached"

    @stage(says=Text(da="Uden sikker kontakt", en="No safe contact"))
    async def unreached(self) -> Literal["reaching", "no_contact"]:
        answer = await self.ask(outreach.DecideUnreached(because=self.state.because))
        self._seek_anew()
        return "reaching" if answer.result == "try_on" else "no_contact"

    @stage(says=Text(da="Første samtale", en="First talk"))
    async def first_talk(self) -> Literal["plan", "redirected", "declined", "reaching"]:
        """Whoever did not come is asked again; nobody is held to a talk."""
        await self.judge("perspektiv.interpreter")
        answer = await self.ask(outreach.HoldFirstTalk())
        self._seek_anew()
        return AFTER_FIRST_TALK[answer.result]

    def _seek_anew(self) -> None:
        self.state.searching_since, self.state.attempts = None, 0

    @stage(says=Text(da="Plan", en="Plan"))
    async def plan(self) -> Literal["follow_up", "declined", "job", "education", "benefit", "moved", "stopped"]:
        """Some have found a job, or do not want one any more, before the plan is made."""
        answer = await self.ask(planning.MakePlan())
        return AFTER_PLAN[answer.result]

    @stage(says=Text(da="Opfølgning", en="Follow-up"))
    async def follow_up(
        self,
    ) -> Literal["follow_up", "plan", "job", "education", "benefit", "moved", "stopped"]:
        """Every fourth week for as long as the citizen wants; what comes before that day is written down when it
        comes."""
        talk_at = datetime.fromisoformat((await self.judge("perspektiv.next_talk"))["talk_at"])
        if self.follows("perspektiv.before-its-day"):
            task = planning.FollowUp(number=self.state.talks + 1, talk_on=local_date(talk_at))
        else:
            await self.until(talk_at, Text(da="Næste samtale", en="The next talk"),
                             Text(da="Der tales sammen hver 4. uge.", en="There is a talk every 4 weeks."))  # fmt: skip
            task = planning.FollowUp(number=self.state.talks + 1)
        answer = await self.ask(task)
        if answer.result != NOT_HELD:
            self.state.talks += 1
        return AFTER_TALK[answer.result]
