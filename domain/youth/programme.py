"""Young people, from a referral to a job or place that is kept."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from domain.case_files import CaseFile
from domain.errors import BadInput
from domain.parties import GUARDIAN, INTERPRETER, age
from domain.policies import Policies
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text
from domain.youth import employment, finding, outreach, proposing, report, rules, sessions
from domain.youth.facts import YouthFacts


def admit(facts: BaseModel, on: date, policies: Policies) -> None:
    """Nobody below the lowest age may work at all: the referral is refused with the reason."""
    row = policies.at("youth.lowest_age", on)
    if age(born_on(facts), on) < row.as_(int):
        raise BadInput("too_young", Text(
            da=f"Den unge er under {row.as_(int)} år og kan ikke henvises: {row.says.da}.",
            en=f"The young person is under {row.as_(int)} and cannot be referred: {row.says.en}."))  # fmt: skip


def born_on(facts: BaseModel) -> date:
    assert isinstance(facts, YouthFacts)
    return facts.born_on


YOUNG = CaseFile(
    name="young",
    title=Text(da="Unge", en="Young people"),
    from_cpr="born_on",
    headers={
        "born_on": "født fødselsdag birthday birth_date", "finished_ninth": "afsluttet_9_klasse 9_klasse niende_klasse",
        "school": "skole uddannelse", "area": "bydel område boligområde", "wish": "ønske ønsker",
        "referred_by": "henvist_af henviser", "pocket_money_job": "lommepengejob",
        "pocket_money_talk_on": "samtale_om_lommepengejob lommepengesamtale",
    },
)  # fmt: skip
YOUTH = register(
    Programme(
        name="youth",
        title=Text(da="Unge i job og uddannelse", en="Young people into work"),
        workflow="Youth",
        number_prefix="UNG",
        facts=YouthFacts,
        opened_by=frozenset({Role.youth_consultant, Role.job_consultant, Role.caseworker, Role.supervisor,
                             Role.partner, Role.integration}),
        kinds=(outreach.ReceiveReferral, outreach.ReachYouth, outreach.DecideUnreached, outreach.HoldFirstTalk,
               *finding.KINDS, *employment.KINDS),
        rules={
            "youth.age": rules.judge_age, "youth.guardian": rules.judge_guardian, "youth.path": rules.judge_path,
            "youth.limits": rules.judge_limits, "youth.match": rules.judge_match,
            "youth.agreement": rules.judge_agreement, "youth.session": sessions.judge_session,
        },
        first_stage="referral",
        begins=Text(da="Henvis en ung", en="Refer a young person"),
        needs_cpr=False,
        imports=(YOUNG,),
        admits=admit,
        born_on=born_on,
        parties=(GUARDIAN, INTERPRETER),
        ranks=dict.fromkeys((finding.FindMatch.kind, finding.FindPocketMoneyJob.kind), proposing.propose),
        assigns=proposing.assign,
        reports=(report.REPORT,),
    )
)  # fmt: skip
