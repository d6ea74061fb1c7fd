"""Cases of absence, as the rest of the house finds them: each belongs to an obligation case."""

from __future__ import annotations

from datetime import date, timedelta

from domain.absence import closing, decisions, letters, tasks
from domain.absence.aftermath import aftermath
from domain.absence.ending import judge_closing, judge_ending, left_undone
from domain.absence.look import HEARING_LETTER, is_in_effect, judge_limits
from domain.absence.preconditions import judge_preconditions
from domain.dossier import Dossier
from domain.letters import received_on
from domain.offences import Offences
from domain.policies import Policies
from domain.programmes import Judgement, Programme, register
from domain.text import Text


def judge_hearing(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Until when the citizen may answer: counted from the day on which the letter counts as received."""
    period = policies.at("hearing.period", on)
    sent = [letter for letter in case.letters if letter.kind == HEARING_LETTER]
    expected = [one.received_on or received_on(one.channel, on, policies) for one in sent]
    reply_by = max([*expected, on]) + timedelta(days=period.as_(int))
    answer = {"reply_by": reply_by.isoformat()}
    because = Text(da=f"{period.says.da}.", en=f"{period.says.en}.")
    return Judgement(answer=answer, ruling=answer | {
        "because": because.model_dump(), "policy_versions": [period.version]})  # fmt: skip


ABSENCE = register(
    Programme(
        name="absence",
        title=Text(da="Udeblivelse", en="Absence"),
        workflow="Absence",
        number_prefix="UDE",
        facts=Offences,
        opened_by=frozenset(),
        kinds=(
            tasks.ContactCitizen, tasks.MakePersonalContact, tasks.SendHearing, tasks.RecordHearingReply,
            decisions.ProvideEvidence, decisions.DecideSanction, decisions.ConfirmSanction, decisions.SendDecision,
            decisions.InstructBenefit, closing.TellOfNoDeduction,
        ),
        rules={
            "absence.limits": judge_limits, "absence.hearing": judge_hearing,
            "absence.preconditions": judge_preconditions, "absence.ending": judge_ending,
            "absence.closing": judge_closing,
        },
        letters={"absence.hearing": letters.hearing, "absence.decision": letters.decision,
                 "absence.no_deduction": letters.no_deduction},
        on_failed_letter="undelivered_letter",
        unsettled=frozenset({"corrected_away"}),
        in_effect=is_in_effect,
        reviewed_by="deduction_review",
        left_undone=left_undone,
        afterwards=aftermath,
        first_stage="contact",
        belongs_to=("obligation",),
    )
)  # fmt: skip
