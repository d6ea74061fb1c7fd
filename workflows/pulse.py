"""How a case waits: on one timer at a time, climbing what falls due, hearing what comes from beside its stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID, uuid5

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Climb, OpenTask, People
    from domain.tasks import Task
    from domain.text import Text
    from workflows.do import do
    from workflows.duties import answers_of, beats_of
    from workflows.map import stage_titles, successors
    from workflows.state import Aside, CaseState, Rung

TASK_IDS = UUID("5a0c4e4e-93d6-4d7e-9c1b-0f1d6a2f7c11")
S = TypeVar("S", bound=CaseState)


class Disturbed(BaseException):
    """Leaves a stage at its wait, never within an activity, so that no effect goes unnoticed."""


class Pulse(Generic[S]):
    """What every case has beside its stages: alarms, beats, tasks aside, and one way to wait."""

    moved_from: ClassVar[dict[str, tuple[str, ...]]] = {}
    """The only stages from which a case may be led there from beside its stage, where not every way of the map may be
    taken but by the stage itself."""

    @classmethod
    def may_move(cls, stage: str, to: str) -> bool:
        return to in successors(cls, stage) and stage in cls.moved_from.get(to, (stage,))

    def __init__(self, state: S) -> None:
        self.state = state
        self._asked: list[str] = []
        self._armed = 0
        self._followed: list[str] = []
        self._at_rest = False
        self._next_timer: datetime | None = None
        self._waits_for = Text(da="", en="")
        self.answered = ""
        """The task whose decision the stage has read last."""

    @property
    def now(self) -> datetime:
        """Business time: the engine's clock, shifted where a training or demo case is elsewhere in time."""
        return workflow.now() + self.state.shift

    def alarm(self, name: str, at: datetime) -> None:
        """Tell the supervisor at `at` unless the case has cleared its alarms by then; a later word replaces it."""
        rung = Rung(name=name, at=at, task_id=None)
        self.state.rungs = [r for r in self.state.rungs if r.task_id or r.name != name or r == rung]
        if at > self.now and rung not in self.state.rungs:
            self.state.rungs.append(rung)

    def clear_alarms(self, named: str = "") -> None:
        """All alarms, or those whose names begin so."""
        beats = beats_of(type(self))
        self.state.rungs = [r for r in self.state.rungs if r.task_id or r.name in beats or not r.name.startswith(named)]

    def at(self, beat: str, when: datetime) -> None:
        """Call the `@beat` of that name then, whatever stage the case is in; a later word replaces it."""
        self.still(beat)
        self.state.rungs.append(Rung(name=beat, at=when, task_id=None))

    def still(self, beat: str) -> None:
        self.state.rungs = [r for r in self.state.rungs if r.task_id or r.name != beat]

    def has_beat(self, beat: str) -> bool:
        return any(r.name == beat and not r.task_id for r in self.state.rungs)

    async def aside(self, task: Task[Any], key: str, *, not_by: People = None) -> None:
        """Open a task that no stage waits for, once per key; the method marked `@answers` hears the decision."""
        task_id = str(uuid5(TASK_IDS, f"{self.state.case_id}.aside.{task.kind}.{key}"))
        if task_id not in self.state.aside:
            await self._open(task_id, task, not_by, aside=key)

    async def _wait(self, ready: Callable[[], bool], until: datetime | None = None) -> None:
        """Until `ready` or `until`, climbing each rung that falls due meanwhile."""
        while not ready():
            if until and until <= self.now:
                return
            self._heed()
            rung = min(self.state.rungs, key=lambda r: r.at, default=None)
            if await self._attend():
                continue
            if rung and rung.at <= self.now:
                self.state.rungs.remove(rung)
                await self._climb(rung)
                continue
            wakes = [t for t in (until, rung.at if rung else None) if t]
            await self._sleep(
                lambda: ready() or self._is_disturbed() or self._has_heard(), min(wakes, default=None),
                rung.name if rung else "date",
            )  # fmt: skip

    async def _climb(self, rung: Rung) -> None:
        duty = None if rung.task_id else beats_of(type(self)).get(rung.name)
        if duty is None:
            await do(Climb(**self._here(), task_id=rung.task_id, rung=rung.name, due=rung.at), says=rung.name)
        else:
            self._turn(await duty(self, rung.at))

    def _has_heard(self) -> bool:
        return any(task_id in self.state.decided for task_id in self.state.aside)

    async def _attend(self) -> bool:
        """Hear the answer of one task that no stage waits for."""
        task_id = next((t for t in self.state.aside if t in self.state.decided), None)
        if task_id is None:
            return False
        aside, decided = self.state.aside.pop(task_id), self.state.decided.pop(task_id)
        self._forget(task_id)
        task, duty = answers_of(type(self))[aside.kind]
        answer = task.decision.from_case(decided.answer, decided.by, decided.acting_for)
        self._turn(await duty(self, answer, aside.key))
        return True

    def _turn(self, nxt: str | None) -> None:
        """To another stage from beside the running one, where the map says that one may."""
        if nxt and nxt != self.state.stage and self.may_move(self.state.stage, nxt):
            self.state.turn = nxt
            raise Disturbed

    def _heed(self) -> None:
        if self._is_disturbed():
            raise Disturbed

    def _is_disturbed(self) -> bool:
        return bool(self.state.interrupts or self.state.too_late) or self._is_long()

    async def _sleep(self, ready: Callable[[], bool], until: datetime | None, says: str = "date") -> None:
        armed, seconds = self._armed, None
        if until:
            seconds = max((until - self.now).total_seconds(), 0.001)
        self._next_timer, self._at_rest = until, True
        self._describe()
        try:
            await workflow.wait_condition(
                lambda: ready() or self._armed != armed,
                timeout=seconds,
                timeout_summary=f"{self._waits_for.en}: {says} {until:%Y-%m-%d %H:%M} UTC" if until else None,
            )
        except TimeoutError:
            return
        finally:
            self._at_rest = False

    async def _open(self, task_id: str, task: Task[Any], not_by: People, aside: str | None = None) -> None:
        opened = await do(
            OpenTask(
                **self._here(), task_id=task_id, kind=task.kind, data=task.model_dump(mode="json"), not_by=not_by,
                aside=aside,
            ),
            says=f"task: {task.title.en}",
        )  # fmt: skip
        if aside is None:
            self.state.open[task_id] = task.kind
        elif opened.stands:
            self.state.aside[task_id] = Aside(kind=task.kind, key=aside)
        else:
            return
        stands = self._standing_for(task_id)
        if not any(r.task_id == stands for r in self.state.rungs):
            self.state.rungs += [Rung(name=r.name, at=r.at, task_id=stands) for r in opened.rungs]

    def _forget(self, task_id: str) -> None:
        self.state.open.pop(task_id, None)
        ended = {task_id} | {new for new, asked in self.state.reopened.items() if asked == task_id}
        self.state.reopened = {new: asked for new, asked in self.state.reopened.items() if new not in ended}
        self.state.rungs = [r for r in self.state.rungs if r.task_id not in ended]

    def _here(self) -> dict[str, Any]:
        return {"case_id": self.state.case_id, "stage": self.state.stage, "visit": self.state.visit, "now": self.now}

    def _describe(self) -> None:
        says, due = stage_titles(type(self)).get(self.state.stage), self._next_timer
        workflow.set_current_details(
            f"**{self.state.case_id}** · {says.en if says else self.state.stage}\n\n"
            f"waits for: {self._waits_for.en}" + (f" · next timer {due:%Y-%m-%d %H:%M} UTC" if due else "")
        )

    def _standing_for(self, asked: str) -> str:
        """The newest reopened task in the place of the one that was asked; else that one itself."""
        return next((new for new, old in reversed(self.state.reopened.items()) if old == asked), asked)

    def _is_long(self) -> bool:
        """Whether the run's history asks for a new one."""
        raise NotImplementedError
