"""Stories of citizens who did not come: one at each step of what follows, and one of each way it ends."""

from __future__ import annotations

from typing import Any

from cli.demo_citizens import ACTIVITY_READY, JOB_READY, NEWCOMER, PART_TIME, SUBSIDISED, running
from cli.demo_complaints import complain, reassess
from cli.demo_events import Event, Fields, Step, Story, ago, away, correct
from cli.demo_plans import reduced_week
from cli.demo_steps import assess, confirm, end, guide, leaving, plan
from domain.obligation.tasks import Effort

NOTE = "Borgeren er ringet op og har fået forklaret, hvad der sker nu."
ACCOUNT = "Du er registreret som udeblevet fra Beplantning og stier i Fælledparken og har ikke meldt afbud."
REASON = "Alle forudsætninger er gennemgået. Borgeren har ikke oplyst en rimelig grund til at blive væk."
SILENT = {"reply": "none", "ground": "none", "next": "go_on", "note": "Fristen er udløbet uden svar fra borgeren."}
EXCUSED = {"ground": "childcare", "evidence": "Mail fra børnehaven", "next": "excused"}


def _contact(days_ago: int, kind: str = "contact", **more: Any) -> Step:
    spoke: Fields = {"contacted_on": ago(days_ago).isoformat(), "channel": "phone", "reached": True, "ground": "none",
                     "next": "hearing", "note": NOTE}  # fmt: skip
    return Step(days_ago, "caseworker", f"absence.{kind}", spoke | more)


def _decide(days_ago: int, deduct: bool = True) -> Step:
    days = 1 if deduct else None
    return Step(days_ago, "caseworker", "absence.decision", {"deduct": deduct, "days": days, "reason": REASON})


def _tell(days_ago: int) -> Step:
    account = "Vi har set på sagen igen efter dit svar, og der er ikke grundlag for et fradrag."
    return Step(days_ago, "caseworker", "absence.tell", {"how": "letter", "account": account})


def _review(days_ago: int, result: str) -> Step:
    account = "Mødelisten var forkert den dag. Vi har gennemgået registreringen sammen med stedet."
    return Step(days_ago, "legal", "deduction_review.review", {"result": result, "account": account})


def _pay_back(days_ago: int) -> Step:
    payment: Fields = {"paid_on": ago(days_ago).isoformat(), "reason": "Beløbet er udbetalt med næste ydelse."}
    return Step(days_ago, "benefit", "deduction_review.pay_back", payment)


def course(absent: int, steps: int) -> tuple[Step, ...]:
    """The first of the steps from a first call to the receipt of the benefit office, at an even pace."""
    receipt: Fields = {"carried_out": True, "on": ago(absent - 23).isoformat(), "reference": "KY-2026-0417"}
    told = (
        _contact(absent - 1),
        Step(absent - 3, "caseworker", "absence.send_hearing", {"account": ACCOUNT}),
        Step(absent - 15, "caseworker", "absence.hearing_reply", SILENT),
        _decide(absent - 17),
        Step(absent - 19, "supervisor", "absence.confirmation", {"confirmed": True, "reason": REASON}),
        Step(absent - 20, "caseworker", "absence.send_decision", {"account": REASON}),
        Step(absent - 23, "benefit", "absence.instruction", receipt),
    )
    return told[:steps]


CONTACTED, HEARING_SENT, ANSWERED, DECIDED, CONFIRMED, DECISION_SENT, CARRIED_OUT = range(1, 8)


def absences() -> list[Story]:
    return [
        running(60, away(40), _contact(39, **EXCUSED), away(1)),
        running(75, away(50), *course(50, CONTACTED), _contact(47, "personal_contact"),
                *course(50, ANSWERED)[1:], _decide(30, deduct=False), _tell(28), away(4), _contact(3),
                facts=PART_TIME | ACTIVITY_READY),
        running(50, away(4), *course(4, CONTACTED), facts=SUBSIDISED | JOB_READY),
        running(62, away(30), correct(20, 30, "5", "Borgeren mødte på en anden plads i parken."), away(9),
                *course(9, HEARING_SENT)),
        running(64, away(16), *course(16, HEARING_SENT), correct(2, 16, "5", "Stedet havde glemt borgeren."),
                facts=PART_TIME | JOB_READY),
        _guided_too_long_ago(),
        running(80, away(18), *course(18, ANSWERED), facts=PART_TIME | JOB_READY),
        running(70, away(20), *course(20, DECIDED), facts=SUBSIDISED | JOB_READY),
        running(90, away(22), *course(22, CONFIRMED)),
        running(66, away(24), *course(24, DECISION_SENT), facts=PART_TIME | JOB_READY),
        running(140, away(126), *course(126, CONTACTED)),
        running(72, away(30), *course(30, DECISION_SENT), complain(6, about="absence.decision"),
                reassess(2, "upheld", "benefit"), facts=SUBSIDISED | JOB_READY),
        *(running(100, away(60), *course(60, CARRIED_OUT), correct(20, 60, "5", "Mødelisten var forkert den dag."),
                  *then, facts=SUBSIDISED | JOB_READY)
          for then in ((), (_review(14, "stands"),), (_review(12, "reversed"),),
                       (_review(13, "reversed"), _pay_back(9)))),
        running(58, away(20), leaving(14), end(12, "benefit_ended")),
    ]  # fmt: skip


def _guided_too_long_ago() -> Story:
    """The decision stays shut, and the guidance waits to be repeated."""
    steps: tuple[Event, ...] = (confirm(245), guide(235), assess(75, Effort.reduced, 25, weeks=12))
    since: tuple[Event, ...] = (plan(60, reduced_week()), away(31), *course(31, ANSWERED))
    return Story(250, NEWCOMER | JOB_READY, (*steps, *since))
