"""The worker as a process of its own, as in production: whoever decides must not keep it from its cases.

python -m tests.simulation.worker DATABASE ENGINE
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.db import Store
from tests.support.engine import SECRETS, connected
from workers.worker import build_worker

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def worker_process(store: Store, engine: str, log: Path) -> Iterator[None]:
    words = [sys.executable, "-m", "tests.simulation.worker", store.url.render_as_string(), engine]
    with log.open("wb") as out:
        process = subprocess.Popen(words, cwd=ROOT, stdout=out, stderr=out)
    try:
        yield
        assert process.poll() is None, log.read_text()[-2000:]
    finally:
        process.kill()
        process.wait()


async def main(database: str, engine: str) -> None:
    await build_worker(await connected(engine), Store(database, SECRETS)).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
