"""The demo can be told on every day of the week and at every hour: no story has a person decide on what lies ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from freezegun import freeze_time
from pydantic import ValidationError

from cli.demo import money
from cli.demo_events import Away, Step, Story, ago
from cli.demo_stories import stories
from cli.demo_tale import OFFICE_HOURS, House
from domain.calendar import COPENHAGEN, at_local, local_date
from domain.programmes import kind_named
from store import budget
from store.db import Store
from web.forms import code

MONDAY = date(2026, 11, 23)
WRONG = {"date_in_future", "date_too_early", "date_too_late"}


def wrong_dates(step: Step) -> set[str]:
    """What of a decision could not be meant on the day that it was taken."""
    context = {"today": ago(step.days_ago)}
    try:
        kind_named(step.kind).decision.model_validate(step.fields, context=context)
    except ValidationError as error:
        return {code(one) for one in error.errors()} & WRONG
    return set()


@pytest.mark.parametrize("days", range(7))
def test_no_story_is_dated_wrongly_on_this_day_of_the_week(days: int) -> None:
    with freeze_time(MONDAY + timedelta(days=days), real_asyncio=True):
        steps = [step for story in stories() for step in story.steps if isinstance(step, Step)]
        assert len(steps) > 300
        assert min(story.opened_days_ago(MONDAY + timedelta(days=days)) for story in stories()) == 0
        assert [(step.kind, step.days_ago) for step in steps if wrong_dates(step)] == []


def missed_before_the_plan(story: Story) -> list[date]:
    """Days on which the citizen was expected nowhere yet: nothing follows from missing them."""
    plans = [s.fields["starts_on"] for s in story.steps if isinstance(s, Step) and s.kind == "obligation.plan"]
    away = [s.day for s in story.steps if isinstance(s, Away)]
    return [day for day in away if plans and day < date.fromisoformat(plans[0])]


@pytest.mark.parametrize("month", range(12))
def test_no_citizen_of_the_demo_misses_a_day_before_their_plan_begins(month: int) -> None:
    """Whatever the weekday and the holidays: an absence that opens no case stops the demo from loading."""
    for day in range(31):
        with freeze_time(MONDAY + timedelta(days=31 * month + day), real_asyncio=True):
            assert [missed for story in stories() if (missed := missed_before_the_plan(story))] == []


@pytest.mark.parametrize("hour", [0, 8, 23])
def test_people_of_the_demo_decide_in_office_hours_whenever_it_is_loaded(hour: int, store: Store) -> None:
    """A follow-up that opens at nine is not there at night."""
    now = at_local(MONDAY, time(hour, 30))
    with freeze_time(now, real_asyncio=True):
        house = House(store, None)  # type: ignore[arg-type]
    assert house.ago(0) == now
    told = house.ago(1)
    assert (local_date(told), told.astimezone(COPENHAGEN).time()) == (MONDAY - timedelta(days=1), OFFICE_HOURS)
    assert told < now


def test_the_stories_have_money_in_years_that_the_plan_does_not_name(store: Store) -> None:
    with store.write() as db:
        money(db, datetime(2029, 2, 1, 9, tzinfo=UTC))
        found = [budget.line_of(db, "youth", year, "service") for year in (2026, 2028, 2029)]
        assert [line is not None for line in found] == [False, True, True]
        assert found[1]
        assert budget.balance(db, found[1].id).allotted == 2_300_000_00
