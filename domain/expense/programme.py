"""A bill of an effort, a case that belongs to the one for which something was bought."""

from __future__ import annotations

from pydantic import BaseModel

from domain import paying
from domain.expense import bill
from domain.expense.facts import BOUGHT, ExpenseFacts
from domain.expense.tasks import STEPS
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text


def named(facts: BaseModel) -> str:
    """Economy pays a bill without knowing for whom."""
    assert isinstance(facts, ExpenseFacts)
    return f"{BOUGHT[facts.what].da}, {facts.supplier}"


EXPENSE = register(
    Programme(
        name=bill.NAME,
        title=Text(da="Udgift", en="Expense"),
        workflow="Expense",
        number_prefix="UDG",
        facts=ExpenseFacts,
        opened_by=frozenset({Role.outreach_worker, Role.civic_lead, Role.supervisor}),
        kinds=STEPS.kinds,
        rules={bill.BILL: bill.judge_bill, paying.PAYABLE: paying.unchanged_since_check},
        refuses=bill.refuse,
        left_undone=paying.left_undone,
        taken_back="withdrawn",
        cost=bill.cost,
        first_stage="check",
        belongs_to=(*bill.EFFORTS,),
        found_by="supplier",
        by_hand=Text(da="Registrér udgift", en="Register an expense"),
        about_person=False,
        named=named,
        parties=(),
    )
)
