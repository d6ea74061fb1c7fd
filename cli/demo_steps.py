"""The decisions of a work-obligation case, each so many days ago, as a person would type them."""

from __future__ import annotations

from datetime import timedelta

from cli.demo_events import Fields, Step, Turn, ago
from domain.obligation.tasks import Effort

REASONS = {
    "coverage": "Ydelsescentret har truffet afgørelse efter gennemgang af ophold og beskæftigelse.",
    "assess": "Vurderet ved samtale ud fra helbredsoplysninger og borgerens egne mål.",
    "plan": "Ugen er aftalt med borgeren ved samtalen og bygger på borgerens egne jobmål.",
    "review": "Forløbet følger planen. Vejledning om rettigheder og pligter er gentaget.",
    "data": "Oplysningerne er kontrolleret med borgeren og i registeret.",
    "exit": "Ydelsescentret har oplyst, at grundlaget for arbejdspligten er ophørt.",
}


def confirm(days_ago: int, covered: bool = True) -> Step:
    on = ago(days_ago)
    return Step(days_ago, "benefit", "obligation.confirm_coverage", {
        "covered": covered, "decided_on": on.isoformat(), "reference": f"KY-{on:%Y%m%d}",
        "reason": REASONS["coverage"]})  # fmt: skip


def guide(days_ago: int, kind: str = "guidance", channel: str = "meeting") -> Step:
    on = ago(days_ago)
    return Step(days_ago, "caseworker", f"obligation.{kind}", {
        "given_on": on.isoformat(), "channel": channel, "interpreter": "adult_interpreter",
        "proof": f"Journalnotat {on:%d.%m.%Y}"})  # fmt: skip


def guide_again(days_ago: int) -> Step:
    return guide(days_ago, "repeat_guidance")


def assess(days_ago: int, effort: Effort = Effort.full, hours: int | None = None, weeks: int = 0) -> Step:
    until = ago(days_ago) + timedelta(weeks=weeks) if weeks else None
    return Step(days_ago, "jobconsultant", "obligation.individual_assessment", {
        "effort": effort.value, "weekly_hours": hours, "until": until.isoformat() if until else None,
        "reason": REASONS["assess"]})  # fmt: skip


def approve(days_ago: int) -> Step:
    return Step(days_ago, "supervisor", "obligation.approve_exemption", {"approved": True, "reason": REASONS["assess"]})


def plan(days_ago: int, lines: list[Fields]) -> Step:
    """From the Monday after."""
    on = ago(days_ago)
    starts_on = on + timedelta(days=7 - on.weekday())
    return Step(days_ago, "jobconsultant", "obligation.plan", {
        "starts_on": starts_on.isoformat(), "lines": lines, "content": REASONS["plan"], "warnings_seen": True,
    })  # fmt: skip


def check(days_ago: int, usable: bool) -> Step:
    return Step(days_ago, "caseworker", "obligation.data_quality", {"usable": usable, "note": REASONS["data"]})


def recheck(days_ago: int) -> Step:
    """The requirements turn out to be met: the citizen is covered no longer."""
    on = ago(days_ago)
    return Step(days_ago, "benefit", "obligation.recheck", {
        "covered": False, "decided_on": on.isoformat(), "reason": REASONS["coverage"]})  # fmt: skip


def leaving(days_ago: int) -> Turn:
    return Turn(days_ago, "leaving", "caseworker")


def end(days_ago: int, because: str) -> Step:
    return Step(days_ago, "caseworker", "obligation.exit", {
        "because": because, "ended_on": ago(days_ago).isoformat(), "reason": REASONS["exit"],
        "handed_over": True if because == "moved" else None})  # fmt: skip
