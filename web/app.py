"""The web's composition root: everything it needs is handed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from temporalio.client import Client

from domain.policies import policies
from store.db import Store
from web import errors
from web.house import Clock, House, WallClock
from web.limits import Dressed, Limits
from web.live import Live
from web.page import Pages
from web.routes import ROUTER
from workers.courier import Courier

HERE = Path(__file__).parent


def create_app(
    store: Store, client: Client, *, production: bool = False, municipality: str = "Københavns Kommune",
    demo: bool = False, clock: Clock | None = None, contact: str = "",
    engine_ui: str = "",
) -> FastAPI:  # fmt: skip
    house = House(store, Courier(client, store), policies(), municipality, production, demo, clock or WallClock(),
                  contact, engine_ui)  # fmt: skip

    live = Live(store, house.now)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        house.loop = asyncio.get_running_loop()
        house.standing.warm()
        house.figures.warm()
        yield
        live.stop()

    # A redirect to the path with a slash would be made from the Host header.
    app = FastAPI(
        title="Handleplan", version="1", lifespan=lifespan, redoc_url=None, docs_url=None, redirect_slashes=False,
        openapi_url=None if production else "/openapi.json", routes=ROUTER.routes,
    )  # fmt: skip
    app.state.house, app.state.pages, app.state.live = house, Pages(), live
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    errors.register(app)
    app.add_middleware(Limits)
    app.add_middleware(Dressed, production=production)
    return app
