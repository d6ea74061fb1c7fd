"""A message to many uses a list that the law allows and that is deleted; a poster by a road has a last day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from domain.calendar import local_date, next_working_day
from domain.dossier import Done
from domain.material.facts import MaterialFacts
from domain.material.lists import ListChecked
from domain.material.rules import judge_may_send, road_until
from domain.material.tasks import Dispatch, Dispatched
from domain.policies import RulesOn, policies
from domain.roles import Role
from tests.support.civic import (
    DELETE,
    DISPATCH,
    LIST,
    LISTED,
    NOTE,
    PRINT,
    PRINTED,
    SENT,
    TAKE_DOWN,
    checked,
)
from tests.support.dossier import Case
from tests.support.world import World, eventually, today
from tests.workflows.test_material import CAMPAIGN

DAY = date(2025, 10, 30)


def message(*decisions: tuple[str, str, date]) -> Case:
    """With these decisions: (kind, answer, day)."""
    facts = MaterialFacts.model_validate({"form": "message", "name": "Husk at stemme"})
    done = [Done(f"t{n}", kind, _noon(day), "u", {"result": answer}) for n, (kind, answer, day) in enumerate(decisions)]
    return Case(facts, parent=CAMPAIGN, decisions=done)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


WRITTEN = (("material.draft", "ready", DAY), ("material.neutrality", "neutral", DAY))


@pytest.mark.parametrize(("more", "wrong"), [
    ((), ["list"]), ((("material.list", "approved", DAY),), []), ((("material.list", "change", DAY),), ["list"]),
    ((("material.list", "approved", DAY), ("material.draft", "ready", DAY)), ["list", "neutrality"]),
])  # fmt: skip
def test_a_message_is_sent_only_to_a_list_that_was_approved_for_it(
    more: tuple[tuple[str, str, date], ...], wrong: list[str]
) -> None:
    assert judge_may_send(message(*WRITTEN, *more), DAY, policies()).answer["missing"] == wrong


def test_what_was_approved_later_cannot_have_been_sent_before() -> None:
    case = message(*WRITTEN, ("material.list", "approved", DAY))
    assert judge_may_send(case, DAY - timedelta(days=1), policies()).answer["missing"] == ["list", "neutrality"]


def test_what_was_sent_before_the_freeze_may_be_written_down_after_it() -> None:
    sent = Dispatched.model_validate({"result": "sent", "sent_on": "2025-11-14"}, context={"today": date(2025, 12, 1)})
    assert Dispatch.guarded_on(sent, date(2025, 12, 1)) == date(2025, 11, 14)
    case = message(*WRITTEN, ("material.list", "approved", DAY))
    assert judge_may_send(case, date(2025, 11, 14), policies()).answer["met"]
    assert judge_may_send(case, date(2025, 12, 1), policies()).answer["missing"] == ["frozen"]


@pytest.mark.parametrize("left", ["chosen_by", "left_out", "opt_out"])
def test_a_list_is_approved_only_with_all_its_conditions(left: str) -> None:
    with pytest.raises(ValidationError, match="list_unchecked"):
        ListChecked.model_validate({k: v for k, v in LISTED.items() if k != left}, context={"today": today()})


def test_no_list_is_chosen_by_origin() -> None:
    with pytest.raises(ValidationError):
        ListChecked.model_validate(LISTED | {"chosen_by": "origin"}, context={"today": today()})


async def test_a_message_waits_for_its_list_and_the_list_is_deleted(w: World) -> None:
    case = await checked(w, "message")
    task = await w.task(case, LIST)
    assert task.role == Role.legal
    assert w.ids["civic"] in task.excluded
    await w.decide(case, LIST, "jurist", **LISTED)
    await w.decide(case, DISPATCH, "civic", **SENT)
    delete = await w.task(case, DELETE)
    assert local_date(delete.due_at) == next_working_day(today() + timedelta(days=30))
    assert delete.data["sent_on"] == str(today())
    await w.decide(case, DELETE, "civic", deleted_on=str(today()), declined=12)
    await w.stands_at(case, "sent")


async def test_a_list_that_was_kept_too_long_when_the_message_is_written_down_is_told_of_at_once(w: World) -> None:
    case = await checked(w, "message")
    await w.decide(case, LIST, "jurist", **LISTED)
    await w.decide(case, DISPATCH, "civic", **SENT | {"sent_on": str(today() - timedelta(days=60))})
    assert local_date((await w.task(case, DELETE)).due_at) == next_working_day(today() - timedelta(days=30))
    await eventually(lambda: "rung.supervisor" in [one.what for one in w.history(case)])


async def test_a_list_that_may_not_be_used_sends_nothing(w: World) -> None:
    case = await checked(w, "message")
    await w.decide(case, LIST, "jurist", result="withdrawn", note=NOTE)
    await w.stands_at(case, "withdrawn")


@pytest.mark.parametrize(("election", "down_by"), [
    (date(2025, 11, 18), date(2025, 11, 26)), (date(2026, 10, 10), date(2026, 10, 16)),
])  # fmt: skip
def test_posters_by_a_road_are_down_on_the_eighth_day_or_the_working_day_before(election: date, down_by: date) -> None:
    assert road_until(election, RulesOn(policies(), date(2025, 11, 1))) == down_by


async def test_a_poster_by_a_road_is_taken_down_before_its_case_closes(w: World) -> None:
    case = await checked(w, "road_poster", election_on=str(today() + timedelta(days=20)))
    await w.decide(case, PRINT, "civic", **PRINTED)
    await w.decide(case, DISPATCH, "civic", **SENT)
    by = road_until(today() + timedelta(days=20), RulesOn(policies(), today()))
    assert local_date((await w.task(case, TAKE_DOWN)).due_at) == by
    await w.decide(case, TAKE_DOWN, "civic", down_on=str(today()))
    await w.stands_at(case, "sent")
