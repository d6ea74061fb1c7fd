"""Perspektiv: reached by a safe way only, followed for as long as they want, and never bound by anything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar import add_working_days, local_date, next_working_day
from domain.errors import BadInput
from domain.perspektiv.outreach import Attempt, FirstTalk
from domain.perspektiv.planning import Plan
from domain.perspektiv.programme import PERSPEKTIV
from domain.perspektiv.rules import judge_interpreter
from domain.policies import policies
from domain.programmes import ANY, PROGRAMMES
from domain.roles import Role
from store import cases
from store.dossier import Dossier
from tests.support.perspektiv import (
    FOLLOW,
    LEAD,
    MET,
    MISSED,
    NEW,
    NOTE,
    PLAN,
    PLANNED,
    REACH,
    RECEIVE,
    TALK,
    TALKED,
    UNREACHED,
    at_contact,
    at_talk,
    followed,
    interpreter,
    lead,
    next_talk,
    talk,
    until_talk,
)
from tests.support.world import World, today
from workflows.map import process_map
from workflows.registry import CASES


def test_no_duty_hearing_or_sanction_can_be_reached_from_perspektiv() -> None:
    stages = {node.stage for node in process_map(CASES["perspektiv"])}
    binding = {node.stage for name in ("absence", "obligation", "deduction_review")
               for node in process_map(CASES[name]) if not node.is_end}  # fmt: skip
    assert not stages & binding
    assert PERSPEKTIV.on_absence is None
    assert PERSPEKTIV.week is None
    assert PERSPEKTIV.letters == {}
    assert not any(kind.appealable or kind.letter for kind in PERSPEKTIV.kinds)
    assert {p.name for p in PROGRAMMES.values() if {"perspektiv", ANY} & {*p.belongs_to}} & {
        "absence", "deduction_review", "complaint"} == set()  # fmt: skip


@pytest.mark.parametrize("agreed", [False, None])
def test_nobody_is_written_down_who_has_not_agreed_to_it(agreed: bool | None) -> None:
    with pytest.raises((BadInput, ValidationError)):
        PERSPEKTIV.admits(PERSPEKTIV.facts.model_validate(LEAD | {"agreed": agreed}), date(2026, 11, 25), policies())


def test_whoever_comes_alone_needs_nobodys_leave_but_a_no_is_a_no() -> None:
    facts = {k: v for k, v in LEAD.items() if k != "agreed"} | {"lead_from": "self"}
    PERSPEKTIV.admits(PERSPEKTIV.facts.model_validate(facts), date(2026, 11, 25), policies())
    with pytest.raises(BadInput):
        PERSPEKTIV.admits(PERSPEKTIV.facts.model_validate(facts | {"agreed": False}), date(2026, 11, 25), policies())


@pytest.mark.parametrize("way", ["own_phone", "school", "association"])
def test_contact_is_made_by_the_way_agreed_as_safe_alone(way: str) -> None:
    context = {"today": today(), "task": {"safe": ["language_centre", "referrer"]}}
    with pytest.raises(ValidationError, match="way_unsafe"):
        Attempt.model_validate(MISSED | {"way": way}, context=context)
    assert Attempt.model_validate(MISSED, context=context)
    assert Attempt.model_validate(MISSED | {"way": "referrer"}, context=context)


async def test_after_five_attempts_without_contact_the_supervisor_decides(w: World) -> None:
    case = await at_contact(w)
    for n in range(1, 6):
        task = await w.task(case, REACH)
        assert (task.data["attempt"], task.data["most"]) == (n, 5)
        await w.decide(case, REACH, "outreach", **MISSED)
    task = await w.task(case, UNREACHED)
    assert (task.role, task.data["because"]) == (Role.supervisor, "attempts")
    await w.decide(case, UNREACHED, "outreachboss", result="try_on", note=NOTE)
    assert (await w.task(case, REACH)).data["attempt"] == 1


async def test_after_eight_weeks_without_contact_the_supervisor_decides(w: World) -> None:
    case = await at_contact(w)
    await w.task(case, REACH)
    await w.skip(case, weeks=8, hours=1)
    await w.decide(case, REACH, "outreach", **MISSED)
    assert (await w.task(case, UNREACHED)).data["because"] == "time"
    await w.decide(case, UNREACHED, "outreachboss", result="give_up", note=NOTE)
    await w.stands_at(case, "no_contact")


async def test_a_way_that_was_not_safe_stops_the_attempts_at_once(w: World) -> None:
    case = await at_contact(w, safe_way="own_phone")
    await w.decide(case, REACH, "outreach", **MET | {"way": "own_phone", "result": "unsafe"})
    assert (await w.task(case, UNREACHED)).data["because"] == "unsafe"
    w.correct_facts(case, safe_way="school")
    await w.decide(case, UNREACHED, "outreachboss", result="try_on", note=NOTE)
    assert (await w.task(case, REACH)).data["safe"] == ["school", "referrer"]


async def test_the_first_talk_counts_only_with_a_professional_interpreter_where_one_is_needed(w: World) -> None:
    case = await at_talk(w, needs_interpreter=True)
    await w.task(case, TALK)
    assert interpreted(w, case) == {"met": False, "missing": ["interpreter"]}
    interpreter(w, case)
    assert interpreted(w, case) == {"met": True, "missing": []}


def interpreted(w: World, case_id: str) -> dict[str, Any]:
    """What the guard of the first talk says now."""
    with w.store.read() as db:
        case = cases.get(db, case_id)
        assert case is not None
        return judge_interpreter(Dossier(db, case), today(), policies()).answer


async def test_whoever_does_not_come_to_the_first_talk_is_asked_again_with_no_interpreter_needed(w: World) -> None:
    case = await at_contact(w, needs_interpreter=True)
    await w.decide(case, REACH, "outreach", **MISSED)
    await w.decide(case, REACH, "outreach", **MET)
    await w.decide(case, TALK, "outreach", held_on=str(today()), result="not_held", note=NOTE)
    assert (await w.task(case, REACH)).data["attempt"] == 1
    await w.decide(case, REACH, "outreach", **MET | {"result": "declines"})
    await w.stands_at(case, "declined")


async def test_a_no_before_anybody_has_made_contact_ends_the_case(w: World) -> None:
    case = await lead(w)
    await w.decide(case, RECEIVE, "outreach", result="declines")
    await w.stands_at(case, "declined")


@pytest.mark.parametrize(("result", "end"), [
    ("job", "job"), ("education", "education"), ("benefit", "benefit"), ("moved", "moved"), ("stops", "stopped"),
])  # fmt: skip
async def test_whoever_needs_no_plan_any_more_leaves_as_from_a_talk_about_it(w: World, result: str, end: str) -> None:
    case = await at_talk(w)
    await w.decide(case, TALK, "outreach", **TALKED)
    await w.decide(case, PLAN, "outreach", result=result, note=NOTE)
    await w.stands_at(case, end)


async def test_staying_away_from_a_talk_has_no_consequence(w: World) -> None:
    case = await followed(w)
    day = await next_talk(w, case)
    await talk(w, case, "not_held")
    again = await next_talk(w, case)
    assert again == next_working_day(day + timedelta(weeks=4), policies())
    await talk(w, case, "stops")
    assert [t.data["number"] for t in w.tasks(case, FOLLOW)] == [1, 1]


@pytest.mark.parametrize("left_out", ["told_voluntary", "entitled"])
def test_nobody_goes_on_without_having_heard_that_it_is_voluntary_and_being_entitled(left_out: str) -> None:
    with pytest.raises(ValidationError):
        FirstTalk.model_validate({k: v for k, v in TALKED.items() if k != left_out}, context={"today": today()})


async def test_there_is_a_talk_every_fourth_week_for_as_long_as_the_citizen_wants(w: World) -> None:
    case = await followed(w)
    first = await next_talk(w, case)
    assert first == next_working_day(today() + timedelta(weeks=4), policies())
    await talk(w, case)
    second = await next_talk(w, case)
    assert second == next_working_day(first + timedelta(weeks=4), policies())
    await talk(w, case, "new_plan")
    await w.decide(case, PLAN, "outreach", **PLANNED)
    await talk(w, case, "job")
    await w.stands_at(case, "job")
    assert [t.data["number"] for t in w.tasks(case, FOLLOW)] == [1, 2, 3]


@pytest.mark.parametrize(("result", "end"), [("job", "job"), ("stops", "stopped"), ("moved", "moved")])
async def test_who_stops_or_finds_a_job_between_two_talks_leaves_with_that_outcome(w: World, result: str, end: str) -> None:
    case = await followed(w)
    await w.skip(case, weeks=1)
    await w.decide(case, FOLLOW, "outreach", talked_on=str(local_date(await w.at_time(case))), result=result, note=NOTE)
    await w.stands_at(case, end)


async def test_a_talk_that_is_held_early_is_written_down_and_the_next_is_four_weeks_after_it(w: World) -> None:
    case = await followed(w)
    await w.skip(case, weeks=1)
    held = local_date(await w.at_time(case))
    await w.decide(case, FOLLOW, "outreach", talked_on=str(held), result="goes_on", note=NOTE)
    assert await next_talk(w, case) == next_working_day(held + timedelta(weeks=4), policies())
    await w.decide(case, FOLLOW, "outreach", talked_on=str(held), result="new_plan", note=NOTE)
    await w.task(case, PLAN)


async def test_the_talk_is_due_counted_from_its_day_and_nobody_is_reminded_before(w: World) -> None:
    case = await followed(w)
    day, task = await next_talk(w, case), await w.task(case, FOLLOW)
    assert local_date(task.due_at) == add_working_days(day, 5, policies())
    await until_talk(w, case)
    assert (await w.task(case, FOLLOW)).escalation_level == 0
    assert [e.what for e in w.history(case, task.id) if e.what.startswith("rung.")] == []


async def test_a_talk_that_is_written_down_late_leaves_nobody_late_with_the_next(w: World) -> None:
    case = await followed(w)
    await w.skip(case, weeks=10)
    await w.at_time(case)
    await w.decide(case, FOLLOW, "outreach", talked_on=str(today()), result="goes_on", note=NOTE)
    now = await w.now(case)
    assert await next_talk(w, case) < local_date(now)
    assert (await w.task(case, FOLLOW)).due_at > now


async def test_whoever_declines_is_let_go_with_no_word(w: World) -> None:
    case = await at_contact(w)
    await w.decide(case, REACH, "outreach", **MET | {"result": "declines"})
    await w.stands_at(case, "declined")
    other = await lead(w, name="Amina Dahl")
    await w.decide(other, RECEIVE, "outreach", **NEW)
    await w.decide(other, REACH, "outreach", **MET)
    await w.decide(other, TALK, "outreach", **TALKED | {"result": "declines", "entitled": None})
    await w.stands_at(other, "declined")


@pytest.mark.parametrize(("offer", "what", "refused"), [
    ("other", "", True), ("other", "Sy-café", False), ("danish_education", "", False)])  # fmt: skip
def test_something_else_in_a_plan_says_what_it_is(offer: str, what: str, refused: bool) -> None:
    line = {"offer": offer, "what": what, "starts_on": str(today())}
    said = {"result": "agreed", "goal": "Vil lære dansk og få et job", "lines": [line]}
    if refused:
        with pytest.raises(ValidationError, match="what_missing"):
            Plan.model_validate(said, context={"today": today()})
    else:
        Plan.model_validate(said, context={"today": today()})
