from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers.embedded import free_port

PASSWORD = "a password of the tests"


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        missing = "PostgreSQL is missing: apt-get install postgresql"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found[-1].parent


def _as_postgres(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty database in a throw-away cluster, with a password."""
    programs, folder = _binaries(), Path(tempfile.mkdtemp(prefix="handleplan-postgres-"))
    first, port = _as_postgres(folder), str(free_port())
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    subprocess.run(
        [*first, programs / "initdb", "-D", folder / "data", "-U", "handleplan", "--auth=scram-sha-256",
         f"--pwfile={secret}", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"], check=True, capture_output=True,
    )  # fmt: skip
    options = ["-c", "fsync=off", "-c", f"unix_socket_directories={folder}", "-c", "listen_addresses=127.0.0.1"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*first, programs / "postgres", "-D", folder / "data", "-p", port, *options],
                                  stdout=log, stderr=log)  # fmt: skip
    try:
        _wait(programs, port)
        yield f"postgresql://handleplan@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, port: str) -> None:
    for _ in range(200):
        ready = [programs / "pg_isready", "-h", "127.0.0.1", "-p", port, "-t", "1"]
        if subprocess.run(ready, capture_output=True).returncode == 0:
            return
    raise AssertionError("PostgreSQL does not start")
