"""The case that is measured: two tasks in one stage; and the bare workflow that it is measured by."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel
from temporalio import workflow

from activities.messages import People

with workflow.unsafe.imports_passed_through():
    from benchmarks.bell import ring
    from domain.programmes import Programme, register
    from domain.roles import Role
    from domain.tasks import Decided, Decision, Task
    from domain.text import Text
    from workflows.case import Case
    from workflows.map import stage
    from workflows.registry import CASES, STATES
    from workflows.state import CaseState

BARE_QUEUE = "bare"
OVER = "over"


class Yes(Decision):
    agreed: bool


class First(Task[Yes]):
    kind: ClassVar[str] = "two_tasks.first"
    title: ClassVar[Text] = Text(da="Den første", en="The first")
    why: ClassVar[Text] = title
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "obligation.data_quality"
    decision: ClassVar[type[Decision]] = Yes


class Second(First):
    kind: ClassVar[str] = "two_tasks.second"
    title: ClassVar[Text] = Text(da="Den anden", en="The second")


class TwoTasksState(CaseState):
    stage: str = "both"


@workflow.defn
class TwoTasks(Case[TwoTasksState]):
    @workflow.init
    def __init__(self, state: TwoTasksState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: TwoTasksState) -> str:
        outcome = await self.live()
        ring(state.case_id, OVER)
        return outcome

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {"done": Text(da="Færdig", en="Done")}

    @stage(says=Text(da="Begge", en="Both"))
    async def both(self) -> Literal["done"]:
        await self.ask(First())
        await self.ask(Second())
        return "done"

    async def _open(self, task_id: str, task: Task[Any], not_by: People) -> None:
        await super()._open(task_id, task, not_by)
        ring(self.state.case_id, task_id)


@workflow.defn
class Bare:
    """Two signals, each sent when the workflow waits for it, as a person decides what is asked."""

    def __init__(self) -> None:
        self._heard = 0

    @workflow.signal
    def decided(self, decision: Decided) -> None:
        self._heard += 1

    @workflow.run
    async def run(self, case_id: str) -> str:
        for n in (1, 2):
            ring(case_id, str(n))
            await workflow.wait_condition(lambda n=n: self._heard >= n)  # type: ignore[misc]
        ring(case_id, OVER)
        return "done"


TWO_TASKS = Programme(
    name="two_tasks", title=Text(da="To opgaver", en="Two tasks"), workflow="TwoTasks", number_prefix="TO",
    facts=BaseModel, opened_by=frozenset({Role.caseworker}), kinds=(First, Second), rules={}, doubts=lambda _, __: [],
)  # fmt: skip


def join_programmes() -> None:
    """Into this process's registers, beside the real ones."""
    register(TWO_TASKS)
    CASES[TWO_TASKS.name], STATES[TWO_TASKS.name] = TwoTasks, TwoTasksState
