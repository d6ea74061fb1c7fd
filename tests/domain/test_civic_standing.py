"""Work counts once over all registrations of a campaign, and what was written by mistake is taken back and counts no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from domain.civic.areas import areas_of
from domain.civic.facts import CampaignFacts
from domain.civic.standing import offered, standing, taken_back
from domain.civic.tasks import Evaluated, Registered
from domain.dossier import Done
from domain.material.facts import MaterialFacts
from domain.policies import policies
from tests.support.civic import DONE, NOTE, STAIRS
from tests.support.dossier import Case

TODAY = date(2025, 10, 6)
FACTS = CampaignFacts.model_validate({
    "name": "KV25", "election": "municipal", "election_on": "2025-11-18", "compares_with": "2021-11-16"})
ROW = STAIRS | {"material": "MAT-1", "done_on": "2025-10-02", "consented_on": "2025-09-20", "number": 24, "area": "Husum"}
FIRST, WHY = "w1.work.0", "Skrevet to gange ved en fejl."


def registered(task_id: str, **answer: Any) -> Done:
    return Done(task_id, "civic.work", datetime(2025, 10, 3, 9, tzinfo=UTC), "u", answer)


def campaign(*decisions: Done, printed: int = 40) -> Case:
    at = datetime(2025, 9, 1, tzinfo=UTC)
    flyer = Case(MaterialFacts.model_validate({"form": "flyer", "name": "Stem, hvor du bor"}), case_id="MAT-1", decisions=[
        Done("p", "material.print", at, "u", {"result": "printed", "number": printed}),
        Done("d", "material.dispatch", at, "u", {"result": "sent", "sent_on": "2025-10-01"})])  # fmt: skip
    return Case(FACTS, below=[flyer, replace(flyer, case_id="MAT-2")], decisions=[*decisions])


def wrong(case: Case, **said: Any) -> list[tuple[Any, ...]]:
    """Where the next registration is refused, and in which words."""
    try:
        Registered.model_validate({"result": "more", **said}, context={"today": TODAY, "case": case})
    except ValidationError as refused:
        return [(*one["loc"], one["ctx"]["says"].da) for one in refused.errors()]
    return []


def sums(case: Case) -> dict[str, list[int]]:
    return {one.name: [count for _, count in one.work] for one in areas_of(case, TODAY, policies()).areas}


@pytest.mark.parametrize(("other", "stands"), [
    ({}, True), ({"area": " HUSUM", "address": "ruten  2-40", "owner": "boligforeningen"}, True), ({"number": 3}, False),
    ({"area": "Valby"}, False), ({"done_on": "2025-10-01"}, False), ({"address": "Ruten 42"}, False),
    ({"owner": "En anden"}, False), ({"consented_on": "2025-09-21"}, False), ({"material": "MAT-2"}, False),
])  # fmt: skip
def test_a_row_that_stands_in_an_earlier_registration_is_refused(other: dict[str, Any], stands: bool) -> None:
    case = campaign(registered("w1", work=[ROW]), printed=100)
    says = [("work", 1, "kind", "Står der allerede, registreret den 03.10.2025")] if stands else []
    assert wrong(case, work=[ROW | {"address": "Ruten 50"}, ROW | other]) == says


def test_the_evaluation_takes_no_row_twice_either() -> None:
    case = campaign(registered("w1", work=[ROW]))
    with pytest.raises(ValidationError, match="registered on 3 October 2025"):
        Evaluated.model_validate({"learning": NOTE, "work": [ROW]}, context={"today": TODAY, "case": case})


def test_a_registration_that_is_sent_again_does_not_meet_itself() -> None:
    case = campaign(registered("w0", work=[ROW]), registered("w1", work=[ROW | {"number": 2}], taken_back=[
        {"row": "w0.work.0", "reason": WHY}]))  # fmt: skip
    again = {"result": "more"} | case.decisions[1].answer
    Registered.model_validate(again, context={"today": TODAY, "case": case, "task_id": "w1"})


def test_what_is_taken_back_counts_in_no_area_and_under_no_printed_limit() -> None:
    twice = [registered("w1", work=[ROW]), registered("w2", work=[ROW])]
    assert sums(campaign(*twice)) == {"Husum": [48]}
    back = registered("w3", work=[], taken_back=[{"row": FIRST, "reason": WHY}])
    case = campaign(*twice, back)
    assert sums(case) == {"Husum": [24]}
    assert [one.id for one in standing(case)] == ["w2.work.0"]
    more = ROW | {"address": "Ruten 42", "number": 16}
    assert wrong(campaign(*twice), work=[more]) == [
        ("work", 0, "number", "Bliver 64 i alt, men der er kun trykt 40 af det materiale")]  # fmt: skip
    assert wrong(case, work=[more]) == []


def test_what_is_taken_back_is_written_anew_in_the_same_registration() -> None:
    case = campaign(registered("w1", work=[ROW]))
    right = ROW | {"number": 30}
    assert wrong(case, work=[right]) != [], "54 of 40 that were printed"
    assert wrong(case, work=[right], taken_back=[{"row": FIRST, "reason": WHY}]) == []
    assert wrong(case, work=[ROW], taken_back=[{"row": FIRST, "reason": WHY}]) == []


def test_only_work_that_stands_is_taken_back_and_once() -> None:
    case, back = campaign(registered("w1", work=[ROW, ROW | {"number": 2}])), {"row": FIRST, "reason": WHY}
    says = "Vælg noget arbejde, der står: det her er taget tilbage"
    assert wrong(case, taken_back=[back, back | {"row": "w1.work.1"}, back]) == [("taken_back", 2, "row", says)]
    case.decisions.append(registered("w2", work=[], taken_back=[back]))
    assert wrong(case, taken_back=[back]) == [("taken_back", 0, "row", says)]
    assert wrong(case, taken_back=[back | {"row": "w1.work.7"}]) == [("taken_back", 0, "row", says)]
    assert [key for key, _ in offered(case)] == ["w1.work.1"]


@pytest.mark.parametrize("decision", [Registered, Evaluated])
def test_taking_back_has_its_reason(decision: Any) -> None:
    said = {"result": "more"} if decision is Registered else {"learning": NOTE}
    back = {"taken_back": [{"row": FIRST, "reason": "Fejl"}]}
    with pytest.raises(ValidationError, match="at least 20 characters"):
        decision.model_validate(said | back, context={"today": TODAY, "case": campaign(registered("w1", work=[ROW]))})


def test_work_taken_back_is_called_what_it_was_with_the_day_and_the_reason() -> None:
    back = registered("w2", work=[], taken_back=[{"row": FIRST, "reason": WHY}])
    (gone,) = taken_back(campaign(registered("w1", work=[ROW]), back)).values()
    assert gone.called.da == "Opgange, Husum, Ruten 2-40, 02.10.2025: 24 (registreret 03.10.2025)"
    assert gone.because.da == f"03.10.2025: {WHY}"


def test_a_taking_back_that_is_itself_taken_back_lets_the_work_count_again() -> None:
    back = registered("w2", work=[], taken_back=[{"row": FIRST, "reason": WHY}])
    case = campaign(registered("w1", work=[ROW]), back)
    assert standing(case) == []
    case.decisions.remove(back)
    assert [one.id for one in standing(case)] == [FIRST]


def test_the_workflow_is_not_told_what_is_taken_back() -> None:
    said = Registered.model_validate(DONE | {"work": [], "taken_back": [{"row": FIRST, "reason": WHY}]}, context={
        "today": TODAY, "case": campaign(registered("w1", work=[ROW]))})  # fmt: skip
    told = said.for_case()
    assert told == {"result": "more"}
    assert Registered.from_case(told, "u").taken_back == ()
