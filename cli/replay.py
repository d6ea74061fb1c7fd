"""Every open case's history against this code: would it go on after a deploy?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Replayer

from cli.context import engine
from cli.settings import Settings
from cli.stop import Stop
from store import reconcile as proof
from store.db import Store
from workers.worker import workflow_runner
from workflows.registry import CASES

AHEAD = 16


@dataclass
class Replayed:
    replayed: int = 0
    stranded: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        cases = [{"case_id": c, "because": why} for c, why in self.stranded.items()]
        return {"replayed": self.replayed, "stranded": cases}


async def replay(settings: Settings, store: Store) -> Replayed:
    client, found = await engine(settings, store), Replayed()
    with store.read() as db:
        ids = [case.id for case in proof.open_cases(db) if not proof.start_is_waiting(db, case.id)]
    replayer = Replayer(
        workflows=list(CASES.values()), data_converter=client.data_converter, workflow_runner=workflow_runner()
    )
    async with replayer.workflow_replay_iterator(_histories(client, ids, found)) as results:
        async for result in results:
            found.replayed += 1
            if result.replay_failure is not None:
                found.stranded[result.history.workflow_id] = type(result.replay_failure).__name__
    return found


async def _histories(client: Client, ids: list[str], found: Replayed) -> AsyncIterator[WorkflowHistory]:
    for start in range(0, len(ids), AHEAD):
        batch = ids[start : start + AHEAD]
        for case_id, history in zip(batch, await asyncio.gather(*(_history(client, i) for i in batch)), strict=True):
            if history is None:
                found.stranded[case_id] = "the engine does not know it; see handleplan reconcile"
            else:
                yield history


async def _history(client: Client, case_id: str) -> WorkflowHistory | None:
    try:
        return await client.get_workflow_handle(case_id).fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise Stop("The engine stopped answering.") from None
