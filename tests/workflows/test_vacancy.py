"""Vacancies: from the first contact with an employer until every place is taken, or the vacancy is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.calendar import COPENHAGEN, local_date, next_working_day
from domain.policies import policies
from store import cases
from store.dossier import Dossier
from tests.support.vacancies import APPROACH, CONFIRM, DEMAND, DEMANDED, NOTE, opened, talked, vacancy
from tests.support.world import World, eventually, today
from tests.support.youth import AGREE, AGREED, JOB, MATCH, at_match


def offered(w: World, case_id: str, on: datetime | None = None) -> str | None:
    """What the vacancy is called where it can be chosen."""
    from domain.vacancy.rules import offered as says

    with w.store.read() as db:
        found = says(Dossier(db, w.case(case_id)), local_date(on) if on else today(), policies())
    return found.da if found else None


async def chosen(w: World, case_id: str) -> str:
    """A young person matched with the vacancy."""
    young = await at_match(w)
    starts = str(today() + timedelta(days=3))
    await w.decide(young, MATCH, "youth", **JOB | {"starts_on": starts, "vacancy": case_id})
    await w.task(young, AGREE)
    return young


async def looks_again(w: World, case_id: str, says: str = "") -> None:
    """The word from the young person's case reaches the vacancy, which then says so of its places."""
    await w.courier.deliver(case_id)
    await eventually(lambda: says in w.ruling(case_id, "vacancy.standing")["because"]["da"])


# -- outreach ------------------------------------------------------------------------------------------------------


async def test_contact_follows_contact_and_waits_for_the_day_agreed(w: World) -> None:
    case = await vacancy(w)
    await w.decide(case, APPROACH, "company", **talked("call_again", call_on=str(today() + timedelta(days=5))))
    waits = await w.waits_for_date(case)
    assert local_date(waits.waiting_until) == today() + timedelta(days=5)
    await w.skip_until(case, waits.waiting_until - timedelta(minutes=1))
    assert len(w.tasks(case, APPROACH)) == 1
    await w.skip(case, minutes=2)
    await w.decide(case, APPROACH, "company", **talked("no"))
    assert (await w.stands_at(case, "no_vacancy")).closed_at


async def test_an_offer_opens_the_vacancy_and_the_employer_is_asked_again_within_thirty_days_of_the_talk(w: World) -> None:
    case = await opened(w, days_ago=4)
    task = await w.task(case, CONFIRM)
    assert local_date(task.due_at) == next_working_day(today() + timedelta(days=26), policies())
    assert offered(w, case) == "Bageren på Torvet, Fritidsjob, Nordparken, 1 ledig"


# -- while it is open ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("result", "end"), [("filled", "filled"), ("withdrawn", "withdrawn")])
async def test_what_the_employer_has_filled_or_withdrawn_ends(w: World, result: str, end: str) -> None:
    case = await opened(w)
    await w.decide(case, CONFIRM, "company", **talked(result))
    assert (await w.stands_at(case, end)).closed_at
    assert offered(w, case) is None


async def test_confirmed_it_stands_for_thirty_days_more(w: World) -> None:
    case = await opened(w, days_ago=20)
    first = await w.task(case, CONFIRM)
    await w.decide(case, CONFIRM, "company", **talked("stands"))
    again = await w.task(case, CONFIRM)
    assert again.id != first.id
    assert local_date(again.due_at) == next_working_day(today() + timedelta(days=30), policies())


def midnight(day: datetime) -> datetime:
    return day.astimezone(COPENHAGEN).replace(hour=0, minute=0, second=0, microsecond=0)


async def test_a_vacancy_expires_when_its_last_day_is_over(w: World) -> None:
    case = await opened(w, ends_on=str(today() + timedelta(days=10)))
    last = datetime.now(COPENHAGEN) + timedelta(days=10)
    for day in (-1, 0):
        assert offered(w, case, last + timedelta(days=day)), day
    assert offered(w, case, last + timedelta(days=1)) is None
    await w.armed(case)
    await w.skip_until(case, midnight(last + timedelta(days=1)) - timedelta(minutes=1))
    assert w.case(case).stage == "open"
    await w.skip(case, minutes=2)
    assert (await w.stands_at(case, "expired")).closed_at
    assert [t.state for t in w.tasks(case, CONFIRM)] == ["exited"]


async def test_what_nobody_confirms_expires_fourteen_days_after_the_deadline(w: World) -> None:
    case = await opened(w)
    due = (await w.task(case, CONFIRM)).due_at
    last = due.astimezone(COPENHAGEN) + timedelta(days=14)
    assert offered(w, case, last)
    assert offered(w, case, last + timedelta(days=1)) is None
    await w.armed(case)
    await w.skip_until(case, midnight(last + timedelta(days=1)) - timedelta(minutes=1))
    assert w.case(case).stage == "open"
    assert "rung.supervisor" in {e.what for e in w.history(case)}, "people are told long before"
    await w.skip(case, minutes=2)
    assert (await w.stands_at(case, "expired")).closed_at


async def test_corrected_facts_are_judged_anew_and_the_running_task_stays(w: World) -> None:
    case = await opened(w)
    task = await w.task(case, CONFIRM)
    await w.armed(case)
    last = str(today() + timedelta(days=2))
    with w.store.write() as db:
        row = cases.get(db, case)
        assert row is not None
        cases.correct(db, row, row.facts | {"ends_on": last}, [], w.ids["company"], "Kun denne uge", datetime.now().astimezone())
    await w.courier.deliver(case)
    await w.armed(case)
    assert (await w.task(case, CONFIRM)).id == task.id
    await w.skip(case, days=3, hours=1)
    await w.stands_at(case, "expired")


# -- an unlawful demand --------------------------------------------------------------------------------------------


async def test_an_unlawful_demand_blocks_the_vacancy_and_is_the_supervisors_the_same_working_day(w: World) -> None:
    case = await vacancy(w)
    await w.decide(case, APPROACH, "company", **talked("offers", demand=True))
    task = await w.task(case, DEMAND)
    assert (task.role, local_date(task.due_at)) == ("supervisor", next_working_day(today(), policies()))
    await w.stands_at(case, "blocked")
    assert offered(w, case) is None
    assert DEMANDED in w.ruling(case, "vacancy.demand")["because"]["da"]
    assert "dansker" not in str([m.payload for m in w.messages(case)]), "the words stay in the store"
    await w.decide(case, DEMAND, "companyboss", result="taken_back", note=NOTE)
    await w.task(case, CONFIRM)
    assert offered(w, case)


async def test_a_demand_that_is_not_taken_back_ends_the_vacancy(w: World) -> None:
    case = await opened(w)
    await w.decide(case, CONFIRM, "company", **talked("stands", demand=True))
    assert offered(w, case) is None, "from the moment that it is written down"
    await w.decide(case, DEMAND, "companyboss", result="stands", note=NOTE)
    assert (await w.stands_at(case, "demand_stands")).closed_at


@pytest.mark.parametrize(("result", "stage"), [("call_again", "outreach"), ("no", "no_vacancy")])
async def test_after_a_demand_is_taken_back_the_case_goes_on_where_it_was(w: World, result: str, stage: str) -> None:
    case = await vacancy(w)
    await w.decide(case, APPROACH, "company", **talked(result, demand=True))
    await w.decide(case, DEMAND, "companyboss", result="taken_back", note=NOTE)
    await w.stands_at(case, stage)


async def test_the_company_consultants_do_not_answer_a_demand(w: World) -> None:
    case = await vacancy(w)
    await w.decide(case, APPROACH, "company", **talked("offers", demand=True))
    assert (await w.task(case, DEMAND)).role == "supervisor"


# -- its places ----------------------------------------------------------------------------------------------------


async def test_a_place_is_taken_by_a_match_and_the_vacancy_is_filled_when_all_are_agreed(w: World) -> None:
    case = await opened(w, places=2)
    first = await chosen(w, case)
    assert offered(w, case) == "Bageren på Torvet, Fritidsjob, Nordparken, 1 ledig"
    second = await chosen(w, case)
    assert offered(w, case) is None, "both are proposed"
    await w.decide(first, AGREE, "youth", **AGREED)
    await w.stands_at(first, "start")
    await looks_again(w, case, "1 aftalt, 1 foreslået, 0 ledige.")
    assert w.case(case).stage == "open", "one is still to be agreed"
    await w.decide(second, AGREE, "youth", **AGREED)
    await w.stands_at(second, "start")
    await looks_again(w, case)
    assert (await w.stands_at(case, "filled")).closed_at


async def test_an_agreement_that_falls_through_gives_the_place_back(w: World) -> None:
    case = await opened(w)
    young = await chosen(w, case)
    await looks_again(w, case, "0 aftalt, 1 foreslået, 0 ledige.")
    await w.decide(young, AGREE, "youth", result="fell_through")
    await w.task(young, MATCH)
    assert offered(w, case)
    await looks_again(w, case, "0 aftalt, 0 foreslået, 1 ledig.")
    starts = str(today() + timedelta(days=3))
    await w.decide(young, MATCH, "youth", **JOB | {"starts_on": starts, "vacancy": None})
    await w.task(young, AGREE)
    assert offered(w, case), "matched elsewhere the young person holds no place of it"


async def test_a_case_closed_before_the_agreement_gives_the_place_back(w: World) -> None:
    case = await opened(w)
    young = await chosen(w, case)
    assert offered(w, case) is None
    await w.say(young, "close")
    await w.stands_at(young, "closed")
    assert offered(w, case)
