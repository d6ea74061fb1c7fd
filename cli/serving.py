"""The web as a process: until SIGTERM or SIGINT."""

from __future__ import annotations

import signal
import socket

import uvicorn
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from cli.context import calm_garbage_collector, engine_address
from cli.settings import Settings
from store.db import Store
from web.app import create_app
from web.live import Live
from workers.connection import connect

OWN_NAMES = ("127.0.0.1", "localhost", "::1")
IDLE_SECONDS = 30
LAST_SECONDS = 3
HEADER_LIMIT = 64 * 1024


class Serving(uvicorn.Server):
    """Ends the streams before it stops, for it waits until every answer is finished."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.stop()
        await super().shutdown(sockets)


async def web(settings: Settings, store: Store, sock: socket.socket) -> None:
    client = await connect(store.secrets, lazy=True, address=engine_address(settings))
    made = create_app(
        store,
        client,
        production=settings.production,
        municipality=settings.municipality,
        demo=settings.demo,
        contact=settings.contact,
        engine_ui=settings.engine_ui,
    )
    app: ASGIApp = made
    if settings.allowed_hosts:
        app = TrustedHostMiddleware(app, allowed_hosts=[*settings.allowed_hosts, *OWN_NAMES], www_redirect=False)
    server = Serving(_server_config(app, settings), made.state.live)
    # uvicorn raises the signals it was stopped by once more; a stop that was asked for is no failure.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    calm_garbage_collector()
    await server.serve([sock])


def _server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="auto",
        timeout_keep_alive=IDLE_SECONDS, timeout_graceful_shutdown=LAST_SECONDS,
        limit_concurrency=settings.web_connections, h11_max_incomplete_event_size=HEADER_LIMIT,
        proxy_headers=bool(settings.forwarded_allow_ips), forwarded_allow_ips=settings.forwarded_allow_ips,
    )  # fmt: skip
