"""The activities of every case. Each is one short transaction that may be repeated without harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.messages import (
    Climb,
    CloseCase,
    Command,
    Join,
    Judge,
    LookAgain,
    MovedTasks,
    Opened,
    OpenTask,
    Pause,
    Resumed,
    RungAt,
    Waiting,
    Withdraw,
)
from domain.calendar import local_date
from domain.deadlines import Deadline, Rung, first_ladder, ladder, no_later, paused, work_out, work_out_ahead
from domain.errors import Refusal
from domain.fields import label_of
from domain.policies import Policies
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import FINAL, OPEN, Task
from domain.text import Text
from store import cases, charges, escalations, offences, sharing, tasks, undelivered
from store.audit import Entry, log
from store.db import DatabaseAway, Store
from store.dossier import Dossier
from store.tables import cases as cases_table
from store.tables import tasks as tasks_table

F = TypeVar("F", bound=Callable[..., Any])
IS_OPEN = tasks_table.c.state.in_(OPEN)


def carries_out(command: type[Command[Any]]) -> Callable[[F], F]:
    """Nothing is thrown into the thread when the engine gives up on an activity: between taking the store's turn and
    remembering that it has it, that would keep every later writer out for ever."""
    return activity.defn(name=command.activity, no_thread_cancel_exception=True)


class CaseActivities:
    def __init__(self, store: Store, policies: Policies) -> None:
        self.store = store
        self.policies = policies

    def all(self) -> list[Callable[..., Any]]:
        return [
            self.open_task, self.climb, self.withdraw, self.waiting, self.judge, self.look_again, self.join,
            self.pause, self.resumed, self.close_case,
        ]  # fmt: skip

    @carries_out(OpenTask)
    def open_task(self, do: OpenTask) -> Opened:
        kind = kind_named(do.kind)
        role = str(do.data[kind.role_from]) if kind.role_from else kind.role.value
        deadline = self._deadline(kind, do)
        with self.store.write() as db:
            case = self._case(db, do)
            programme = PROGRAMMES[case.programme]
            acute = programme.acute_rule(case.facts)
            if acute:
                deadline = work_out(acute, do.now, self.policies)
            cases.enter(db, do.case_id, do.stage, do.visit, do.now, beside=do.aside is not None)
            row = tasks.insert(db, {
                "id": do.task_id, "case_id": do.case_id, "programme": case.programme, "kind": do.kind,
                "stage": do.stage, "visit": do.visit, "role": role, "data": do.data,
                "team_id": tasks.team_for(db, role, case.team_id, stays=programme.confidential),
                "excluded": do.not_by, "aside": do.aside, "priority": tasks.ACUTE if acute else 0,
            }, deadline, do.now)  # fmt: skip
            if acute:
                escalations.rouse(db, row, do.now)
        rungs = _at(first_ladder(Deadline.model_validate(row.due), do.now, self.policies))
        return Opened(rungs=rungs, stands=row.state not in FINAL)

    def _deadline(self, kind: type[Task[Any]], do: OpenTask) -> Deadline:
        start, last = _day(do, kind.counts_from), _day(do, kind.no_later_than)
        if start and kind.catches_up:
            deadline = work_out_ahead(kind.deadline, start, do.now, self.policies, do.task_id)
        else:
            deadline = work_out(kind.deadline, start or do.now, self.policies, do.task_id)
        if last is None:
            return deadline
        why = label_of(kind.no_later_than or "", kind.model_fields[kind.no_later_than or ""]).title
        return no_later(deadline, last, do.now, self.policies, why)

    @carries_out(Climb)
    def climb(self, do: Climb) -> None:
        with self.store.write() as db:
            if do.task_id:
                escalations.climb(db, do.task_id, do.rung, do.due, do.now)
            elif tasks.event(db, "", do.case_id, f"alarm.{do.rung}", do.now, key=f"{do.case_id}:{do.visit}:{do.rung}"):
                log(db, Entry(do.now, None, f"case.alarm.{do.rung}", do.case_id, do.case_id))

    @carries_out(Withdraw)
    def withdraw(self, do: Withdraw) -> None:
        with self.store.write() as db:
            tasks.withdraw(db, do.task_ids, do.now)

    @carries_out(Waiting)
    def waiting(self, do: Waiting) -> None:
        waiting = {"what": do.what.model_dump(), "because": do.because.model_dump()}
        with self.store.write() as db:
            cases.enter(db, do.case_id, do.stage, do.visit, do.now, waiting_kind=do.kind, waiting_for=waiting,
                        waiting_until=do.until)  # fmt: skip

    @carries_out(Judge)
    def judge(self, do: Judge) -> dict[str, Any]:
        with self.store.write() as db:
            case = self._case(db, do)
            rule = PROGRAMMES[case.programme].rules[do.rule]
            try:
                judged = rule(Dossier(db, case), local_date(do.now), self.policies)
            except Refusal as refusal:
                raise ApplicationError(refusal.text.en, type=refusal.code, non_retryable=True) from None
            cases.enter(db, do.case_id, do.stage, do.visit, do.now, beside=True)
            cases.keep_ruling(db, do.case_id, do.visit, do.rule, judged.answer, judged.ruling, do.now)
        return judged.answer

    @carries_out(LookAgain)
    def look_again(self, do: LookAgain) -> None:
        """Nothing is told to a case that is closed. Told twice, it looks twice."""
        with self.store.write() as db:
            other = cases.get(db, do.other)
            if other is not None and other.closed_at is None:
                cases.look_again(db, other.id, do.now)

    @carries_out(Join)
    def join(self, do: Join) -> None:
        with self.store.write() as db:
            task = tasks.get(db, do.task_id)
            assert task is not None
            to = task.decision["same_as"]
            for one in sorted((do.case_id, to)):
                cases.lock(db, one)
            sharing.move(db, do.case_id, to, do.now)

    @carries_out(Pause)
    def pause(self, do: Pause) -> list[str]:
        with self.store.write() as db:
            cases.suspended(db, do.case_id, do.until, do.now)
            return [task.id for task in self._open(db, do) if Deadline.model_validate(task.due).limit]

    @carries_out(Resumed)
    def resumed(self, do: Resumed) -> MovedTasks:
        """Open deadlines move by as many days as the case stood still, once, and say so; those of the law stand.
        Answers their ladders."""
        days = (local_date(do.now) - local_date(do.since)).days
        reason = Text(da="Sagen var sat i bero.", en="The case was suspended.")
        moved: dict[str, list[RungAt]] = {}
        with self.store.write() as db:
            first = db.execute(
                sa.update(cases_table)
                .where(cases_table.c.id == do.case_id, cases_table.c.suspended_at.is_not(None))
                .values(suspended_at=None, suspended_until=None)
            ).rowcount  # fmt: skip
            for task in self._open(db, do):
                deadline = Deadline.model_validate(task.due)
                if first and days and (later := paused(deadline, days, self.policies, reason)) != deadline:
                    deadline = later
                    tasks.set_deadline(db, task, deadline, None, do.now, reason)
                moved[task.id] = _at(ladder(deadline, self.policies))
        return MovedTasks(tasks=moved)

    @carries_out(CloseCase)
    def close_case(self, do: CloseCase) -> None:
        with self.store.write() as db:
            left = db.execute(sa.select(tasks_table.c.id).where(tasks_table.c.case_id == do.case_id, IS_OPEN)).scalars()
            tasks.withdraw(db, list(left), do.now)
            if cases.close(db, do.case_id, do.stage, do.visit, do.outcome, do.now):
                offences.ended(db, self._case(db, do), do.now)
                undelivered.look_again(db, do.case_id, do.now)
                charges.let_go(db, do.case_id, do.now)

    def _open(self, db: sa.Connection, do: Command[Any]) -> Sequence[sa.Row[Any]]:
        return db.execute(sa.select(tasks_table).where(tasks_table.c.case_id == do.case_id, IS_OPEN)).all()

    def _case(self, db: sa.Connection, do: Command[Any]) -> sa.Row[Any]:
        case = cases.get(db, do.case_id)
        if case is None:
            # The start was delivered before its row is visible: only a restored database looks like this.
            raise DatabaseAway
        return case


def _day(do: OpenTask, field: str | None) -> date | None:
    """What the case tells of that day; None where it tells of none."""
    told = do.data.get(field) if field else None
    return date.fromisoformat(told) if told else None


def _at(rungs: list[Rung]) -> list[RungAt]:
    return [RungAt(name=r.name, at=r.at) for r in rungs]
