"""How a complaint stands: whether it came in time, who may reassess, and what has been decided on it so far."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, NamedTuple

from domain.absence.aftermath import aftermath
from domain.calendar import at_local, local_date
from domain.complaint.facts import ComplaintFacts
from domain.deadlines import of_row
from domain.decisions import Taken, appealable, named, received_on, takers, unique
from domain.dossier import Dossier
from domain.errors import BadInput, DuplicateCase
from domain.policies import Policies
from domain.programmes import Judgement
from domain.text import Text, dated, joined

REASSESS, BOARD = "complaint.reassess", "complaint.board"
NOTHING_ELSE = Text(da="Afgørelsen er ikke omgjort i en anden sag.", en="It was not reversed in another case.")
UNKNOWN = Text(
    da="Det vides ikke, hvornår borgeren modtog afgørelsen. Klagen behandles som rettidig.",
    en="It is not known when the citizen received the decision. The complaint is treated as in time.",
)


def refuse_impossible(facts: ComplaintFacts, above: Dossier) -> None:
    """Nobody complains of what is not yet decided, nor twice of the same while the first complaint is open."""
    _refuse_before_the_decision(facts, above)
    _refuse_received_too_early(facts, above)
    for one in above.below:
        if one.is_open and isinstance(one.facts, ComplaintFacts) and _is_the_same(one.facts, facts):
            raise DuplicateCase(one.case_id, Text(
                da=f"Der er allerede en åben klage over det samme: {one.case_id}.",
                en=f"There already is an open complaint of the same: {one.case_id}."))  # fmt: skip


def _is_the_same(known: ComplaintFacts, new: ComplaintFacts) -> bool:
    """Of the same decision; where none is named, in the very same words."""
    return known.decision == new.decision if new.decision else known.model_dump() == new.model_dump()


def _refuse_before_the_decision(facts: ComplaintFacts, above: Dossier) -> None:
    decided = next((t.decision for t in appealable(above) if t.decision.task_id == facts.decision), None)
    if decided and facts.received_on < local_date(decided.at):
        day = dated(local_date(decided.at))
        raise BadInput("complaint_before_decision", Text(
            da=f"Afgørelsen er fra {day.da}; klagen kan ikke være modtaget før.",
            en=f"The decision is of {day.en}; a complaint of it cannot have come before."))  # fmt: skip


def _refuse_received_too_early(facts: ComplaintFacts, above: Dossier) -> None:
    taken, received = named(above, facts.decision), facts.decision_received_on
    if taken and received and received < (decided := local_date(taken.decision.at)):
        day = dated(decided)
        raise BadInput("received_before_decision", Text(
            da=f"Afgørelsen er fra {day.da}; borgeren kan ikke have modtaget den før.",
            en=f"The decision is of {day.en}; the citizen cannot have received it before."))  # fmt: skip


class Timeliness(NamedTuple):
    """`late` is None where nobody knows when the decision was received."""

    late: bool | None
    because: Text
    versions: list[str]


def timeliness(received_on: date, decision_received_on: date | None, rules: Policies) -> Timeliness:
    """Four weeks from receipt of the decision to the end of the same weekday; on a closed day, of the next open one.

    A late complaint is handled and forwarded all the same: the board may dispense.
    """
    if decision_received_on is None:
        return Timeliness(None, UNKNOWN, [])
    last = of_row(rules.at("complaint.period", decision_received_on), decision_received_on, rules)
    late, day = received_on > local_date(last.at), dated(received_on)
    word = Text(da="for sent", en="late") if late else Text(da="rettidigt", en="in time")
    said = Text(
        da=f"Klagen kom {word.da}: den er modtaget {day.da}.", en=f"The complaint came {word.en}: received {day.en}.")
    more = Text(
        da="Den behandles og sendes videre alligevel: Ankestyrelsen kan se bort fra fristen.",
        en="It is handled and forwarded all the same: the board may disregard the period.",
    )  # fmt: skip
    return Timeliness(late, said.then(last.because, more if late else None), [last.version])


def judge_standing(case: Dossier, on: date, rules: Policies) -> Judgement:
    """Everything that the stages of a complaint ask of the case file; the answer holds ids and dates only."""
    facts = case.facts
    assert isinstance(facts, ComplaintFacts)
    taken = named(case.parent, facts.decision) if case.parent else None
    in_time = timeliness(facts.received_on, _decision_received(taken, facts), rules)
    suspensive = rules.at("complaint.suspensive_effect", on)
    counted = counted_from(case)
    alarm = rules.at("complaint.reassessment_alarm", counted)
    due = at_local(counted + timedelta(days=alarm.as_(int)), time(9))
    answer: dict[str, Any] = {
        "complainant": facts.complainant, "late": in_time.late, "counted_from": counted.isoformat(),
        "alarm_at": due.isoformat(), "not_by": excluded(case, taken),
        "of_case": _of_case(case, facts.decision),
        "partly": any(one.answer["result"] == "partly" for one in case.done(REASSESS)[-1:]),
    }  # fmt: skip
    suspends = Text(da=f"{suspensive.says.da}.", en=f"{suspensive.says.en}.")
    because = joined([in_time.because, suspends, *_aftermath(case)])
    versions = [*in_time.versions, suspensive.version, alarm.version]
    ruling = {"because": because.model_dump(), "requirements": [], "policy_versions": versions}
    return Judgement(answer=answer, ruling=answer | ruling)


def _of_case(case: Dossier, decision: str | None) -> str | None:
    """The case in which it was taken, also where it has been taken back since."""
    every = (case.parent, *case.parent.below) if case.parent else ()
    return next((one.case_id for one in every if decision in one.task_ids), None)


def judge_effect(case: Dossier, on: date, rules: Policies) -> Judgement:
    """Which decision is to be carried out, by whom, and whether the board still has its say."""
    newest = case.done(REASSESS, BOARD)[-1]
    answer = {
        "by": newest.answer["carried_out_by"], "decided_on": local_date(newest.at).isoformat(),
        "then": {"upheld": "upheld", "partly": "board", "changed": "changed"}[newest.answer["result"]],
    }  # fmt: skip
    said = joined(_aftermath(case) or [NOTHING_ELSE])
    return Judgement(answer=answer, ruling=answer | {
        "because": said.model_dump(), "requirements": [], "policy_versions": []})  # fmt: skip


def _aftermath(case: Dossier) -> list[Text]:
    """What has come of the deduction that is complained of: nobody is to be paid twice."""
    assert isinstance(case.facts, ComplaintFacts)
    absence = _of_case(case, case.facts.decision)
    below = case.parent.below if case.parent else ()
    return [said for one in below if one.case_id == absence for said in aftermath(one, but=case.case_id)]


def counted_from(case: Dossier) -> date:
    """The day on which the municipality got the complaint, or got it back from the board."""
    facts = case.facts
    assert isinstance(facts, ComplaintFacts)
    back = [one for one in case.done(BOARD) if one.answer["result"] == "remitted"]
    return date.fromisoformat(back[-1].answer["received_on"]) if back else facts.received_on


def excluded(case: Dossier, taken: Taken | None) -> list[str]:
    """Who may not reassess: whoever took or confirmed the decision; where none is named, whoever took any."""
    if taken is not None:
        return takers(taken)
    every = appealable(case.parent) if case.parent else []
    return unique([person for one in every for person in takers(one)])


def _decision_received(taken: Taken | None, facts: ComplaintFacts) -> date | None:
    """By the letter that was sent from here, else as it was said when the complaint was registered."""
    return (received_on(taken) if taken else None) or facts.decision_received_on


