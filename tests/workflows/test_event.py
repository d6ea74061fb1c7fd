"""An event is made ready with leave for its place, held in its campaign's time, and counted without a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar import at_local, local_date
from domain.civic.facts import CampaignFacts
from domain.dossier import Done
from domain.errors import BadInput
from domain.event.facts import EventFacts
from domain.event.rules import judge_standing, refuse_frozen
from domain.event.tasks import Held, Prepared
from domain.policies import policies
from domain.programmes import Asked
from tests.support.civic import CHOSEN, HOLD, NOTE, PREPARE, READY, event
from tests.support.dossier import Case
from tests.support.material import correct_above
from tests.support.world import World, eventually, today
from workflows.event import Event
from workflows.map import process_map

CAMPAIGN = Case(CampaignFacts.model_validate({
    "name": "KV25", "election": "municipal", "election_on": "2025-11-18", "compares_with": "2021-11-16"}),
    decisions=[Done("t", "civic.areas", datetime(2025, 5, 1, tzinfo=UTC), "u", CHOSEN)])  # fmt: skip


def facts(held_on: str = "2025-10-15", **more: Any) -> EventFacts:
    return EventFacts.model_validate({"name": "Vælgermøde", "area": "Brønshøj-Husum", "place": "Beboerhuset",
                                      "held_on": held_on, "start": "17:00", "end": "19:00"} | more)  # fmt: skip


def standing(held_on: str, on: date, above: Case = CAMPAIGN) -> Any:
    return judge_standing(Case(facts(held_on), parent=above), on, policies())


def test_no_way_leads_to_held_but_through_its_preparation() -> None:
    ways = {node.stage: set(node.next) for node in process_map(Event)}
    assert "held" not in ways["preparing"]
    assert "held" in ways["ready"]


@pytest.mark.parametrize(("on", "by"), [
    (date(2025, 9, 1), "2025-10-08"), (date(2025, 10, 13), "2025-10-15"), (date(2025, 10, 9), "2025-10-13"),
    (date(2025, 10, 20), "2025-10-20"),
])  # fmt: skip
def test_an_event_is_ready_some_working_days_before_and_nobody_is_late_from_the_start(on: date, by: str) -> None:
    assert standing("2025-10-15", on).answer["ready_by"] == by


def test_the_languages_of_the_area_stand_beside_the_preparation() -> None:
    said = standing("2025-10-15", date(2025, 9, 1)).ruling["because"]
    assert "Vælgermøde 15.10.2025 kl. 17:00-19:00, Beboerhuset (Brønshøj-Husum)." in said["da"]
    assert "Sprog i området: arabisk, somali." in said["da"]


@pytest.mark.parametrize(("held_on", "fits"), [("2025-11-16", True), ("2025-11-17", False), ("2025-11-18", False)])
def test_nothing_is_planned_for_the_day_before_the_election_or_later(held_on: str, fits: bool) -> None:
    asked = Asked(date(2025, 10, 1), policies())
    if fits:
        refuse_frozen(facts(held_on), CAMPAIGN, asked)
    else:
        with pytest.raises(BadInput) as refused:
            refuse_frozen(facts(held_on), CAMPAIGN, asked)
        assert "17.11.2025" in refused.value.text.da
    assert standing(held_on, date(2025, 10, 1)).answer["met"] == fits, "an election may be brought forward"


@pytest.mark.parametrize("outcome", ["cancelled", "closed"])
def test_nothing_of_a_campaign_that_is_not_run_is_made_ready(outcome: str) -> None:
    stopped = replace(CAMPAIGN, outcome=outcome, is_open=False)
    assert standing("2025-10-15", date(2025, 10, 1), stopped).answer["missing"] == ["cancelled"]


def test_an_event_is_ready_only_with_an_answer_about_leave_for_its_place() -> None:
    Prepared.model_validate(READY)
    Prepared.model_validate({"result": "cancelled", "note": NOTE})
    with pytest.raises(ValidationError, match="note_missing"):
        Prepared.model_validate({"result": "cancelled", "note": "Aflyst"})
    with pytest.raises(ValidationError, match="permit_missing"):
        Prepared.model_validate(READY | {"permit": None})


def at_the_clock(clock: str, day: int = 15) -> dict[str, Any]:
    """What a decision on an event of the 15th at 17:00 knows then, in Copenhagen."""
    now = at_local(date(2025, 10, day), time.fromisoformat(clock))
    return {"today": local_date(now), "now": now, "case": Case(facts(), parent=CAMPAIGN)}


@pytest.mark.parametrize(("clock", "day", "is_held"), [
    ("17:00", 15, True), ("00:30", 16, True), ("16:59", 15, False), ("02:27", 15, False), ("23:00", 14, False),
])  # fmt: skip
def test_an_event_is_held_from_its_start_on_and_may_be_cancelled_before(clock: str, day: int, is_held: bool) -> None:
    known, said = at_the_clock(clock, day), {"result": "held", "people": 42}
    Held.model_validate({"result": "cancelled", "note": NOTE}, context=known)
    if is_held:
        Held.model_validate(said, context=known)
    else:
        with pytest.raises(ValidationError, match="not_yet"):
            Held.model_validate(said, context=known)


def test_people_are_counted_and_never_named() -> None:
    known = at_the_clock("18:00")
    Held.model_validate({"result": "held", "people": 0}, context=known)
    with pytest.raises(ValidationError, match="people_missing"):
        Held.model_validate({"result": "held"}, context=known)
    with pytest.raises(ValidationError, match="extra"):
        Held.model_validate({"result": "held", "people": 4, "names": "x"}, context=known)


def test_an_event_ends_after_it_begins() -> None:
    with pytest.raises(ValidationError, match="ends_before_start"):
        EventFacts.model_validate(facts().model_dump(mode="json") | {"end": "17:00"}, context={"today": date(2025, 10, 1)})


@pytest.mark.parametrize(("held_on", "stands"), [("2025-10-15", True), ("2025-11-17", False), ("2025-09-30", True)])
def test_what_was_agreed_stands_while_the_campaign_may_use_it(held_on: str, stands: bool) -> None:
    assert agreed(facts(held_on)).answer["stands"] == stands


@pytest.mark.parametrize(("until", "before", "stands"), [
    (1, {"place": "Skolen"}, True), (2, {"place": "Skolen"}, False), (2, {"area": "Bispebjerg"}, False),
    (2, {"held_on": "2025-10-14"}, False), (2, {"start": "16:00"}, False), (2, {"end": "18:00"}, False),
    (2, {"name": "Vælgermøed"}, True),
])  # fmt: skip
def test_another_day_time_place_or_area_is_agreed_anew_but_not_another_name(
    until: int, before: dict[str, str], stands: bool
) -> None:
    assert agreed(facts(), (date(2025, 9, until), facts(**before))).answer["stands"] == stands


def agreed(now: EventFacts, *earlier: tuple[date, EventFacts]) -> Any:
    """The standing of an event that was made ready on the second of September."""
    ready = Done("t", PREPARE, datetime(2025, 9, 2, tzinfo=UTC), "u", READY)
    case = Case(now, parent=CAMPAIGN, decisions=[ready], earlier_facts=[*earlier])
    return judge_standing(case, date(2025, 10, 1), policies())


async def test_an_event_whose_name_is_put_right_stays_ready(w: World) -> None:
    case = await event(w)
    await w.decide(case, PREPARE, "civic", **READY)
    hold = await w.task(case, HOLD)
    await w.correct(case, name="Vælgermøde for alle")
    await w.armed(case)
    assert [(one.id, one.state) for one in w.tasks(case, HOLD)] == [(hold.id, "ready")]
    await w.correct(case, start="16:00")
    await w.task(case, PREPARE)


async def test_an_event_stays_ready_when_its_campaign_is_corrected_and_is_moved_when_the_election_is_before_it(w: World) -> None:
    case = await event(w)
    await w.decide(case, PREPARE, "civic", **READY)
    await w.task(case, HOLD)
    await correct_above(w, case, audience="under_30")
    await w.at_time(case)
    assert w.case(case).stage == "ready"
    await correct_above(w, case, election_on=str(today() + timedelta(days=25)))
    await w.stands_at(case, "preparing")
    assert not w.ruling(case, "event.standing")["met"]


async def test_an_event_is_made_ready_held_and_counted(w: World) -> None:
    case = await event(w)
    await w.decide(case, PREPARE, "civic", **READY)
    await w.decide(case, HOLD, "civic", result="held", people=31)
    await w.stands_at(case, "held")


async def test_an_event_that_is_moved_is_made_ready_anew_by_its_new_day(w: World) -> None:
    case = await event(w)
    await w.decide(case, PREPARE, "civic", **READY)
    await w.task(case, HOLD)
    moved = today() + timedelta(days=60)
    await w.correct(case, held_on=str(moved))
    task = await w.task(case, PREPARE)
    assert task.data["held_on"] == str(moved)
    assert [one.state for one in w.tasks(case, HOLD)] == ["exited"]
    await w.correct(case, held_on=str(moved + timedelta(days=30)))
    await eventually(lambda: [one.state for one in w.tasks(case, PREPARE)][:2] == ["completed", "exited"])
    await w.decide(case, PREPARE, "civic", result="cancelled", note=NOTE)
    await w.stands_at(case, "cancelled")
    asked = [one.data["held_on"] for one in w.tasks(case, PREPARE)]
    assert asked == [str(today() + timedelta(days=n)) for n in (30, 60, 90)]


async def test_an_event_that_is_written_down_afterwards_is_late_with_nothing(w: World) -> None:
    case = await event(w, days_until=-28)
    prepare = await w.task(case, PREPARE)
    await w.decide(case, PREPARE, "civic", **READY)
    hold = await w.task(case, HOLD)
    assert [one.due_at > one.received_at for one in (prepare, hold)] == [True, True]
    assert [one.escalation_level for one in (prepare, hold)] == [0, 0]


@pytest.mark.parametrize(("permit", "by", "refused"), [
    ("given", "", True), ("given", "  ", True), ("given", "Teknik- og Miljøforvaltningen", False), ("not_needed", "", False),
])  # fmt: skip
def test_a_permit_that_is_given_says_by_whom(permit: str, by: str, refused: bool) -> None:
    said, known = READY | {"permit": permit, "permit_by": by}, {"today": date(2025, 10, 1)}
    if refused:
        with pytest.raises(ValidationError, match="permit_by_missing"):
            Prepared.model_validate(said, context=known)
    else:
        Prepared.model_validate(said, context=known)
