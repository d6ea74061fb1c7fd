"""`handleplan up`: engine, worker with courier, and web as one process group on one data folder."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from cli.context import ADDRESS
from cli.health import is_well
from cli.part import Part, PartFailed
from cli.settings import Settings
from cli.stop import Stop
from workers import embedded

POLL = 0.05
LOOPBACK = "127.0.0.1"
FIRST_PATIENCE, ENGINE_PATIENCE = 6.0, 2.0
"""Seconds that worker and web, then the engine, have to stop by themselves: together under ten."""
SECONDS_TO_START = 90.0


class Supervisor:
    def __init__(self, settings: Settings, sock: socket.socket, *, engine_port: int, ui_port: int) -> None:
        self.settings = settings
        self.engine = f"{LOOPBACK}:{engine_port}"
        self.ui = f"http://{LOOPBACK}:{ui_port}"
        self._sock = sock
        self._worker_port = embedded.free_port()
        self._stopping = asyncio.Event()
        self._was_ready = False
        self._keepers: list[asyncio.Task[None]] = []
        self.parts = self._parts(engine_port, ui_port)

    def _parts(self, engine_port: int, ui_port: int) -> list[Part]:
        data = self.settings.data.resolve()
        shared = {
            "HANDLEPLAN_DATA": str(data), "HANDLEPLAN_WORKER_PORT": str(self._worker_port),
            "HANDLEPLAN_DEMO": str(self.settings.demo),
            "HANDLEPLAN_ENGINE_UI": self.settings.engine_ui or self.ui,
        }  # fmt: skip
        # -P: a folder named web or cli where the person stands must not be taken for ours.
        own = [sys.executable, "-P", "-m", "cli"]
        fd = self._sock.fileno()
        engine = embedded.command(engine_port, data / "engine.db", ui_port=ui_port)
        return [
            Part("engine", engine, data / "logs/engine.log", embedded.environment(dict(os.environ))),
            Part("worker", [*own, "worker"], data / "logs/worker.log", shared),
            Part("web", [*own, "web", "--fd", str(fd)], data / "logs/web.log", shared, (fd,)),
        ]

    def listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stopping.set)

    def start(self, *names: str) -> None:
        for part in self.parts:
            if part.name in names:
                keeper = part.keep(self._stopping.is_set, lambda: not self._was_ready)
                self._keepers.append(asyncio.create_task(keeper))

    async def until_ready(self) -> bool:
        """True when all answer; False when told to stop meanwhile."""
        (self.settings.data / ADDRESS).write_text(self.engine)
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_START):
                while not self._stopping.is_set():
                    self._raise_failures()
                    if await self._all_answer():
                        self._was_ready = True
                        return True
                    await asyncio.sleep(POLL)
                return False
        raise Stop(f"Handleplan did not get ready in time. See {self.settings.data / 'logs'}.", 1)

    async def unless_stopped(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do `work`; False when told to stop before its end."""
        working, told = asyncio.create_task(work), asyncio.create_task(self._stopping.wait())
        await asyncio.wait([working, told], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if working.done():
            working.result()
            return True
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return False

    async def until_stopped(self) -> None:
        await self._stopping.wait()

    async def stop(self) -> None:
        self._stopping.set()
        by_name = {part.name: part for part in self.parts}
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(by_name[n].stop(FIRST_PATIENCE) for n in ("worker", "web")))
        await by_name["engine"].stop(ENGINE_PATIENCE)
        (self.settings.data / ADDRESS).unlink(missing_ok=True)

    async def _all_answer(self) -> bool:
        host, port = self._sock.getsockname()[:2]
        web = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)  # noqa: S104
        return await is_well(LOOPBACK, self._worker_port) and await is_well(web, port)

    def _raise_failures(self) -> None:
        for keeper in self._keepers:
            if keeper.done() and not self._stopping.is_set():
                try:
                    keeper.result()
                except PartFailed as failed:
                    raise Stop(f"The {failed.name} does not start. It said last:\n{failed.tail}", 1) from None


def keep_to_own_engine(address: str) -> None:
    """This process and its parts use the embedded engine, whatever the person's own TEMPORAL_* settings say."""
    for name in [name for name in os.environ if name.startswith("TEMPORAL_")]:
        del os.environ[name]
    os.environ |= {"TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": "default", "TEMPORAL_CONFIG_FILE": os.devnull}
