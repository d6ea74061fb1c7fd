"""What has become of the session that a young person is signed up for."""

from __future__ import annotations

from datetime import date

from domain.dossier import Dossier
from domain.policies import Policies, RulesOn
from domain.programmes import Judgement
from domain.session.facts import SessionFacts
from domain.session.rules import called, noted
from domain.session.tasks import TOOK_PART
from domain.text import Text
from domain.youth.signing import sign_up

NOTED: dict[str, Text] = TOOK_PART | {
    "": Text(da="Fremmøde er ikke skrevet endnu", en="Attendance is not noted yet"),
    "cancelled": Text(da="Aflyst", en="Cancelled"),
}  # fmt: skip


def judge_session(case: Dossier, on: date, policies: Policies) -> Judgement:
    """The session of the newest sign-up: when it is, and how attendance was noted there."""
    signed, rules = sign_up(case), RulesOn(policies, on)
    session = case.chosen(signed.task_id) if signed else None
    if session is None:
        nothing = Text(da="Tilmeldingen er taget tilbage.", en="The sign-up was taken back.")
        return Judgement.of({"held_on": "", "noted": "cancelled"}, nothing, rules)
    assert isinstance(session.facts, SessionFacts)
    assert signed
    is_other = session.facts.support != signed.data.get("support")
    result = "cancelled" if is_other else noted(session, case.case_id)
    because = Text(da=f"Tilmeldt {session.case_id}:", en=f"Signed up for {session.case_id}:").then(
        called(session.facts), Text(da=f"– {NOTED[result or ''].da}.", en=f"– {NOTED[result or ''].en}."))  # fmt: skip
    return Judgement.of({"held_on": session.facts.held_on.isoformat(), "noted": result}, because, rules)
