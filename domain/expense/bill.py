"""Whether a bill may be paid: once, by two people where it is large, and of the money of a year that has some."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.budget import Cost, Purse, appropriations
from domain.calendar import local_date
from domain.dossier import Dossier
from domain.errors import BadInput
from domain.expense.facts import BOUGHT, ExpenseFacts
from domain.invoices import same_firm
from domain.money import in_ore, said
from domain.paying import refuse_paid
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


def against_double(facts: ExpenseFacts, case: Dossier, above_id: str, case_id: str | None) -> Iterator[Text]:
    """Two suppliers may number their invoices alike; one does not. Its parts may be of several cases, each once, and
    are no more than the whole."""
    supplier, parts = same_firm(facts.supplier), facts.amount
    for one in case.alike(NAME, "invoice", facts.invoice):
        other = one.facts
        if one.case_id == case_id or one.outcome in UNDONE or not isinstance(other, ExpenseFacts):
            continue
        if same_firm(other.supplier) == supplier:
            parts += other.amount
            yield from _no_part(facts, above_id, one, other)
    if facts.invoice_total is not None and parts > facts.invoice_total:
        together, whole = said(in_ore(parts)), said(in_ore(facts.invoice_total))
        yield Text(da=f"Fakturaens dele er tilsammen {together.da}, men hele fakturaen er {whole.da}",
                   en=f"The parts of the invoice come to {together.en}, but the whole invoice is {whole.en}.")


def _no_part(facts: ExpenseFacts, above_id: str, one: Dossier, other: ExpenseFacts) -> Iterator[Text]:
    assert one.parent is not None
    already = Text(da=f"Fakturaen er allerede registreret i {one.case_id}.",
                   en=f"The invoice is already registered in {one.case_id}.")  # fmt: skip
    if one.parent.case_id == above_id:
        yield already
    elif other.invoice_total is None or facts.invoice_total is None:
        yield already.then(Text(da="Dækker den flere sager, skal hele fakturaens beløb stå på hver af dem.",
                                en="If it covers several cases, each has to say what the whole invoice is."))
    elif other.invoice_total != facts.invoice_total:
        whole = said(in_ore(other.invoice_total))
        yield Text(da=f"I {one.case_id} står, at hele fakturaen er {whole.da}",
                   en=f"In {one.case_id} the whole invoice is {whole.en}.")


def judge_bill(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What it is for, how much, whether it is a double, and whether two must approve it: by the whole invoice, so that
    no division of it needs one alone."""
    facts, rules = _facts(case), RulesOn(policies, on)
    assert case.parent is not None
    wrong = list(against_double(facts, case, case.parent.case_id, case.case_id))
    what, day, money = BOUGHT[facts.what], dated(facts.done_on), said(in_ore(facts.amount))
    about = Text(da=f"{what.da} fra {facts.supplier}, leveret {day.da}: {money.da}",
                 en=f"{what.en} from {facts.supplier}, delivered on {day.en}: {money.en}.")  # fmt: skip
    if facts.invoice_total is not None:
        whole = said(in_ore(facts.invoice_total))
        about = about.then(Text(da=f"En del af en faktura på {whole.da}", en=f"Part of an invoice of {whole.en}."))
    checker = EFFORTS[case.parent.programme].checker.value
    answer = {"checker": checker, "met": not wrong, "missing": ["invoice_twice"] if wrong else [],
              "large": in_ore(facts.invoice_total or facts.amount) > rules.whole("expense.second_above") * 100,
              "received_on": facts.received_on.isoformat()}  # fmt: skip
    return Judgement.of(answer, joined([about, *wrong, *_before_it_began(facts, case.parent)]), rules)


def _before_it_began(facts: ExpenseFacts, above: Dossier) -> Iterator[Text]:
    """What is bought ahead may well be right: whoever checks and approves it is asked to look."""
    begun = local_date(above.opened_at)
    if facts.done_on < begun:
        day = dated(begun)
        yield Text(da=f"Leveret, før {above.case_id} blev begyndt {day.da}: se efter, at det hører til den.",
                   en=f"Delivered before {above.case_id} was begun on {day.en}: make sure that it belongs there.")


def refuse(facts: ExpenseFacts, above: Dossier, asked: Asked) -> None:
    refuse_paid(above, asked)
    wrong = list(against_double(facts, above, above.case_id, asked.case_id))
    if wrong:
        raise BadInput("invoice_twice", joined(wrong))
    if says := _without_money(facts, above, asked):
        raise BadInput("year_without_money", says)


def _without_money(facts: ExpenseFacts, above: Dossier, asked: Asked) -> Text | None:
    """No year bears what an effort cost before it was begun and before the plan gave it money. From the year on in
    which it was begun, money that is lacking is an overrun, which economy decides on."""
    effort, begun, year = above.programme, local_date(above.opened_at), facts.done_on.year
    has_money = (effort, year, EFFORTS[effort].purse) in appropriations(asked.on, asked.policies)
    if year >= begun.year or has_money:
        return None
    day = dated(begun)
    return Text(
        da=f"Leveret i {year}, hvor indsatsen ingen bevilling har, og før {above.case_id} blev begyndt {day.da}.",
        en=f"Delivered in {year}, when the effort has no money, and before {above.case_id} was begun on {day.en}.")


def cost(case: Dossier, policies: Policies) -> Cost:
    """December's delivery is charged to its own year, whenever it is paid."""
    facts = _facts(case)
    assert case.parent is not None
    effort = case.parent.programme
    return Cost(effort, facts.done_on.year, EFFORTS[effort].purse, in_ore(facts.amount))


def _facts(case: Dossier) -> ExpenseFacts:
    assert isinstance(case.facts, ExpenseFacts)
    return case.facts
