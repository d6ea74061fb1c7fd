"""Sessions: signed up for one by one, held once, and every participant's case goes on by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.calendar import add_working_days, local_date
from domain.policies import policies
from domain.session.rules import left_undone, offered, participants
from store import cases
from store.dossier import Dossier
from tests.support.sessions import ATTEND, FACTS, HOLD, at_support, attended, planned, signed_up
from tests.support.world import World, eventually, today
from tests.support.youth import MATCH, SUPPORT


def held_on() -> date:
    return date.fromisoformat(FACTS["held_on"])


def seats(w: World, session: str, on: Any = None, **asked: str) -> str | None:
    """What the session is called where one may sign up."""
    with w.store.read() as db:
        found = offered(Dossier(db, w.case(session)), on or today(), policies(), None, asked or {"support": "workshop"})
    return found.da if found else None


def there(w: World, session: str) -> list[str]:
    with w.store.read() as db:
        return participants(Dossier(db, w.case(session)))


async def test_whoever_took_part_goes_on_by_itself_and_whoever_stayed_away_is_offered_it_again(w: World) -> None:
    session = await planned(w)
    first, second = await signed_up(w, session), await signed_up(w, session)
    assert there(w, session) == sorted([first, second])
    await w.decide(session, HOLD, "youth", **attended(**{first: "took_part", second: "stayed_away"}))
    assert (await w.stands_at(session, "held")).closed_at
    for case in (first, second):
        await w.courier.deliver(case)
    await w.task(first, MATCH)
    again = await w.task(second, SUPPORT)
    assert again.data["support"] == "workshop"
    assert [one.state for one in w.tasks(second, ATTEND)] == ["exited"]


async def test_whoever_holds_the_session_sees_how_many_are_signed_up_by_now(w: World) -> None:
    session = await planned(w)
    assert "0 af 2 pladser" in w.ruling(session, "session.standing")["because"]["da"]
    case = await signed_up(w, session)
    await w.courier.deliver(session)
    await eventually(lambda: "1 af 2 pladser" in w.ruling(session, "session.standing")["because"]["da"])
    await w.decide(case, ATTEND, "youth", result="not_wanted", held_on=str(today()))
    await w.task(case, MATCH)
    await w.courier.deliver(session)
    await eventually(lambda: "0 af 2 pladser" in w.ruling(session, "session.standing")["because"]["da"])
    assert len(w.tasks(session, HOLD)) == 1, "the task stays as it is"


async def test_signed_up_one_follows_up_three_working_days_after_the_session(w: World) -> None:
    case = await signed_up(w, await planned(w))
    task = await w.task(case, ATTEND)
    assert local_date(task.due_at) == add_working_days(held_on(), 3)


async def test_attendance_is_noted_the_working_day_after_at_the_latest(w: World) -> None:
    session = await planned(w)
    assert local_date((await w.task(session, HOLD)).due_at) == add_working_days(held_on(), 1)


async def test_a_cancelled_session_is_offered_again_to_everybody_signed_up(w: World) -> None:
    session = await planned(w)
    case = await signed_up(w, session)
    await w.decide(session, HOLD, "youth", result="cancelled")
    assert (await w.stands_at(session, "cancelled")).closed_at
    await w.courier.deliver(case)
    await w.task(case, SUPPORT)
    assert seats(w, session) is None


async def test_whoever_takes_another_session_or_got_the_support_elsewhere_is_no_longer_signed_up(w: World) -> None:
    session, later = await planned(w), await planned(w, place="Biblioteket")
    first, second = await signed_up(w, session), await signed_up(w, session)
    assert seats(w, session) is None, "both seats are taken"
    await w.decide(first, ATTEND, "youth", result="signed_up", session=later)
    await w.decide(second, ATTEND, "youth", result="took_part", held_on=str(today()))
    await w.task(second, MATCH)
    assert (there(w, session), there(w, later)) == ([], [first])
    assert str(seats(w, session)).endswith("2 ledige")


async def test_a_session_moved_to_another_day_moves_the_follow_up_of_everybody_signed_up(w: World) -> None:
    session = await planned(w)
    case = await signed_up(w, session)
    moved = today() + timedelta(days=9)
    w.correct_facts(session, held_on=str(moved))
    with w.store.write() as db:
        cases.look_again(db, session, datetime.now(UTC))
    await w.courier.deliver(session)
    await eventually(lambda: w.ruling(session, "session.standing")["held_on"] == str(moved))
    await eventually(lambda: len(w.tasks(session, HOLD)) == 2)
    await w.courier.deliver(case)
    await eventually(lambda: len(w.tasks(case, ATTEND)) == 2)
    assert local_date((await w.task(case, ATTEND)).due_at) == add_working_days(moved, 3)


async def test_one_signs_up_only_for_that_kind_of_session_until_its_day_is_over(w: World) -> None:
    session = await planned(w)
    assert seats(w, session) == f"Workshop om arbejdspladskultur {held_on():%d.%m.%Y} kl. 16:00-18:00, Kulturhuset, 2 ledige"
    assert seats(w, session, held_on()) == seats(w, session)
    assert seats(w, session, held_on() + timedelta(days=1)) is None
    assert seats(w, session, support="cv") is None


async def test_a_session_with_somebody_signed_up_is_cancelled_and_not_just_closed(w: World) -> None:
    session = await planned(w)
    with w.store.read() as db:
        assert left_undone(Dossier(db, w.case(session))) == []
    await signed_up(w, session)
    with w.store.read() as db:
        assert "aflyst" in left_undone(Dossier(db, w.case(session)))[0].da


async def test_the_next_support_follows_after_the_session(w: World) -> None:
    session = await planned(w)
    case = await signed_up(w, session, workshop=True, interview=True)
    await w.decide(session, HOLD, "youth", **attended(**{case: "not_wanted"}))
    await w.stands_at(session, "held")
    await w.courier.deliver(case)
    assert (await w.task(case, SUPPORT)).data["support"] == "interview"


async def test_a_person_alone_is_helped_as_before(w: World) -> None:
    case = await at_support(w)
    await w.decide(case, SUPPORT, "youth", result="took_part", held_on=str(today()))
    await w.task(case, MATCH)


async def test_a_session_that_becomes_another_kind_of_support_has_nobody_signed_up_and_they_are_offered_theirs_again(
    w: World,
) -> None:
    session = await planned(w)
    case = await signed_up(w, session)
    w.correct_facts(session, support="cv")
    assert there(w, session) == []
    with w.store.write() as db:
        cases.look_again(db, case, datetime.now(UTC))
    await w.courier.deliver(case)
    assert (await w.task(case, SUPPORT)).data["support"] == "workshop"
