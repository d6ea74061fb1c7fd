"""What keeps failing: noted while it fails, cleared when it succeeds, and tried again when a person asks for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from temporalio import activity
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetActivityRequest
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from domain.errors import Refusal
from store import incidents
from store.db import Store
from workers.courier import Courier

REPORTED = "TemporalReportedProblems"
"""The search attribute that the server sets on a workflow whose task keeps failing: an error in its code."""
PATIENCE = timedelta(seconds=2)
MOST = 100
AWAY = (RPCError, RuntimeError, OSError)
"""What a call of the engine raises while it is away; RuntimeError where it has never been reached."""
logger = logging.getLogger("handleplan.incidents")


class Incidents(Interceptor):
    def __init__(self, store: Store) -> None:
        self._store = store

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return _Noting(next, self._store)


class _Noting(ActivityInboundInterceptor):
    """Every step is tried as a local activity first: only one that has failed so comes as a normal one, and waits."""

    def __init__(self, following: ActivityInboundInterceptor, store: Store) -> None:
        super().__init__(following)
        self._store = store

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        info = activity.info()
        case_id, step, name = info.workflow_id, info.activity_id, info.activity_type
        if info.is_local or not case_id:
            return await super().execute_activity(input)
        try:
            answer = await super().execute_activity(input)
        except Exception as error:
            if isinstance(error, ApplicationError) and error.non_retryable:
                await self._keep(lambda db: incidents.clear(db, case_id, step))
            else:
                what, now = type(error).__name__, datetime.now(UTC)
                await self._keep(lambda db: incidents.note(db, case_id, step, name, what, now))
            raise
        await self._keep(lambda db: incidents.clear(db, case_id, step))
        return answer

    async def _keep(self, change: Callable[[sa.Connection], None]) -> None:
        """The step's own answer counts, whether or not it could be noted."""
        try:
            await asyncio.to_thread(self._write, change)
        except (Refusal, sa.exc.SQLAlchemyError) as away:
            logger.info("not noted: %s", type(away).__name__)

    def _write(self, change: Callable[[sa.Connection], None]) -> None:
        with self._store.write() as db:
            change(db)


async def try_again(client: Client, store: Store, courier: Courier, case_id: str) -> None:
    """Now instead of after the pause: its failing steps and its waiting messages. Raises one of AWAY."""

    def begin() -> list[str]:
        with store.write() as db:
            incidents.try_now(db, case_id, datetime.now(UTC))
            return incidents.steps_of(db, case_id)

    def over(step: str) -> None:
        with store.write() as db:
            incidents.clear(db, case_id, step)

    for step in await asyncio.to_thread(begin):
        try:
            asked = ResetActivityRequest(
                namespace=client.namespace, execution=WorkflowExecution(workflow_id=case_id), id=step)  # fmt: skip
            await client.workflow_service.reset_activity(asked, timeout=PATIENCE)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            await asyncio.to_thread(over, step)
    await courier.deliver(case_id)


async def blocked(client: Client) -> list[str] | None:
    """Cases whose code fails, as far as the server has told by now, MOST at most; None while the engine is away."""
    found: list[str] = []
    with suppress(*AWAY):
        async for one in client.list_workflows(f"{REPORTED} IS NOT NULL", limit=MOST, rpc_timeout=PATIENCE):
            found.append(one.id)
        return found
    return None
