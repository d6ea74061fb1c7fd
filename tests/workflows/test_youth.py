"""Young people: from a referral to a job or place that is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.calendar import add_months, add_working_days, local_date
from domain.errors import BadInput
from domain.policies import policies
from domain.youth.programme import YOUTH
from store import sharing
from tests.support.world import World, today
from tests.support.youth import (
    AGAIN,
    AGREE,
    AGREED,
    FOLLOW,
    GIVEN,
    JOB,
    MATCH,
    MET,
    MISSED,
    NEW,
    NOTE,
    POCKET,
    REACH,
    RECEIVE,
    START,
    SUPPORT,
    TALK,
    TALKED,
    THERE,
    UNREACHED,
    at_match,
    at_talk,
    matched,
    referred,
    started,
)


async def test_a_referral_is_due_within_two_working_days_and_the_first_talk_within_ten_of_the_referral(w: World) -> None:
    case = await referred(w)
    task = await w.task(case, RECEIVE)
    assert local_date(task.due_at) == add_working_days(today(), 2)
    await w.decide(case, RECEIVE, "youth", **NEW)
    await w.decide(case, REACH, "youth", **MET)
    assert local_date((await w.task(case, TALK)).due_at) == add_working_days(today(), 10)


def test_nobody_below_thirteen_is_referred() -> None:
    def admit(born_on: str) -> None:
        facts = YOUTH.facts.model_validate({"born_on": born_on, "referred_by": "self"})
        YOUTH.admits(facts, date(2026, 11, 25), policies())

    admit("2013-11-25")
    with pytest.raises(BadInput, match="under 13"):
        admit("2013-11-26")


async def test_outside_the_target_group_the_case_ends_with_a_reason(w: World) -> None:
    case = await referred(w)
    await w.decide(case, RECEIVE, "youth", result="outside", note=NOTE)
    assert (await w.stands_at(case, "outside")).closed_at


async def test_joined_with_another_case_the_referral_and_the_consents_move_there(w: World) -> None:
    first, second = await referred(w), await referred(w)
    team_id = w.case(first).team_id
    with w.store.write() as db:
        now = datetime.now(UTC)
        sharing.refer(db, second, team_id, w.ids["youth"], "K-17", now)
        sharing.consent(db, second, team_id, scope="both", given_by="person", given_on=today(),
                        expires_on=today() + timedelta(days=30), by=w.ids["youth"], now=now)  # fmt: skip
    await w.decide(second, RECEIVE, "youth", result="same", same_as=first)
    assert (await w.stands_at(second, "merged")).closed_at
    with w.store.read() as db:
        assert [one.reference for one in sharing.referrers(db, first)] == ["K-17"]
        assert [one.scope for one in sharing.of_case(db, first)] == ["both"]
        assert sharing.referrers(db, second) == []
    assert "case.joined" in w.audited(first)
    assert first not in str([m.payload for m in w.messages(second)]), "which case it is stays in the store"


async def test_after_fourteen_days_without_contact_another_way_is_tried_and_then_the_supervisor_decides(w: World) -> None:
    case = await referred(w)
    await w.decide(case, RECEIVE, "youth", **NEW)
    await w.decide(case, REACH, "youth", **MISSED)
    again = await w.task(case, REACH)
    assert (again.data["tried"], again.data["another_way"]) == (["phone"], False)
    await w.skip(case, days=15)
    assert "alarm.youth_no_contact" in {e.what for e in w.history(case)}
    await w.decide(case, REACH, "youth", **MISSED)
    last = await w.task(case, REACH)
    assert last.data["another_way"] is True
    await w.decide(case, REACH, "youth", **MISSED | {"channel": "school"})
    boss = await w.task(case, UNREACHED)
    assert (boss.role, boss.data["tried"]) == ("supervisor", ["phone", "phone", "school"])
    await w.decide(case, UNREACHED, "youthboss", result="try_on", note=NOTE)
    fresh = await w.task(case, REACH)
    assert (fresh.data["tried"], fresh.data["another_way"]) == ([], False)
    await w.decide(case, REACH, "youth", **MET | {"result": "declines"})
    assert (await w.stands_at(case, "declined")).closed_at


async def test_a_case_without_contact_ends_at_the_supervisors_word(w: World) -> None:
    case = await referred(w)
    await w.decide(case, RECEIVE, "youth", **NEW)
    await w.task(case, REACH)
    await w.skip(case, days=15)
    for channel in ("phone", "visit"):
        await w.decide(case, REACH, "youth", **MISSED | {"channel": channel})
    await w.decide(case, UNREACHED, "youthboss", result="give_up", note=NOTE)
    assert (await w.stands_at(case, "no_contact")).closed_at


async def test_the_support_chosen_is_given_in_order_and_offered_again_to_whoever_stayed_away(w: World) -> None:
    case = await at_talk(w)
    await w.decide(case, TALK, "youth", **TALKED | {"interview": True, "workshop": True})
    assert (await w.task(case, SUPPORT)).data["support"] == "workshop"
    await w.decide(case, SUPPORT, "youth", **GIVEN | {"result": "stayed_away"})
    assert (await w.task(case, SUPPORT)).data["support"] == "workshop"
    await w.decide(case, SUPPORT, "youth", **GIVEN)
    assert (await w.task(case, SUPPORT)).data["support"] == "interview"
    await w.decide(case, SUPPORT, "youth", **GIVEN | {"result": "not_wanted"})
    await w.task(case, MATCH)


@pytest.mark.parametrize(("result", "end"), [("education", "education"), ("declines", "declined")])
async def test_the_first_talk_may_end_the_case(w: World, result: str, end: str) -> None:
    case = await at_talk(w)
    await w.decide(case, TALK, "youth", held_on=str(today()), result=result, note=NOTE)
    assert (await w.stands_at(case, end)).closed_at


async def test_a_pocket_money_job_is_due_by_law_one_month_after_the_talk_about_it(w: World) -> None:
    talked = today() - timedelta(days=5)
    case = await at_match(w, pocket_money_job=True, pocket_money_talk_on=str(talked))
    task = await w.task(case, POCKET)
    assert local_date(task.due_at) >= add_months(talked, 1)
    assert task.due["kind"] == "legal"


async def test_after_sixty_days_without_a_match_one_talks_once_more_and_the_search_goes_on(w: World) -> None:
    case = await at_match(w)
    search = await w.task(case, MATCH)
    await w.armed(case)
    await w.skip(case, days=61)
    await w.decide(case, AGAIN, "youth", talked_on=str(today()), result="goes_on", note=NOTE)
    assert (await w.task(case, MATCH)).id == search.id
    await w.skip(case, days=61)
    assert len(w.tasks(case, AGAIN)) == 1, "once"
    await w.decide(case, MATCH, "youth", result="stops", reason=NOTE)
    assert (await w.stands_at(case, "ended")).closed_at


async def test_a_match_overtakes_the_talk_and_a_no_in_the_talk_ends_the_search(w: World) -> None:
    case, other = await at_match(w), await at_match(w)
    for one in (case, other):
        await w.armed(one)
        await w.skip(one, days=61)
        await w.task(one, AGAIN)
    await w.decide(case, MATCH, "youth", **JOB | {"starts_on": str(today() + timedelta(days=80))})
    await w.task(case, AGREE)
    assert [t.state for t in w.tasks(case, AGAIN)] == ["exited"]
    await w.decide(other, AGAIN, "youth", talked_on=str(today()), result="stops", note=NOTE)
    assert (await w.stands_at(other, "ended")).closed_at


async def test_what_the_agreement_must_have_is_said_by_the_match(w: World) -> None:
    leisure, trade = await matched(w), await matched(w, what="apprenticeship")
    first, second = await w.task(leisure, AGREE), await w.task(trade, AGREE)
    assert (first.data["parents"], first.data["contract"]) == (True, False)
    assert (second.data["parents"], second.data["contract"]) == (True, True)


async def test_the_case_waits_for_the_first_day_of_work_and_follows_up_three_times_until_the_job_is_kept(w: World) -> None:
    case = await matched(w, days=3)
    await w.decide(case, AGREE, "youth", **AGREED)
    assert local_date((await w.waits_for_date(case)).waiting_until) == today() + timedelta(days=3)
    await w.skip(case, days=4)
    await w.decide(case, START, "youth", result="started")
    starts = today() + timedelta(days=3)
    for number, day in enumerate([starts + timedelta(weeks=2), starts + timedelta(weeks=6), add_months(starts, 3)], 1):
        assert local_date((await w.waits_for_date(case)).waiting_until) == day
        await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(hours=1))
        assert (await w.task(case, FOLLOW)).data["number"] == number
        await w.decide(case, FOLLOW, "youth", **THERE)
    assert (await w.stands_at(case, "kept")).closed_at


async def test_a_short_job_is_followed_up_last_on_its_last_day(w: World) -> None:
    case = await started(w, ends_on=str(today() + timedelta(days=30)))
    found = []
    for _ in range(2):
        until = (await w.waits_for_date(case)).waiting_until
        found.append(local_date(until))
        await w.skip_until(case, until + timedelta(hours=1))
        await w.decide(case, FOLLOW, "youth", **THERE)
    assert found == [today() + timedelta(days=17), today() + timedelta(days=30)]
    await w.stands_at(case, "kept")


async def test_a_job_that_stops_leads_to_a_new_match_or_to_the_end(w: World) -> None:
    case = await started(w)
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(hours=1))
    await w.decide(case, FOLLOW, "youth", **THERE | {"result": "looks_again"})
    await w.decide(case, MATCH, "youth", **JOB | {"starts_on": str(today() + timedelta(days=40))})
    await w.decide(case, AGREE, "youth", result="fell_through")
    await w.decide(case, MATCH, "youth", result="education", reason=NOTE)
    assert (await w.stands_at(case, "education")).closed_at


async def test_fourteen_days_before_the_trial_period_ends_the_supervisor_is_told(w: World) -> None:
    case, job = await started(w, what="apprenticeship"), await started(w)
    trial = add_months(today() + timedelta(days=3), 3) - timedelta(days=14)
    for one in (case, job):
        await w.armed(one)
        await w.skip_until(one, await w.now(one) + (trial - local_date(await w.now(one))) + timedelta(hours=10))
    assert "alarm.youth_trial_ends" in {e.what for e in w.history(case)}
    assert "alarm.youth_trial_ends" not in {e.what for e in w.history(job)}
