"""Whether a bill may be paid: once, and by two people where it is large."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.budget import Cost, Purse
from domain.dossier import Dossier
from domain.errors import BadInput
from domain.expense.facts import BOUGHT, ExpenseFacts
from domain.money import in_ore, said
from domain.policies import Policies, RulesOn
from domain.programmes import Asked, Judgement
from domain.roles import Role
from domain.text import Text, dated, joined

NAME, BILL = "expense", "expense.bill"


class Effort(NamedTuple):
    purse: Purse
    """The kind of money that the plan gives it."""
    checker: Role
    """Who sees what was delivered."""


EFFORTS = {
    "perspektiv": Effort("effort", Role.outreach_worker),
    "civic": Effort("service", Role.civic_lead),
}
"""By the programme of the case for which something was bought."""
UNDONE = frozenset({"refused", "withdrawn", "closed"})


def paid_twice(facts: ExpenseFacts, case: Dossier, case_id: str | None) -> Iterator[Text]:
    """Two suppliers may number their invoices alike; one does not."""
    supplier = facts.supplier.casefold()
    for one in case.alike(NAME, "invoice", facts.invoice):
        other = one.facts
        stands = one.case_id != case_id and one.outcome not in UNDONE
        if stands and isinstance(other, ExpenseFacts) and other.supplier.casefold() == supplier:
            yield Text(da=f"Fakturaen er allerede registreret i {one.case_id}.",
                       en=f"The invoice is already registered in {one.case_id}.")  # fmt: skip


def judge_bill(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What it is for, how much, whether it is a double, and whether two must approve it."""
    facts, rules = _facts(case), RulesOn(policies, on)
    wrong, total = list(paid_twice(facts, case, case.case_id)), in_ore(facts.amount)
    what, day, money = BOUGHT[facts.what], dated(facts.done_on), said(total)
    about = Text(da=f"{what.da} fra {facts.supplier}, leveret {day.da}: {money.da}",
                 en=f"{what.en} from {facts.supplier}, delivered on {day.en}: {money.en}.")  # fmt: skip
    assert case.parent is not None
    checker = EFFORTS[case.parent.programme].checker.value
    answer = {"checker": checker, "met": not wrong, "missing": ["invoice_twice"] if wrong else [],
              "large": total > rules.whole("expense.second_above") * 100,
              "received_on": facts.received_on.isoformat()}  # fmt: skip
    return Judgement.of(answer, joined([about, *wrong]), rules)


def refuse_double(facts: ExpenseFacts, above: Dossier, asked: Asked) -> None:
    wrong = list(paid_twice(facts, above, asked.case_id))
    if wrong:
        raise BadInput("invoice_twice", joined(wrong))


def cost(case: Dossier, policies: Policies) -> Cost:
    """December's delivery is charged to its own year, whenever it is paid."""
    facts = _facts(case)
    assert case.parent is not None
    effort = case.parent.programme
    return Cost(effort, facts.done_on.year, EFFORTS[effort].purse, in_ore(facts.amount))


def _facts(case: Dossier) -> ExpenseFacts:
    assert isinstance(case.facts, ExpenseFacts)
    return case.facts
