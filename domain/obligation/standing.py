"""The dates of what must be done again and again while a citizen is covered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from domain.calendar import add_months, at_local, local_date, next_working_day
from domain.dossier import Dossier
from domain.placements import Placement
from domain.policies import Policies
from domain.programmes import Judgement
from domain.text import Text, dated

GUIDANCE = ("obligation.guidance", "obligation.repeat_guidance")
EXIT = "obligation.exit"
MORNING = time(9)


def judge_standing(case: Dossier, on: date, rules: Policies) -> Judgement:
    """When guidance is repeated, the calculation made anew, the course reviewed, and the next end of an activity
    brought up."""
    guided = guided_on(case, on)
    repeat, ahead = rules.at("guidance.repeat", on), rules.at("guidance.repeat_ahead", on)
    again = add_months(guided, repeat.as_(int)) - timedelta(days=ahead.as_(int))
    every, review = rules.at("coverage.recompute_every", on), rules.at("plan.review_after", on)
    warning = rules.at("plan.end_warning", on)
    end = _next_end(case, on, warning.as_(list))
    dates = {
        "guide_again": _morning(max(again, on)), "recompute": _morning(add_months(on, every.as_(int))),
        "plan_ends": _morning(max(end[1], on)) if end else None,
    }  # fmt: skip
    answer = {name: at.isoformat() if at else None for name, at in dates.items()} | {
        "guided_on": guided.isoformat(), "plan_ends_on": end[0].isoformat() if end else None,
        "review_on": next_working_day(add_months(on, review.as_(int)), rules).isoformat(),
    }  # fmt: skip
    last = dated(guided)
    because = Text(da=f"Sidst vejledt {last.da}.", en=f"Last guided on {last.en}.")
    versions = sorted(row.version for row in (repeat, ahead, every, review, warning))
    return Judgement(answer=answer, ruling=answer | {"because": because.model_dump(), "policy_versions": versions})


def ended_on(case: Dossier) -> date | None:
    """From which day on nothing is owed any more, by the newest decision on it."""
    newest = [done.answer for done in case.done(EXIT)[-1:] if done.answer["because"] != "stays"]
    return next((date.fromisoformat(answer["ended_on"]) for answer in newest), None)


def guided_on(case: Dossier, on: date) -> date:
    """The day of the newest guidance; where none is on file, today: it is then due at once in half a year."""
    given = [date.fromisoformat(done.answer["given_on"]) for done in case.done(*GUIDANCE)]
    return max(given, default=on)


def _next_end(case: Dossier, on: date, warnings: list[int]) -> tuple[date, date] | None:
    """The next last day of an activity that nobody has decided on since its warning came, and when it comes."""
    decided = max((local_date(done.at) for done in case.done("obligation.plan_ends")), default=date.min)
    ends = sorted((p.ends_on, _warned_on(p, warnings)) for p in case.placements if p.ends_on and p.ends_on > on)
    return next(((end, warned) for end, warned in ends if decided < warned), None)


def _warned_on(placement: Placement, warnings: list[int]) -> date:
    """The first of the warnings that falls after the start; at the start where the activity is too short for any."""
    assert placement.ends_on
    days = (placement.ends_on - timedelta(days=ahead) for ahead in sorted(warnings, reverse=True))
    return next((day for day in days if day > placement.starts_on), placement.starts_on)


def _morning(day: date) -> datetime:
    return at_local(day, MORNING)
