"""What a command works with: settings, the store, the engine's client; and the one place where a loop is run."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from temporalio.client import Client

import store.db
from cli.settings import Settings
from cli.stop import Stop
from domain.errors import Refusal
from store.db import Store
from workers.connection import connect

T = TypeVar("T")
BEFORE_EXIT = 0.05
ADDRESS = "engine.address"
NOT_UPGRADED = "The database does not have this version's tables. Run: handleplan db upgrade"


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end. The engine's client may abort the interpreter at exit without the pause
    (sdk-python#300), and the exit code would lie."""
    try:
        return asyncio.run(work)
    finally:
        time.sleep(BEFORE_EXIT)


def make_store(settings: Settings) -> Store:
    secrets = settings.secrets()
    return Store(settings.database(), secrets)


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The store with this version's tables; a missing or an old one is refused in a sentence."""
    if settings.is_embedded and not settings.database_file.exists():
        raise Stop(f"There is no data in {settings.data}. Start with: handleplan up --data {settings.data}")
    made = make_store(settings)
    try:
        if not is_current(made):
            raise Stop(NOT_UPGRADED)
        yield made
    finally:
        made.close()


def is_current(made: Store) -> bool:
    scripts = ScriptDirectory(str(Path(store.db.__file__).parent / "migrations"))
    with made.read() as db:
        return MigrationContext.configure(db).get_current_revision() == scripts.get_current_head()


def refuse_old_tables(made: Store) -> None:
    """Worker and web start without their database and wait for it, but never on another version's tables."""
    try:
        current = is_current(made)
    except Refusal:
        return
    if not current:
        raise Stop(NOT_UPGRADED)


def engine_address(settings: Settings) -> str | None:
    """Where `handleplan up` on this data folder has its engine; None leaves it to the environment."""
    file = settings.data / ADDRESS
    if "TEMPORAL_ADDRESS" in os.environ or not settings.is_embedded or not file.exists():
        return None
    return file.read_text().strip()


async def engine(settings: Settings, made: Store) -> Client:
    try:
        return await connect(made.secrets, lazy=False, address=engine_address(settings))
    except (RuntimeError, OSError):
        raise Stop("The engine does not answer. Is handleplan running, and is TEMPORAL_ADDRESS right?") from None


def calm_garbage_collector() -> None:
    """After start: what is loaded stays, so that no request waits for a walk through it.

    Small steps: with large ones a page in fifty took 30 ms, and a worker kept 100 MB of finished cases.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 10, 5)
