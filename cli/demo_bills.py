"""What is bought in the demo's stories: a bill of an effort on its way to be paid."""

from __future__ import annotations

from cli.demo_events import Asked, Step, ago


def bill(days_ago: int, what: str, amount: str, invoice: str, who: str) -> Asked:
    day = ago(days_ago).isoformat()
    return Asked(days_ago, "expense", {"received_on": day, "done_on": day, "what": what, "invoice": invoice,
                                       "supplier": "Prøvebureauet (opdigtet)", "amount": amount}, who=who)


def checked(days_ago: int, who: str) -> Step:
    return Step(days_ago, who, "expense.check", {"result": "correct"})


def overrun(days_ago: int) -> Step:
    """For a year in which the plan gives the effort no money."""
    return Step(days_ago, "economy", "expense.overrun", {
        "result": "approved", "note": "Indsatsen er besluttet efter planen; pengene findes ved årets omprioritering."})


def approved(days_ago: int) -> Step:
    return Step(days_ago, "economy", "expense.approve", {"result": "approved"})


def paid(days_ago: int) -> Step:
    return Step(days_ago, "economy", "expense.pay", {
        "result": "paid", "paid_on": ago(days_ago).isoformat(), "reference": "BET-2026-0219"})  # fmt: skip
