"""Who is signed up for a session, whether one can still sign up, and who was there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.dossier import Done, Dossier
from domain.policies import Policies, RulesOn
from domain.programmes import Judgement
from domain.session.facts import SessionFacts
from domain.session.tasks import HoldSession
from domain.text import Text, dated, joined
from domain.youth.finding import SUPPORT
from domain.youth.signing import is_signed_up


def participants(case: Dossier) -> list[str]:
    """The cases signed up for it, counted anew each time from the decisions that stand."""
    return [one.case_id for one in case.chosen_by if is_signed_up(one, case.case_id, _facts(case).support)]


def offered(case: Dossier, on: date, policies: Policies, to: str | None, asked: Mapping[str, Any]) -> Text | None:
    """What a session is called that somebody may sign up for that day; None where the case `to` may not."""
    facts, taken = _facts(case), [one for one in participants(case) if one != to]
    if not case.is_open or case.is_suspended or _held(case) or facts.held_on < on:
        return None
    if asked.get("support") != facts.support or len(taken) >= facts.seats:
        return None
    return joined([called(facts), _left(facts.seats - len(taken))], ", ")


def called(facts: SessionFacts) -> Text:
    """Workshop om arbejdspladskultur 12.12.2026 kl. 16:00-18:00, Biblioteket"""
    what, day = SUPPORT[facts.support], dated(facts.held_on)
    return Text(da=f"{what.da} {day.da} kl. {facts.start}-{facts.end}, {facts.place}",
                en=f"{what.en} {day.en}, {facts.start}-{facts.end}, {facts.place}")  # fmt: skip


def noted(case: Dossier, participant: str) -> str | None:
    """How the participant's attendance was noted; `cancelled` where nothing was held for them; None: not yet."""
    held = _held(case)
    if held is None:
        return None if case.is_open else "cancelled"
    rows = held.answer.get("attended", ()) if held.answer["result"] == "held" else ()
    return next((one["result"] for one in rows if one["case"] == participant), "cancelled")


def judge_standing(case: Dossier, on: date, policies: Policies) -> Judgement:
    """When it is, and who is signed up."""
    facts, signed, rules = _facts(case), participants(case), RulesOn(policies, on)
    seats = Text(da=f"{len(signed)} af {facts.seats} pladser er optaget.",
                 en=f"{len(signed)} of {facts.seats} seats are taken.")  # fmt: skip
    because = called(facts).then(seats)
    answer = {"held_on": facts.held_on.isoformat(), "signed_up": signed}
    return Judgement.of(answer, because, rules)


def left_undone(case: Dossier) -> list[Text]:
    """Nobody may be left signed up for a session that is no more."""
    if not participants(case):
        return []
    return [Text(da="Der er tilmeldte: svar »aflyst« på opgaven, så hver ungs sag går videre.",
                 en="Somebody is signed up: answer “cancelled” on the task, so that their cases go on.")]  # fmt: skip


def _held(case: Dossier) -> Done | None:
    return next(iter(case.done(HoldSession.kind)), None)


def _left(number: int) -> Text:
    return Text(da=f"{number} ledig{'e' if number != 1 else ''}", en=f"{number} free")


def _facts(case: Dossier) -> SessionFacts:
    assert isinstance(case.facts, SessionFacts)
    return case.facts
