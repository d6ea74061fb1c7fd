"""Access to the file: seven working days from the request to the documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendar import add_working_days, local_date
from tests.support.complaints import under
from tests.support.dated import Dated
from tests.support.world import REASON, World, eventually, today

DECIDE, HAND_OVER = "access_to_file.decide", "access_to_file.hand_over"
RUNGS = [f"rung.{name}" for name in ("reminder", "due", "supervisor", "reassign")]
HANDED = Dated(lambda: {"handed_on": str(today()), "way": "digital_post", "others_are_hidden": "yes", "reference": "Journal 2026-19"})


async def asked(w: World, days_ago: int = 0) -> str:
    return await under(w, w.put(), "access_to_file", received_on=today() - timedelta(days=days_ago),
                       asked_by="citizen", scope="whole", text="Jeg vil se min sag.")  # fmt: skip


async def test_the_answer_is_due_by_law_seven_working_days_after_the_request_came(w: World) -> None:
    case = await asked(w, days_ago=2)
    task = await w.task(case, DECIDE)
    assert local_date(task.due_at) == add_working_days(today() - timedelta(days=2), 7)
    assert task.due["kind"] == "legal"


async def test_the_days_that_the_law_gives_run_on_while_the_case_is_suspended_and_climb_once(w: World) -> None:
    case = await asked(w)
    before = await w.task(case, DECIDE)
    await w.say(case, "suspend")
    await eventually(lambda: w.case(case).suspended_at)
    await w.skip(case, days=24)
    await eventually(lambda: "rung.reassign" in [e.what for e in w.history(case)])
    assert w.case(case).suspended_at
    await w.say(case, "resume")
    await eventually(lambda: w.case(case).suspended_at is None)
    after = await w.task(case, DECIDE)
    assert (after.due_at, after.due) == (before.due_at, before.due)
    assert [e.what for e in w.history(case)] == ["opened", *RUNGS]


async def test_a_rung_of_the_law_delays_no_waking_of_a_suspended_case(w: World) -> None:
    case = await asked(w)
    await w.task(case, DECIDE)
    await w.say(case, "suspend", until=(datetime.now(UTC) + timedelta(days=40)).isoformat())
    await eventually(lambda: w.case(case).suspended_at)
    await w.skip(case, days=41)
    await eventually(lambda: w.case(case).suspended_at is None)
    assert [e.what for e in w.history(case)] == ["opened", *RUNGS]


async def test_access_that_is_given_ends_when_the_documents_are_handed_over_within_the_same_time(w: World) -> None:
    case = await asked(w)
    await w.decide(case, DECIDE, "caseworker", result="partial", left_out="Interne notater.", reason=REASON)
    task = await w.task(case, HAND_OVER)
    assert local_date(task.due_at) == add_working_days(today(), 7)
    await w.decide(case, HAND_OVER, "caseworker", **HANDED)
    assert (await w.stands_at(case, "given")).closed_at


@pytest.mark.parametrize("result", ["refused", "withdrawn"])
async def test_a_refused_or_withdrawn_request_hands_over_nothing(w: World, result: str) -> None:
    case = await asked(w)
    await w.decide(case, DECIDE, "caseworker", result=result, left_out="Hele sagen.", reason=REASON)
    assert (await w.stands_at(case, result)).closed_at
    assert not w.tasks(case, HAND_OVER)
