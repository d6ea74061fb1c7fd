"""The standing of the caseload is what a plain count over all cases and tasks says, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median as plain_median
from typing import Any

import pytest
import sqlalchemy as sa

from domain.calendar import end_of_week, local_date, monday_of
from domain.tasks import OPEN, TaskState
from store import outbox, tables
from store.inbox import LAST_DAY
from store.standing import LISTED, WEEKS, Due, Standing, median, mondays, stand
from store.tables import cases, tasks
from tests.support.house import House

NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
"""Ten days after the clock was turned back: the weeks before it begin an hour earlier in UTC."""
PROGRAMMES, STAGES = ("obligation", "youth"), ("coverage", "guidance", "plan")
Row = dict[str, Any]


def town(house: House, random: Random) -> tuple[list[Row], list[Row]]:
    """Cases and tasks of two teams, each in its table as the store has it."""
    some = [None, house.ids["supervisor"]]
    with house.store.write() as db:
        from store import users

        teams = [users.team_named(db, name, None) for name in ("Nord", "Syd")]
        made = [_case(n, random, teams) for n in range(120)]
        asked = [_task(n, random, random.choice(made), teams, some) for n in range(200)]
        db.execute(sa.insert(cases), made)
        db.execute(sa.insert(tasks), asked)
        for n, case in enumerate(made):
            if n % 4 == 0:
                outbox.put(db, case["id"], "signal", "x", {}, NOW)
            if n % 8 == 0:
                db.execute(sa.update(tables.outbox).values(delivered_at=NOW))
    return made, asked


def _waits_for(case: Row, asked: list[Row], messages: set[str]) -> str:
    if case["suspended_at"]:
        return "date" if case["suspended_until"] else "person"
    if any(t["case_id"] == case["id"] and t["state"] in OPEN for t in asked):
        return "person"
    if case["waiting_kind"]:
        return "date" if case["waiting_kind"] == "timer" else "outside"
    return "message" if case["id"] in messages else "nothing"


def _due(task: Row) -> Due:
    """Ten working days after Wednesday 4 November end on the 18th."""
    day = None if task["due_at"] < NOW else local_date(task["due_at"])
    return Due(LAST_DAY if day and day > date(2026, 11, 18) else day, task["due"]["kind"] == "legal")


def _case(n: int, random: Random, teams: list[str]) -> Row:
    opened = NOW - timedelta(seconds=random.randrange(300 * 86_400))
    opened = random.choice([opened, random.choice(mondays(NOW)), random.choice(mondays(NOW)) - timedelta(seconds=1)])
    ended = random.choice([None, None, opened + (NOW - opened) * random.random()])
    return {"id": f"X-2026-{n:06}", "programme": random.choice(PROGRAMMES), "person_id": None, "facts": {},
            "team_id": random.choice(teams), "stage": random.choice(STAGES), "visit": 1, "facts_digest": "",
            "stage_since": opened + (NOW - opened) * random.random(), "opened_at": opened, "closed_at": ended,
            "suspended_at": random.choice([None, None, NOW]), "suspended_until": random.choice([None, NOW]),
            "waiting_kind": random.choice([None, None, "timer", "outside"]), "doubts": [], "extra": {}}  # fmt: skip


def _task(n: int, random: Random, case: Row, teams: list[str], people: list[str | None]) -> Row:
    week = end_of_week(NOW)
    due = random.choice([NOW + timedelta(hours=random.randrange(-500, 500)), NOW, week, week - timedelta(seconds=1)])
    return {"id": f"t{n}", "case_id": case["id"], "programme": case["programme"], "stage": random.choice(STAGES),
            "kind": "x", "visit": 1, "state": random.choice(list(TaskState)).value, "role": "legal", "excluded": [],
            "team_id": random.choice(teams), "assignee_id": random.choice(people), "priority": 0, "received_at": NOW,
            "due_at": due, "due": {"kind": random.choice(["legal", "target"])}, "escalation_level": random.randrange(3),
            "acknowledged_by": random.choice([None, None, *[p for p in people if p]]), "version": 1, "data": {}}  # fmt: skip


def here(row: Row, teams: set[str], programme: str | None) -> bool:
    return row["team_id"] in teams and programme in (None, row["programme"])


def parts(rows: list[Row]) -> list[tuple[set[str], str | None]]:
    teams = sorted({row["team_id"] for row in rows})
    return [(chosen, programme) for chosen in ({teams[0]}, {teams[1]}, set(teams), set())
            for programme in (None, *PROGRAMMES)]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_every_number_is_that_of_a_plain_count(house: House, seed: int) -> None:
    made, asked = town(house, Random(seed))
    with house.store.read() as db:
        whole = stand(db, NOW)
        messages = set(db.execute(sa.select(tables.outbox.c.case_id).where(tables.outbox.c.delivered_at.is_(None))).scalars())
    for teams, programme in parts(made):
        part = whole.part(teams, programme)
        opened = [c for c in made if here(c, teams, programme) and c["closed_at"] is None]
        todo = [t for t in asked if here(t, teams, programme) and t["state"] in OPEN]
        assert +part.total() == +plain(opened, todo)
        stands = {c["id"]: c["stage"] for c in made}
        by_stage = {s: +plain([c for c in opened if c["stage"] == s], [t for t in todo if stands[t["case_id"]] == s])
                    for s in STAGES}  # fmt: skip
        assert {s: +n for s, n in part.by_stage().items() if +n} == {s: n for s, n in by_stage.items() if n}
        for name, moment in (("days", "stage_since"), ("ages", "opened_at")):
            assert together(getattr(part, name)) == Counter(_calendar_days(c[moment]) for c in opened)
        assert together(part.waits) == Counter(_waits_for(c, asked, messages) for c in opened)
        held = {key: n for key, n in part.held.items() if key[0] in teams}
        assert held == part.held
        assert (programme or together(part.held)) == (programme or Counter(
            _due(t) for t in asked if t["team_id"] in teams and t["state"] in OPEN))  # fmt: skip
        for (team, holder), counted in part.held.items():
            mine = [t for t in asked if (t["team_id"], t["assignee_id"]) == (team, holder) and t["state"] in OPEN]
            assert counted == Counter(map(_due, mine))
        oldest = sorted(opened, key=lambda c: (c["opened_at"], c["id"]))[:LISTED]
        assert [o.case_id for o in part.first(part.oldest)] == [c["id"] for c in oldest]
        late = sorted((t for t in todo if t["due_at"] < NOW), key=lambda t: (-t["escalation_level"], t["due_at"], t["id"]))
        assert [o.task_id for o in part.first(part.late)] == [t["id"] for t in late[:LISTED]]
        free = sorted((t for t in todo if t["assignee_id"] is None), key=lambda t: (t["due_at"], t["id"]))
        assert [o.task_id for o in part.first(part.free)] == [t["id"] for t in free[:LISTED]]


def plain(opened: list[Row], todo: list[Row]) -> Counter[str]:
    return Counter(
        open=len(opened), suspended=sum(c["suspended_at"] is not None for c in opened), tasks=len(todo),
        overdue=sum(t["due_at"] < NOW for t in todo), unassigned=sum(t["assignee_id"] is None for t in todo),
        due_this_week=sum(NOW <= t["due_at"] < end_of_week(NOW) for t in todo),
        escalated=sum(t["escalation_level"] > 0 and t["acknowledged_by"] is None for t in todo))  # fmt: skip


def _calendar_days(moment: datetime) -> int:
    return (local_date(NOW) - local_date(moment)).days


def together(found: dict[Any, Counter[int]]) -> Counter[int]:
    return sum(found.values(), Counter())


@pytest.mark.parametrize("seed", range(2))
def test_each_week_is_what_was_so_at_its_end(house: House, seed: int) -> None:
    made, _ = town(house, Random(seed))
    with house.store.read() as db:
        whole = stand(db, NOW)
    for teams, programme in parts(made):
        mine = [c for c in made if here(c, teams, programme)]
        weeks = whole.part(teams, programme).weeks()
        assert len(weeks) == WEEKS
        for week in weeks:
            end = end_of_week(week.monday)
            open_then = [c for c in mine if c["opened_at"] < end and not (c["closed_at"] and c["closed_at"] < end)]
            assert week.open == len(open_then), week
            assert week.opened == sum(week.monday <= c["opened_at"] < end for c in mine)
            assert week.closed == sum(bool(c["closed_at"] and week.monday <= c["closed_at"] < end) for c in mine)


def test_weeks_begin_on_local_mondays_also_where_the_clock_was_turned_back() -> None:
    found = mondays(NOW)
    assert found[-1] == datetime(2026, 11, 1, 23, tzinfo=UTC)
    assert found[-3] == datetime(2026, 10, 18, 22, tzinfo=UTC)
    assert all(monday_of(local_date(one)) == local_date(one) for one in found)


@pytest.mark.parametrize("seed", range(20))
def test_the_median_is_that_of_all_days_one_by_one(seed: int) -> None:
    random = Random(seed)
    days = [random.randrange(12) for _ in range(random.randrange(1, 30))]
    assert median(Counter(days)) == plain_median(days)


def test_of_nothing_there_is_no_median_and_no_week_with_anything() -> None:
    assert median(Counter()) is None
    assert {(w.opened, w.closed, w.open) for w in Standing(NOW).weeks()} == {(0, 0, 0)}
