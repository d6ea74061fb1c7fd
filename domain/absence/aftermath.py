"""What has come of a decision on absence since it was taken: reviewed, complained of, paid back. For people to read
before they pay or reverse it once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.absence.look import is_in_effect, is_won
from domain.dossier import Dossier
from domain.offences import Corrected
from domain.text import Text, dated

DECISION, REVIEW, PAY_BACK = "absence.decision", "deduction_review.review", "deduction_review.pay_back"
CARRIED_OUT = ("complaint.carry_out", "complaint.carry_out_benefit")


def aftermath(absence: Dossier, *, but: str | None = None) -> list[Text]:
    """Sentences, the oldest first. `but`: the case that asks, which need not be told of itself."""
    below = absence.parent.below if absence.parent else ()
    others = sorted((one for one in below if one.case_id != but), key=lambda one: one.opened_at)
    return [*_not_carried_out(absence), *(said for one in others for said in _of(one, absence))]


def _not_carried_out(absence: Dossier) -> Iterator[Text]:
    decided = [done for done in absence.done(DECISION)[-1:] if done.answer.get("deduct")]
    if decided and not absence.is_open and not is_in_effect(absence):
        yield Text(da="Fradraget er aldrig gennemført: der er intet at betale tilbage.",
                   en="The deduction was never carried out: there is nothing to pay back.")  # fmt: skip


def _of(one: Dossier, absence: Dossier) -> Iterator[Text]:
    if isinstance(one.facts, Corrected) and one.facts.absence == absence.case_id:
        yield _reviewed(one)
    elif getattr(one.facts, "decision", None) in absence.task_ids:
        yield _complained(one)


def _reviewed(review: Dossier) -> Text:
    found, name = review.done(REVIEW)[-1:], review.case_id
    if not found:
        return Text(da=f"Fradraget gennemgås i {name}.", en=f"The deduction is under review in {name}.")
    if found[0].answer["result"] == "stands":
        return Text(da=f"Fradraget står ved magt efter gennemgang i {name}.",
                    en=f"The deduction stands after its review in {name}.")  # fmt: skip
    paid = [date.fromisoformat(done.answer["paid_on"]) for done in review.done(PAY_BACK)[-1:]]
    reversed_ = Text(da=f"Fradraget er allerede omgjort i {name}", en=f"The deduction was already reversed in {name}")
    return _with(reversed_, _when(paid, Text(da="udbetalt", en="paid out")))


def _complained(complaint: Dossier) -> Text:
    name = complaint.case_id
    if is_won(complaint):
        done = [date.fromisoformat(one.answer["done_on"]) for one in complaint.done(*CARRIED_OUT)[-1:]]
        won = Text(da=f"Borgeren har fået medhold i klagen {name}", en=f"The citizen has won complaint {name}")
        return _with(won, _when(done, Text(da="gennemført", en="carried out")))
    if complaint.is_open:
        return Text(da=f"Klagen {name} er under behandling.", en=f"Complaint {name} is being handled.")
    return Text(da=f"Klagen {name} er afsluttet uden medhold.", en=f"Complaint {name} ended without being won.")


def _when(days: list[date], what: Text) -> Text:
    if not days:
        return Text(da=f"endnu ikke {what.da}", en=f"not yet {what.en}")
    day = dated(days[0])
    return Text(da=f"{what.da} {day.da}", en=f"{what.en} on {day.en}")


def _with(text: Text, more: Text) -> Text:
    return Text(da=f"{text.da}, {more.da}.", en=f"{text.en}, {more.en}.")
