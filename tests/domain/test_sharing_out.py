"""Sharing out: even, four-eyes held, what is begun stays, what somebody absent holds moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.roles import Role
from domain.sharing_out import MOST, Colleague, Move, Work, share_out

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
OFFICER, CASEWORKER = Role.benefit_officer, Role.caseworker
PEOPLE = ("a", "b", "c", "d")


def work(name: str, holder: str | None = None, *, days: int = 1, role: Role = OFFICER, not_by: str = "",
         begun: bool = False) -> Work:  # fmt: skip
    return Work(name, role, "T", NOW + timedelta(days=days), holder, frozenset(not_by), begun)


def somebody(name: str, load: int = 0, *roles: Role, away: bool = False) -> Colleague:
    return Colleague(name, frozenset(("T", role) for role in roles or (OFFICER,)), load, away)


def plain(moves: list[Move]) -> list[tuple[str, str | None, str]]:
    return [(m.task_id, m.holder, m.to) for m in moves]


def test_what_nobody_holds_goes_to_whoever_has_least_the_most_urgent_first() -> None:
    moves = share_out([work("late", days=9), work("soon", days=2)], [somebody("a", 5), somebody("b", 4)])
    assert plain(moves) == [("soon", None, "b"), ("late", None, "a")]
    assert moves[0].because.da == "Ingen har opgaven. Modtageren har færrest, 4."


def test_the_work_of_somebody_who_is_away_moves_also_what_is_begun() -> None:
    held = [work("1", "a", begun=True), work("2", "a")]
    moves = share_out(held, [somebody("a", 2, away=True), somebody("b", 7)])
    assert plain(moves) == [("1", "a", "b"), ("2", "a", "b")]
    assert moves[0].because.en == "Only the receiver is there and may hold it, with 7 already."


def test_whoever_has_two_more_gives_the_least_urgent_of_what_is_not_begun() -> None:
    held = [work("1", "a", days=1), work("2", "a", days=2), work("3", "a", days=3, begun=True)]
    moves = share_out(held, [somebody("a", 3), somebody("b", 1)])
    assert plain(moves) == [("2", "a", "b")]
    assert moves[0].because.da == "Den, der har opgaven, har 3 opgaver, modtageren 1."
    assert share_out(held, [somebody("a", 2), somebody("b", 1)]) == []


def test_nobody_gets_what_four_eyes_or_their_role_forbids() -> None:
    people = [somebody("a", 0), somebody("b", 9), somebody("c", 0, CASEWORKER)]
    assert plain(share_out([work("1", not_by="a")], people)) == [("1", None, "b")]
    assert share_out([work("1", not_by="ab")], people) == []


def test_a_proposal_is_no_longer_than_somebody_can_look_through() -> None:
    moves = share_out([work(f"{n:04}", days=n) for n in range(MOST * 2)], [somebody("a")])
    assert [m.task_id for m in moves] == [f"{n:04}" for n in range(MOST)]


tasks_of_a_team = st.lists(
    st.builds(lambda n, holder, days, role, not_by, begun: (holder, days, role, not_by, begun), st.integers(),
              st.sampled_from([None, *PEOPLE]), st.integers(-9, 9), st.sampled_from([OFFICER, CASEWORKER]),
              st.sets(st.sampled_from(PEOPLE), max_size=3), st.booleans()), max_size=30)  # fmt: skip
team = st.tuples(*(st.tuples(st.sets(st.sampled_from([OFFICER, CASEWORKER]), min_size=1), st.booleans(),
                             st.integers(0, 3)) for _ in PEOPLE))  # fmt: skip


@given(tasks_of_a_team, team, st.integers())
def test_whatever_the_team(drawn: list[tuple], staff: tuple, seed: int) -> None:  # type: ignore[type-arg]
    tasks = [Work(f"{n:03}", role, "T", NOW + timedelta(days=days), holder, frozenset(not_by), begun and bool(holder))
             for n, (holder, days, role, not_by, begun) in enumerate(drawn)]  # fmt: skip
    elsewhere = {name: more for name, (_, _, more) in zip(PEOPLE, staff, strict=True)}
    people = {
        name: Colleague(name, frozenset(("T", r) for r in roles),
                        elsewhere[name] + sum(t.holder == name for t in tasks), away)
        for name, (roles, away, _) in zip(PEOPLE, staff, strict=True)
    }  # fmt: skip
    moves = share_out(tasks, people.values())
    known = {t.id: t for t in tasks}

    shuffled, others = list(tasks), list(people.values())
    Random(seed).shuffle(shuffled)
    Random(seed).shuffle(others)
    assert share_out(shuffled, others) == moves, "the order in which it is asked changes nothing"

    assert len({m.task_id for m in moves}) == len(moves), "each task moves once"
    for move in moves:
        assert people[move.to].may_hold(known[move.task_id])
        assert move.to != move.holder == known[move.task_id].holder
    for task in tasks:
        if task.begun and task.holder and not people[task.holder].away:
            assert task.id not in {m.task_id for m in moves}, "what is begun stays"

    after = {t.id: t.holder for t in tasks} | {m.task_id: m.to for m in moves}
    load = {name: elsewhere[name] + list(after.values()).count(name) for name in PEOPLE}
    for task in tasks:
        may = [p for p in people.values() if p.may_hold(task)]
        holder = after[task.id]
        if may:
            assert holder is not None
            assert not people[holder].away, "nobody who is away keeps what another may have"
        if holder == task.holder and holder and not task.begun:
            assert all(load[holder] - load[p.id] < 2 for p in may), "nobody has two more of what another may have"


@pytest.mark.parametrize("load", [0, 1, 50])
def test_of_nobody_and_nothing_there_is_nothing_to_share(load: int) -> None:
    assert share_out([], [somebody("a", load)]) == share_out([work("1")], []) == []
