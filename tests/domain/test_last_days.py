"""The last day that a rule counts and the deadline that follows from it are the same, whenever the house is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.calendar import local_date
from domain.civic.facts import CampaignFacts
from domain.deadlines import work_out
from domain.event.facts import EventFacts
from domain.event.rules import judge_standing
from domain.material.facts import MaterialFacts
from domain.material.rules import judge_form
from domain.policies import Policies
from tests.domain.test_calendar import closing_on
from tests.support.dossier import Case

CLOSED: Policies = closing_on("06-05", "12-24")


def campaign(election_on: str) -> Case:
    return Case(CampaignFacts.model_validate({
        "name": "Stem", "election": "referendum", "election_on": election_on, "compares_with": "2025-11-18"}))  # fmt: skip


@pytest.mark.parametrize(("election_on", "down_by"), [
    ("2026-05-28", date(2026, 6, 4)), ("2026-05-29", date(2026, 6, 4)), ("2026-12-16", date(2026, 12, 23)),
    ("2026-12-20", date(2026, 12, 28)),
])  # fmt: skip
def test_posters_by_a_road_are_down_before_a_day_on_which_the_house_is_closed(election_on: str, down_by: date) -> None:
    poster = Case(MaterialFacts.model_validate({"form": "road_poster", "name": "Stem"}), parent=campaign(election_on))
    told = date.fromisoformat(judge_form(poster, date(2026, 5, 1), CLOSED).answer["down_by"])
    deadline = work_out("material.take_down", told, CLOSED)
    assert deadline.limit is not None
    assert (told, local_date(deadline.at), local_date(deadline.limit)) == (down_by, down_by, down_by)


@pytest.mark.parametrize(("held_on", "on", "ready_by"), [
    ("2026-06-10", date(2026, 5, 1), date(2026, 6, 2)), ("2026-06-12", date(2026, 6, 4), date(2026, 6, 9)),
    ("2026-12-30", date(2026, 12, 1), date(2026, 12, 21)), ("2027-01-02", date(2026, 12, 23), date(2026, 12, 29)),
])  # fmt: skip
def test_no_day_on_which_the_house_is_closed_counts_among_those_in_which_an_event_is_made_ready(
        held_on: str, on: date, ready_by: date) -> None:  # fmt: skip
    typed: dict[str, Any] = {"name": "Vælgermøde", "area": "Tingbjerg", "place": "Beboerhuset", "held_on": held_on,
                             "start": "17:00", "end": "19:00"}  # fmt: skip
    above = campaign("2027-06-01")
    told = judge_standing(Case(EventFacts.model_validate(typed), parent=above), on, CLOSED).answer["ready_by"]
    assert date.fromisoformat(told) == ready_by
    assert local_date(work_out("event.prepare", ready_by, CLOSED).at) == ready_by
