"""P7: a code change strands no open case. Recorded by `./run record`; record anew only after `workflow.patched`."""

from __future__ import annotations

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

import workflows.case
from tests.support.engine import SECRETS
from tools.record import HISTORIES, SHORT_RUN, STORIES
from workers.codec import data_converter
from workers.worker import workflow_runner
from workflows.obligation import Obligation
from workflows.registry import CASES

RECORDED = sorted(HISTORIES.glob("*.json"))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_recorded_case_replays_with_todays_code(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if path.stem.endswith("_first_run"):
        monkeypatch.setattr(workflows.case, "HISTORY_LIMIT", SHORT_RUN)
    replayer = Replayer(
        workflows=list(CASES.values()), workflow_runner=workflow_runner(), data_converter=data_converter(SECRETS)
    )
    await replayer.replay_workflow(WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8")))


def test_every_story_and_every_ending_is_recorded() -> None:
    told = {path.stem.removesuffix("_first_run") for path in RECORDED}
    assert told == {story.__name__ for story in STORIES}
    assert {f"obligation_{end}" for end in (*Obligation.ends(), "closed")} <= told
    for name in ("complaint", "access_to_file"):
        assert {f"{name}_{end}" for end in CASES[name].ends()} <= told
