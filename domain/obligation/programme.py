"""The work-obligation programme, as the rest of the house finds it."""

from __future__ import annotations

from datetime import date, time, timedelta

from pydantic import BaseModel

from domain.calendar import add_months, at_local, local_date
from domain.citizen_rows import Citizen
from domain.dossier import Dossier
from domain.obligation import duties, letters, planning, tasks
from domain.obligation.activities import ACTIVITIES, Activity
from domain.obligation.coverage import Facts, coverage, doubts
from domain.obligation.facts import ObligationFacts
from domain.obligation.picture import planned_week
from domain.obligation.standing import ended_on, judge_standing
from domain.obligation.summary import obligation_week
from domain.policies import Policies, policies
from domain.programmes import Judgement, Programme, register
from domain.roles import Role
from domain.text import Text, dated


def judge_coverage(case: Dossier, on: date, rules: Policies) -> Judgement:
    assert isinstance(case.facts, Facts)
    ruling = coverage(case.facts, on, rules)
    return Judgement(answer={"covered": ruling.covered, "phase": ruling.phase}, ruling=ruling.model_dump(mode="json"))


def judge_phase(case: Dossier, on: date, rules: Policies) -> Judgement:
    """When the obligation begins for this citizen, by when it must run, and when the supervisor is warned.

    A citizen whose benefit begins after the phase's own dates has the local activation deadline instead.
    """
    facts = case.facts
    assert isinstance(facts, ObligationFacts)
    phase = 1 if facts.benefit == "sho" else 2
    start = rules.at(f"phase{phase}.start", on).as_(date)
    begins = max(start, facts.benefit_since or start)
    activation = rules.at("deadline.obligation.plan", max(on, begins)).as_(int)
    latest = max(rules.at(f"phase{phase}.latest", on).as_(date), begins + timedelta(days=activation))
    alarms = {
        f"implementation_{days}": at_local(latest - timedelta(days=days), time(9)).isoformat()
        for days in rules.at("phase.alarm_days", on).as_(list)
    }
    if facts.track == "integration":
        # Integrationsloven: the first company-oriented offer, by the day from which the citizen is in the programme.
        offer = add_months(begins, rules.at("integration.first_offer_latest", on).as_(int))
        alarms["first_offer"] = at_local(offer, time(9)).isoformat()
    first, last = dated(begins), dated(latest)
    because = Text(
        da=f"Fase {phase}: pligten begynder {first.da} og skal være sat i værk senest {last.da}.",
        en=f"Phase {phase}: the obligation begins on {first.en} and must be implemented by {last.en}.",
    )
    answer = {
        "starts_at": at_local(begins, time(0)).isoformat(), "implement_by": latest.isoformat(), "alarms": alarms,
        "because": because.model_dump(),
    }  # fmt: skip
    return Judgement(answer=answer, ruling=answer)


def judge_approval(case: Dossier, on: date, rules: Policies) -> Judgement:
    """The last day of a reduction or exemption that needs no supervisor."""
    limit = rules.at("exemption.approval_above", on)
    beyond = on + timedelta(weeks=limit.as_(int))
    last = dated(beyond)
    because = Text(
        da=f"En nedsættelse eller fritagelse, der gælder efter {last.da}, godkendes af teamlederen.",
        en=f"A reduction or exemption that runs beyond {last.en} needs the supervisor's approval.",
    )
    answer = {"beyond": beyond.isoformat()}
    ruling = answer | {"because": because.model_dump(), "policy_versions": [limit.version]}
    return Judgement(answer=answer, ruling=ruling)


def judge_plan_basis(case: Dossier, on: date, rules: Policies) -> Judgement:
    """What the plan's rules ask of the citizen: readiness, track, and since when the first offer has been awaited."""
    facts = case.facts
    assert isinstance(facts, ObligationFacts)
    offered = any(ACTIVITIES[Activity(line.activity)].company for line in case.placements)
    since = facts.benefit_since or local_date(case.opened_at)
    answer = {
        "readiness": facts.readiness, "track": facts.track, "covered_since": None if offered else since.isoformat()
    }  # fmt: skip
    return Judgement(answer=answer, ruling=answer)


def doubts_of(facts: BaseModel, on: date) -> list[Text]:
    assert isinstance(facts, Facts)
    return [doubt.text for doubt in doubts(facts, on, policies())]


def facts_of(citizen: Citizen) -> ObligationFacts:
    return ObligationFacts(
        **dict(citizen.facts), benefit_since=citizen.benefit_since, readiness=citizen.readiness,
        track=citizen.track or "lab",
    )  # fmt: skip


OBLIGATION = register(
    Programme(
        name="obligation",
        title=Text(da="Arbejdspligt", en="Work obligation"),
        workflow="Obligation",
        number_prefix="ARB",
        facts=ObligationFacts,
        opened_by=frozenset({Role.caseworker, Role.benefit_officer, Role.supervisor, Role.integration}),
        kinds=(
            tasks.CheckData, tasks.ConfirmCoverage, tasks.GiveGuidance, tasks.AssessIndividually,
            tasks.ApproveExemption, planning.MakePlan, tasks.ReviewRunning, *duties.KINDS,
        ),
        rules={
            "obligation.coverage": judge_coverage, "obligation.phase": judge_phase,
            "obligation.approval": judge_approval, "obligation.standing": judge_standing,
            "obligation.plan_basis": judge_plan_basis,
        },
        letters={"obligation.guidance": letters.guidance},
        on_failed_letter="undelivered_letter",
        doubts=doubts_of,
        citizen_facts=facts_of,
        week=obligation_week,
        plan=planned_week,
        on_absence="absence",
        ended_on=ended_on,
    )
)  # fmt: skip
