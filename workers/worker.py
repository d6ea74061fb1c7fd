"""The worker: registers what there is and runs it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

from activities.budget import BudgetActivities
from activities.cases import CaseActivities
from activities.effort import EffortActivities
from domain.policies import policies
from store.db import Store
from workers.cache import CACHED_CASES
from workers.courier import TASK_QUEUE
from workers.incidents import Incidents
from workflows.registry import CASES

THREADS = 8


def workflow_runner() -> WorkflowRunner:
    """Without the SDK's sandbox: docs/adr/0006."""
    return UnsandboxedWorkflowRunner()


def settings(cached_cases: int = CACHED_CASES) -> dict[str, Any]:
    """How a worker runs, whatever it runs."""
    return {
        "workflow_runner": workflow_runner(),
        "max_cached_workflows": cached_cases,
        # After kill -9 the next message waits this long for the dead worker's sticky queue.
        "sticky_queue_schedule_to_start_timeout": timedelta(seconds=1),
        "graceful_shutdown_timeout": timedelta(seconds=5),
    }


def build_worker(client: Client, store: Store, *, cached_cases: int = CACHED_CASES) -> Worker:
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=list(CASES.values()),
        activities=[one for them in (CaseActivities, EffortActivities, BudgetActivities)
                    for one in them(store, policies()).all()],
        interceptors=[Incidents(store)],
        activity_executor=ThreadPoolExecutor(THREADS, thread_name_prefix="activity"),
        # More would wait for a thread while their time already runs.
        max_concurrent_activities=THREADS,
        max_concurrent_local_activities=THREADS,
        **settings(cached_cases),
    )
