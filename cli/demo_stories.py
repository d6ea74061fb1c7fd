"""The demo's citizens as a table: how long ago each came in, what was decided when, how each is left."""

from __future__ import annotations

from datetime import date

from cli.demo_absences import absences
from cli.demo_citizens import (
    ABROAD,
    ACTIVITY_READY,
    INTEGRATION,
    JOB_READY,
    LONG_HERE,
    NEWCOMER,
    PART_TIME,
    REVERSED,
    SUBSIDISED,
    running,
)
from cli.demo_civic import campaigns
from cli.demo_complaints import complaints
from cli.demo_events import Event, Leave, Story, Unreached, ago, away, correct, today
from cli.demo_perspektiv import perspektiv
from cli.demo_plans import integration_week, paid_week, reduced_week, work_placement
from cli.demo_sessions import sessions
from cli.demo_steps import approve, assess, check, confirm, end, guide, guide_again, leaving, plan
from cli.demo_vacancies import vacancies
from cli.demo_youth import young
from domain.obligation.tasks import Effort


def stories() -> list[Story]:
    return [*courses(), *absences(), *complaints(), *early(), *exempted(), *ended(), *resting(), *young(),
            *vacancies(), *sessions(), *perspektiv(), *campaigns()]  # fmt: skip


def early() -> list[Story]:
    """Before there is a plan: fresh, taken, doubtful, at the gate, and waiting at each step."""
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
    doubtful = [Story(d, f, working_days=True) for d, f in ((0, REVERSED), (1, ABROAD), (2, REVERSED), (4, ABROAD))]
    soon, later = ago(-24).isoformat(), ago(-70).isoformat()
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
    planning = [
        Story(n + 40, facts, (confirm(n + 30), guide(n + 20), assess(n)))
        for n, facts in ((33, PART_TIME),)
    ]
    unreached = Unreached(1, "Modtageren er ikke tilmeldt Digital Post")
    planning.append(Story(42, NEWCOMER, (confirm(32), guide(22, channel="digital_post"), assess(2), unreached)))
    return [*fresh, *held, *doubtful, *gate, *guidance, *assessment, *approval, *planning]


def courses() -> list[Story]:
    """Running cases, each with another week and with what happens in such weeks."""
    return [
        running(45, Leave(20, "holiday", 9), facts=NEWCOMER | JOB_READY),
        running(64, correct(20, 34, "3", "Borgeren gik hjem efter aftale."), facts=NEWCOMER | JOB_READY | INTEGRATION,
                lines=integration_week()),
        running(56, away(_last_closed_week(), ""), Leave(30, "child_sick", 2), facts=SUBSIDISED | JOB_READY,
                lines=paid_week((ago(30), ago(-9)))),
        _reduced(60, 12, work_placement(_monday_after(60), ago(-21))),
        _reduced(5, 12, reduced_week()),
        _reduced(98, 12, reduced_week()),
        running(92, Leave(50, "sick", 12), facts=PART_TIME | ACTIVITY_READY),
        running(190, guide_again(48), correct(40, 46, "2", "Timerne var skrevet på den forkerte borger.")),
    ]  # fmt: skip


def _reduced(days: int, weeks: int, lines: list[dict[str, object]]) -> Story:
    """25 hours a week for so many weeks; then the citizen is assessed again."""
    steps = (confirm(days + 30), guide(days + 20), assess(days + 2, Effort.reduced, 25, weeks=weeks), plan(days, lines))
    return Story(days + 40, NEWCOMER | ACTIVITY_READY, steps)


def _monday_after(days_ago: int) -> date:
    return ago(days_ago - 7 + ago(days_ago).weekday())


def _last_closed_week() -> int:
    """Days since its Tuesday; on a Monday the week before may not be closed yet."""
    weekday = today().weekday()
    return weekday + 6 if weekday else 13


def exempted() -> list[Story]:
    return [
        Story(70, NEWCOMER, (confirm(60), guide(50), assess(20, Effort.exempt, weeks=8))),
        Story(65, SUBSIDISED, (confirm(58), guide(48), assess(30, Effort.exempt, weeks=12))),
        Story(95, PART_TIME, (confirm(90), guide(80), assess(70, Effort.exempt, weeks=30), approve(66))),
    ]


def ended() -> list[Story]:
    """One of each way in which the obligation ends, and one that is about to."""

    def left(because: str = "") -> tuple[Event, ...]:
        return (confirm(32), guide(24), leaving(9), *((end(6, because),) if because else ()))

    return [
        Story(20, LONG_HERE, (confirm(12, covered=False),)),
        Story(35, LONG_HERE, (confirm(28, covered=False),)),
        Story(16, REVERSED, (check(14, usable=False),)),
        Story(18, PART_TIME, (confirm(14),), left="closed"),
        *(Story(40, NEWCOMER, left(why)) for why in ("", "benefit_ended", "moved", "died")),
    ]


def resting() -> list[Story]:
    return [
        Story(25, NEWCOMER, (confirm(18),), left="suspended"),
        Story(3, PART_TIME, left="suspended_until", working_days=True),
        Story(40, SUBSIDISED, (confirm(33), guide(22)), left="suspended_until"),
    ]
