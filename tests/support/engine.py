"""The real engine of the tests: in memory, with a clock per case that can be moved."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from temporalio.client import Client

from store.secrets import Secrets
from workers import embedded
from workers.codec import data_converter
from workers.connection import register_search_attributes

SECRETS = Secrets(b"a secret of the tests, long enough to be one")


STARTS = 3
"""The server picks the ports of its inner services long before it listens on them; another program may be quicker."""


@contextmanager
def running_engine(folder: Path) -> Iterator[str]:
    """Its address; it is gone afterwards with all that it knew."""
    process, port = _started(folder / "engine.log")
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)


def _started(log: Path) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(STARTS):
        port = embedded.free_port()
        process = embedded.start(port, None, log, skipping=True)
        while process.poll() is None:
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    return process, port
            time.sleep(0.01)
    raise RuntimeError(f"the engine ended {STARTS} times as it started: {log.read_text(errors='replace')[-2000:]}")


async def connected(address: str) -> Client:
    until = time.monotonic() + 30
    while True:
        try:
            made = await Client.connect(address, data_converter=data_converter(SECRETS))
            await register_search_attributes(made)
            return made
        except RuntimeError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.02)
