"""The week of a plan of the obligation, with what counts, its caps and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from domain.dossier import Dossier
from domain.obligation.activities import ACTIVITIES, Activity, Track
from domain.obligation.facts import ObligationFacts
from domain.obligation.plan import Finding, check_plan, counted, named, stretches_of
from domain.obligation.plan_line import WEEKDAYS, PlanLine
from domain.obligation.week import Counted
from domain.placements import Placement
from domain.plans import Cap, PlannedLine, PlannedWeek, Remark
from domain.policies import Policies

PLAN = "obligation.plan"
KINDS = {activity: number for number, activity in enumerate(Activity, start=1)}


def planned_week(case: Dossier, placed: Sequence[Placement], on: date, policies: Policies) -> PlannedWeek:
    """The week that these lines, of one plan, make on that day: the first where it has not begun, the last where
    it has ended."""
    facts = case.facts
    assert isinstance(facts, ObligationFacts)
    starts_on, target = min(p.starts_on for p in placed), _target(case, placed[0].task_id)
    lines = [line_of(p) for p in placed if p.ends_on is None or p.ends_on >= p.starts_on]
    parts = stretches_of(lines, starts_on)
    part = next((one for one in reversed(parts) if one.first <= on), parts[0]) if parts else None
    numbers = part.lines if part else []
    here = [lines[n] for n in numbers]
    first = part.first if part else starts_on
    ruling = counted(here, first, facts.track, target, policies)
    findings = check_plan(lines, starts_on=starts_on, policies=policies, readiness=facts.readiness, track=facts.track,
                          weekly_target=target)  # fmt: skip
    return PlannedWeek(
        first=first, changes=[one.first for one in parts], target=None if target is None else Decimal(target),
        counted=ruling.counted_hours, missing=ruling.missing_hours,
        lines=[_line(n, lines[n], one, starts_on) for n, one in zip(numbers, ruling.items, strict=True)],
        caps=list(_caps(here, first, facts.track, policies)), remarks=[_remark(one) for one in findings],
        policy_versions=ruling.policy_versions,
    )  # fmt: skip


def line_of(placed: Placement) -> PlanLine:
    """The line as it was planned, from what the store keeps of it."""
    hours = {WEEKDAYS[day - 1]: round(Decimal(minutes) / 60, 2) for day, minutes in placed.minutes.items()}
    return PlanLine.model_validate({
        **placed.details, **hours, "activity": placed.activity, "title": placed.title, "provider": placed.provider,
        "starts_on": placed.starts_on, "ends_on": placed.ends_on})  # fmt: skip


def _target(case: Dossier, task_id: str) -> int | None:
    """What the citizen was assessed for when this plan was made."""
    found = [done.data.get("weekly_hours") for done in case.done(PLAN) if done.task_id == task_id]
    return int(found[0]) if found and found[0] is not None else None


def _line(number: int, line: PlanLine, one: Counted, starts_on: date) -> PlannedLine:
    return PlannedLine.model_validate({
        "number": number + 1, "kind": KINDS[line.activity], "title": ACTIVITIES[line.activity].title,
        "where": line.title, "provider": line.provider, "starts_on": line.starts_on or starts_on,
        "ends_on": line.ends_on,
        "hours": {n: line.on(day) for n, day in enumerate(WEEKDAYS, start=1) if line.on(day)},
        "counted": one.counted, "because": one.because})  # fmt: skip


def _caps(lines: Sequence[PlanLine], on: date, track: Track, policies: Policies) -> Iterator[Cap]:
    for activity, asks in ACTIVITIES.items():
        planned = sum((line.hours for line in lines if line.activity is activity), Decimal())
        if asks.cap and planned and track in asks.cap_for:
            most = Decimal(policies.at(asks.cap, on).as_(int))
            yield Cap(kind=KINDS[activity], title=asks.title, planned=planned, most=most)


def _remark(one: Finding) -> Remark:
    return Remark(message=named(one), hard=one.hard)
