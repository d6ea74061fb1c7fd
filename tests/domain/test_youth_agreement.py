"""What must have happened before a young person's first day of work."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from domain.dossier import Done
from domain.policies import policies
from domain.youth.employment import FollowUp, MakeAgreement
from domain.youth.facts import YouthFacts
from domain.youth.rules import judge_match
from tests.support.dossier import Case

STARTS = "2026-12-01"


def agree(certificate: bool, **said: Any) -> dict[tuple[Any, ...], str]:
    """What the agreement is refused for."""
    task = {"starts_on": STARTS, "parents": False, "contract": False, "certificate": certificate}
    context = {"today": date(2026, 11, 25), "task": task}
    try:
        MakeAgreement.decision.model_validate({"result": "agreed"} | said, context=context)
    except ValidationError as error:
        return {one["loc"]: one["type"] for one in error.errors()}
    return {}


def test_a_regular_mentor_of_somebody_below_fifteen_has_a_child_certificate_before_the_start() -> None:
    assert agree(True) == {("has_mentor",): "missing"}
    assert agree(True, has_mentor=True) == {("certificate_on",): "missing"}
    assert agree(True, has_mentor=True, certificate_on="2026-11-20") == agree(True, has_mentor=False) == {}
    assert agree(False) == agree(False, has_mentor=True) == {}
    assert agree(True, result="fell_through") == {}


@pytest.mark.parametrize(("born_on", "ends_on", "needed"), [
    ("2011-12-02", None, True), ("2011-12-01", None, False), ("2012-06-01", "2027-03-01", False),
    ("2012-06-01", "2027-03-02", True),
])  # fmt: skip
def test_the_certificate_is_asked_for_below_fifteen_and_beyond_three_months(
    born_on: str, ends_on: str | None, needed: bool
) -> None:
    facts = YouthFacts.model_validate({"born_on": born_on, "referred_by": "self"})
    answer = {"result": "matched", "what": "leisure_job", "starts_on": STARTS, "ends_on": ends_on}
    case = Case(facts, decisions=[Done("1", "youth.match", datetime(2026, 11, 20, tzinfo=UTC), "youth", answer)])
    judged = judge_match(case, date(2026, 11, 25), policies())
    assert judged.answer["certificate"] is needed
    assert ("børneattest" in judged.ruling["because"]["da"]) is needed


@pytest.mark.parametrize(("talked_on", "refused"), [("2026-11-30", True), ("2026-12-01", False), ("2026-12-15", False)])
def test_nobody_is_followed_up_before_the_first_day_of_work(talked_on: str, refused: bool) -> None:
    said = {"talked_on": talked_on, "result": "there", "note": "Det går godt, og de er glade for hinanden."}
    context = {"today": date(2026, 12, 20), "task": {"number": 1, "starts_on": STARTS}}
    try:
        FollowUp.decision.model_validate(said, context=context)
        found = []
    except ValidationError as error:
        found = [one["type"] for one in error.errors()]
    assert found == (["before_start"] if refused else [])
