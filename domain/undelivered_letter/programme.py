"""A letter that reached nobody: a case that belongs to the letter's own, open or closed."""

from __future__ import annotations

from datetime import date

from domain.dossier import Dossier
from domain.overtaken import over
from domain.policies import Policies
from domain.programmes import ANY, Judgement, Programme, kind_named, register
from domain.text import Text
from domain.undelivered_letter import tasks
from domain.undelivered_letter.facts import Undelivered

SAID: dict[str | None, Text] = {
    None: Text(da="Brevet er ikke kommet frem.", en="The letter has not arrived."),
    "sent_again": Text(da="Brevet er sendt igen.", en="The letter was sent again."),
    "overtaken": Text(da="Brevet siger ikke længere, hvad der gælder.", en="The letter no longer says what holds."),
}


def judge_standing(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Whether the letter is still to be brought to the citizen, and by which role: the one that had sent it."""
    assert isinstance(case.facts, Undelivered)
    assert case.parent is not None
    above, mine = case.parent, case.facts.letter
    why = over(mine, above)
    task_id = next((one.task_id for one in above.letters if one.id == mine), None)
    senders = (kind_named(one.kind).role for one in above.done() if one.task_id == task_id)
    answer = {"over": why, "sent_by": next(senders, tasks.ReachCitizen.role).value}
    return Judgement(answer=answer, ruling=answer | {
        "because": SAID[why].model_dump(), "requirements": [], "policy_versions": []})  # fmt: skip


UNDELIVERED_LETTER = register(
    Programme(
        name="undelivered_letter",
        title=Text(da="Brev, der ikke kom frem", en="Letter that did not arrive"),
        workflow="UndeliveredLetter",
        number_prefix="BRE",
        facts=Undelivered,
        opened_by=frozenset(),
        kinds=tasks.KINDS,
        rules={"undelivered_letter.standing": judge_standing},
        first_stage="undelivered",
        belongs_to=(ANY,),
    )
)
