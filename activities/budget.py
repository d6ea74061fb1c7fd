"""The activity of a case that costs money: what it reserves, commits and pays on its programme's budget line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from activities.cases import carries_out
from activities.messages import Charge, Charged
from domain.policies import Policies
from domain.programmes import PROGRAMMES
from store import cases, charges, tasks
from store.charges import Bill
from store.db import DatabaseAway, Store
from store.dossier import Dossier


class BudgetActivities:
    def __init__(self, store: Store, policies: Policies) -> None:
        self.store = store
        self.policies = policies

    def all(self) -> list[Callable[..., Any]]:
        return [self.charge]

    @carries_out(Charge)
    def charge(self, do: Charge) -> Charged:
        with self.store.write() as db:
            case = cases.get(db, do.case_id)
            decided = tasks.get(db, do.task_id) if do.task_id else None
            if case is None or (do.task_id and decided is None):
                raise DatabaseAway
            cost = PROGRAMMES[case.programme].cost
            assert cost is not None
            by = decided.decided_by if decided else None
            bill = Bill(do.case_id, cost(Dossier(db, case), self.policies), by, do.now)
            return Charged(stands=charges.STEPS[do.step](db, bill, self.policies))
