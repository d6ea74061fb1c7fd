"""One part of the system as a child process: started, started again when it dies, stopped."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

TETHER = str(Path(__file__).with_name("tether.py"))
QUICK_DEATH = 3.0
DEATHS_AT_START = 3
LONGEST_PAUSE = 5.0
LOG_LIMIT = 10_000_000
TAIL = 2000


class PartFailed(Exception):  # noqa: N818 - told to the supervisor
    def __init__(self, name: str, tail: str) -> None:
        super().__init__(name)
        self.name = name
        self.tail = tail


@dataclass
class Part:
    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    process: asyncio.subprocess.Process | None = None
    deaths: int = 0

    async def keep(self, is_stopping: Callable[[], bool], may_give_up: Callable[[], bool]) -> None:
        """Run it, and run it again when it ends, until stopping. Before all was ready once, three quick deaths
        in a row give up."""
        while not is_stopping():
            began = time.monotonic()
            self.process = await self._spawn()
            await self.process.wait()
            self.deaths = self.deaths + 1 if time.monotonic() - began < QUICK_DEATH else 0
            if self.deaths >= DEATHS_AT_START and may_give_up() and not is_stopping():
                raise PartFailed(self.name, self._tail())
            await asyncio.sleep(min(0.1 * 2**self.deaths, LONGEST_PAUSE))

    async def _spawn(self) -> asyncio.subprocess.Process:
        words = [sys.executable, "-I", "-S", TETHER, str(os.getpid()), *self.command]
        with self.log.open("ab") as out:
            if out.tell() > LOG_LIMIT:
                out.truncate(0)
            return await asyncio.create_subprocess_exec(
                *words, stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out,
                env=os.environ | self.environment, pass_fds=self.descriptors,
            )  # fmt: skip

    async def stop(self, patience: float) -> None:
        process = self.process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _tail(self) -> str:
        return self.log.read_bytes()[-TAIL:].decode(errors="replace")
