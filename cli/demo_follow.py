"""One citizen whose whole story can be followed, from the file that brought them in to the day they left."""

from __future__ import annotations

from cli.demo_absences import CARRIED_OUT, course
from cli.demo_citizens import JOB_READY, LIVED_LONG, WORKED_LONG
from cli.demo_complaints import carry_out, complain, reassess
from cli.demo_events import Event, Learnt, Leave, Story, away, correct
from cli.demo_plans import full_week
from cli.demo_steps import assess, confirm, end, guide, guide_again, plan, recheck

PROVEN = "Borgeren har vist lønsedler for de år, der manglede i indkomstregistret."


def followed() -> Story:
    """Covered, guided, planned; a day of absence, a deduction, a complaint that is upheld; the requirements met."""
    absent = 120
    before = (confirm(184), guide(178), assess(170), plan(160, full_week()))
    complaint = (complain(85, about="absence.decision"), reassess(66, "upheld", "benefit"), carry_out(60))
    last = (Leave(50, "holiday", 7), guide_again(20), correct(24, 33, "4", "Borgeren gik før tid efter aftale."))
    exit_ = (Learnt(19, {"employment": WORKED_LONG}, PROVEN), recheck(17), end(12, "requirement_met"))
    since: tuple[Event, ...] = (away(absent), *course(absent, CARRIED_OUT), *complaint, *last, *exit_)
    return Story(190, LIVED_LONG | JOB_READY, (*before, *since))
