"""The table of human-tasks.md § 1, written again by hand, against every cell of the machine."""

from __future__ import annotations

from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import pytest

from domain.roles import Role
from domain.substitution import Cover
from domain.tasks import FINAL, MACHINE, OPEN, Operation, TaskState, Who, allowed, states_for
from store.users import User
from web import policy

KIND = "obligation.confirm_coverage"

BACK = "the state it was suspended from"
ACTIVE = "ready reserved in_progress"
ANY_OPEN = "created ready reserved in_progress suspended"
ALONE = "ready, or reserved for the only one who fits"
TABLE = f"""
activate | created                          | {ALONE} | workflow
claim    | ready                            | reserved    | potential_owner
start    | ready                            | in_progress | potential_owner
start    | reserved                         | in_progress | owner
stop     | in_progress                      | reserved    | owner
release  | reserved in_progress             | ready       | owner supervisor
delegate | {ACTIVE}                         | reserved    | owner supervisor
forward  | {ACTIVE}                         | ready       | owner supervisor
suspend  | {ACTIVE}                         | suspended   | owner supervisor
resume   | suspended                        | {BACK}      | owner supervisor timer
complete | reserved in_progress             | completed   | owner
skip     | {ANY_OPEN}                       | obsolete    | owner supervisor
exit     | {ANY_OPEN}                       | exited      | workflow
reopen   | completed                        | completed   | supervisor
"""


def _read(table: str) -> dict[tuple[str, str], tuple[str, set[str]]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return {(op, state): (to, set(who.split())) for op, states, to, who in rows for state in states.split()}


EXPECTED = _read(TABLE)
RELATIONS = [frozenset(some) for size in range(3) for some in combinations(Who, size)]


@pytest.mark.parametrize(("operation", "state"), list(product(Operation, TaskState)))
def test_a_cell_allows_what_the_table_says_to_whom_it_says(operation: Operation, state: TaskState) -> None:
    to, who = EXPECTED.get((operation, state), (None, set()))
    cell = MACHINE.get((operation, state))
    assert (cell is not None) == (to is not None)
    if cell is not None:
        goes = f"{cell.to or BACK}" + (f", or {cell.alone} for the only one who fits" if cell.alone else "")
        assert goes == to
    for relations in RELATIONS:
        assert allowed(operation, state, relations) == bool(who & set(relations)), relations


def test_a_final_task_can_only_be_reopened_and_only_when_it_was_completed() -> None:
    possible = {(o, s) for o, s in MACHINE if s in FINAL}
    assert possible == {(Operation.reopen, TaskState.completed)}


def test_nobody_completes_a_task_over_its_owners_head() -> None:
    everybody_else = frozenset(Who) - {Who.owner}
    assert not any(allowed(Operation.complete, state, everybody_else) for state in TaskState)


def test_every_open_state_leads_to_an_end_and_every_state_but_error_is_reached() -> None:
    assert all((Operation.exit, state) in MACHINE for state in OPEN)
    reached = {cell.to for cell in MACHINE.values()} | {TaskState.created}
    assert reached - {None} == set(TaskState) - {TaskState.error}


def test_the_states_of_an_operation_are_those_of_its_rows() -> None:
    for operation in Operation:
        assert set(states_for(operation)) == {TaskState(s) for o, s in EXPECTED if o == operation}


ME, METTE, OTHER = "me", "mette", "other"
COVERS: dict[str, tuple[Cover, ...]] = {
    "none": (), "all": (Cover(METTE, "Mette"),), "this kind": (Cover(METTE, "Mette", frozenset({KIND})),),
    "another kind": (Cover(METTE, "Mette", frozenset({"x"})),),
}  # fmt: skip
ROLES = [frozenset(some) for size in range(3) for some in combinations((Role.benefit_officer, Role.supervisor), size)]
EXCLUDED: list[list[str]] = [[], [ME], [METTE], [ME, METTE], [OTHER]]


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize("holder", [None, ME, METTE, OTHER])
@pytest.mark.parametrize("excluded", EXCLUDED, ids=str)
def test_cover_gives_what_the_owner_may_and_never_past_four_eyes(cover: str, holder: str | None,
                                                                 excluded: list[str]) -> None:
    """Operation × state × role × cover, against the table above."""
    for operation, state, roles in product(policy.BY_PEOPLE, TaskState, ROLES):
        user = User(ME, "me", "Me", frozenset(("team", role) for role in roles), {}, COVERS[cover])
        task: Any = SimpleNamespace(kind=KIND, programme="obligation", role="benefit_officer", team_id="team", assignee_id=holder,
                                    excluded=excluded, state=state.value, due={"rule": "obligation.confirm"})  # fmt: skip
        mine, free = Role.benefit_officer in roles, ME not in excluded
        stands_in = mine and free and METTE not in excluded and holder == METTE and cover in ("all", "this kind")
        am = ({"owner"} if mine and holder == ME else set()) | ({"potential_owner"} if mine and free else set())
        am |= {"supervisor"} if Role.supervisor in roles else set()
        _, who = EXPECTED.get((operation, state), ("", set()))
        takes = operation in ("claim", "start", "complete")
        as_myself = bool(am & who) and (free or not takes)
        in_their_place = stands_in and "owner" in who
        may_skip = operation != "skip"
        here = (operation, state, sorted(roles))
        assert policy.may(user, task, operation) == (may_skip and (as_myself or in_their_place)), here
        if may_skip and (as_myself or in_their_place):
            assert policy.acts_for(user, task, operation) == (None if as_myself else METTE), here
