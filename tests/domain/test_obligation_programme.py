"""Rules of the programme that are not about coverage."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from domain.obligation.duties import RepeatGuidance
from domain.obligation.programme import ObligationFacts, judge_approval
from domain.policies import Policies, policies
from tests.support.dossier import Case

TODAY = date(2026, 11, 23)


def with_limit(weeks: int) -> Policies:
    rows = [r.model_copy(update={"value": weeks}) if r.name == "exemption.approval_above" else r
            for r in policies().all()]  # fmt: skip
    return Policies(rows)


@pytest.mark.parametrize(("weeks", "beyond"), [(13, "2027-02-22"), (10, "2027-02-01")])
def test_how_long_an_exemption_may_be_without_a_supervisor_is_policy(weeks: int, beyond: str) -> None:
    judged = judge_approval(Case(ObligationFacts(benefit="sho")), TODAY, with_limit(weeks))
    assert judged.answer == {"beyond": beyond}
    assert judged.ruling["policy_versions"] == [policies().at("exemption.approval_above", TODAY).version]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_right_is_no_beginning_of_a_benefit(day: str) -> None:
    with pytest.raises(ValidationError, match="date_implausible"):
        ObligationFacts(benefit="sho", benefit_since=day)


@pytest.mark.parametrize(("given", "refused"), [("2026-05-04", True), ("2026-05-05", True), ("2026-05-06", False)])
def test_guidance_that_is_repeated_lies_after_the_last(given: str, refused: bool) -> None:
    typed = {"given_on": given, "channel": "meeting", "interpreter": "not_needed", "proof": "Journal 2026-17"}
    context = {"today": date(2026, 11, 23), "task": {"last_given_on": "2026-05-05"}}
    if refused:
        with pytest.raises(ValidationError, match="not_repeated"):
            RepeatGuidance.decision.model_validate(typed, context=context)
    else:
        RepeatGuidance.decision.model_validate(typed, context=context)
