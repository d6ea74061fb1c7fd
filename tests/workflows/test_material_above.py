"""What is corrected on a campaign is heard by its material: another election day moves every day counted from it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.calendar import local_date
from domain.material.rules import road_until
from domain.policies import RulesOn, policies
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
    TRANSLATE,
    VERSIONS,
    WORDING,
    material,
)
from tests.support.material import ELECTION, correct_above, hanging
from tests.support.world import World, eventually, today


def last_day(election_on: date) -> date:
    return road_until(election_on, RulesOn(policies(), today()))


async def test_posters_come_down_by_the_new_election_day(w: World) -> None:
    case, later = await hanging(w), ELECTION + timedelta(days=30)
    await correct_above(w, case, election_on=str(later))
    await eventually(lambda: len(w.tasks(case, TAKE_DOWN)) == 2)
    old, new = w.tasks(case, TAKE_DOWN)
    assert (old.state, new.data["down_by"]) == ("exited", str(last_day(later)))
    assert local_date(new.due_at) == last_day(later)
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
