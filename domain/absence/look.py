"""One case of absence as its rules look at it: its days, its time, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from domain.calendar import add_months, at_local, end_of_month
from domain.dossier import Dossier
from domain.obligation.standing import ended_on
from domain.offences import Offences
from domain.policies import Policies, PolicyValue
from domain.programmes import Judgement
from domain.text import Text, dated

HEARING_LETTER, DECISION_LETTER = "absence.hearing", "absence.decision"
RECEIPT, SEND_HEARING, TELL = "absence.instruction", "absence.send_hearing", "absence.tell"


@dataclass
class Look:
    """One case of absence and the case that it belongs to, on one day."""

    case: Dossier
    on: date
    policies: Policies

    def __post_init__(self) -> None:
        assert isinstance(self.case.facts, Offences)
        assert self.case.parent is not None
        self.offences, self.parent = self.case.facts, self.case.parent
        self.used: dict[str, PolicyValue] = {}

    def rule(self, name: str) -> PolicyValue:
        return self.used.setdefault(name, self.policies.at(name, self.offences.first))

    @property
    def days(self) -> list[date]:
        return self.offences.dates()


def latest_day(offence: date, months: int) -> date:
    """The last day of so many whole calendar months after the event (LAS § 35)."""
    month = add_months(offence.replace(day=1), months)
    return end_of_month(month)


def judge_limits(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Until when a deduction can be made at all, when the supervisor is warned, and what the days are."""
    look = Look(case, on, policies)
    latest, warned = look.rule("sanction.latest"), look.rule("sanction.latest_alarm")
    last = latest_day(look.offences.first, latest.as_(int))
    alarm = at_local(add_months(look.offences.first, warned.as_(int)), time(9))
    first, end = dated(look.offences.first), dated(last)
    because = Text(
        da=f"Udeblevet første gang {first.da}. Et fradrag skal ske senest {end.da}: inden for "
        f"{latest.as_(int)} hele kalendermåneder efter hændelsen.",
        en=f"First absent on {first.en}. A deduction must fall by {end.en}: within "
        f"{latest.as_(int)} whole calendar months after the event.",
    )
    answer = {
        "latest": last.isoformat(), "lapses_at": at_local(last + timedelta(days=1), time(0)).isoformat(),
        "alarm": alarm.isoformat(), "days": len(look.days), "activity_ready": is_activity_ready(look),
    }  # fmt: skip
    ruling = answer | {"because": because.model_dump(), "requirements": [],
                       "policy_versions": sorted(row.version for row in look.used.values())}
    return Judgement(answer=answer, ruling=ruling)


def is_activity_ready(look: Look) -> bool:
    """On one of the days or now, and where nothing is known of it: a correction takes no protection away."""
    known = (*(look.parent.facts_on(day) for day in look.days), look.parent.facts)
    return any(getattr(facts, "readiness", None) != "job_ready" for facts in known)


def still_absent(look: Look) -> list[date]:
    """The days of the case on which the registration still says absent."""
    said = look.parent.attendance(look.days[0], look.days[-1])
    mine = {(one.placement_id, one.day) for one in look.offences.days}
    return sorted({a.day for a in said if (a.placement_id, a.day) in mine and a.status == "absent"})


def won_complaint(case: Dossier) -> str | None:
    """The complaint of a decision in this case that the citizen has won, in full or in part."""
    below = case.parent.below if case.parent else ()
    won = (c for c in below if getattr(c.facts, "decision", None) in case.task_ids and is_won(c))
    return next((c.case_id for c in won), None)


def is_won(complaint: Dossier) -> bool:
    taken = complaint.done("complaint.reassess", "complaint.board")
    return any(done.answer["result"] in ("upheld", "partly", "changed") for done in taken)


def is_heard(case: Dossier) -> bool:
    """The citizen has been told of a deduction, as one that may come or as one that is decided."""
    return any(one.kind in (HEARING_LETTER, DECISION_LETTER) and one.state != "failed" for one in case.letters)


def is_in_effect(case: Dossier) -> bool:
    """The benefit office has carried it out: whatever comes later is for a review."""
    return any(done.answer["carried_out"] for done in case.done(RECEIPT)[-1:])


def has_ended(citizens: Dossier) -> bool:
    """The citizen's case is closed, or its end is decided."""
    return not citizens.is_open or ended_on(citizens) is not None
