"""The ladder tells somebody who is there, never somebody who is away, and knows who has it in hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.roles import Role
from store import escalations, inbox, notices, substitutions, users
from store.tables import memberships
from store.tables import tasks as table
from tests.support.house import KIND, House

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
EARLY, LATE = ("reminder", "due"), ("supervisor", "reassign")


def gone(house: House, who: str, substitute: str | None = None, kinds: frozenset[str] | None = None,
         days: int = 0) -> str:  # fmt: skip
    """Away today, or only from `days` days ahead."""
    first = TODAY + timedelta(days=days)
    with house.store.write() as db:
        return substitutions.put(
            db, house.ids[who], substitute=house.ids[substitute] if substitute else None, first_on=first,
            last_on=first + timedelta(days=3), kinds=kinds, reason="", by=house.ids[who], now=NOW)  # fmt: skip


def held(house: House, who: str = "benefit", not_by: str | None = None) -> sa.Row:  # type: ignore[type-arg]
    task = house.open_task(house.put(), not_by=not_by)
    with house.store.write() as db:
        db.execute(sa.update(table).where(table.c.id == task.id).values(assignee_id=house.ids[who], state="reserved"))
    return house.row(task.id)


def told(house: House, task_id: str, rung: str) -> set[str]:
    """Who hears of the rung: by the event, and by their notices, which must say the same."""
    row = house.row(task_id)
    with house.store.write() as db:
        escalations.climb(db, task_id, rung, row.due_at, NOW)
    event = next(e for e in reversed(house.history(row.case_id)) if e.what == f"rung.{rung}")
    with house.store.read() as db:
        heard = {user for name, user in house.ids.items() if any(
            n.about == event.id and n.kind == "escalation" for n in notices.of(db, user))}  # fmt: skip
    assert heard == set(event.details["told"])
    return {name for name, user in house.ids.items() if user in heard}


@pytest.mark.parametrize("rung", EARLY)
def test_who_holds_the_task_is_reminded(house: House, rung: str) -> None:
    gone(house, "benefit", days=1)
    assert told(house, held(house).id, rung) == {"benefit"}


@pytest.mark.parametrize("rung", EARLY)
def test_who_covers_is_reminded_in_the_place_of_somebody_away_who_keeps_the_task(house: House, rung: str) -> None:
    task = held(house)
    gone(house, "benefit", "benefit2")
    assert told(house, task.id, rung) == {"benefit2"}
    assert (house.row(task.id).state, house.row(task.id).assignee_id) == ("reserved", house.ids["benefit"])


@pytest.mark.parametrize("rung", [*EARLY, "supervisor"])
@pytest.mark.parametrize("cover", [None, "another kind", "away too", "excluded"])
def test_a_task_of_somebody_away_whom_nobody_covers_goes_back_to_the_team_at_once(house: House, rung: str,
                                                                                  cover: str | None) -> None:
    house.hire("benefit3")
    task = held(house, not_by="benefit2" if cover == "excluded" else None)
    gone(house, "benefit", "benefit2" if cover else None, frozenset({"x"}) if cover == "another kind" else None)
    if cover == "away too":
        gone(house, "benefit2")
    there = {"benefit3"} | ({"benefit2"} if cover in (None, "another kind") else set())
    assert told(house, task.id, rung) == (there if rung in EARLY else {"supervisor", "supervisor2"})
    assert (house.row(task.id).state, house.row(task.id).assignee_id) == ("ready", None)
    assert [e.what for e in house.history(task.case_id)][-2:] == [f"rung.{rung}", "returned"]


@pytest.mark.parametrize("rung", EARLY)
def test_of_a_task_in_the_queue_those_of_the_team_hear_who_are_there_and_may_take_it(house: House, rung: str) -> None:
    for name in ("benefit3", "benefit4"):
        house.hire(name)
    gone(house, "benefit2")
    task = house.open_task(house.put(), not_by="benefit3")
    assert told(house, task.id, rung) == {"benefit", "benefit4"}


def test_where_nobody_of_the_team_is_there_their_supervisors_hear(house: House) -> None:
    task = house.opened()
    gone(house, "benefit"), gone(house, "benefit2")
    assert told(house, task.id, "reminder") == {"supervisor", "supervisor2"}


@pytest.mark.parametrize("rung", LATE)
def test_the_supervisor_s_rungs_find_somebody_who_is_there(house: House, rung: str) -> None:
    """The team's supervisors, who covers them, those of the programme's other teams, administrators."""
    house.hire("other", Role.supervisor, "Arbejdspligt Nord")
    house.hire("admin", Role.administrator, "Drift")
    house.hire("stand_in", Role.caseworker)
    with house.store.write() as db:
        team = users.team_named(db, "Arbejdspligt Nord")
        db.execute(sa.update(users.teams).where(users.teams.c.id == team).values(programme="obligation"))
    gone(house, "supervisor2")
    assert told(house, house.opened().id, rung) == {"supervisor"}
    gone(house, "supervisor", "stand_in", frozenset({KIND}))
    assert told(house, house.opened().id, rung) == {"stand_in"}
    gone(house, "stand_in")
    assert told(house, house.opened().id, rung) == {"other"}
    gone(house, "other")
    assert told(house, house.opened().id, rung) == {"admin"}
    gone(house, "admin")
    assert told(house, house.opened().id, rung) == set()


def test_the_last_rung_gives_back_a_task_that_its_owner_is_there_for(house: House) -> None:
    task = held(house)
    assert told(house, task.id, "supervisor") == {"supervisor", "supervisor2"}
    assert house.row(task.id).assignee_id == house.ids["benefit"]
    told(house, task.id, "reassign")
    assert house.row(task.id).assignee_id is None


def test_a_rung_climbed_again_tells_nobody_twice(house: House) -> None:
    task = held(house)
    told(house, task.id, "due"), told(house, task.id, "due")
    with house.store.read() as db:
        assert len(notices.of(db, house.ids["benefit"])) == 1


def test_who_takes_it_in_hand_stands_until_the_next_rung(house: House) -> None:
    task = held(house)
    told(house, task.id, "supervisor")
    boss = house.ids["supervisor"]

    def in_nobodys_hand() -> list[str]:
        """As the supervisor's list shows it."""
        with house.store.read() as db:
            user = users.get(db, boss)
            assert user is not None
            return [one.id for one in inbox.find(db, user, inbox.Query(view="all", escalated=True), NOW).rows]

    assert in_nobodys_hand() == [task.id]
    for _ in range(2):
        with house.store.write() as db:
            escalations.acknowledge(db, house.row(task.id), boss, "Ringer til Birgit", NOW)
    assert (house.row(task.id).acknowledged_by, in_nobodys_hand()) == (boss, [])
    said = [e for e in house.history(task.case_id) if e.what == "acknowledged"]
    assert [(e.actor_id, e.details) for e in said] == [(boss, {"reason": "Ringer til Birgit"})]
    with house.store.read() as db:
        assert [n.seen_at for n in notices.of(db, boss)] == [NOW]
        assert [n.seen_at for n in notices.of(db, house.ids["supervisor2"])] == [None]
    told(house, task.id, "reassign")
    assert (house.row(task.id).acknowledged_by, in_nobodys_hand()) == (None, [task.id])


def test_a_task_that_only_one_can_take_waits_for_the_team_while_that_one_is_away(house: House) -> None:
    with house.store.write() as db:
        db.execute(sa.delete(memberships).where(memberships.c.user_id == house.ids["benefit2"]))
    gone(house, "benefit")
    task = house.open_task(house.put(), now=NOW)
    assert (task.state, task.assignee_id) == ("ready", None)
    there = house.open_task(house.put(), now=NOW + timedelta(days=4))
    assert (there.state, there.assignee_id) == ("reserved", house.ids["benefit"])
    gone(house, "benefit", "benefit2", days=10)
    covered = house.open_task(house.put(), now=NOW + timedelta(days=10))
    assert (covered.state, covered.assignee_id) == ("reserved", house.ids["benefit"])
