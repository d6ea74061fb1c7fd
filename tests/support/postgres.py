"""A throw-away PostgreSQL cluster from the machine's own binaries."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg  # noqa: F401 - its C part measures datetime.date, so it is read before a test stops the clock
import sqlalchemy as sa

from store.db import Store
from tests.support.engine import SECRETS
from workers.embedded import free_port

BINARIES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
FAST = ["-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
ROOM = ["-c", "max_connections=60"]


class Cluster:
    """Open to everybody on this machine. PostgreSQL refuses root, so root becomes postgres. Where it is not `durable`
    a stop may lose the last half second, although it was committed."""

    def __init__(self, *, durable: bool = False) -> None:
        self._settings = ROOM + ([] if durable else FAST)
        assert BINARIES is not None
        self._binaries = BINARIES
        self._folder, self._port = Path(tempfile.mkdtemp(prefix="handleplan-pg-")), free_port()
        self._as_user: list[str] = []
        if os.geteuid() == 0:
            self._as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            shutil.chown(self._folder, "postgres", "postgres")
        data = ["-D", str(self._folder / "data")]
        self._run("initdb", *data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.start()

    @property
    def address(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}"

    def start(self) -> None:
        words = ["-D", str(self._folder / "data"), "-p", str(self._port), "-k", str(self._folder), "-h", "127.0.0.1"]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [*self._as_user, self._binaries / "postgres", *words, *self._settings], stdout=log, stderr=log, cwd=self._folder
            )
        self._wait()

    def stop(self) -> None:
        """At once, as a crash would: clients are cut off."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(20)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def execute(self, statement: str) -> None:
        engine = sa.create_engine(f"{self.address}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as db:
            db.execute(sa.text(statement))
        engine.dispose()

    @contextmanager
    def database(self, like: str = "template1") -> Iterator[str]:
        """The address of a new one."""
        name = f"t{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield f"{self.address}/{name}"
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @cached_property
    def migrated(self) -> str:
        """The name of a database with this code's tables and nobody in it, to be copied."""
        name = "migrated"
        self.execute(f"CREATE DATABASE {name}")
        made = Store(f"{self.address}/{name}", SECRETS)
        made.upgrade()
        made.close()
        return name

    def _run(self, name: str, *words: str) -> None:
        call = [*self._as_user, self._binaries / name, *words]
        subprocess.run(call, check=True, capture_output=True, cwd=self._folder)

    def _wait(self) -> None:
        for _ in range(400):
            try:
                return self.execute("SELECT 1")
            except sa.exc.OperationalError:
                if self._server.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError((self._folder / "log").read_text())
