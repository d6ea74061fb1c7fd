"""The system's own processes, each ended with the block that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.harness import wait_until
from benchmarks.http import answers
from workers import embedded

CLI = [sys.executable, "-P", "-m", "cli"]


def environment(**more: str) -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("HANDLEPLAN_", "TEMPORAL_"))}
    return plain | {"PYTHONUNBUFFERED": "1"} | more


@contextmanager
def running(*words: str, log: Path, **env: str) -> Iterator[subprocess.Popen[str]]:
    """A process in its own group; the group is killed at the end."""
    with log.open("a") as out:
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=out, text=True, env=environment(**env), start_new_session=True
        )
    try:
        yield process
    except Exception as error:
        error.add_note(log.read_text()[-2000:])
        raise
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout
        process.stdout.close()


@contextmanager
def up(data: Path) -> Iterator[Up]:
    """`handleplan up`, ready."""
    with running(*CLI, "up", "--port", "0", "--data", str(data), log=data.with_suffix(".log")) as process:
        yield Up(process)


class Up:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.pid = process.pid
        assert process.stdout
        line = process.stdout.readline()
        if not line.startswith("ready "):
            raise RuntimeError(f"handleplan up did not get ready: {line!r}")
        self.address = line.split("://")[1].strip()

    def worker(self) -> int:
        """Process id of the worker; 0 while there is none."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return next((int(c) for c in children if _is_worker(c)), 0)


def _is_worker(pid: str) -> bool:
    with suppress(OSError):
        return "worker" in Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return False


@contextmanager
def web(data: Path, **env: str) -> Iterator[str]:
    """`handleplan web` alone; its address."""
    address = f"127.0.0.1:{embedded.free_port()}"
    port = address.rpartition(":")[2]
    with running(*CLI, "web", "--data", str(data), "--port", port, log=data.with_suffix(".log"), **env):
        wait_until(lambda: answers(address, "/healthz"))
        yield address


@contextmanager
def engine(folder: Path, file: Path | None = None, *, skipping: bool = False) -> Iterator[str]:
    """The engine alone; its address. It may not answer yet. `skipping`: with clocks that can be moved."""
    port = embedded.free_port()
    process = embedded.start(port, file, folder / "engine.log", skipping=skipping)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def megabytes(pid: int) -> float:
    """Resident memory."""
    line = next(w for w in Path(f"/proc/{pid}/status").read_text().splitlines() if w.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
