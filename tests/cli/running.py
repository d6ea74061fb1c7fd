"""`handleplan` as a person runs it: a real process, its two streams, its group."""

from __future__ import annotations

import io
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest

from cli.app import run

HANDLEPLAN = [sys.executable, "-P", "-m", "cli"]
SECONDS = 120
UNTIL_READY = 300
"""With the demo's stories, on a machine that has other work to do."""


def environment(**more: str) -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("HANDLEPLAN_", "TEMPORAL_"))}
    return plain | {"PYTHONUNBUFFERED": "1", "COLUMNS": "300"} | more


def handleplan(*words: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*HANDLEPLAN, *words], input=stdin, capture_output=True, text=True, timeout=SECONDS,
                          env=environment(**env))  # fmt: skip


class Here(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str, stdin: str = "",
         **env: str) -> Here:  # fmt: skip
    """The same command in this process, which is a second faster."""
    monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    monkeypatch.setenv("COLUMNS", "300")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    capsys.readouterr()
    code = run(list(words))
    said = capsys.readouterr()
    return Here(code, said.out, said.err)


class Up:
    def __init__(self, data: Path, *words: str, **env: str) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [*HANDLEPLAN, "up", "--port", "0", "--data", str(data), *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(**env),
            start_new_session=True,
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        self.said = ""
        self._readers = [threading.Thread(target=t, daemon=True) for t in (self._read, self._drain)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line.strip())
        self.lines.put("")

    def _drain(self) -> None:
        for line in self.process.stderr or ():
            self.said += line

    def address(self) -> str:
        """The address of the ready line; waits for it."""
        with suppress(queue.Empty):
            if (line := self.lines.get(timeout=UNTIL_READY)).startswith("ready "):
                return line.removeprefix("ready ")
        raise AssertionError(f"never ready: {self.said}")

    def group(self) -> dict[str, int]:
        """The living processes of the group: part by process id."""
        found = {}
        for folder in Path("/proc").iterdir():
            with suppress(OSError, ValueError, ProcessLookupError):
                pid = int(folder.name)
                words = (folder / "cmdline").read_text().split("\0")
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                if os.getpgid(pid) == self.process.pid and state != "Z":
                    found[_part(words)] = pid
        return found

    def wait_for(self, *parts: str, unlike: dict[str, int] | None = None) -> dict[str, int]:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            now = self.group()
            if set(parts) == set(now) and not any(now[p] == (unlike or {}).get(p) for p in parts):
                return now
            time.sleep(0.05)
        raise AssertionError(f"{parts} never came to be: {self.group()}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def join(self) -> None:
        """Until all that it said is read."""
        for reader in self._readers:
            reader.join(SECONDS)

    def kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(SECONDS)
        self.join()
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


def _part(words: list[str]) -> str:
    if "server" in words:
        return "engine"
    return next((part for part in ("worker", "web", "up") if part in words), "other")


@contextmanager
def up(data: Path, *words: str, **env: str) -> Iterator[Up]:
    made = Up(data, *words, **env)
    try:
        yield made
    finally:
        made.kill_group()


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def eventually_answers(address: str) -> None:
    until = time.monotonic() + SECONDS
    while not answers(address):
        assert time.monotonic() < until
        time.sleep(0.05)
