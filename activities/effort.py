"""The activities of a case that has a plan: its lines, its weeks, the days on which nothing can be demanded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from activities.cases import carries_out
from activities.messages import CloseWeek, KeepSpell, Place, WeekAhead, WeekClosed
from domain.attendance import closes_at
from domain.calendar import local_date
from domain.placements import Places
from domain.policies import Policies
from domain.programmes import kind_named
from store import cases, placements, spells, tasks, weeks
from store.db import DatabaseAway, Store


class EffortActivities:
    def __init__(self, store: Store, policies: Policies) -> None:
        self.store = store
        self.policies = policies

    def all(self) -> list[Callable[..., Any]]:
        return [self.place, self.week_ahead, self.close_week, self.keep_spell]

    @carries_out(Place)
    def place(self, do: Place) -> None:
        """What the decision says of where the citizen is to be stands from now on."""
        with self.store.write() as db:
            task = tasks.get(db, do.task_id)
            if task is None:
                raise DatabaseAway
            decision = kind_named(task.kind).decision.model_validate(task.decision)
            assert isinstance(decision, Places)
            placements.put_plan(db, do.case_id, task.id, decision.placements(), do.now)

    @carries_out(WeekAhead)
    def week_ahead(self, do: WeekAhead) -> WeekClosed:
        with self.store.write() as db:
            return self._ahead(db, do.case_id)

    @carries_out(CloseWeek)
    def close_week(self, do: CloseWeek) -> WeekClosed:
        with self.store.write() as db:
            case = cases.get(db, do.case_id)
            if case is None:
                raise DatabaseAway
            summary = weeks.sum_up(db, case, do.monday, do.now, self.policies)
            ahead = self._ahead(db, do.case_id)
        return ahead.model_copy(update={"unregistered": len(summary.unregistered)})

    @carries_out(KeepSpell)
    def keep_spell(self, do: KeepSpell) -> None:
        with self.store.write() as db:
            decided = tasks.get(db, do.task_id)
            # From the decision, not from when the case came to read it: it may have been suspended meanwhile.
            first = min(local_date(at) for at in (do.now, decided.completed_at if decided else None) if at)
            spells.keep(db, do.case_id, do.kind, first, do.until, do.task_id, do.now)

    def _ahead(self, db: sa.Connection, case_id: str) -> WeekClosed:
        """The first week of the plan that is not closed."""
        last = weeks.last_closed(db, case_id)
        monday = last + timedelta(days=7) if last else weeks.first_planned(db, case_id)
        return WeekClosed(monday=monday, closes_at=closes_at(monday, self.policies) if monday else None)
