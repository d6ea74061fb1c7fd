"""What has come of a deduction since, before anybody pays or reverses it once more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.absence.aftermath import aftermath
from domain.complaint.facts import ComplaintFacts
from domain.dossier import Done
from domain.obligation.programme import ObligationFacts
from domain.offences import AbsentDay, Corrected, Offences
from tests.support.dossier import Case

DAYS = (AbsentDay(day=date(2026, 11, 2), placement_id="p"),)
RECEIPT = {"carried_out": True}


def done(kind: str, **answer: Any) -> Done:
    return Done(kind, kind, datetime(2026, 11, 20, 12, tzinfo=UTC), "lis", answer)


def said(*others: Case, carried_out: bool | None = True, is_open: bool = False, but: str | None = None) -> list[str]:
    decisions = [done("absence.decision", deduct=True)]
    if carried_out is not None:
        decisions.append(done("absence.instruction", carried_out=carried_out))
    absence = Case(Offences(days=DAYS), "UDE-1", decisions=decisions, is_open=is_open)
    absence.parent = Case(ObligationFacts(benefit="sho"), below=[absence, *others])
    return [one.da for one in aftermath(absence, but=but)]


def review(*decisions: Done, of: str = "UDE-1") -> Case:
    return Case(Corrected(absence=of, days=DAYS), "GEN-1", decisions=list(decisions))


def complaint(*decisions: Done, is_open: bool = True, about: str = "absence.decision") -> Case:
    facts = {"received_on": "2026-11-21", "channel": "oral", "complainant": "citizen", "text": "Nej.", "decision": about}
    return Case(ComplaintFacts.model_validate(facts), "KLA-1", decisions=list(decisions), is_open=is_open)


REVERSED, PAID = done("deduction_review.review", result="reversed"), done("deduction_review.pay_back", paid_on="2026-11-22")
WON, DONE = done("complaint.reassess", result="upheld"), done("complaint.carry_out_benefit", done_on="2026-11-23")


@pytest.mark.parametrize(("other", "line"), [
    (review(), "Fradraget gennemgås i GEN-1."),
    (review(done("deduction_review.review", result="stands")), "Fradraget står ved magt efter gennemgang i GEN-1."),
    (review(REVERSED), "Fradraget er allerede omgjort i GEN-1, endnu ikke udbetalt."),
    (review(REVERSED, PAID), "Fradraget er allerede omgjort i GEN-1, udbetalt 22.11.2026."),
    (complaint(), "Klagen KLA-1 er under behandling."),
    (complaint(WON), "Borgeren har fået medhold i klagen KLA-1, endnu ikke gennemført."),
    (complaint(WON, DONE, is_open=False), "Borgeren har fået medhold i klagen KLA-1, gennemført 23.11.2026."),
    (complaint(is_open=False), "Klagen KLA-1 er afsluttet uden medhold."),
])  # fmt: skip
def test_each_other_case_about_it_is_named_with_how_far_it_came(other: Case, line: str) -> None:
    assert said(other) == [line]
    assert said(other, but=other.case_id) == [], "a case is not told of itself"


def test_they_are_told_in_the_order_in_which_they_were_opened() -> None:
    first, second = complaint(), review()
    first.opened_at, second.opened_at = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    assert said(second, first) == ["Klagen KLA-1 er under behandling.", "Fradraget gennemgås i GEN-1."]


@pytest.mark.parametrize("other", [review(REVERSED, of="UDE-2"), complaint(WON, about="another")])
def test_what_is_about_another_deduction_is_left_out(other: Case) -> None:
    assert said(other) == []


@pytest.mark.parametrize(("carried_out", "is_open", "is_told"), [
    (True, False, False), (False, False, True), (None, False, True), (None, True, False)])  # fmt: skip
def test_a_deduction_that_was_never_carried_out_leaves_nothing_to_pay_back(
    carried_out: bool | None, is_open: bool, is_told: bool
) -> None:
    found = said(carried_out=carried_out, is_open=is_open)
    assert found == (["Fradraget er aldrig gennemført: der er intet at betale tilbage."] if is_told else [])
