"""What the people of the town answer, by kind of task: who, and with which words. Chance decides where people would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from tests.support.world import COVERED, DANISH, GUIDED, PARK, REASON

Answer = tuple[str, dict[str, Any]]
Rule = Callable[[Random, date, sa.Row[Any]], Answer | None]
"""None: not today."""
REDUCED = 25
"""Hours that are the park alone."""
NEXT = {"note": REASON}


def one_of(rng: Random, *names: str) -> str:
    return rng.choice(names)


def assess(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    who, effort = one_of(rng, "jobconsultant", "jobconsultant2"), rng.choices(("full", "reduced", "exempt"), (6, 2, 2))[0]
    weeks = rng.choice((3, 8, 12, 20))
    more: dict[str, Any] = {} if effort == "full" else {"until": str(today + timedelta(weeks=weeks))}
    if effort == "reduced":
        more["weekly_hours"] = REDUCED
    return who, {"effort": effort, "reason": REASON} | more


def plan(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    lines = [PARK] if task.data["weekly_hours"] == REDUCED else [PARK, DANISH]
    if len(lines) == 2 and rng.random() < 0.3:
        lines[1] = DANISH | {"ends_on": str(monday + timedelta(weeks=rng.randrange(9, 20), days=4))}
    return one_of(rng, "jobconsultant", "jobconsultant2"), {
        "starts_on": str(monday), "lines": lines, "content": REASON, "warnings_seen": True}  # fmt: skip


def guide(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    return one_of(rng, "caseworker", "caseworker2"), GUIDED | {"given_on": str(today)}


def cover(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    return one_of(rng, "benefit", "benefit2"), COVERED | {"covered": rng.random() < 0.97, "decided_on": str(today)}


def contact(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    nxt = rng.choices(("hearing", "excused", "again"), (7, 1, 2))[0]
    said = {"reached": nxt != "again", "ground": "childcare" if nxt == "excused" else "none"}
    return one_of(rng, "caseworker", "caseworker2"), {"contacted_on": str(today), "channel": "phone", "next": nxt} | said | NEXT


def reply(rng: Random, today: date, task: sa.Row[Any]) -> Answer | None:
    if today <= date.fromisoformat(task.data["reply_by"]):
        if rng.random() < 0.8:
            return None
        ground, nxt = rng.choice((("work", "excused"), ("none", "go_on")))
        return "caseworker", {"reply": "received", "answered_on": str(today), "ground": ground, "next": nxt} | NEXT
    return "caseworker2", {"reply": "none", "ground": "none", "next": "go_on"} | NEXT


def sanction(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    deduct = rng.random() < 0.85
    more = {"days": task.data["days"], "furthers_availability": REASON} if deduct else {}
    return one_of(rng, "caseworker", "both"), {"deduct": deduct, "reason": REASON} | more


def receipt(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    return "benefit", {"carried_out": rng.random() < 0.95, "on": str(today), "reference": "KY-2026-9"}


def reassess(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    result = rng.choice(("upheld", "partly", "maintained", "withdrawn"))
    won = {"carried_out_by": rng.choice(("effort", "benefit")), "learning": REASON} if result in ("upheld", "partly") else {}
    return one_of(rng, "legal", "both"), {"result": result, "reason": REASON} | won


def board(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    result = rng.choice(("confirmed", "dismissed", "changed", "remitted"))
    won = {"changed": {"carried_out_by": "effort", "learning": REASON}, "remitted": {"learning": REASON}}.get(result, {})
    return "legal", {"result": result, "received_on": str(today), "reference": "AST-1", "summary": REASON} | won


def leave(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
    because = rng.choice(("benefit_ended", "moved", "requirement_met", "died", "stays"))
    more: dict[str, Any] = {} if because == "stays" else {"ended_on": str(today)}
    if because == "moved":
        more["handed_over"] = True
    return one_of(rng, "caseworker", "caseworker2"), {"because": because, "reason": REASON} | more


def always(who: str, choices: dict[str, tuple[Any, ...]], **more: Any) -> Rule:
    """`TODAY` stands for the day."""
    def answer(rng: Random, today: date, task: sa.Row[Any]) -> Answer:
        said = {name: rng.choice(values) for name, values in choices.items()} | more
        return who, {name: str(today) if value == TODAY else value for name, value in said.items()}
    return answer


TODAY = "the day"
ANSWERS: dict[str, Rule] = {
    "obligation.data_quality": always("caseworker", {"usable": (True, True, True, False)}, note=REASON),
    "obligation.confirm_coverage": cover,
    "obligation.guidance": guide,
    "obligation.repeat_guidance": guide,
    "obligation.individual_assessment": assess,
    "obligation.approve_exemption": always("supervisor", {"approved": (True, True, False)}, reason=REASON),
    "obligation.plan": plan,
    "obligation.running_review": always("caseworker", {"result": ("continue", "new_plan", "reassess")}, reason=REASON),
    "obligation.missing_attendance": always("jobconsultant", {"result": ("left", "registered")}, reason=REASON),
    "obligation.plan_ends": always("jobconsultant", {"result": ("new_plan", "runs_out")}, reason=REASON),
    "obligation.recheck": always("benefit", {"covered": (True, False)}, decided_on=TODAY, reason=REASON),
    "obligation.exit": leave,
    "deduction_review.review": always("legal", {"result": ("stands", "reversed")}, account=REASON),
    "deduction_review.pay_back": always("benefit", {}, paid_on=TODAY, reason=REASON),
    "absence.contact": contact,
    "absence.personal_contact": always("caseworker", {"reached": (True, False), "next": ("again", "hearing", "hearing")},
                                       contacted_on=TODAY, channel="visit", ground="none", note=REASON),
    "absence.send_hearing": always("caseworker", {}, account="Du mødte ikke, hvor du skulle være."),
    "absence.hearing_reply": reply,
    "absence.evidence": always("caseworker", {"next": ("drop", "drop", "check")}, reason=REASON),
    "absence.decision": sanction,
    "absence.confirmation": always("both", {"confirmed": (True, True, True, False)}, reason=REASON),
    "absence.send_decision": always("caseworker", {}, account="Vi har lagt vægt på, at du ikke mødte."),
    "absence.instruction": receipt,
    "absence.tell": always("caseworker", {"how": ("letter", "letter", "died")}, account=REASON),
    "undelivered_letter.reach": always("caseworker", {"otherwise": ("personally", "authority", "impossible")}, reason=REASON),
    "complaint.clarify": always("legal", {"result": ("authorised", "unclear")}, reason=REASON),
    "complaint.reassess": reassess,
    "complaint.forward": always("legal", {}, forwarded_on=TODAY, reference="AST-1", statement=REASON),
    "complaint.board": board,
    "complaint.carry_out": always("caseworker", {}, done_on=TODAY, reference="Journal 18", what=REASON),
    "complaint.carry_out_benefit": always("benefit", {}, done_on=TODAY, reference="Journal 18", what=REASON),
}  # fmt: skip
OTHERWISE = {"absence.confirmation": "supervisor", "complaint.reassess": "legal"}
"""Who answers where the one who came first has decided before."""
BACK: dict[str, dict[str, Any]] = {
    "absence.decision": {"deduct": False, "reason": REASON},
    "absence.confirmation": {"confirmed": False, "reason": REASON},
    "absence.instruction": {"carried_out": False, "on": TODAY, "reference": "KY-2026-9"},
}
"""What the same person answers where the law holds the other answer shut."""
