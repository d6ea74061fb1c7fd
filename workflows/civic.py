"""A campaign before an election: areas, plan, partners, work in the areas; frozen at the end, evaluated after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.civic import tasks
    from domain.civic.coordination import COORDINATION, Coordinate, Coordinated
    from domain.text import Text
    from workflows.again import Past, Rules
    from workflows.case import Case
    from workflows.duties import answers, beat
    from workflows.map import stage
    from workflows.state import CaseState


AFTER_WORK: dict[str, Literal["running", "areas", "partners", "cancelled"]] = {
    "more": "running", "areas": "areas", "partners": "partners", "cancelled": "cancelled",
}  # fmt: skip


class CivicState(CaseState):
    stage: str = "areas"
    closes_at: str = ""
    """When the polls of the election close that it is counted back from."""
    frozen_in: str = "running"
    """Where it goes on when its election is put off."""
    broken_off: list[str] = []
    """Kinds of talks that the election overtook."""
    counts: bool = False
    """Whether the calendar counts: from its first plan on."""
    moved: int = 0
    """How often election day was moved: with the visit it tells talks that are asked anew from those before."""
    again: ClassVar[Rules] = {
        "closes_at": lambda past: _counted_back_from(past),
        "frozen_in": lambda past: past.stage_at(_last_frozen(past) - 1) or "running",
        "broken_off": lambda past: [one.kind for one in COORDINATION if _is_broken_off(past, one)],
        "counts": lambda past: any(one.stage == "plan" for one in past.visits),
        "moved": lambda past: _moved(past),
    }


def _counted_back_from(past: Past) -> str:
    """By the newest day that the file told a stage before the evaluation, which only looks back."""
    told = (one.answer.get("closes_at") for one in reversed(past.ruled) if past.stage_at(one.visit) != "evaluation")
    return next((at for at in told if at), "")


def _last_frozen(past: Past) -> int:
    return next((one.number for one in reversed(past.visits) if one.stage == "frozen"), 0)


def _is_broken_off(past: Past, kind: type[Coordinate]) -> bool:
    """Its newest task was withdrawn."""
    newest = next((one for one in reversed(past.asked) if one.kind is kind), None)
    return newest is not None and not newest.is_open and newest.decided is None


def _moved(past: Past) -> int:
    """So often that the next talk asked anew has a higher key than those before."""
    keys = [int(one.aside or "") for one in past.asked if one.is_of(COORDINATION) and (one.aside or "").isdecimal()]
    return max(0, *(key - past.visit for key in keys)) if keys else 0


@workflow.defn
class Civic(Case[CivicState]):
    changes = ("civic-moved", "civic-too-late-to-talk")

    @workflow.init
    def __init__(self, state: CivicState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: CivicState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "evaluated": Text(da="Evalueret", en="Evaluated"),
            "cancelled": Text(da="Standset", en="Stopped"),
        }

    async def corrected(self) -> str | None:
        """Other figures are looked at; another election day moves every milestone, and a campaign that was frozen or
        evaluated for the old one goes on where it was, unless that one is over too."""
        if self.state.stage == "areas":
            await self.judge("civic.areas")
        if self.state.stage in ("frozen", "evaluation"):
            closes_at = (await self.judge("civic.milestones"))["closes_at"]
            is_over = datetime.fromisoformat(closes_at) <= self.now
            if closes_at != self.state.closes_at and not is_over:
                return self.state.frozen_in
            self.state.closes_at = closes_at
            await self.judge("civic.association")
        elif self.has_beat("freezes"):
            await self._count_back()
        return None

    async def take_up(self) -> None:
        """Where other areas are chosen on the way, the calendar goes on counting."""
        if self.state.stage == "areas" and self.state.counts:
            await self._count_back()

    async def may_close(self) -> bool:
        """Not over what was begun under it since somebody asked for it."""
        return bool((await self.judge("civic.closing"))["may_close"])

    @stage(says=Text(da="Områder", en="Areas"))
    async def areas(self) -> Literal["areas", "plan", "frozen", "cancelled"]:
        """At first, and when others are chosen on the way."""
        days = await self.judge("civic.areas")
        if await self._is_moved(days):
            return "areas"
        plan_by = days.get("plan_by")
        answer = await self.ask(tasks.ChooseAreas(plan_by=date.fromisoformat(plan_by) if plan_by else None))
        return "plan" if answer.result == "chosen" else "cancelled"

    @stage(says=Text(da="Plan", en="Plan"))
    async def plan(self) -> Literal["plan", "partners", "frozen", "cancelled"]:
        """From here on the calendar counts: a campaign that is late is frozen like any other."""
        days = await self._count_back()
        if await self._is_moved(days):
            return "plan"
        if not (self._is_frozen(days) and self.follows("civic-too-late-to-talk")):
            for coordinate in COORDINATION:
                await self.aside(coordinate(due_on=_day(days, "coordinate")), "once")
        await self._talk_again(days)
        answer = await self.ask(tasks.MakeCampaignPlan(due_on=_day(days, "plan")))
        return "partners" if answer.result == "planned" else "cancelled"

    @stage(says=Text(da="Partnere", en="Partners"))
    async def partners(self) -> Literal["partners", "running", "frozen"]:
        days = await self._count_back()
        if await self._is_moved(days):
            return "partners"
        await self._talk_again(days)
        await self.ask(tasks.AgreeWithPartners(due_on=_day(days, "partners")))
        return "running"

    @stage(says=Text(da="I områderne", en="In the areas"))
    async def running(self) -> Literal["running", "areas", "partners", "frozen", "cancelled"]:
        """Whoever writes its work down keeps the task when election day is moved."""
        days = await self._count_back()
        await self._is_moved(days)
        await self._talk_again(days)
        answer = await self.ask(tasks.RegisterWork(last_on=_day(days, "last_on") if "last_on" in days else None))
        return AFTER_WORK[answer.result]

    @stage(says=Text(da="Indefrosset", en="Frozen"))
    async def frozen(self) -> Literal["areas", "plan", "partners", "running", "evaluation"]:
        """Nothing new; what was under way goes on until the polls close."""
        days = await self.judge("civic.milestones")
        self.state.closes_at = days["closes_at"]
        await self.until(
            datetime.fromisoformat(days["closes_at"]), Text(da="Valgstederne lukker", en="The polls close"),
            Text(da="Intet nyt sendes dagen før valgdagen, og alt standser, når valgstederne lukker. Så evalueres "
                 "kampagnen: til det skal valgets fil med valgdeltagelsen være læst ind.",
                 en="Nothing new is sent from the day before, and all stops when the polls close. Then the campaign is "
                 "evaluated, for which the turnout file of the election must have been read in."),
        )  # fmt: skip
        return "evaluation"

    @stage(says=Text(da="Evaluering", en="Evaluation"))
    async def evaluation(self) -> Literal["areas", "plan", "partners", "running", "evaluated"]:
        await self._break_off()
        days = await self.judge("civic.milestones")
        await self.judge("civic.association")
        await self.ask(tasks.Evaluate(due_on=_day(days, "evaluate")))
        return "evaluated"

    @answers(*COORDINATION)
    async def coordinated(self, answer: Coordinated, key: str) -> None:
        """It stands on the case; nothing waits for it."""

    async def _is_moved(self, days: dict[str, Any]) -> bool:
        """To another election day: what is open is asked anew by it, and the talks that are still to be had."""
        if not (self.has_changed("closes_at", days.get("closes_at", "")) and self.follows("civic-moved")):
            return False
        self.state.moved += 1
        await self._break_off()
        return bool(self.state.open)

    async def _break_off(self) -> None:
        """Talks that have been had stand, also where the case has yet to hear of it."""
        waits = {one.kind for task_id, one in self.state.aside.items() if task_id not in self.state.decided}
        for coordinate in COORDINATION:
            if coordinate.kind in waits:
                await self.unask(coordinate)
                self.state.broken_off.append(coordinate.kind)

    async def _talk_again(self, days: dict[str, Any]) -> None:
        for coordinate in COORDINATION:
            if coordinate.kind in self.state.broken_off:
                key = str(self.state.visit + self.state.moved)
                await self.aside(coordinate(due_on=_day(days, "coordinate")), key)
                self.state.broken_off.remove(coordinate.kind)

    def _is_frozen(self, days: dict[str, Any]) -> bool:
        """From its first plan on: nothing new is agreed, unless the election is put off."""
        return datetime.fromisoformat(days["freezes_at"]) <= self.now

    @beat
    async def freezes(self, due: datetime) -> str | None:
        self.state.frozen_in = self.state.stage
        return "frozen"

    async def _count_back(self) -> dict[str, Any]:
        days = await self.judge("civic.milestones")
        self.at("freezes", datetime.fromisoformat(days["freezes_at"]))
        self.state.counts = True
        return days


def _day(days: dict[str, Any], name: str) -> date:
    return date.fromisoformat(days[name])
