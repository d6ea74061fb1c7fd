"""What citizens bring about their own case, and what legal staff and caseworkers answer."""

from __future__ import annotations

from typing import Any

from cli.demo_citizens import INTEGRATION, JOB_READY, NEWCOMER, PART_TIME, SUBSIDISED, running
from cli.demo_events import Asked, Fields, Step, Story, ago, today
from cli.demo_plans import integration_week
from cli.demo_steps import assess, confirm, guide, plan
from domain.calendar import add_working_days

ASSESSMENT = "obligation.individual_assessment"
REASON = "Afgørelsen er gennemgået på ny sammen med klagen og de nye oplysninger fra borgeren."
LEARNING = "Skriv de helbredsoplysninger ind, som vurderingen bygger på."
REFERENCE = "AST-2026-0311"


def complain(days_ago: int, got: int | None = None, about: str = ASSESSMENT, **more: Any) -> Asked:
    """`got`: days ago that the citizen received the decision, where its letter did not go from here."""
    facts: Fields = {
        "received_on": ago(days_ago).isoformat(), "channel": "digital_post", "complainant": "citizen",
        "text": "Jeg er ikke enig i afgørelsen. Der er ikke taget hensyn til det, jeg har fortalt om mit helbred.",
        "decision_received_on": ago(got).isoformat() if got else None,
    }  # fmt: skip
    return Asked(days_ago, "complaint", facts | more, about)


def reassess(days_ago: int, result: str, office: str | None = None) -> Step:
    won = {"carried_out_by": office, "learning": LEARNING} if office else {}
    return Step(days_ago, "legal", "complaint.reassess", {"result": result, "reason": REASON} | won)


def carry_out(days_ago: int, kind: str = "carry_out_benefit", who: str = "benefit") -> Step:
    return Step(days_ago, who, f"complaint.{kind}", {
        "done_on": ago(days_ago).isoformat(), "reference": "KY-2026-0533",
        "what": "Beløbet er beregnet på ny og udbetalt til borgeren."})  # fmt: skip


def forward(days_ago: int) -> Step:
    return Step(days_ago, "legal", "complaint.forward", {
        "forwarded_on": ago(days_ago).isoformat(), "reference": REFERENCE, "statement": REASON})  # fmt: skip


def board(days_ago: int, result: str) -> Step:
    return Step(days_ago, "legal", "complaint.board", {
        "result": result, "received_on": ago(days_ago).isoformat(), "reference": REFERENCE,
        "summary": "Ankestyrelsen er enig i kommunens vurdering af sagen."})  # fmt: skip


def ask_access(days_ago: int) -> Asked:
    return Asked(days_ago, "access_to_file", {
        "received_on": ago(days_ago).isoformat(), "asked_by": "citizen", "scope": "whole",
        "text": "Jeg vil gerne se alle papirer i min sag."})  # fmt: skip


def grant(days_ago: int) -> Step:
    return Step(days_ago, "caseworker", "access_to_file.decide", {
        "result": "partial", "left_out": "Interne arbejdsdokumenter.",
        "reason": "Interne arbejdsdokumenter er undtaget, jf. forvaltningslovens § 12."})  # fmt: skip


def hand_over(days_ago: int) -> Step:
    return Step(days_ago, "caseworker", "access_to_file.hand_over", {
        "handed_on": ago(days_ago).isoformat(), "way": "digital_post", "others_are_hidden": "yes",
        "reference": "Journal 2026-0921"})  # fmt: skip


def working_days_ago(days: int) -> int:
    return (today() - add_working_days(today(), -days)).days


def planning(days: int, facts: Fields, *since: Asked | Step) -> Story:
    """Assessed so many days ago; the plan is still to be made."""
    return Story(days + 40, facts, (confirm(days + 30), guide(days + 20), assess(days), *since))


def complaints() -> list[Story]:
    return [
        planning(33, SUBSIDISED, complain(22, 31)),
        planning(27, NEWCOMER, complain(5, 25, complainant="representative", channel="letter")),
        planning(18, SUBSIDISED, complain(12, 16), reassess(4, "maintained")),
        running(30, complain(10, 38, channel="appeals_board"), facts=PART_TIME | JOB_READY),
        running(35, complain(32, 43), reassess(14, "partly", "effort"), forward(12), facts=SUBSIDISED | JOB_READY),
        _with_the_board(),
        running(56, complain(52, 62), reassess(38, "maintained"), forward(36), board(9, "confirmed")),
        running(40, complain(36, 48), reassess(25, "withdrawn"), facts=PART_TIME | JOB_READY),
        *access(),
    ]


def _with_the_board() -> Story:
    facts = NEWCOMER | JOB_READY | INTEGRATION
    since = (complain(58, 68, channel="oral"), reassess(40, "maintained"), forward(39))
    return Story(100, facts, (confirm(92), guide(82), assess(70), plan(60, integration_week()), *since))


def access() -> list[Story]:
    near, asked = working_days_ago(6), working_days_ago(4)
    return [
        planning(9, PART_TIME, ask_access(near)),
        planning(14, NEWCOMER, ask_access(asked), grant(1)),
        running(25, ask_access(20), grant(15), hand_over(13), facts=SUBSIDISED | JOB_READY),
    ]
