"""Perspektiv: voluntary outreach to spouse-supported citizens. No duty, no sanction and no letter can be reached."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from domain.errors import BadInput
from domain.parties import INTERPRETER
from domain.perspektiv import outreach, planning, rules
from domain.perspektiv.contact import SafeWay
from domain.perspektiv.facts import PerspektivFacts
from domain.perspektiv.reaching import spoken
from domain.perspektiv.report import REPORT
from domain.policies import Policies
from domain.programmes import Programme, register
from domain.roles import Role
from domain.text import Text


def admit(facts: BaseModel, on: date, policies: Policies) -> None:
    """Whoever tells of somebody else needs their consent: without it nothing is written down. A yes that is taken back
    ends the outreach by the answer that ends it, and is no correction of what was true."""
    assert isinstance(facts, PerspektivFacts)
    if facts.agreed is False or (facts.lead_from != "self" and not facts.agreed):
        raise BadInput("agreement_missing", Text(
            da="Borgeren skal først have sagt ja til, at I tager kontakt. Skriv oplysningen ikke ned før. Er et ja "
            "taget tilbage, så svar på sagens opgave, at borgeren siger nej tak.",
            en="The citizen must first have agreed that you make contact. Do not write it down before. If a yes was "
            "taken back, answer on the task of the case that the citizen declines."))  # fmt: skip


PERSPEKTIV = register(
    Programme(
        name="perspektiv",
        title=Text(da="Perspektiv", en="Perspektiv"),
        workflow="Perspektiv",
        number_prefix="PSP",
        facts=PerspektivFacts,
        opened_by=frozenset({Role.outreach_worker, Role.supervisor, Role.integration}),
        kinds=(*outreach.KINDS, *planning.KINDS),
        rules={
            "perspektiv.path": rules.judge_path, "perspektiv.interpreter": rules.judge_interpreter,
            "perspektiv.next_talk": rules.judge_next_talk,
        },
        first_stage="lead",
        begins=Text(da="Skriv en kontakt ned", en="Write down a lead"),
        begun_by_own_team=True,
        needs_cpr=False,
        admits=admit,
        reached_by_phone=lambda facts: facts.safe_way is SafeWay.own_phone,
        parties=(INTERPRETER,),
        beside=spoken,
        reports=(REPORT,),
    )
)  # fmt: skip
