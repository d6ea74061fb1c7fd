"""What came of a young person's case, as its decisions say: the first match, each job that began, whether it held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from domain.policies import Policies, RulesOn
from domain.reports.report import Course, Step, Wanted
from domain.youth.employment import ConfirmStart, FollowUp
from domain.youth.finding import FindMatch, FindPocketMoneyJob
from domain.youth.outreach import ReceiveReferral
from domain.youth.rules import follow_ups

MATCHES = (FindMatch.kind, FindPocketMoneyJob.kind)
MATCH_FIELDS = ("result", "what", "sector", "starts_on", "ends_on")
WANTED = Wanted(
    facts=("born_on", "area"),
    answers={ReceiveReferral.kind: ("result", "same_as"), **dict.fromkeys(MATCHES, MATCH_FIELDS),
             ConfirmStart.kind: ("result",), FollowUp.kind: ("result",)},
    data={FollowUp.kind: ("number",)},
)  # fmt: skip
MERGED, OUTSIDE = "merged", "outside"
FIRST_RULES = date(2025, 1, 1)
"""Of follow-ups; a job that began before is followed up by them too."""


class Start(NamedTuple):
    """A job or place whose first day of work was confirmed."""

    on: date
    counts_on: date
    what: str
    sector: str
    matched_on: date
    """The day of the match that led to it."""
    due_on: date
    """Of the last follow-up."""
    there: bool | None = None
    """At the last follow-up; None while nobody has said."""


@dataclass(frozen=True)
class Young:
    """A young person's case without those that were joined with it."""

    person: str
    born_on: date
    area: str | None
    referred_on: date
    """The first referral, also where it was to a case that was joined with this one."""
    closed_on: date | None = None
    matched_on: date | None = None
    """The first match found, whatever came of it."""
    starts: list[Start] = field(default_factory=list)


def young(courses: Iterable[Course], policies: Policies) -> list[Young]:
    """Everybody of the target group, once for each case that stands."""
    found: dict[str, Young] = {}
    joined: dict[str, tuple[str | None, date]] = {}
    for one in courses:
        if one.outcome == MERGED:
            joined[one.case_id] = (_same_as(one), one.opened_on)
        elif one.outcome != OUTSIDE:
            found[one.case_id] = _young(one, policies)
    for case_id, (_, referred_on) in joined.items():
        stands = _stands(case_id, joined)
        if stands in found and referred_on < found[stands].referred_on:
            found[stands] = replace(found[stands], referred_on=referred_on)
    return list(found.values())


def _same_as(course: Course) -> str | None:
    said = [one.answer["same_as"] for one in course.steps if one.kind == ReceiveReferral.kind]
    return said[-1] if said else None


def _stands(case_id: str, joined: Mapping[str, tuple[str | None, date]]) -> str:
    """The case that stands in the end: one may be joined with one that is joined with a third."""
    seen = set[str]()
    while case_id in joined and case_id not in seen:
        seen.add(case_id)
        case_id = joined[case_id][0] or ""
    return case_id


def _young(course: Course, policies: Policies) -> Young:
    matches = [one.on for one in course.steps if _is_match(one)]
    born_on = course.facts["born_on"]
    assert born_on
    return Young(course.person, date.fromisoformat(born_on), course.facts["area"], course.opened_on, course.closed_on,
                 min(matches, default=None), _starts(course.steps, policies))  # fmt: skip


def _is_match(step: Step) -> bool:
    return step.kind in MATCHES and step.answer["result"] == "matched"


def _starts(steps: Iterable[Step], policies: Policies) -> list[Start]:
    """A match that fell through began nothing; a follow-up speaks of the job that began last."""
    found: list[Start] = []
    match: Step | None = None
    last = 0
    for one in steps:
        if one.kind in MATCHES:
            match = one if _is_match(one) else None
        elif one.kind == ConfirmStart.kind and match and one.answer["result"] == "started":
            begun, last = _begun(match, one, policies)
            found.append(begun)
            match = None
        elif one.kind == FollowUp.kind and found and match is None:
            found[-1] = found[-1]._replace(there=_there(one, last))
    return found


def _begun(matched: Step, confirmed: Step, policies: Policies) -> tuple[Start, int]:
    """The start, and the number of its last follow-up."""
    match = matched.answer
    on, ends = date.fromisoformat(match["starts_on"] or ""), match["ends_on"]
    days = follow_ups(on, date.fromisoformat(ends) if ends else None, RulesOn(policies, max(on, FIRST_RULES)))
    start = Start(on, confirmed.counts_on(on), match["what"] or "", match["sector"] or "", matched.on, days[-1])
    return start, len(days)


def _there(step: Step, last: int) -> bool | None:
    if step.answer["result"] != "there":
        return False
    return True if int(step.data["number"] or 0) >= last else None
