"""Attendance is corrected after a deduction was carried out: it is looked at again, and given back at most once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.policies import policies
from domain.programmes import PROGRAMMES
from store import cases, letters
from store.dossier import Dossier
from tests.support.absences import PAY_BACK, REVIEW, carried_out, corrected_after, day, evening, next_monday
from tests.support.world import REASON, World, today


async def test_a_corrected_registration_brings_a_finished_deduction_up_for_review(w: World) -> None:
    """It is never rewritten: another person decides anew, the citizen hears of it, the benefit office pays back."""
    case = await corrected_after(w)
    review = await w.task(case, REVIEW)
    absence = w.case(case).facts["absence"]
    assert (review.role, [d["day"] for d in w.case(case).facts["days"]]) == ("legal", [day(0)])
    assert w.case(absence).outcome == "sanctioned"
    await w.decide(case, REVIEW, "legal", result="reversed", account=REASON)
    with w.store.read() as db:
        assert [one.kind for one in letters.of_case(db, case)] == ["deduction_review.result"]
    assert (await w.task(case, PAY_BACK)).role == "benefit_officer"
    await w.decide(case, PAY_BACK, "benefit", paid_on=str(today()), reason=REASON)
    assert (await w.stands_at(case, "paid_back")).closed_at


async def test_a_deduction_is_reviewed_too_when_the_citizens_case_has_closed(w: World) -> None:
    above, case = await carried_out(w)
    await w.say(above, "close")
    await w.stands_at(above, "closed")
    w.attend(above, next_monday(), "present", "5", now=w.clock[case] + timedelta(days=1), reason="Listen var forkert")
    [review] = w.belonging(above, "deduction_review")
    await w.courier.deliver(review.id)
    assert (await w.task(review.id, REVIEW)).state in ("ready", "reserved")


async def test_a_second_correction_joins_the_open_review_and_a_later_one_begins_another(w: World) -> None:
    above, case = await carried_out(w)

    def says(status: str, n: int) -> None:
        w.attend(above, next_monday(), status, now=w.clock[case] + timedelta(days=n), reason="Listen var forkert")

    for n, status in enumerate(("present", "absent", "present"), start=1):
        says(status, n)
    [review] = w.belonging(above, "deduction_review")
    await w.courier.deliver(review.id)
    await w.decide(review.id, REVIEW, "legal", result="stands", account=REASON)
    await w.stands_at(review.id, "stands")
    says("absent", 5)
    assert len(w.belonging(above, "deduction_review")) == 1
    says("present", 6)
    assert len(w.belonging(above, "deduction_review")) == 2


async def test_who_is_sick_at_another_place_that_day_has_the_deduction_reviewed(w: World) -> None:
    above, case = await carried_out(w)
    w.attend(above, next_monday(), "sick", line=1, now=w.clock[case] + timedelta(days=1), reason="Sygemelding fundet")
    [review] = w.belonging(above, "deduction_review")
    assert review.facts["absence"] == case


async def test_what_is_put_right_at_another_place_is_no_news_of_the_deduction(w: World) -> None:
    above, case = await carried_out(w)
    for n, status in enumerate(("sick", "present"), start=1):
        w.attend(above, next_monday(), status, line=1, now=w.clock[case] + timedelta(days=n), reason="Listen var forkert")
        if n == 1:
            [review] = w.belonging(above, "deduction_review")
            await w.courier.deliver(review.id)
            await w.decide(review.id, REVIEW, "legal", result="stands", account=REASON)
            await w.stands_at(review.id, "stands")
    assert len(w.belonging(above, "deduction_review")) == 1


async def test_who_reviews_is_told_that_the_day_is_one_of_absence_after_all(w: World) -> None:
    case = await corrected_after(w)
    above = w.case(case).parent_id
    before = await w.task(case, REVIEW)
    later = w.clock[w.case(case).facts["absence"]] + timedelta(days=2)
    w.attend(above, next_monday(), "absent", now=later, reason="Listen var rigtig")
    after = await w.task(case, REVIEW)
    assert (after.id, after.version > before.version) == (before.id, True)
    assert w.audited(case)[-1] == "case.day_corrected"


async def test_a_deduction_is_not_given_back_twice(w: World) -> None:
    first = await corrected_after(w)
    above = w.case(first).parent_id
    await w.decide(first, REVIEW, "legal", result="reversed", account=REASON)
    absence = w.case(first).facts["absence"]
    for n, status in enumerate(("absent", "sick"), start=3):
        w.attend(above, next_monday(), status, now=w.clock[absence] + timedelta(days=n), reason="Igen rettet")
    second = w.belonging(above, "deduction_review")[-1]
    assert second.id != first
    with w.store.read() as db:
        row = cases.get(db, second.id)
        assert row
        judged = PROGRAMMES["deduction_review"].rules["deduction_review.standing"](Dossier(db, row), today(), policies())
    assert (judged.answer["met"], judged.answer["missing"]) == (False, [first])


@pytest.mark.parametrize(("after", "reviews"), [(-1, 1), (0, 1), (1, 0)])
async def test_a_deduction_for_a_day_from_the_end_of_the_obligation_on_is_reviewed(w: World, after: int, reviews: int) -> None:
    above, case = await carried_out(w)
    await w.say(above, "move", to="leaving")
    ended_on = next_monday() + timedelta(days=after)
    await w.skip_until(above, evening(2))
    await w.decide(above, "obligation.exit", "caseworker", because="benefit_ended", ended_on=str(ended_on), reason=REASON)
    await w.stands_at(above, "benefit_ended")
    found = w.belonging(above, "deduction_review")
    assert [one.facts["absence"] for one in found] == [case] * reviews
