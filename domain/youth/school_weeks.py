"""Which weeks are school weeks, by the holiday plan of the municipality."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from domain.policies import Policies

PLAN = "youth.school_holidays"


@lru_cache(maxsize=4_000)
def is_school_week(monday: date, on: date, policies: Policies) -> bool | None:
    """By the plan in force on `on`; None: the plan does not reach so far, and the rules of a school week hold."""
    plan = policies.at(PLAN, on).as_(dict)
    if not plan["known_from"] <= monday.isoformat() <= plan["known_until"]:
        return None
    return monday.isoformat() not in plan["weeks"]


def knows(first: date, last: date, on: date, policies: Policies) -> bool:
    """Whether the plan tells of every week between these days."""
    plan = policies.at(PLAN, on).as_(dict)
    return bool(plan["known_from"] <= first.isoformat() and last.isoformat() <= plan["known_until"])
