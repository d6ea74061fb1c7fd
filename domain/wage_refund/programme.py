"""The refund of wages in a leisure job, a case that belongs to the young person's."""

from __future__ import annotations

from domain import paying
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text
from domain.wage_refund import tasks
from domain.wage_refund.claim import cost, judge_claim, refuse_impossible
from domain.wage_refund.facts import RefundFacts

WAGE_REFUND = register(
    Programme(
        name="wage_refund",
        title=Text(da="Lønrefusion", en="Wage refund"),
        workflow="WageRefund",
        number_prefix="REF",
        facts=RefundFacts,
        opened_by=frozenset({Role.youth_consultant, Role.supervisor}),
        kinds=tasks.STEPS.kinds,
        rules={tasks.CLAIM: judge_claim, paying.PAYABLE: paying.unchanged_since_check},
        refuses=refuse_impossible,
        left_undone=paying.left_undone,
        taken_back="withdrawn",
        cost=cost,
        first_stage="check",
        belongs_to=("youth",),
        by_hand=Text(da="Registrér krav om lønrefusion", en="Register a claim for a wage refund"),
    )
)
