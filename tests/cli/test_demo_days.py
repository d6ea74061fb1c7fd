"""The demo can be told on every day of the week: no story has a person decide on what lies ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from freezegun import freeze_time
from pydantic import ValidationError

from cli.demo_events import Step, ago
from cli.demo_stories import stories
from domain.programmes import kind_named
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
