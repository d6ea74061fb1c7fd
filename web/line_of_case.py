"""The budget line that bears what a case costs: what is left of it and what is missing, when somebody looks."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.budget import NAMES, PURSES, Balance, Cost, appropriations
from domain.money import said
from domain.policies import Policies
from domain.programmes import PROGRAMMES
from domain.text import Text
from store import budget
from store.dossier import Dossier
from store.users import User
from web.access import SEES_BUDGETS
from web.written import Linked

LINE, COSTS = Text(da="Budgetlinje", en="Budget line"), Text(da="Sagen koster", en="The case costs")
LEFT, MISSING = Text(da="Tilbage på linjen i dag", en="Left of the line today"), Text(da="Mangler", en="Missing")
ENOUGH = Text(
    da="Intet: der er penge nok i dag. Et ja reserverer beløbet, og linjen overskrides ikke.",
    en="Nothing: there is money enough today. A yes reserves the amount, and the line is not overrun.",
)


def rows(db: sa.Connection, user: User, case: sa.Row[Any], on: date, policies: Policies) -> list[dict[str, Any]]:
    """As the evidence of a task; the line is a way to its page for whoever may read it."""
    cost_of = PROGRAMMES[case.programme].cost
    assert cost_of is not None
    cost = cost_of(Dossier(db, case), policies)
    line = budget.line_of(db, cost.programme, cost.year, cost.purse)
    left = _left(db, line, cost, case.id, on, policies)
    missing = cost.amount - left
    url = f"/budgets/{line.id}" if line and user.roles.intersection(SEES_BUDGETS) else None
    found = {LINE: _named(cost, url), COSTS: said(cost.amount), LEFT: said(left),
             MISSING: said(missing) if missing > 0 else ENOUGH}  # fmt: skip
    return [{"label": label, "value": value, "because": None} for label, value in found.items()]


def _left(db: sa.Connection, line: Any, cost: Cost, case_id: str, on: date, policies: Policies) -> int:
    """What is left for this case: what it holds itself is not taken by others. A line that no case has touched yet is
    as the plan has it."""
    if line is None:
        return Balance(allotted=appropriations(on, policies).get((cost.programme, cost.year, cost.purse), 0)).left
    mine = budget.held(db, line.id, case_id)
    return budget.balance(db, line.id).left + mine.reserved + mine.committed


def _named(cost: Cost, url: str | None) -> Text:
    name, purse = NAMES[cost.programme], PURSES[cost.purse]
    da, en = (f"{name.in_(lang)} {cost.year}, {purse.in_(lang).lower()}" for lang in ("da", "en"))
    return Linked(da=da, en=en, url=url) if url else Text(da=da, en=en)
