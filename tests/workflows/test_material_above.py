"""What is corrected on a campaign is heard by its material: another election day moves every day counted from it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.calendar import add_working_days, local_date
from domain.material.rules import road_from, road_until
from domain.policies import RulesOn, policies
from domain.roles import Role
from store import cases
from tests.support.civic import (
    CHECK,
    DISPATCH,
    DRAFT,
    NEUTRAL,
    PRINT,
    PRINTED,
    SENT,
    TAKE_DOWN,
    TAKE_DOWN_EARLY,
    TRANSLATE,
    VERSIONS,
    WORDING,
    material,
)
from tests.support.material import correct_above, hanging, later, too_late
from tests.support.world import World, eventually, today


def last_day(election_on: date) -> date:
    return road_until(election_on, RulesOn(policies(), today()))


async def test_posters_come_down_by_the_new_election_day(w: World) -> None:
    case, moved_to = await hanging(w), later()
    await correct_above(w, case, election_on=str(moved_to))
    await eventually(lambda: len(w.tasks(case, TAKE_DOWN)) == 2)
    old, new = w.tasks(case, TAKE_DOWN)
    assert (old.state, new.data["down_by"]) == ("exited", str(last_day(moved_to)))
    assert local_date(new.due_at) == last_day(moved_to)
    await w.decide(case, TAKE_DOWN, "civic", down_on=str(today()))
    await w.stands_at(case, "sent")


async def test_another_name_of_the_campaign_leaves_the_task_as_it_is(w: World) -> None:
    case = await hanging(w)
    held = await w.claim(case, TAKE_DOWN, "civic")
    judged = _judged_at(w, case)
    await correct_above(w, case, name="Stem, hvor du bor")
    await eventually(lambda: _judged_at(w, case) > judged)
    (task,) = w.tasks(case, TAKE_DOWN)
    assert (task.id, task.assignee_id) == (held.id, w.ids["civic"])
    assert task.version > held.version, "whoever has it open looks again"


async def test_an_earlier_election_day_ends_what_is_not_ready_earlier(w: World) -> None:
    case = await material(w, days_until=90)
    await w.decide(case, DRAFT, "civic", **WORDING)
    task = await w.task(case, TRANSLATE)
    await correct_above(w, case, election_on=str(today() + timedelta(days=30)))
    await eventually(lambda: local_date(_closes_at(w, case)) == today() + timedelta(days=30))
    assert (await w.task(case, TRANSLATE)).id == task.id, "nothing of what is written is lost"
    await w.skip(case, days=32)
    await w.stands_at(case, "withdrawn")


async def test_a_step_that_would_be_due_too_late_for_an_earlier_election_is_asked_anew_in_time(w: World) -> None:
    case = await material(w, days_until=90)
    await w.decide(case, DRAFT, "civic", **WORDING)
    old = await w.task(case, TRANSLATE)
    await correct_above(w, case, election_on=str(today() + timedelta(days=7)))
    await eventually(lambda: len(w.tasks(case, TRANSLATE)) == 2)
    new = await w.task(case, TRANSLATE)
    last = date.fromisoformat(w.ruling(case, "material.form")["last_on"])
    assert local_date(old.due_at) > last >= local_date(new.due_at)
    assert new.data["last_on"] == str(last)
    await correct_above(w, case, election_on=str(today() + timedelta(days=90)))
    await eventually(lambda: local_date(_closes_at(w, case)) == today() + timedelta(days=90))
    assert (await w.task(case, TRANSLATE)).id == new.id, "what is in time stays with who writes it"


def _closes_at(w: World, case: str) -> datetime:
    return datetime.fromisoformat(w.ruling(case, "material.form")["closes_at"])


def _judged_at(w: World, case: str) -> datetime:
    with w.store.read() as db:
        found = cases.newest_ruling(db, case, "material.form")
    assert found is not None
    at: datetime = found.at
    return at


async def test_for_an_election_that_turns_out_to_be_over_nothing_is_begun(w: World) -> None:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.task(case, TRANSLATE)
    await correct_above(w, case, election_on=str(today() - timedelta(days=1)))
    await w.stands_at(case, "withdrawn")


async def test_what_is_approved_stays_approved_when_the_campaign_is_corrected(w: World) -> None:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    await w.decide(case, CHECK, "jurist", **NEUTRAL)
    task = await w.task(case, PRINT)
    later = today() + timedelta(days=300)
    await correct_above(w, case, election_on=str(later))
    await eventually(lambda: local_date(_closes_at(w, case)) == later)
    assert (await w.task(case, PRINT)).id == task.id
    await w.decide(case, PRINT, "civic", **PRINTED)
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.stands_at(case, "sent")


async def test_the_task_tells_since_when_they_hang(w: World) -> None:
    case = await hanging(w)
    assert (await w.task(case, TAKE_DOWN)).data["hung_on"] == str(today())


def first_day(election_on: date) -> date:
    return road_from(election_on, RulesOn(policies(), today()))


async def test_posters_that_hang_too_early_by_the_new_election_day_are_taken_down_at_once(w: World) -> None:
    case = await hanging(w)
    await correct_above(w, case, election_on=str(too_late()))
    task = await w.task(case, TAKE_DOWN_EARLY)
    assert task.data == {"hung_on": str(today()), "hang_from": str(first_day(too_late()))}
    assert task.role == Role.civic_lead
    assert local_date(task.due_at) == add_working_days(today(), 1)
    assert [one.state for one in w.tasks(case, TAKE_DOWN)] == ["exited"]


async def test_what_was_taken_down_too_early_hangs_again_when_it_may_and_comes_down_after(w: World) -> None:
    case = await hanging(w)
    await correct_above(w, case, election_on=str(too_late()))
    await w.decide(case, TAKE_DOWN_EARLY, "civic", down_on=str(today()))
    waits = await w.waits_for_date(case)
    assert local_date(waits.waiting_until) == first_day(too_late())
    await w.skip_until(case, waits.waiting_until + timedelta(minutes=1))
    await w.at_time(case)
    await w.decide(case, DISPATCH, "civic", result="sent", sent_on=str(first_day(too_late())))
    task = await w.task(case, TAKE_DOWN)
    assert (task.data["hung_on"], task.data["down_by"]) == (str(first_day(too_late())), str(last_day(too_late())))
    await w.decide(case, TAKE_DOWN, "civic", down_on=str(first_day(too_late())))
    await w.stands_at(case, "sent")


async def test_what_is_not_hung_again_was_used_all_the_same(w: World) -> None:
    case = await hanging(w)
    await correct_above(w, case, election_on=str(too_late()))
    await w.decide(case, TAKE_DOWN_EARLY, "civic", down_on=str(today()))
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(minutes=1))
    await w.decide(case, DISPATCH, "civic", result="withdrawn")
    await w.stands_at(case, "sent")


@pytest.mark.parametrize("put_right", [True, False])
async def test_they_may_stay_once_they_no_longer_hang_too_early(w: World, put_right: bool) -> None:
    """The election is put where it was, or the day comes before somebody has been there."""
    case = await hanging(w)
    await correct_above(w, case, election_on=str(too_late()))
    early = await w.task(case, TAKE_DOWN_EARLY)
    if put_right:
        await correct_above(w, case, election_on=str(later()))
    else:
        await w.armed(case)
        await w.skip(case, days=(first_day(too_late()) - today()).days + 1)
    await eventually(lambda: len(w.tasks(case, TAKE_DOWN)) == 2)
    assert [one.state for one in w.tasks(case, TAKE_DOWN_EARLY) if one.id == early.id] == ["exited"]
