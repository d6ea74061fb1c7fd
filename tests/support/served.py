"""A site behind a real socket, for a real browser."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from temporalio.client import Client

from cli.serving import Serving
from tests.support.site import Site
from tests.support.stores import new_store


@contextmanager
def site_in(folder: Path) -> Iterator[Site]:
    """A site with a store of its own; its engine is away."""
    store = new_store(folder)
    yield Site(store, asyncio.run(Client.connect("127.0.0.1:1", lazy=True)))
    store.close()


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address at which it answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Serving(uvicorn.Config(site.app, log_level="warning"), site.app.state.live)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
