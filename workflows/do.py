"""How a case acts on the world: one short local activity, and a patient one when the database is away."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, FailureError

from activities.messages import Command

R = TypeVar("R")
BRIEF = RetryPolicy(maximum_attempts=2, initial_interval=timedelta(milliseconds=50))
PATIENT = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10))


async def do(command: Command[R], *, says: str) -> R:
    """Carry out `command`. A refusal of the domain reaches the caller; an outage is waited for.

    The first try is local because it costs a third of the engine's work; a local activity that keeps retrying
    would block the case's messages, so an outage moves to a normal activity with unlimited retries.
    """
    answer = command.answer()
    try:
        result = await workflow.execute_local_activity(
            command.name(), command, result_type=answer, schedule_to_close_timeout=timedelta(seconds=8),
            start_to_close_timeout=timedelta(seconds=4), retry_policy=BRIEF, summary=says,
        )  # fmt: skip
    except FailureError as failure:
        if isinstance(failure, ApplicationError) and failure.non_retryable:
            raise
        result = await workflow.execute_activity(
            command.name(), command, result_type=answer, start_to_close_timeout=timedelta(seconds=30),
            retry_policy=PATIENT, summary=says,
        )  # fmt: skip
    return result  # type: ignore[no-any-return]
