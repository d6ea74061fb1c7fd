"""What a jurist is told of the days that were deducted for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.deduction_review.news import news
from domain.dossier import Attended, Done, Spell
from domain.obligation.programme import ObligationFacts
from domain.offences import AbsentDay, Corrected
from domain.policies import policies
from domain.programmes import PROGRAMMES
from tests.support.dossier import Case

DAY = date(2026, 11, 2)
EXIT = {"because": "benefit_ended", "ended_on": DAY.isoformat()}


def told(**known: Any) -> list[str]:
    parent = Case(ObligationFacts(benefit="sho"), **known)
    return [one.da for one in news(Case(Corrected(absence="UDE-1", days=(AbsentDay(day=DAY, placement_id="p"),)), parent=parent))]


@pytest.mark.parametrize(("known", "says"), [
    ({"attended": [Attended("p", DAY, 300, "present")]}, ["02.11.2026: nu registreret som mødt."]),
    ({"attended": []}, ["02.11.2026: registreringen er taget tilbage."]),
    ({"attended": [Attended("p", DAY, 0, "absent"), Attended("q", DAY, 0, "sick")]},
     ["02.11.2026: nu registreret som udeblevet.", "02.11.2026: nu registreret som syg et andet sted."]),
    ({"attended": [Attended("p", DAY, 0, "absent"), Attended("q", DAY, 300, "present")]},
     ["02.11.2026: nu registreret som udeblevet."]),
    ({"attended": [Attended("p", DAY, 0, "absent")], "spells": [Spell("sick", DAY, DAY)]},
     ["02.11.2026: nu registreret som udeblevet.", "02.11.2026: sygemeldt."]),
    ({"attended": [Attended("p", DAY, 0, "absent")],
      "decisions": [Done("t", "obligation.exit", datetime(2026, 11, 9, 12, tzinfo=UTC), "anna", EXIT)]},
     ["02.11.2026: nu registreret som udeblevet.", "02.11.2026: arbejdspligten var ophørt 02.11.2026."]),
], ids=["corrected", "taken back", "sick elsewhere", "present elsewhere", "a spell", "the obligation had ended"])  # fmt: skip
def test_the_news_of_each_day_is_said_as_the_file_has_it_now(known: dict[str, Any], says: list[str]) -> None:
    assert told(**known) == says


def test_the_jurist_reads_it_with_the_rule() -> None:
    parent = Case(ObligationFacts(benefit="sho"), attended=[Attended("p", DAY, 300, "present")])
    case = Case(Corrected(absence="UDE-1", days=(AbsentDay(day=DAY, placement_id="p"),)), parent=parent)
    judged = PROGRAMMES["deduction_review"].rules["deduction_review.standing"](case, DAY, policies())
    assert judged.ruling["because"]["da"] == "Fradraget i UDE-1, 1 dag. 02.11.2026: nu registreret som mødt."
    assert "mødt" not in str(judged.answer), "the engine hears nothing of it"
