"""Is it alive, is it ready, and what Prometheus asks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import anyio
import sqlalchemy as sa
from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from temporalio.service import RPCError

from domain.errors import Refusal
from store import outbox, posting, reconcile
from store.inbox import IS_OPEN
from store.tables import cases, tasks
from web.access import MEASURES, needs, public
from web.api.models import Problem
from web.house import House, TheHouse

CLOSED: dict[int | str, dict[str, Any]] = {code: {"model": Problem} for code in (401, 403, 503)}
router = APIRouter(tags=["health"])


@router.get("/healthz", dependencies=[Depends(public)])
def alive() -> dict[str, str]:
    return {"status": "alive"}


@router.get("/readyz", dependencies=[Depends(public)], responses={503: {"description": "one of both does not answer"}})
async def ready(house: TheHouse) -> JSONResponse:
    """200 when database and engine both answer; the inbox works without the engine, so only this says 503."""
    found = {"database": await anyio.to_thread.run_sync(_database, house), "engine": await _engine(house)}
    return JSONResponse(found, 200 if all(found.values()) else 503)


def _database(house: House) -> bool:
    try:
        with house.store.read() as db:
            db.execute(sa.select(1))
    except Refusal:
        return False
    return True


async def _engine(house: House) -> bool:
    try:
        return await house.courier.client.service_client.check_health(timeout=timedelta(seconds=2))
    except (RPCError, RuntimeError):
        return False


@router.get("/metrics", dependencies=[Depends(needs(*MEASURES, in_production=True))],
            response_class=PlainTextResponse, responses=CLOSED)  # fmt: skip
def metrics(house: TheHouse) -> Response:
    registry = CollectorRegistry()
    numbers, forgotten = _numbers(house)
    for name, number in numbers.items():
        Gauge(f"handleplan_{name}", name.replace("_", " "), registry=registry).set(number)
    gauge = Gauge("handleplan_violations", "cases that something is forgotten of", ["code"], registry=registry)
    for code, number in forgotten.items():
        gauge.labels(code).set(number)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _numbers(house: House) -> tuple[dict[str, int], Counter[str]]:
    """What there is, and what the database alone can say is forgotten (promise P2)."""
    now = house.now()
    with house.store.read() as db:
        def count(*where: sa.ColumnElement[bool]) -> int:
            return db.execute(sa.select(sa.func.count()).where(*where)).scalar_one()

        numbers = {
            "open_cases": count(cases.c.closed_at.is_(None)), "open_tasks": count(IS_OPEN),
            "overdue_tasks": count(IS_OPEN, tasks.c.due_at < now), "outbox_waiting": outbox.waiting(db),
            **{f"letters_{state}": number for state, number in posting.counts(db).items()},
        }  # fmt: skip
        forgotten = Counter(dict.fromkeys(reconcile.SEEN_BY_THE_DATABASE, 0))
        forgotten.update(violation.code for violation in reconcile.violations(db, now))
    return numbers, forgotten
