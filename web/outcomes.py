"""What the outcomes of cases are called, by programme, as their processes say."""

from __future__ import annotations

from functools import cache

from domain.text import Text
from workflows.map import process_map
from workflows.registry import CASES


@cache
def ends() -> dict[str, dict[str, Text]]:
    return {name: {node.stage: node.says for node in process_map(case) if node.is_end} for name, case in CASES.items()}
