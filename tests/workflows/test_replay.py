"""P7: a code change strands no open case. Recorded by `./run record`; record anew only after `workflow.patched`."""

from __future__ import annotations

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

import workflows.case
from tests.support.engine import SECRETS
from tools.record import HISTORIES, STORIES
from tools.stories_of_obligation import SHORT_RUN
from workers.codec import data_converter
from workers.worker import workflow_runner
from workflows.registry import CASES

RECORDED = sorted(HISTORIES.glob("*.json"))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_recorded_case_replays_with_todays_code(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if path.stem == "obligation_continued_as_new_first_run":
        monkeypatch.setattr(workflows.case, "HISTORY_LIMIT", SHORT_RUN)
    replayer = Replayer(
        workflows=list(CASES.values()), workflow_runner=workflow_runner(), data_converter=data_converter(SECRETS)
    )
    await replayer.replay_workflow(WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8")))


def test_every_story_and_every_ending_is_recorded() -> None:
    told = {path.stem.removesuffix("_first_run") for path in RECORDED}
    assert told == {story.__name__ for story in STORIES}
    assert "obligation_closed" in told
    for name, case in CASES.items():
        assert {f"{name}_{end}" for end in case.ends()} <= told
