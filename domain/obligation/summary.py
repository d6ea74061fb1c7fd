"""A closed week of the obligation: what was attended, and how much of it counts."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

from domain.dossier import Dossier
from domain.obligation.activities import Activity
from domain.obligation.facts import ObligationFacts
from domain.obligation.week import Item, week
from domain.placements import Placement
from domain.policies import Policies
from domain.text import Text, amount
from domain.weeks import LineWeek, WeekSummary, days_of, is_excused, line_weeks, planned_days, unregistered

PLAN = "obligation.plan"


def obligation_week(case: Dossier, monday: date, policies: Policies) -> WeekSummary:
    """Adds up the week that begins on `monday`; only attended hours count, and those within the caps."""
    facts = case.facts
    assert isinstance(facts, ObligationFacts)
    days = list(planned_days(case, days_of(monday), policies))
    lines, target = line_weeks(days), target_minutes(case, monday)
    placed = {p.id: p for p in case.placements}
    items = [_item(placed[line.placement_id], line) for line in lines]
    ruling = week(items, as_of=monday, track=facts.track, weekly_target=Decimal(target) / 60, policies=policies)
    counted = [int((one.counted * 60).to_integral_value(ROUND_FLOOR)) for one in ruling.items]
    summed = tuple(line.model_copy(update={"counted": c}) for line, c in zip(lines, counted, strict=True))
    return WeekSummary(
        monday=monday, target=target, lines=summed, unregistered=unregistered(days),
        because=_because(summed, target).then(*(v.message for v in ruling.violations)),
        policy_versions=ruling.policy_versions,
    )  # fmt: skip


def target_minutes(case: Dossier, monday: date) -> int:
    """What the plan in force asks for a week; nothing while the whole week is excused."""
    if all(is_excused(case, day) for day in days_of(monday)):
        return 0
    sunday = days_of(monday)[-1].isoformat()
    plans = [done.data["weekly_hours"] for done in case.done(PLAN) if done.answer["starts_on"] <= sunday]
    return int(plans[-1]) * 60 if plans else 0


def _item(placement: Placement, line: LineWeek) -> Item:
    """Attendance that is summed up here was registered, or it would be none."""
    return Item(
        activity=Activity(placement.activity), hours=Decimal(line.attended) / 60, registered=True, at_home=False,
        employer_type=placement.details.get("employer_type"),
    )  # fmt: skip


def _because(lines: tuple[LineWeek, ...], target: int) -> Text:
    def hours(what: str) -> Text:
        return amount(Decimal(sum(getattr(line, what) for line in lines)) / 60)

    planned, attended, counted = hours("planned"), hours("attended"), hours("counted")
    aim = amount(Decimal(target) / 60)
    return Text(
        da=f"{planned.da} timer planlagt, {attended.da} mødt, {counted.da} tæller mod målet på {aim.da}.",
        en=f"{planned.en} hours planned, {attended.en} attended, {counted.en} count towards the target of {aim.en}.",
    )
