"""The map that supervisors see is the code."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest

from domain.text import Text
from workflows.case import Case
from workflows.map import CLOSED, process_map, stage
from workflows.registry import CASES, STATES


@pytest.mark.parametrize("name", CASES)
def test_the_map_is_what_the_stages_are_annotated_with(name: str) -> None:
    case = CASES[name]
    for node in process_map(case):
        if not node.is_end:
            assert node.next == get_args(get_type_hints(getattr(case, node.stage))["return"])


@pytest.mark.parametrize("name", CASES)
def test_every_stage_and_every_end_can_be_reached_and_every_stage_leads_on(name: str) -> None:
    nodes = {node.stage: node for node in process_map(CASES[name])}
    reached, ahead = set(), [STATES[name].model_fields["stage"].default]
    while ahead:
        if (here := ahead.pop()) not in reached:
            reached.add(here)
            ahead += nodes[here].next
    assert reached == set(nodes) - set(CLOSED)
    assert all(bool(node.next) != node.is_end for node in nodes.values())
    assert all(node.says.da and node.says.en for node in nodes.values())


def test_a_stage_without_its_successors_is_refused() -> None:
    class Loose(Case[Any]):
        @stage(says=Text(da="Løs", en="Loose"))
        async def loose(self) -> str:
            return "anywhere"

    with pytest.raises(TypeError, match="loose must be annotated with a Literal"):
        process_map(Loose)
