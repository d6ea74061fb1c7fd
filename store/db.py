"""The database behind one object: who needs it is handed a `Store`."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
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
_MAKING = Lock()
Note = Callable[[sa.Connection], object]
_NOTE: ContextVar[Note | None] = ContextVar("note", default=None)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000", "temp_store=MEMORY")


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
        if self.is_sqlite:
            self.engine = self._sqlite(BUSY_SECONDS, _begin)
            self._writing = self._sqlite(0, _begin_writing)
        else:
            self.engine = sa.create_engine(
                self.url, pool_size=10, max_overflow=20, pool_pre_ping=True, pool_timeout=10)  # fmt: skip
            self._writing = self.engine
        self._turn = Lock()

    def _sqlite(self, patience: int, begin: Callable[[sa.Connection], None]) -> sa.Engine:
        how = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        engine = sa.create_engine(self.url, connect_args=how, pool_size=10, max_overflow=40)
        pragmas = (*PRAGMAS, f"busy_timeout={patience * 1000}")
        sa.event.listen(engine, "do_connect", lambda *_: _make(self.url.database))
        sa.event.listen(engine, "connect", lambda connection, _: _prepare(connection, pragmas))
        sa.event.listen(engine, "begin", begin)
        return engine

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        with self._refusing_outages(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        with self._refusing_outages(), self._in_turn(), self._writing.connect() as connection, connection.begin():
            yield connection
            note = _NOTE.get()
            if note is not None:
                note(connection)

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
        for engine in {self.engine, self._writing}:
            engine.dispose()


@contextmanager
def noting(note: Note) -> Iterator[None]:
    """Whatever is written meanwhile by this thread commits together with `note`, or not at all."""
    before = _NOTE.set(note)
    try:
        yield
    finally:
        _NOTE.reset(before)


def _make(path: str | None) -> None:
    """A database that is made here is its owner's alone; SQLite makes what lies beside it alike.

    A file that exists is never opened: to close it again would drop every lock that this process's connections have on
    it, and the next other process to leave would delete the log they still write to.
    """
    if path and not path.startswith((":", "file:")):
        with _MAKING, suppress(OSError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare(connection: Any, pragmas: tuple[str, ...]) -> None:
    # The driver must not open transactions by itself: `_begin` does, with the right lock.
    connection.isolation_level = None
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    _driver(connection).execute("BEGIN DEFERRED")


def _begin_writing(connection: sa.Connection) -> None:
    """Looks often whether another process has ended its transaction: SQLite's own wait sleeps up to 100 ms between
    looks and so misses the short gaps of a long import, for as long as that lasts."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            _driver(connection).execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise DatabaseAway from error
            time.sleep(LOOK_AGAIN)


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
