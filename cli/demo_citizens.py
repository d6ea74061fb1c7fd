"""The citizens of the demo's stories, as files bring them."""

from __future__ import annotations

from cli.demo_events import Event, Fields, Story
from cli.demo_plans import full_week
from cli.demo_steps import assess, confirm, guide, plan


def _facts(entered: str, **more: object) -> Fields:
    lived = [{"from": entered, "to": None, "country": "DK"}]
    return {"benefit": "cash_assistance", "entered_on": entered, "residence": lived, "employment": []} | more


def _worked(first: str, last: str, hours: int, ordinary: bool = True) -> list[Fields]:
    return [{"from": first, "to": last, "hours_per_week": hours, "ordinary": ordinary}]


NEWCOMER = _facts("2019-05-01")
PART_TIME = _facts("2017-09-15", employment=_worked("2021-01-01", "2022-06-30", 20))
SUBSIDISED = _facts("2014-02-01", employment=_worked("2019-01-01", "2023-12-31", 37, ordinary=False))
LONG_HERE = _facts("2001-03-01", employment=_worked("2017-01-01", "2022-12-31", 37))
LIVED_LONG = _facts("2009-06-01")
WORKED_LONG = _worked("2020-03-01", "2023-02-28", 37)
REVERSED = _facts("2018-03-01", employment=_worked("2023-05-01", "2022-05-01", 30))
ABROAD = _facts(
    "2015-01-10",
    residence=[
        {"from": "2015-01-10", "to": "2020-06-30", "country": "DK"},
        {"from": "2022-02-01", "to": None, "country": "DK"},
    ],
)
JOB_READY, ACTIVITY_READY = ({"readiness": r} for r in ("job_ready", "activity_ready"))
INTEGRATION = {"track": "integration"}


def running(days: int, *since: Event, facts: Fields = NEWCOMER | JOB_READY, lines: list[Fields] | None = None) -> Story:
    """Somebody whose plan was made so many days ago, and what has happened since."""
    before = (confirm(days + 30), guide(days + 20), assess(days + 10))
    return Story(days + 40, facts, (*before, plan(days, lines or full_week()), *since))
