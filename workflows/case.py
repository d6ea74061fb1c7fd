"""A case: stages, `await self.ask(…)`, deadlines that escalate, interrupts. Every programme is a leaf of `Case`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid5

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import CloseCase, Judge, Pause, People, Resumed, Waiting, Withdraw
    from domain.outcomes import CLOSED
    from domain.tasks import D, Decided, Task
    from domain.text import Text
    from workflows.do import do
    from workflows.pulse import TASK_IDS, Disturbed, Pulse, S
    from workflows.state import CaseStatus, Interrupt, Moved, Reopened, Rung

HISTORY_LIMIT = 400
"""Events of one run; beyond it the case continues as new, so that waking an evicted case stays cheap.

Lowering it strands open cases that are already longer; raising it does not.
"""
REMEMBERED = 50


class Case(Pulse[S]):
    """Leaves add stages and `run`; a leaf's `run` is `return await self.live()`. A stage awaits one thing at a time."""

    # -- what stages use ----------------------------------------------------------------------------------------

    async def ask(self, task: Task[D], *, not_by: People = None) -> D:
        """Open `task`, escalate it while nobody decides, return the decision. Safe to come back to."""
        key = f"{self.state.visit}.{len(self._asked)}.{task.kind}"
        task_id = str(uuid5(TASK_IDS, f"{self.state.case_id}.{key}"))
        self._asked.append(task_id)
        if task_id not in self.state.decided:
            if task_id not in self.state.open:
                self._heed()
                await self._open(task_id, task, not_by)
            self._waits_for = task.title
            await self._wait(lambda: task_id in self.state.decided)
        self._forget(task_id)
        decided = self.state.decided[task_id]
        self.answered = decided.task_id
        return task.answered(decided.answer, decided.by, decided.acting_for)

    async def unask(self, kind: type[Task[Any]]) -> None:
        """Withdraw what was asked aside of this kind: something has overtaken it."""
        gone = [task_id for task_id, one in self.state.aside.items() if one.kind == kind.kind]
        if gone:
            await self._withdraw([self._standing_for(task_id) for task_id in gone])
        for task_id in gone:
            self.state.aside.pop(task_id)
            self.state.decided.pop(task_id, None)
            self._forget(task_id)

    async def until(self, at: datetime, what: Text, because: Text) -> None:
        """Wait for a date, said on the case page and in the engine's own UI."""
        if at <= self.now:
            return
        await do(
            Waiting(**self._here(), kind="timer", what=what, until=at, because=because),
            says=f"waits: {what.en}",
        )
        self._waits_for = what
        await self._wait(lambda: False, until=at)

    def has_changed(self, name: str, now: Any) -> bool:
        """Whether what the open task speaks of is another than when it was asked: its stage then returns itself, and it
        is asked anew, with its deadline. It is kept in the state by that name; the default says that nothing was asked.
        """
        before, unasked = getattr(self.state, name), type(self.state).model_fields[name].default
        setattr(self.state, name, now)
        return before not in (unasked, now)

    async def judge(self, rule: str) -> dict[str, Any]:
        """Apply a rule of the domain to the facts on the case file; only the public answer comes back."""
        return await do(Judge(**self._here(), rule=rule), says=f"rule: {rule}")

    # -- messages ------------------------------------------------------------------------------------------------

    @workflow.signal
    def decided(self, decision: Decided) -> None:
        self.state.decided.setdefault(self.state.reopened.get(decision.task_id, decision.task_id), decision)

    @workflow.signal
    def reopened(self, again: Reopened) -> None:
        """Only a decision that no stage has read yet can be taken back."""
        asked = self.state.reopened.get(again.instead_of, again.instead_of)
        if again.task_id in self.state.reopened:
            return
        if (asked not in self.state.open and asked not in self.state.aside) or asked not in self.state.decided:
            self.state.too_late.append(again.task_id)
            return
        del self.state.decided[asked]
        self.state.reopened[again.task_id] = asked
        mine = {"task_id": again.task_id}
        self.state.rungs = [
            r.model_copy(update=mine) if r.task_id == again.instead_of else r for r in self.state.rungs
        ]
        self._armed += 1

    @workflow.signal
    def interrupt(self, what: Interrupt) -> None:
        if what.id not in self.state.seen:
            self.state.seen = [*self.state.seen, what.id][-REMEMBERED:]
            asking = any(task_id not in self.state.decided for task_id in self.state.open)
            self.state.interrupts.append(what.model_copy(update={"asked_at": self.state.stage if asking else None}))

    @workflow.signal
    def deadline_moved(self, moved: Moved) -> None:
        """May come before the case has heard that its task is open; then these rungs stand."""
        kept = [r for r in self.state.rungs if r.task_id != moved.task_id]
        self.state.rungs = kept + [Rung(name=r.name, at=r.at, task_id=moved.task_id) for r in moved.rungs]
        self._armed += 1

    @workflow.signal
    def shift_clock(self, shift: timedelta) -> None:
        """Training and demo only: move this case's business time."""
        self.state.shift = shift
        self._armed += 1

    @workflow.query
    def status(self) -> CaseStatus:
        return CaseStatus(
            stage=self.state.stage, visit=self.state.visit, suspended=self._is_suspended, at_rest=self._at_rest,
            open_tasks=self._open_tasks(), next_timer=self._next_timer,
            waits_for=self._waits_for, seen_decisions=len(self.state.decided), shift=self.state.shift,
        )  # fmt: skip

    # -- the life of a case --------------------------------------------------------------------------------------

    changes: ClassVar[tuple[str, ...]] = ()
    """What has changed in the code under running cases, by the names that `follows` is given."""

    def follows(self, change: str) -> bool:
        """Whether this run follows a change of its code: from its beginning, or, begun before the change, from where it
        comes to it. See docs/adr/0022."""
        return change in self._followed or workflow.patched(change)

    async def live(self) -> str:
        """Stage after stage until an end; the outcome's name."""
        self._followed = [one for one in self.changes if workflow.patched(f"begun with {one}")]
        if self.state.lost:
            await self.take_up()
            self.state.lost = False
        while not self._is_over(self.state.stage):
            if self.state.too_late:
                await self._withdraw([self.state.too_late.pop(0)])
            elif self._is_suspended:
                await self._rest()
            elif self.state.turn:
                nxt, self.state.turn = self.state.turn, None
                await self._leave(nxt)
            elif self.state.interrupts:
                await self._obey(self.state.interrupts.pop(0))
            else:
                await self._go_on()
            self._continue_if_long()
        await do(CloseCase(**self._here(), outcome=self.state.stage), says=f"closed: {self.state.stage}")
        return self.state.stage

    moves: ClassVar[dict[str, Text]] = {}
    """The stages that people may move a case to, where the map has the way, and what they call it."""

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {}

    async def corrected(self) -> str | None:
        """A fact of the case was corrected: the stage to go back to; None: the running one goes on."""
        return None

    async def take_up(self) -> None:
        """Begun anew after the engine had lost it: arm the dates and alarms that an earlier stage arms."""

    async def may_close(self) -> bool:
        """Whether a person may close the case by hand as it stands now."""
        return True

    async def _go_on(self) -> None:
        stage: Callable[[], Awaitable[str]] = getattr(self, self.state.stage)
        self._asked = []
        try:
            nxt = await stage()
        except Disturbed:
            return
        await self._leave(nxt)

    async def _obey(self, what: Interrupt) -> None:
        if what.kind == "close" and (what.outcome or await self.may_close()):
            await self._leave(what.outcome if what.outcome and self._is_over(what.outcome) else "closed")
        elif what.kind == "correct":
            restart = await self.corrected()
            # The running stage is entered again as it is: who holds its task, what is typed and its deadline stay.
            if restart and restart not in (self.state.stage, what.asked_at):
                await self._leave(restart)
        elif what.kind == "move":
            if self.may_move(self.state.stage, str(what.to)):
                await self._leave(str(what.to))
        elif what.kind == "suspend":
            self.state.suspended_since = self.state.suspended_since or self.now
            self.state.suspended_until = what.until
            by_law = await do(Pause(**self._here(), until=what.until), says="suspended")
            self.state.by_law = by_law or []

    async def _rest(self) -> None:
        """Suspended until a person's word or the date; what the law sets climbs its ladder meanwhile."""
        self._waits_for = Text(da="Sagen er sat i bero", en="The case is suspended")
        until, lawful = self.state.suspended_until, [r for r in self.state.rungs if r.task_id in self.state.by_law]
        rung = min(lawful, key=lambda r: r.at, default=None)
        if rung and rung.at <= self.now:
            self.state.rungs.remove(rung)
            await self._climb(rung)
            return
        await self._sleep(self._is_disturbed, min((t for t in (until, rung and rung.at) if t), default=None))
        word = self.state.interrupts.pop(0) if self.state.interrupts else None
        if word and word.kind != "resume":
            await self._obey(word)
        elif word or (until and until <= self.now):
            await self._resume()

    async def _resume(self) -> None:
        """Rungs that had not been climbed follow their moved deadlines."""
        assert self.state.suspended_since
        moved = await do(Resumed(**self._here(), since=self.state.suspended_since), says="resumed")
        later = {(task_id, r.name): r.at for task_id, rungs in moved.tasks.items() for r in rungs}
        self.state.rungs = [
            r.model_copy(update={"at": later.get((r.task_id or "", r.name), r.at)}) for r in self.state.rungs
        ]
        self.state.suspended_since = self.state.suspended_until = None

    async def _leave(self, nxt: str) -> None:
        if self.state.open:
            await self._withdraw(sorted(self._standing_for(task_id) for task_id in self.state.open))
        # A decision of the next stage's task may already be here when a worker died while opening it: it stays.
        for task_id in [*self.state.open, *self._asked]:
            self._forget(task_id)
            self.state.decided.pop(task_id, None)
        self.state.stage, self.state.visit = nxt, self.state.visit + 1

    async def _withdraw(self, task_ids: list[str]) -> None:
        await do(Withdraw(**self._here(), task_ids=task_ids), says="tasks withdrawn")

    def _open_tasks(self) -> list[str]:
        return sorted(self._standing_for(task_id) for task_id in [*self.state.open, *self.state.aside])

    def _is_over(self, stage: str) -> bool:
        return stage in CLOSED or stage in self.ends()

    @property
    def _is_suspended(self) -> bool:
        return self.state.suspended_since is not None

    def _is_long(self) -> bool:
        info = workflow.info()
        return info.get_current_history_length() > HISTORY_LIMIT or info.is_continue_as_new_suggested()

    def _continue_if_long(self) -> None:
        if self._is_long() and not self._is_over(self.state.stage):
            workflow.continue_as_new(self.state)
