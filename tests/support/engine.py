"""The real engine of the tests: in memory, with a clock per case that can be moved."""

from __future__ import annotations

import asyncio
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


@contextmanager
def running_engine(folder: Path) -> Iterator[str]:
    """Its address; it is gone afterwards with all that it knew."""
    port = embedded.free_port()
    process = embedded.start(port, None, folder / "engine.log", skipping=True)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)


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
