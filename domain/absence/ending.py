"""How a case of absence ends, by what is on file; and why nobody may end it by hand."""

from __future__ import annotations

from datetime import date

from domain.absence.look import (
    RECEIPT,
    SEND_HEARING,
    TELL,
    Look,
    has_ended,
    is_heard,
    is_in_effect,
    latest_day,
    still_absent,
    won_complaint,
)
from domain.calendar import local_date
from domain.dossier import Done, Dossier
from domain.policies import Policies
from domain.programmes import Judgement, kind_named
from domain.text import Text, dated

ENDING: dict[str, tuple[str, object, str]] = {
    "absence.contact": ("next", "excused", "excused"),
    "absence.personal_contact": ("next", "excused", "excused"),
    "absence.hearing_reply": ("next", "excused", "excused"),
    "absence.evidence": ("next", "drop", "no_sanction"),
    "absence.decision": ("deduct", False, "no_sanction"),
    "absence.instruction": ("carried_out", False, "no_sanction"),
}
"""The answers that end a case without a deduction: the field, its value, the outcome."""
OUTSIDE: dict[str, Text] = {
    "case_ended": Text(da="Borgerens sag er afsluttet, eller det er besluttet, at den slutter.",
                       en="The citizen's case has ended, or its end is decided."),
    "overturned": Text(da="Borgeren har fået medhold i en klage over afgørelsen.",
                       en="The citizen has won a complaint of the decision."),
    "corrected_away": Text(da="Ingen af dagene er længere registreret som udeblivelse.",
                           en="None of the days is registered as absence any more."),
    "sanctioned": Text(da="Fradraget er gennemført.", en="The deduction is carried out."),
}  # fmt: skip
GOES_ON = Text(da="Sagen går videre.", en="The case goes on.")


def judge_ending(case: Dossier, on: date, policies: Policies) -> Judgement:
    """How the case ends by what is on file; None: it goes on.

    `tell`: the citizen was heard on a deduction and is still to be told that there is none.
    """
    look = Look(case, on, policies)
    over = "sanctioned" if is_in_effect(case) else _from_outside(look) or _decided(look)
    answer = {"over": over, "tell": is_heard(case) and over not in ("overturned", "sanctioned")}
    because = _because(look, over)
    return Judgement(answer=answer, ruling=answer | {"because": because.model_dump(), "policy_versions": sorted(
        row.version for row in look.used.values())})  # fmt: skip


def _because(look: Look, over: str | None) -> Text:
    if over is None:
        return GOES_ON
    if over in OUTSIDE:
        return OUTSIDE[over]
    if over == "lapsed":
        last = dated(latest_day(look.offences.first, look.rule("sanction.latest").as_(int)))
        return Text(da=f"Et fradrag skulle være sket senest {last.da}.", en=f"A deduction had to fall by {last.en}.")
    newest = look.case.done(*ENDING)[-1]
    title, day = kind_named(newest.kind).title, dated(local_date(newest.at))
    if newest.kind == RECEIPT:
        return Text(da=f"Ydelsescentret har {day.da} svaret, at fradraget ikke er gennemført.",
                    en=f"The benefit office answered on {day.en} that the deduction was not carried out.")  # fmt: skip
    return Text(da=f"Afgjort {day.da} i opgaven »{title.da}«.", en=f"Decided on {day.en} in the task “{title.en}”.")


def _from_outside(look: Look) -> str | None:
    if has_ended(look.parent):
        return "case_ended"
    if won_complaint(look.case):
        return "overturned"
    if not still_absent(look):
        return "corrected_away"
    return "lapsed" if look.on > latest_day(look.offences.first, look.rule("sanction.latest").as_(int)) else None


def _decided(look: Look) -> str | None:
    """By the newest decision that could end it."""
    newest: list[Done] = look.case.done(*ENDING)[-1:]
    for done in newest:
        field, value, outcome = ENDING[done.kind]
        return outcome if done.answer.get(field) == value else None
    return None


def left_undone(case: Dossier) -> list[Text]:
    """Why nobody may close the case by hand yet: who was heard on a deduction is told how it ended."""
    is_told = any(one.kind == TELL for one in case.done(SEND_HEARING, TELL)[-1:])
    if not is_heard(case) or is_told or is_in_effect(case) or won_complaint(case):
        return []
    return [Text(
        da="Borgeren er hørt om et fradrag og skal have besked om, hvor sagen ender. Afslut sagen gennem dens opgave; "
           "så får borgeren brev.",
        en="The citizen was heard on a deduction and must be told how the case ends. End it through its task, and the "
           "citizen gets a letter.")]  # fmt: skip


def judge_closing(case: Dossier, on: date, policies: Policies) -> Judgement:
    answer = {"may_close": not left_undone(case)}
    return Judgement(answer=answer, ruling=answer)
