"""The demo's citizens as a table: how long ago each came in, what was decided when, how each is left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from cli.demo_plans import A_WORK_PLACEMENT, full_week, reduced_week
from domain.calendar import COPENHAGEN
from domain.obligation.tasks import FULL_TIME, Effort

Fields = dict[str, Any]
REASONS = {
    "coverage": "Ydelsescentret har truffet afgørelse efter gennemgang af ophold og beskæftigelse.",
    "assess": "Vurderet ved samtale ud fra helbredsoplysninger og borgerens egne mål.",
    "plan": "Ugen er aftalt med borgeren ved samtalen og bygger på borgerens egne jobmål.",
    "review": "Forløbet følger planen. Vejledning om rettigheder og pligter er gentaget.",
    "data": "Oplysningerne er kontrolleret med borgeren og i registeret.",
}


def today() -> date:
    return datetime.now(COPENHAGEN).date()


class Step(NamedTuple):
    """One decision: calendar days ago, who decides what, and the answer."""

    days_ago: int
    who: str
    kind: str
    fields: Fields


class Story(NamedTuple):
    opened: int
    """Working days ago for a case still in its first task, else calendar days."""
    facts: Fields
    steps: tuple[Step, ...] = ()
    left: str = ""
    """claimed, draft, suspended, suspended_until, closed; nothing: the task waits in the queue."""
    working_days: bool = False


def _facts(entered: str, **more: Any) -> Fields:
    lived = [{"from": entered, "to": None, "country": "DK"}]
    return {"benefit": "cash_assistance", "entered_on": entered, "residence": lived, "employment": []} | more


NEWCOMER = _facts("2019-05-01")
PART_TIME = _facts(
    "2017-09-15", employment=[{"from": "2021-01-01", "to": "2022-06-30", "hours_per_week": 20, "ordinary": True}]
)
SUBSIDISED = _facts(
    "2014-02-01", employment=[{"from": "2019-01-01", "to": "2023-12-31", "hours_per_week": 37, "ordinary": False}]
)
LONG_HERE = _facts(
    "2001-03-01", employment=[{"from": "2017-01-01", "to": "2022-12-31", "hours_per_week": 37, "ordinary": True}]
)
REVERSED = _facts(
    "2018-03-01", employment=[{"from": "2023-05-01", "to": "2022-05-01", "hours_per_week": 30, "ordinary": True}]
)
ABROAD = _facts(
    "2015-01-10",
    residence=[
        {"from": "2015-01-10", "to": "2020-06-30", "country": "DK"},
        {"from": "2022-02-01", "to": None, "country": "DK"},
    ],
)


def confirm(days_ago: int, covered: bool = True) -> Step:
    on = today() - timedelta(days=days_ago)
    return Step(
        days_ago,
        "benefit",
        "obligation.confirm_coverage",
        {
            "covered": covered,
            "decided_on": on.isoformat(),
            "reference": f"KY-{on:%Y%m%d}",
            "reason": REASONS["coverage"],
        },
    )


def guide(days_ago: int) -> Step:
    on = today() - timedelta(days=days_ago)
    return Step(
        days_ago,
        "caseworker",
        "obligation.guidance",
        {
            "given_on": on.isoformat(),
            "channel": "meeting",
            "interpreter": "adult_interpreter",
            "proof": f"Journalnotat {on:%d.%m.%Y}",
        },
    )


def assess(days_ago: int, effort: Effort = Effort.full, hours: int | None = None, weeks: int = 0) -> Step:
    until = today() - timedelta(days=days_ago) + timedelta(weeks=weeks) if weeks else None
    return Step(
        days_ago,
        "jobconsultant",
        "obligation.individual_assessment",
        {
            "effort": effort.value,
            "weekly_hours": hours,
            "until": until.isoformat() if until else None,
            "reason": REASONS["assess"],
        },
    )


def approve(days_ago: int) -> Step:
    return Step(days_ago, "supervisor", "obligation.approve_exemption", {"approved": True, "reason": REASONS["assess"]})


def plan(days_ago: int, hours: int = FULL_TIME) -> Step:
    on = today() - timedelta(days=days_ago)
    lines = full_week() if hours == FULL_TIME else reduced_week(on, placement=days_ago < A_WORK_PLACEMENT)
    return Step(
        days_ago,
        "jobconsultant",
        "obligation.plan",
        {"starts_on": on.isoformat(), "lines": lines, "content": REASONS["plan"], "warnings_seen": True},
    )


def review(days_ago: int, result: str) -> Step:
    return Step(days_ago, "caseworker", "obligation.running_review", {"result": result, "reason": REASONS["review"]})


def check(days_ago: int, usable: bool) -> Step:
    return Step(days_ago, "caseworker", "obligation.data_quality", {"usable": usable, "note": REASONS["data"]})


def stories() -> list[Story]:
    soon = (today() + timedelta(days=24)).isoformat()
    later = (today() + timedelta(days=70)).isoformat()
    fresh = [
        Story(days, facts, working_days=True)
        for days, facts in zip(
            (0, 0, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 7, 8, 10, 11, 12, 14),
            (NEWCOMER, PART_TIME, SUBSIDISED) * 6,
            strict=False,
        )
    ]
    held = [
        Story(d, NEWCOMER, left=left, working_days=True)
        for d, left in ((1, "claimed"), (5, "claimed"), (6, "claimed"), (3, "draft"), (9, "claimed"))
    ]
    doubtful = [
        Story(d, facts, working_days=True) for d, facts in ((0, REVERSED), (1, ABROAD), (2, REVERSED), (4, ABROAD))
    ]
    gate = [Story(12, NEWCOMER | {"benefit_since": day}, (confirm(5),)) for day in (soon, soon, later, later)]
    guidance = [Story(n + 8, PART_TIME, (confirm(n),)) for n in (1, 4, 8, 12, 14, 17, 21, 27)]
    assessment = [Story(n + 20, NEWCOMER, (confirm(n + 12), guide(n))) for n in (1, 5, 10, 14, 16, 22)]
    approval = [
        Story(n + 30, SUBSIDISED, (confirm(n + 22), guide(n + 10), assess(n, effort, hours, weeks=26)))
        for n, effort, hours in (
            (1, Effort.exempt, None),
            (4, Effort.reduced, 15),
            (8, Effort.exempt, None),
            (12, Effort.reduced, 20),
        )
    ]
    exempted = [
        Story(70, NEWCOMER, (confirm(60), guide(50), assess(20, Effort.exempt, weeks=8))),
        Story(65, SUBSIDISED, (confirm(58), guide(48), assess(30, Effort.exempt, weeks=12))),
        Story(95, PART_TIME, (confirm(90), guide(80), assess(70, Effort.exempt, weeks=30), approve(66))),
    ]
    planning = [
        Story(n + 40, facts, (confirm(n + 30), guide(n + 20), assess(n)))
        for n, facts in ((2, NEWCOMER), (9, PART_TIME), (18, SUBSIDISED), (27, NEWCOMER), (33, SUBSIDISED))
    ]
    running = [
        Story(
            n + 60,
            NEWCOMER,
            (confirm(n + 50), guide(n + 40), assess(n + 20, Effort.reduced, 25, weeks=12), plan(n, 25)),
        )
        for n in (5, 30, 90, 150, 178, 200)
    ]
    reviewed = [Story(300, PART_TIME, (confirm(290), guide(280), assess(260), plan(240), review(60, "continue")))]
    ended = [
        Story(20, LONG_HERE, (confirm(12, covered=False),)),
        Story(35, LONG_HERE, (confirm(28, covered=False),)),
        Story(16, REVERSED, (check(14, usable=False),)),
        Story(280, NEWCOMER, (confirm(270), guide(260), assess(250), plan(235), review(30, "end"))),
        Story(18, PART_TIME, (confirm(14),), left="closed"),
    ]
    resting = [
        Story(25, NEWCOMER, (confirm(18),), left="suspended"),
        Story(3, PART_TIME, left="suspended_until", working_days=True),
        Story(40, SUBSIDISED, (confirm(33), guide(22)), left="suspended_until"),
    ]
    return [
        *fresh,
        *held,
        *doubtful,
        *gate,
        *guidance,
        *assessment,
        *approval,
        *exempted,
        *planning,
        *running,
        *reviewed,
        *ended,
        *resting,
    ]
