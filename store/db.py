"""The database behind one object: who needs it is handed a `Store`."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from domain.errors import Refusal
from domain.text import Text
from store.secrets import Secrets

BUSY_SECONDS = 15
LOOK_AGAIN = 0.002


class DatabaseAway(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "database_away",
            Text(
                da="Databasen svarer ikke lige nu. Intet er gået tabt. Prøv igen om lidt.",
                en="The database does not answer right now. Nothing is lost. Try again shortly.",
            ),
            status=503,
        )


class Store:
    """Reads and writes; a `write` block is one transaction, and only its end commits."""

    def __init__(self, url: str | URL, secrets: Secrets) -> None:
        self.url = make_url(url)
        self.secrets = secrets
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._engine()
        self._writing = self.engine.execution_options(handleplan_write=True)
        self._turn = Lock()

    def _engine(self) -> sa.Engine:
        if not self.is_sqlite:
            return sa.create_engine(self.url, pool_size=10, max_overflow=20, pool_pre_ping=True, pool_timeout=10)
        engine = sa.create_engine(
            self.url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_size=10, max_overflow=40
        )
        sa.event.listen(engine, "connect", _pragmas)
        sa.event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        with self._refusing_outages(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        with self._refusing_outages(), self._in_turn(), self._writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite has one writer at a time, and one that waits sleeps: this process's own take turns without sleep."""
        if not self.is_sqlite:
            yield
        elif self._turn.acquire(timeout=BUSY_SECONDS):
            try:
                yield
            finally:
                self._turn.release()
        else:
            raise DatabaseAway

    @contextmanager
    def _refusing_outages(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, sa.exc.TimeoutError) as error:
            raise DatabaseAway from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseAway from error
            raise

    def upgrade(self) -> None:
        """Bring the tables to this code's version."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._writing.connect() as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        self.engine.dispose()


def _pragmas(connection: Any, _: Any) -> None:
    # The driver must not open transactions by itself: `_begin` does, with the right lock.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("handleplan_write"):
        _begin_writing(connection.connection.driver_connection)
    else:
        connection.exec_driver_sql("BEGIN DEFERRED")


def _begin_writing(connection: Any) -> None:
    """Looks often whether another process has ended its transaction: SQLite's own wait sleeps up to 100 ms between
    looks and so misses the short gaps of a long import, for as long as that lasts."""
    until = time.monotonic() + BUSY_SECONDS
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise DatabaseAway from error
                time.sleep(LOOK_AGAIN)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
