"""How callers learn that a case asks, from the worker's process, without looking again and again.

A benchmark's own side effect in workflow code: rung once more at a replay, which then does no harm.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections import defaultdict
from pathlib import Path

PATH = "HANDLEPLAN_BENCH_BELL"


def ring(case_id: str, what: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.sendto(f"{case_id} {what}".encode(), os.environ[PATH])


class Bell(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self._heard: defaultdict[str, asyncio.Queue[str]] = defaultdict(asyncio.Queue)

    async def listen(self, path: Path) -> asyncio.DatagramTransport:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=str(path), family=socket.AF_UNIX)
        return transport

    def datagram_received(self, data: bytes, addr: object) -> None:
        case_id, what = data.decode().split(" ")
        self._heard[case_id].put_nowait(what)

    async def next(self, case_id: str) -> str:
        return await asyncio.wait_for(self._heard[case_id].get(), 60)

    def forget(self, case_id: str) -> None:
        self._heard.pop(case_id, None)
