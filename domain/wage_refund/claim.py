"""Whether the municipality refunds a month's wages, and how much: hours, months, doubles, the job behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.budget import Cost
from domain.dossier import Dossier
from domain.errors import BadInput
from domain.money import in_ore, said
from domain.parties import age
from domain.paying import refuse_paid
from domain.policies import Policies, RulesOn
from domain.programmes import Asked, Judgement
from domain.text import Text, amount, dated, joined
from domain.wage_refund.facts import RefundFacts
from domain.wage_refund.job import Job, jobs
from domain.youth.facts import YouthFacts

NAME = "wage_refund"
UNDONE = frozenset({"refused", "withdrawn", "closed"})
"""Endings after which the weeks, the month and the invoice may be claimed anew."""


class Fault(NamedTuple):
    """Why nothing can be refunded on this claim."""

    code: str
    title: Text
    because: Text


@dataclass
class Claim:
    """A claim as its young person's case and the other claims show it on a day."""

    facts: RefundFacts
    youth: Dossier
    on: date
    rules: RulesOn
    """Of the month that was worked."""
    case_id: str | None = None
    job: Job | None = field(init=False)

    def __post_init__(self) -> None:
        every = jobs(self.youth)
        ran = [one for one in every if any(one.ran_in(week.monday) for week in self.facts.weeks)]
        self.job = next(reversed(ran or every), None)

    def standing(self, others: Sequence[Dossier]) -> Iterator[tuple[str, RefundFacts]]:
        """Of these claims the other ones that were not undone."""
        for one in others:
            if one.case_id != self.case_id and one.outcome not in UNDONE and isinstance(one.facts, RefundFacts):
                yield one.case_id, one.facts

    @property
    def known(self) -> list[tuple[str, RefundFacts]]:
        return list(self.standing(self.youth.of_person(NAME)))


def look(facts: RefundFacts, youth: Dossier, on: date, policies: Policies, case_id: str | None = None) -> Claim:
    return Claim(facts, youth, on, RulesOn(policies, facts.month), case_id)


def _no_job(claim: Claim) -> Iterator[Fault]:
    if claim.job is None:
        yield Fault("no_job", Text(da="Jobbet", en="The job"), Text(
            da="Den unges sag viser intet job, der er begyndt: bekræft først starten.",
            en="The young person's case shows no job that began: confirm the start first."))  # fmt: skip
    elif claim.job.what not in claim.rules("youth.refund_scope").as_(dict)["what"]:
        yield Fault("not_a_leisure_job", Text(da="Jobbet", en="The job"), Text(
            da="Kun fritidsjob refunderes; matchet er noget andet.",
            en="Only leisure jobs are refunded; the match is something else."))  # fmt: skip


def _weeks(claim: Claim) -> Iterator[Fault]:
    taken = {week.monday: number for number, facts in claim.known for week in facts.weeks}
    for week in claim.facts.weeks:
        start = dated(week.monday)
        title = Text(da=f"Ugen fra {start.da}", en=f"The week from {start.en}")
        if week.monday > claim.on:
            yield Fault("week_in_future", title, Text(da="Ugen er ikke begyndt.", en="The week has not begun."))
        if claim.job and not claim.job.ran_in(week.monday):
            yield Fault("no_work_then", title, Text(
                da="Jobbet løb ikke i den uge.", en="The job did not run in that week."))  # fmt: skip
        if week.monday in taken:
            number = taken[week.monday]
            yield Fault("week_claimed", title, Text(
                da=f"Ugen er allerede krævet refunderet i {number}.",
                en=f"A refund of that week is already claimed in {number}."))  # fmt: skip


def _months(claim: Claim) -> Iterator[Fault]:
    most = claim.rules.whole("youth.refund_months")
    months = {facts.month for _, facts in claim.known}
    if claim.facts.month not in months and len(months) >= most:
        yield Fault("months_used", Text(da="Måneder", en="Months"), Text(
            da=f"Der refunderes højst {most} måneder for hver ung, og de er brugt.",
            en=f"At most {most} months are refunded for each young person, and they are used."))  # fmt: skip


def _invoice(claim: Claim) -> Iterator[Fault]:
    """Two employers may number their invoices alike; one does not."""
    for one in claim.youth.alike(NAME, "invoice", claim.facts.invoice):
        for number, facts in claim.standing([one]):
            other = job_behind(one, facts, claim)
            if claim.job is None or other is None or other.employer == claim.job.employer:
                yield Fault("invoice_twice", Text(da="Faktura", en="Invoice"), Text(
                    da=f"Fakturaen er allerede brugt i {number}.",
                    en=f"The invoice is already used in {number}."))  # fmt: skip


def job_behind(one: Dossier, facts: RefundFacts, claim: Claim) -> Job | None:
    """The job behind another claim."""
    return Claim(facts, one.parent, claim.on, claim.rules, one.case_id).job if one.parent else None


CHECKS: tuple[Callable[[Claim], Iterator[Fault]], ...] = (_no_job, _weeks, _months, _invoice)


def faults(claim: Claim) -> list[Fault]:
    return [fault for check in CHECKS for fault in check(claim)]


def doubts(claim: Claim) -> Iterator[Text]:
    """What the law leaves to a person: an employer or an age outside of what the refund is known to cover."""
    scope = claim.rules("youth.refund_scope")
    if claim.job and claim.job.sector not in scope.as_(dict)["sectors"]:
        yield Text(da=f"Arbejdsgiveren er ikke kommunal. {scope.says.da}: vurdér, om der skal refunderes.",
                   en=f"The employer is not municipal. {scope.says.en}: consider whether to refund.")  # fmt: skip
    assert isinstance(claim.youth.facts, YouthFacts)
    born, ages = claim.youth.facts.born_on, claim.rules("youth.target_age").as_(dict)
    first, last = age(born, min(one.monday for one in claim.facts.weeks)), age(born, claim.facts.last_day)
    if first < ages["from"] or last > ages["to"]:
        yield Text(da=f"Den unge var uden for {ages['from']}-{ages['to']} år: vurdér, om der skal refunderes.",
                   en=f"The young person was outside {ages['from']}-{ages['to']}: consider whether to refund.")


def refunded_hours(facts: RefundFacts, rules: RulesOn) -> Decimal:
    """What is worked beyond the most in a week is the employer's own to pay."""
    most = rules.whole("youth.refund_hours")
    return sum((min(one.hours, Decimal(most)) for one in facts.weeks), Decimal(0))


def refund(facts: RefundFacts, rules: RulesOn) -> int:
    """In øre."""
    return in_ore(refunded_hours(facts, rules) * facts.hourly_pay)


def sum_up(facts: RefundFacts, rules: RulesOn) -> Text:
    most, hours, worked = (rules.whole("youth.refund_hours"), amount(refunded_hours(facts, rules)),
                           sum((one.hours for one in facts.weeks), Decimal(0)))  # fmt: skip
    total, pay = said(refund(facts, rules)), said(in_ore(facts.hourly_pay))
    over = worked - refunded_hours(facts, rules)
    cut = Text(da=f"{amount(over).da} timer ud over {most} om ugen refunderes ikke.",
               en=f"{amount(over).en} hours beyond {most} a week are not refunded.") if over else None  # fmt: skip
    return Text(da=f"Refusion: {hours.da} timer à {pay.da} = {total.da}",
                en=f"Refund: {hours.en} hours at {pay.en} = {total.en}.").then(cut)  # fmt: skip


def judge_claim(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What is wrong with the claim, what is in doubt, how much it comes to, and whether two must approve it."""
    facts, youth = of(case)
    claim = look(facts, youth, on, policies, case.case_id)
    wrong, total = faults(claim), refund(facts, claim.rules)
    limit = RulesOn(policies, on)
    large = total > limit.whole("youth.refund_second") * 100
    because = joined([sum_up(facts, claim.rules), *doubts(claim), *(one.because for one in wrong)])
    answer = {"met": not wrong, "missing": sorted({one.code for one in wrong}), "large": large,
              "received_on": facts.received_on.isoformat()}  # fmt: skip
    return Judgement(answer=answer, ruling=answer | {
        "because": because.model_dump(), "requirements": [
            {"title": one.title.model_dump(), "met": False, "because": one.because.model_dump()} for one in wrong],
        "policy_versions": sorted({*claim.rules.versions, *limit.versions})})  # fmt: skip


def refuse_impossible(facts: RefundFacts, above: Dossier, asked: Asked) -> None:
    """What cannot be refunded is refused at the door, with every reason at once."""
    refuse_paid(above, asked)
    wrong = faults(look(facts, above, asked.on, asked.policies, asked.case_id))
    if wrong:
        raise BadInput(wrong[0].code, joined(
            Text(da=f"{one.title.da}: {one.because.da}", en=f"{one.title.en}: {one.because.en}") for one in wrong))


def cost(case: Dossier, policies: Policies) -> Cost:
    """December's work is charged to its own year, whenever it is paid."""
    facts, _ = of(case)
    return Cost("youth", facts.month.year, "service", refund(facts, RulesOn(policies, facts.month)))


def of(case: Dossier) -> tuple[RefundFacts, Dossier]:
    assert isinstance(case.facts, RefundFacts)
    assert case.parent is not None
    return case.facts, case.parent
