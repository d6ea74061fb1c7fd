"""What real cases leave behind is what the report of young people reads."""

from __future__ import annotations

from datetime import date, timedelta

from domain.calendar import add_months
from domain.policies import policies
from domain.youth.outcomes import Young, young
from domain.youth.report import REPORT
from store.figures import courses
from tests.support.world import World, today
from tests.support.youth import FOLLOW, RECEIVE, THERE, referred, started


def seen(w: World) -> list[Young]:
    with w.store.read() as db:
        return young(courses(db, "youth", REPORT.wants), policies())


async def test_a_case_from_referral_to_a_job_that_is_kept_is_one_start_that_held(w: World) -> None:
    case = await started(w)
    [one] = seen(w)
    [job] = one.starts
    first_day = today() + timedelta(days=3)
    assert (job.on, job.what, job.sector, job.there) == (first_day, "leisure_job", "private", None)
    assert (one.referred_on, one.matched_on) == (today(), today())
    for _ in range(3):
        await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(hours=1))
        assert seen(w)[0].starts[0].there is None, "only the last follow-up says whether it held"
        await w.decide(case, FOLLOW, "youth", **THERE)
    await w.stands_at(case, "kept")
    [one] = seen(w)
    assert one.starts[0].there is True
    assert one.starts[0].due_on == add_months(first_day, 3)
    assert one.closed_on
    assert one.closed_on >= date.fromisoformat(w.tasks(case, FOLLOW)[-1].data["starts_on"])


async def test_two_referrals_of_one_young_person_that_were_joined_are_one(w: World) -> None:
    first, case = await referred(w), await referred(w)
    await w.decide(case, RECEIVE, "youth", result="same", same_as=first)
    await w.stands_at(case, "merged")
    assert len(seen(w)) == 1
